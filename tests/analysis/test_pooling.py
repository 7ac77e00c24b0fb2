"""Pooled places are made of released figures alone, and only of what these show."""

from dataclasses import replace

import pytest

from analysis import pooling
from analysis.estimates import MEAN_LINEARISED
from analysis.figures import Cut, Figure, Grid, Measure, State
from analysis.pooling import pool_places, read
from analysis.release import build_release
from tests.analysis.makings import material, people

LEVELS = {
    "alder": 40.0,
    "birch": 45.0,
    "cove": 60.0,
    "dell": 65.0,
    "elm": 70.0,
    "fern": 50.0,
    "glen": 55.0,
    "hill": 35.0,
}


def figure(place: str, value: float | None, reach: float, base: int = 60, period: str = "2025") -> Figure:
    """A place's figure as it is told, without a level where `value` is negative: then a range about minus it."""
    grid = Grid.PLACE_QUARTER if "Q" in period else Grid.PLACE_YEAR
    middle = abs(value or 0.0)
    told = (State.SHOWN, middle) if value is not None and value >= 0 else (State.INTERVAL_ONLY, None)
    ends = max(0.0, middle - reach), min(100.0, middle + reach)
    return Figure(
        Measure.INDEX, "trust", Cut(grid, period, place), told[0], base, told[1], *ends, method=MEAN_LINEARISED
    )


def table(reach: float = 10.0, base: int = 60, period: str = "2025") -> list[Figure]:
    return [figure(place, value, reach, base, period) for place, value in LEVELS.items()]


def test_each_place_with_a_figure_gets_a_pooled_one_beside_it() -> None:
    made = pool_places(table())
    assert {one.place for one in made} == set(LEVELS)
    for one in made:
        assert min(LEVELS.values()) <= one.value <= max(LEVELS.values())
        assert one.low <= one.value <= one.high
        assert {one.value % 5, one.low % 5, one.high % 5} == {0.0}, "in steps of 5 below 100 people"
        assert one.own == round(one.own, 1)


def test_the_less_is_known_of_a_place_the_less_of_its_own_it_keeps() -> None:
    wide, narrow = pool_places(table(reach=20.0)), pool_places(table(reach=7.5))
    assert max(one.own for one in wide) < min(one.own for one in narrow)


@pytest.mark.parametrize("count", [4, 5])
def test_five_places_are_needed(count: int) -> None:
    assert len(pool_places(table()[:count])) == (count if count >= 5 else 0)


def test_hidden_figures_and_other_grids_and_measures_are_not_pooled() -> None:
    hidden = replace(figure("ivy", 50.0, 10.0), state=State.HIDDEN, base=0, value=None, low=None, high=None)
    program = [replace(one, cut=replace(one.cut, grid=Grid.PROGRAM_YEAR)) for one in table()]
    rates = [replace(one, measure=Measure.THEME) for one in table()]
    assert "ivy" not in {one.place for one in pool_places([*table(), hidden])}
    assert pool_places([*program, *rates]) == ()
    assert pool_places([*table(), hidden, *program, *rates]) == pool_places(table())


def test_a_range_without_a_level_is_pooled_by_its_middle_or_by_the_end_that_is_not_cut_off() -> None:
    whole, cut = read(figure("ivy", -40.0, 20.0, 20)), read(figure("ivy", -15.0, 20.0, 20))
    assert whole is not None and (whole.level, whole.reach) == (40.0, 17.5)
    assert cut is not None and (cut.level, cut.reach) == (32.5, None)
    assert read(figure("ivy", -50.0, 60.0, 20)) is None, "a range that leaves everything open"
    told = {one.place: one for one in pool_places([*table(), figure("ivy", -15.0, 20.0, 20)])}
    assert told["ivy"].value < min(60.0, *(told[place].value for place in ("cove", "dell", "elm")))


def test_rounding_is_part_of_what_is_not_known() -> None:
    coarse = pooling.unround([one for one in map(read, table(base=60)) if one])
    fine = pooling.unround([one for one in map(read, table(base=6000)) if one])
    own = (10.0 - 5 / 2) ** 2 / 2.228**2
    assert coarse.variance == pytest.approx([own + 25 / 24] * 8, rel=0.01)
    assert fine.variance == pytest.approx([(10.0 - 0.05) ** 2 / 2.228**2] * 8, rel=0.01)


def test_the_year_before_says_what_is_expected() -> None:
    """Where places stand as they stood, its level brings the pooled one nearer to it than the mean of all would."""
    quarter = table(reach=20.0, period="2026-Q1")
    alone = {one.place: one.value for one in pool_places(quarter)}
    helped = {one.place: one.value for one in pool_places([*table(), *quarter]) if one.period == "2026-Q1"}
    assert sum(abs(helped[place] - level) for place, level in LEVELS.items()) < sum(
        abs(alone[place] - level) for place, level in LEVELS.items()
    )


def test_a_release_pools_its_own_figures_and_nothing_else() -> None:
    answers = [one for number in range(6) for one in people(40 + number, f"place-{number}")]
    release = build_release(material(answers), answers[0].day, 1)
    assert {one.place for one in release.pooled} == {f"place-{number}" for number in range(6)}
    assert release.pooled == pool_places(release.figures)
