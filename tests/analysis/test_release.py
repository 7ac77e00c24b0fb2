"""The release as a whole: audiences apart, nothing dropped silently, nothing from the order of arrival."""

import random
from dataclasses import replace
from datetime import date

import pytest

from analysis import releasefile
from analysis.figures import Cut, Grid, Measure, Release, State
from analysis.grids import ALL_GRIDS
from analysis.records import Answered, Remark
from analysis.release import build_release
from questions.model import DONT_KNOW, Band, Crosstab, Library
from tests.analysis.makings import JULY, LATER, LIBRARY, comments, material, notes, people

OCTOBER = date(2025, 10, 5)


def build(answers: list[Answered], remarks: list[Remark] | None = None, library: Library = LIBRARY) -> Release:
    return build_release(material(answers, remarks or [], library), LATER, 4)


def value(release: Release, subject: str = "trust", grid: Grid = Grid.CITY_YEAR) -> float | None:
    (figure,) = release.select(Measure.INDEX, grid, subject=subject)
    return figure.value


def test_residents_indices_are_on_all_grids() -> None:
    grids = {figure.cut.grid for figure in build(people(200)).figures if figure.measure is Measure.INDEX}
    assert grids == set(ALL_GRIDS)


def test_instruments_of_residents_are_one_sample() -> None:
    pleased = [item for points in (4, 5) for item in people(50, instrument="full", values={"c1": points})]
    release = build([*people(100), *pleased])
    assert value(release) == 69.0
    assert {item.instrument for item in release.summaries} == {"pulse", "full"}


def test_staff_never_move_a_residents_figure() -> None:
    residents = people(100)
    staff = people(400, instrument="staff", values={"c1": 5, "s1": 5}) + people(
        40, instrument="staff", values={"s1": 1}
    )
    alone, beside = build(residents), build([*residents, *staff])
    assert value(alone) == value(beside) == 50.0
    named = [label for label in beside.indices if label.id == "staff:trust"]
    assert [label.names["en"] for label in named] == ["Trust (staff)"]


def test_staff_are_shown_for_the_city_only() -> None:
    release = build(
        [*people(100, instrument="staff", values={"s1": 1}), *people(77, instrument="staff", values={"s1": 5})]
    )
    grids = {figure.cut.grid for figure in release.figures if figure.subject == "inside"}
    assert grids == {Grid.CITY_QUARTER, Grid.CITY_YEAR}


def test_a_public_file_moves_nothing() -> None:
    release = build([*people(100), *people(300, instrument="published", values={"c1": 5})])
    assert value(release) == 50.0
    assert {item.instrument: item.median for item in release.summaries} == {"pulse": 3.0, "published": 5.0}


def test_remarks_of_other_audiences_are_left_out_and_counted() -> None:
    release = build([], [*comments(40, "respect"), *comments(40, "speed", instrument="staff")])
    themes = {figure.subject: figure.bound for figure in release.select(Measure.THEME, Grid.CITY_YEAR)}
    assert themes == {"respect": "at_least", "speed": "at_most"}
    assert release.counts["remarks_of_other_audiences"] == 40
    assert not any("speed" in quote.text for quote in release.quotes)


def test_don_t_know_is_a_share_of_who_answered() -> None:
    answers = [*people(60), *people(40, values={"c1": DONT_KNOW}), *people(50, values={})]
    (figure,) = build(answers).select(Measure.DONT_KNOW, Grid.CITY_QUARTER, subject="c1")
    assert (figure.value, figure.base) == (40.0, 100)
    assert value(build(answers)) == 50.0


def test_few_answers_are_worked_out_from_no_sum() -> None:
    """Four in one place: neither its year less its other quarter nor the city less other places may tell them."""
    sizes = {"north": 90, "river": 40, "old-town": 60}
    autumn = [item for place, size in sizes.items() for item in people(size, place, OCTOBER)]
    release = build([*people(90), *people(45, "river"), *people(4, "old-town"), *autumn])
    hidden = {figure.cut for figure in release.figures if figure.subject == "trust" and figure.state is State.HIDDEN}
    small = Cut(Grid.PLACE_QUARTER, "2025-Q3", place="old-town")
    assert small in hidden
    others = {Cut(Grid.PLACE_QUARTER, "2025-Q3", place=place) for place in ("north", "river")}
    assert others & hidden, "else the city's quarter less the others would be four"
    year = {Cut(Grid.PLACE_YEAR, "2025", place="old-town"), Cut(Grid.PLACE_QUARTER, "2025-Q4", place="old-town")}
    assert year & hidden, "else the year less autumn would be four"
    assert Cut(Grid.CITY_YEAR, "2025") not in hidden
    assert {count % 5 for name, count in release.counts.items() if name.startswith("figures_")} == {0}


