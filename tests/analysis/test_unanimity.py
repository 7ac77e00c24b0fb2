"""A group that all said the same: its answer does not follow from the sums of what is published."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from analysis import sums, unanimity
from analysis.figures import Cut, Figure, Grid, Measure, State
from analysis.grids import CITY_GRIDS, Setting, lay_out
from analysis.sums import Told

DAYS = (date(2025, 1, 1), date(2025, 4, 1))
CITY = Cut(Grid.CITY_YEAR, "2025")
SPRING, WINTER = Cut(Grid.CITY_QUARTER, "2025-Q2"), Cut(Grid.CITY_QUARTER, "2025-Q1")


def figure(cut: Cut, base: int, value: float) -> Figure:
    return Figure(Measure.INDEX, "trust", cut, State.SHOWN, base, value, 0.0, 100.0)


def told(*figures: Figure) -> list[Told]:
    ranges = [(figure, sums.range_of(figure)) for figure in figures]
    return [Told(figure.cut, figure.release, *found) for figure, found in ranges if found]


def hidden(
    winter: int, spring: int, said: float, figures: list[Figure], open_to: frozenset[Cut], grain: float = 0.0
) -> frozenset[Cut]:
    """What goes so that the winter's people, who all gave one answer, are not told."""
    layout = lay_out([Setting("a", "", DAYS[0], "", True), Setting("b", "", DAYS[1], "", True)], CITY_GRIDS)
    people, points = np.array([winter, spring]), np.array([winter * said, spring * 50.0])
    crowd = sums.parted({1: (people, points, np.array([winter * said**2, spring * 3000.0]))})
    groups = unanimity.groups_of(layout, crowd, np.array([0, 1]), [], [])
    assert [parts.tolist() for parts in groups] == [[0]]
    return unanimity.give_away(layout, crowd, groups, told(*figures), open_to, grain)


@pytest.mark.parametrize("said", [0.0, 100.0, 50.0])
def test_a_large_group_beside_a_small_one_is_told_by_the_difference(said: float) -> None:
    mean = (200 * said + 60 * 50) / 260
    figures = [figure(CITY, 260, round(mean)), figure(SPRING, 60, 50.0)]
    assert hidden(200, 60, said, figures, frozenset({CITY, SPRING})) == {CITY}


def test_a_small_group_is_covered_by_the_steps_of_the_others() -> None:
    figures = [figure(CITY, 72, 50.0), figure(SPRING, 60, 50.0)]
    assert hidden(12, 60, 50.0, figures, frozenset({CITY, SPRING})) == frozenset()


def test_what_was_shown_before_cannot_go() -> None:
    figures = [figure(CITY, 260, 89.0), figure(SPRING, 60, 50.0)]
    assert hidden(200, 60, 100.0, figures, frozenset()) == frozenset()


def test_an_interval_with_one_possible_answer_in_it_tells_it() -> None:
    """Between 37 and 63 there is only the middle one of five answers."""
    figures = [figure(CITY, 110, 50.0), figure(SPRING, 100, 50.0)]
    assert hidden(10, 100, 50.0, figures, frozenset({CITY, SPRING}), grain=6.25) == frozenset()
    assert hidden(10, 100, 50.0, figures, frozenset({CITY, SPRING}), grain=25.0) == {CITY}


def test_newcomers_who_all_agree_are_not_told_by_two_releases() -> None:
    layout = lay_out([Setting("a", "", DAYS[0], "", True), Setting("b", "", DAYS[1], "", True)], CITY_GRIDS)
    before = (np.array([1200, 0]), np.array([60_000.0, 0.0]), np.array([4_500_000.0, 0.0]))
    now = (np.array([1200, 20]), np.array([60_000.0, 2_000.0]), np.array([4_500_000.0, 200_000.0]))
    crowd = sums.parted({1: before, 2: now})
    groups = unanimity.groups_of(layout, crowd, np.array([0, 1]), [], [CITY])
    assert [crowd.people[parts].tolist() for parts in groups] == [[20]]
    before_it, today = replace(figure(CITY, 1200, 50.0), release=1), figure(CITY, 1220, 50.8)
    assert unanimity.give_away(layout, crowd, groups, told(today), frozenset({CITY})) == frozenset()
    assert unanimity.give_away(layout, crowd, groups, told(before_it, today), frozenset({CITY})) == {CITY}


def test_who_was_taken_back_since_is_in_no_part() -> None:
    counted = (np.array([10, 0]), np.array([500.0, 0.0]), np.array([26_000.0, 0.0]))
    moved = (np.array([0, 10]), np.array([0.0, 500.0]), np.array([0.0, 26_000.0]))
    crowd = sums.parted({1: counted, 2: moved})
    assert (crowd.rows.tolist(), crowd.since.tolist(), crowd.people.tolist()) == ([1], [2], [10])


def test_people_who_differ_are_no_such_group() -> None:
    layout = lay_out([Setting("a", "", DAYS[0], "", True)], CITY_GRIDS)
    crowd = sums.parted({1: (np.array([10]), np.array([500.0]), np.array([26_000.0]))})
    assert unanimity.groups_of(layout, crowd, np.array([0]), [CITY], []) == []
