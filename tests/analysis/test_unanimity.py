"""A group that all said the same: its answer does not follow from the sums of what is published."""

from datetime import date

import numpy as np
import pytest

from analysis import unanimity
from analysis.figures import Cut, Figure, Grid, Measure, State
from analysis.grids import CITY_GRIDS, Setting, lay_out

DAYS = (date(2025, 1, 1), date(2025, 4, 1))
CITY = Cut(Grid.CITY_YEAR, "2025")
SPRING, WINTER = Cut(Grid.CITY_QUARTER, "2025-Q2"), Cut(Grid.CITY_QUARTER, "2025-Q1")


def figure(cut: Cut, base: int, value: float) -> Figure:
    return Figure(Measure.INDEX, "trust", cut, State.SHOWN, base, value, 0.0, 100.0)


def hidden(winter: int, spring: int, said: float, figures: list[Figure], open_to: frozenset[Cut]) -> frozenset[Cut]:
    """What goes so that the winter's people, who all gave one answer, are not told."""
    layout = lay_out([Setting("a", "", DAYS[0], "", True), Setting("b", "", DAYS[1], "", True)], CITY_GRIDS)
    people = np.array([winter, spring])
    sums = np.array([winter * said, spring * 50.0])
    squares = np.array([winter * said**2, spring * 3000.0])
    groups = unanimity.alike(np.array([0, 1]), people, sums, squares, {})
    assert [rows.tolist() for rows in groups.values()] == [[0]]
    return unanimity.give_away(layout, people, sums, groups, figures, open_to)


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


def test_people_who_differ_are_no_such_group() -> None:
    assert unanimity.alike(np.array([0]), np.array([10]), np.array([500.0]), np.array([26000.0]), {}) == {}