def test_an_instrument_s_summary_is_no_back_door() -> None:
    """Ninety less eighty-five are five: neither instrument may have a summary beside the city's figure."""
    release = build([*people(85), *people(5, instrument="full")])
    assert [item for item in release.summaries if item.subject == "trust"] == []


@pytest.mark.parametrize("said", [{"c1": 4}, {"c1": 5}])
def test_no_summary_says_what_each_of_an_instrument_s_people_answered(said: dict[str, int]) -> None:
    release = build([*people(100), *people(60, instrument="full", values=said)])
    assert [item.instrument for item in release.summaries if item.subject == "trust"] == ["pulse"]


def test_a_first_event_says_that_one_event_is_not_enough_and_a_second_helps() -> None:
    first = people(40, event="fair")
    (figure,) = build(first).select(Measure.INDEX, Grid.CITY_QUARTER, subject="trust")
    assert (figure.state, figure.base, figure.value) == (State.TOO_FEW_EVENTS, 40, None)
    (figure,) = build([*first, *people(40, event="walk")]).select(Measure.INDEX, Grid.CITY_QUARTER, subject="trust")
    assert (figure.state, figure.base, figure.value) == (State.SHOWN, 80, 50.0)


def test_open_events_have_no_figures() -> None:
    answers = [*people(60, event="done"), *people(60, event="running"), *people(60)]
    release = build_release(material(answers, open_events=frozenset({"running"})), LATER, 1)
    events = {figure.cut.event for figure in release.select(Measure.INDEX, Grid.EVENT)}
    assert "done" in events and "running" not in events


def test_the_order_of_arrival_changes_nothing() -> None:
    answers = people(60) + people(40, "river") + people(30, "old-town", day=OCTOBER)
    remarks = comments(40, "respect good") + notes(12, "speed", 6)
    mixed = random.Random(3)
    turned = build(mixed.sample(answers, len(answers)), mixed.sample(remarks, len(remarks)))
    assert releasefile.to_json(turned) == releasefile.to_json(build(answers, remarks))


def test_what_was_left_out_is_counted() -> None:
    odd = [replace(item, instrument="gone") for item in people(12)]
    answers = [*people(101), *odd, *people(30, values={"c1": 9})]
    counts = build(answers).counts
    assert counts["answers_read"] == 145
    assert counts["answers_of_unknown_instruments"] == 10
    assert (counts["unscored_trust"], counts["impossible_trust"]) == (30, 30)
    assert all(count and count % 5 == 0 for count in counts.values())
    assert counts.keys() == {
        *("answers_read", "answers_of_unknown_instruments", "figures_hidden"),
        *("unscored_trust", "unscored_justice", "impossible_trust"),
    }


def test_a_declared_crosstab_is_made_of_who_has_both() -> None:
    bands = (Band(1, 2), Band(3, 5))
    library = replace(LIBRARY, crosstabs=(Crosstab("own", "trust", "justice", bands),))
    alike = [people(50, values={**dict.fromkeys(("c2", "c3", "c4"), n), "c1": n}) for n in (2, 4)]
    crossed = [people(50, values={**dict.fromkeys(("c2", "c3", "c4"), 6 - n), "c1": n}) for n in (2, 4)]
    (table,) = build([*alike[0], *alike[1], *crossed[0], *people(30)], library=library).tables
    assert (table.base, table.row_percent) == (150, ((50.0, 50.0), (None, None)))


def test_periods_and_which_are_open() -> None:
    release = build_release(material(people(5), comments(5, "a", day=OCTOBER)), date(2025, 10, 31), 1)
    assert release.periods == ("2025", "2025-07", "2025-10", "2025-Q3", "2025-Q4")
    assert release.open_periods == ("2025", "2025-10", "2025-Q4")


def test_a_release_of_nothing() -> None:
    release = build([])
    assert (release.figures, release.quotes, release.periods) == ((), (), ())
    assert release.synthetic and release.version == 4 and release.made_on == LATER


@pytest.mark.parametrize("name", ["scores", "means", "rates", "changes", "disclosure"])
def test_methods_carry_versions(name: str) -> None:
    assert "version" in build([]).methods[name]


def test_session_themes_are_shares_of_people() -> None:
    release = build([], [*notes(6, "respect", 9), *notes(6, "other", 3, day=JULY)])
    (figure,) = release.select(Measure.SESSION_THEME, Grid.CITY_YEAR, subject="respect")
    assert (figure.base, figure.value) == (70, 75.0)
    assert release.select(Measure.THEME, Grid.CITY_YEAR) == ()
