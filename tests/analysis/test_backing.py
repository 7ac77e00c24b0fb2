"""What stands behind a figure and what moved: chosen from a release, never worked out."""

from dataclasses import replace
from datetime import date

import pytest

from analysis import backing
from analysis.figures import Change, Cut, Figure, Grid, Label, Measure, Release, State, Verdict
from analysis.inferences import Reliability, Share, Trust, Weighted
from analysis.records import PlaceFacts

UP = Change("trust", "", "2026-Q1", "2025-Q4", 8, 4, 12, "test", verdict=Verdict.UP)
NONE = replace(UP, subject="safety", verdict=Verdict.NONE, detectable=6.0)
MIX = replace(UP, subject="fairness", verdict=Verdict.MIX)
OLD = replace(UP, period="2025-Q4", previous="2025-Q3")
YEAR = replace(UP, period="2025", previous="2024", against="year")
AGO = replace(NONE, previous="2025-Q1", against="year")
PLACE = replace(UP, place="b", verdict=Verdict.DOWN)
TALK = replace(UP, subject="history", measure=Measure.THEME)
RELEASE = Release(
    1,
    date(2026, 4, 1),
    False,
    places=(PlaceFacts("b", "birch", ""), PlaceFacts("a", "Alder", "")),
    themes=(Label("history", {"en": "History"}),),
    periods=("2025", "2026", "2025-Q4", "2026-Q1"),
    open_periods=("2026",),
    changes=(NONE, UP, MIX, OLD, YEAR, AGO, PLACE, replace(PLACE, place="a"), TALK),
)
FIGURE = Figure(Measure.INDEX, "trust", Cut(Grid.CITY_QUARTER, "2026-Q1"), State.SHOWN, 100, 50, 40, 60)


def test_only_flagged_comparisons_moved() -> None:
    found = backing.moves((UP, NONE, MIX, replace(NONE, detectable=9.0)))
    assert (found.moved, found.uncompared, found.smallest) == ((UP,), (MIX,), (6.0, 9.0))
    assert backing.moves((UP,)).smallest is None


def test_comparisons_are_of_the_newest_quarter_in_the_order_they_are_read() -> None:
    assert backing.city_changes(RELEASE) == (UP, MIX, NONE)
    assert backing.city_changes(RELEASE, "year") == (AGO,), "a year of years is another course"
    assert [one.place for one in backing.place_changes(RELEASE)] == ["a", "b"], "by the alphabet"
    assert backing.theme_changes(RELEASE) == (TALK,)


@pytest.mark.parametrize(("period", "found"), [("2026-Q1", UP), ("2025", YEAR), ("2026-01", None)])
def test_a_figure_has_the_newest_comparison_of_its_own_course(period: str, found: Change | None) -> None:
    assert backing.newest_change(RELEASE, replace(FIGURE, cut=Cut(Grid.CITY_YEAR, period))) == found


def test_weights_and_reliability_are_of_the_figures_year_or_the_newest_before() -> None:
    weighted = tuple(Weighted("trust", year, 100, 50, 40, 60) for year in ("2024", "2025", "2027"))
    parts = (("es", ""), ("", ""), ("", "card"))
    reliability = tuple(Reliability("trust", "2025", *part, 100, 4, Trust.HIDDEN) for part in parts)
    made = replace(RELEASE, weighted=weighted, reliability=reliability)
    assert backing.weighted_beside(made, FIGURE) == weighted[1]
    assert backing.weighted_beside(made, replace(FIGURE, cut=Cut(Grid.PLACE_QUARTER, "2026-Q1", "a"))) is None
    assert [(one.language, one.mode) for one in backing.reliability_behind(made, FIGURE)] == sorted(parts)
    assert backing.reliability_behind(made, replace(FIGURE, measure=Measure.THEME)) == ()
    assert not backing.unreliable(made, FIGURE), "of another year"
    assert backing.unreliable(made, replace(FIGURE, cut=Cut(Grid.CITY_YEAR, "2025")))


def test_who_is_heard_less_is_under_four_fifths_of_their_share() -> None:
    heard = [Share("age", str(code), "2025", 100, part, 50.0) for code, part in enumerate((39.9, 40.0, None))]
    unknown = Share("age", "9", "2025", 100, 1.0, None)
    assert backing.less_heard([*heard, unknown]) == (heard[0],)
    assert backing.untold([*heard, unknown]) == (heard[2],)


def test_shares_are_of_the_newest_year_that_is_over_and_places_by_the_alphabet() -> None:
    shares = [Share("place", group, "2025", 100, 50.0) for group in ("b", "a")]
    made = replace(RELEASE, shares=(*shares, replace(shares[0], year="2026"), replace(shares[0], year="2024")))
    assert backing.share_year(made) == "2025" and backing.share_year(RELEASE) == ""
    assert [one.group for one in backing.shares_of(made, "2025")["place"]] == ["a", "b"]
