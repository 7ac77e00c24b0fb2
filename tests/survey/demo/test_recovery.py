"""What is known to be true is found again in the release, and most of it may be shown."""

from collections import Counter
from statistics import mean

import pytest

from analysis.figures import Figure, Grid, Measure, State
from survey.demo.truth import load_truth
from tests.survey.demo.conftest import Built

TRUTH = load_truth()
CORE = ("trust", "procedural_justice", "fairness", "effectiveness", "safety", "cooperation")
QUARTERS = [f"{year}-Q{quarter}" for year in range(2023, 2027) for quarter in range(1, 5)][1:14]
LEAGUE, UNTOUCHED = (
    ("foundry-row", "heron-flats"),
    [place for place in TRUTH.places if place not in ("foundry-row", "heron-flats", "switchyard", "tannery")],
)


def figures(built: Built, measure: Measure, grid: Grid) -> dict[tuple[str, str, str], Figure]:
    """Figures by subject, place and period."""
    return {(one.subject, one.cut.place, one.cut.period): one for one in built.release.select(measure, grid)}


def visible(figure: Figure | None) -> bool:
    return figure is not None and figure.state is not State.HIDDEN


def test_most_neighborhood_quarters_may_be_shown_and_some_are_hidden(built: Built) -> None:
    found = figures(built, Measure.INDEX, Grid.PLACE_QUARTER)
    cells = [(index, place, quarter) for index in CORE for place in TRUTH.places for quarter in QUARTERS[:12]]
    share = mean(visible(found.get(cell)) for cell in cells)
    print(f"neighborhood-quarter indices shown: {share:.1%} of {len(cells)}")
    assert 0.8 <= share < 1


def test_most_themes_of_a_neighborhood_and_year_may_be_shown_and_some_are_hidden(built: Built) -> None:
    found = figures(built, Measure.THEME, Grid.PLACE_YEAR)
    years = ("2023", "2024", "2025", "2026")
    cells = [(theme, place, year) for theme in TRUTH.themes for place in TRUTH.places for year in years]
    share = mean(visible(found.get(cell)) for cell in cells)
    print(f"neighborhood-year themes shown: {share:.1%} of {len(cells)}")
    assert 0.6 <= share < 1


def test_nine_in_ten_ranges_hold_the_truth(built: Built) -> None:
    found = figures(built, Measure.INDEX, Grid.PLACE_QUARTER)
    held = [
        figure.low <= TRUTH.level(index, place, QUARTERS.index(quarter)) <= figure.high
        for (index, place, quarter), figure in found.items()
        if index in CORE and place and figure.low is not None and figure.high is not None
    ]
    print(f"ranges that hold the truth: {mean(held):.1%} of {len(held)}")
    assert len(held) > 600
    assert mean(held) > 0.87


@pytest.mark.parametrize(("index", "points"), [("trust", 8), ("procedural_justice", 7), ("effectiveness", 0)])
def test_the_league_is_found_in_its_two_neighborhoods(built: Built, index: str, points: float) -> None:
    here, there = (
        _level(built, index, places, range(6, 12)) - _level(built, index, places, range(4))
        for places in (LEAGUE, UNTOUCHED)
    )
    assert here - there == pytest.approx(points, abs=5)


def test_the_arrest_is_found_in_trust_and_in_what_people_speak_of(built: Built) -> None:
    here, there = (
        _level(built, "trust", places, range(7, 10)) - _level(built, "trust", places, range(7))
        for places in (("switchyard",), UNTOUCHED)
    )
    assert here - there < -4
    found = figures(built, Measure.THEME, Grid.PLACE_YEAR)
    share = {place: found["use_of_force", place, "2025"].value or 0 for place in TRUTH.places}
    assert max(share, key=share.__getitem__) == "switchyard"


def test_no_answer_was_lost_on_the_way(built: Built) -> None:
    stored = Counter(one.instrument for one in built.context.store.responses.answered())
    assert stored == Counter(one.event.instrument for one in built.generated.answers)


def _level(built: Built, index: str, places: object, quarters: range) -> float:
    found = figures(built, Measure.INDEX, Grid.PLACE_QUARTER)
    shown = [found.get((index, place, QUARTERS[quarter])) for place in places for quarter in quarters]  # type: ignore[attr-defined]  # places
    return mean(_middle(figure) for figure in shown if figure is not None and figure.low is not None)


def _middle(figure: Figure) -> float:
    """The shown value, or the middle of the range where only that is shown."""
    assert figure.low is not None and figure.high is not None
    return (figure.low + figure.high) / 2 if figure.value is None else figure.value
