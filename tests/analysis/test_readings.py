"""Which figures of a release answer a reader's question."""

from dataclasses import replace
from datetime import date

import pytest

from analysis import readings
from analysis.figures import Change, Cut, Evidence, Figure, Grid, Label, Measure, Quote, Release, State
from analysis.records import PlaceFacts

TRUST = Label("trust", {"en": "Trust"})
PERIODS = ("2025", "2025-12", "2025-Q4", "2026", "2026-01", "2026-Q1", "2026-Q2")


def figure(measure: Measure, subject: str, cut: Cut, value: float | None = 50.0) -> Figure:
    state = State.SHOWN if value is not None else State.HIDDEN
    return Figure(measure, subject, cut, state, 40, value, value, value)


def release(*figures: Figure) -> Release:
    return Release(
        version=1,
        made_on=date(2026, 6, 1),
        synthetic=True,
        places=(PlaceFacts("b", "birch"), PlaceFacts("a", "Alder"), PlaceFacts("c", "Cove")),
        indices=(TRUST,),
        themes=(Label("youth", {"en": "Youth"}, "visibility"), Label("bias", {"en": "Bias"}, "bias")),
        periods=PERIODS,
        open_periods=("2026", "2026-Q2"),
        figures=figures,
    )


def quarter(period: str, value: float | None = 50.0) -> Figure:
    return figure(Measure.INDEX, "trust", Cut(Grid.CITY_QUARTER, period), value)


def test_a_period_without_a_figure_is_told_as_hidden() -> None:
    series = readings.over_time(release(quarter("2026-Q1")), Measure.INDEX, Grid.CITY_QUARTER, "trust")
    assert [(one.cut.period, one.state) for one in series] == [
        ("2025-Q4", State.HIDDEN),
        ("2026-Q1", State.SHOWN),
        ("2026-Q2", State.HIDDEN),
    ]


def test_the_city_stands_where_the_newest_closed_quarter_says() -> None:
    change = Change("trust", "", "2026-Q1", "2025-Q4", 4, 1, 7, "test")
    made = replace(release(quarter("2025-Q4"), quarter("2026-Q1"), quarter("2026-Q2", 70.0)), changes=(change,))
    [standing] = readings.standings(made)
    assert standing.newest.cut.period == "2026-Q1"
    assert standing.change is change
    assert standing.so_far is not None and standing.so_far.value == 70.0


def test_an_open_quarter_stands_in_while_there_is_no_closed_one() -> None:
    [standing] = readings.standings(release(quarter("2026-Q2")))
    assert (standing.newest.cut.period, standing.so_far, standing.change) == ("2026-Q2", None, None)


def test_an_index_that_is_not_in_the_release_is_not_asked_for() -> None:
    assert [standing.label.id for standing in readings.standings(release(quarter("2026-Q1")))] == ["trust"]


def test_neighborhoods_stand_by_the_alphabet_whatever_their_values() -> None:
    cut = Cut(Grid.PLACE_YEAR, "2025", place="b")
    found = readings.across(
        release(figure(Measure.INDEX, "trust", cut, 99.0)), Measure.INDEX, Grid.PLACE_YEAR, "trust", "2025"
    )
    assert [place.name for place, _ in found] == ["Alder", "birch", "Cove"]
    assert [one.state for _, one in found] == [State.HIDDEN, State.SHOWN, State.HIDDEN]
    courses = readings.place_series(release(figure(Measure.INDEX, "trust", cut)), Grid.PLACE_YEAR, "trust")
    assert [(one.place.name, len(one.series)) for one in courses] == [("Alder", 2), ("birch", 2), ("Cove", 2)]
    assert readings.place_series(replace(release(), periods=()), Grid.PLACE_YEAR, "trust") == ()


def test_words_fall_back_to_years_together() -> None:
    year = figure(Measure.KIND, "1", Cut(Grid.CITY_YEAR, "2025"))
    found = readings.finest(release(year), Measure.KIND, ["1", "2"])
    assert {one.cut.grid for series in found.values() for one in series} == {Grid.CITY_YEAR}
    with_quarter = release(year, figure(Measure.KIND, "2", Cut(Grid.CITY_QUARTER, "2025-Q4")))
    found = readings.finest(with_quarter, Measure.KIND, ["1", "2"])
    assert {one.cut.grid for series in found.values() for one in series} == {Grid.CITY_QUARTER}


def test_cuts_of_words_are_quarters_then_years_newest_first_without_hidden_ones() -> None:
    cuts = [Cut(Grid.CITY_YEAR, "2025"), Cut(Grid.CITY_QUARTER, "2025-Q4"), Cut(Grid.CITY_QUARTER, "2026-Q1")]
    made = release(
        *(figure(Measure.THEME, "youth", cut) for cut in cuts),
        figure(Measure.THEME, "youth", Cut(Grid.CITY_QUARTER, "2026-Q2"), None),
    )
    assert [cut.period for cut in readings.word_cuts(made)] == ["2026-Q1", "2025-Q4", "2025"]


def test_the_first_settled_period_is_the_first_that_is_not_open() -> None:
    made = release()
    assert readings.first_settled(made, ["2026-Q2", "2026-Q1"]) == 1
    assert readings.first_settled(made, ["2026-Q2"]) == 0


def test_themes_go_by_share_and_those_without_a_number_come_last() -> None:
    cut = Cut(Grid.CITY_YEAR, "2025")
    found = readings.themes_by_share(release(figure(Measure.THEME, "bias", cut, 3.0)), Grid.CITY_YEAR, "2025")
    assert [(label.id, one.state) for label, one in found] == [("bias", State.SHOWN), ("youth", State.HIDDEN)]
    assert readings.session_themes(release(), Grid.CITY_YEAR, "2025") == ()


def test_quotes_of_a_theme_and_year_only() -> None:
    def quote(year: str, theme: str) -> Quote:
        return Quote("survey", year, "", 1, "en", "words", (Evidence(theme, 0, 2),))

    made = replace(release(), quotes=(quote("2025", "bias"), quote("2026", "bias"), quote("2025", "youth")))
    assert readings.quotes_on(made, "bias", "2025") == (made.quotes[0],)


@pytest.mark.parametrize(("low", "high", "told"), [(1, 7, True), (-7, -1, True), (-1, 7, False), (0, 7, False)])
def test_a_change_is_detectable_only_if_its_interval_leaves_out_zero(low: float, high: float, told: bool) -> None:
    assert readings.detectable(Change("trust", "", "2026-Q1", "2025-Q4", 3, low, high, "test")) is told


def test_themes_of_a_recommendation() -> None:
    assert [theme.id for theme in readings.themes_of(release(), "bias")] == ["bias"]
