"""Mixes of kinds of events, counted from released figures alone."""

import doctest

import pytest

from analysis import mixes, periods, windows
from analysis.figures import Cut, Figure, Grid, Measure, State
from analysis.records import EventFacts


@pytest.mark.parametrize("module", [mixes, periods, windows])
def test_examples_in_docstrings(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def told(event: str, base: int, subject: str = "trust") -> Figure:
    return Figure(Measure.INDEX, subject, Cut(Grid.EVENT, event=event), State.SHOWN, base)


def held(event: str, program: str, place: str, *quarters: str) -> EventFacts:
    return EventFacts(event, event, program, place, closed=True, quarters=quarters)


EVENTS = (
    held("a", "foot_beat", "north", "2025-Q1"),
    held("b", "online", "", "2025-Q1", "2025-Q2"),
    held("c", "town_hall", "north", "2025-Q2"),
    held("d", "town_hall", "north"),
)
FIGURES = (told("a", 40), told("a", 60, "fairness"), told("b", 20), told("c", 0), told("d", 90), told("other", 50))


def test_people_count_by_index_where_and_when_their_event_was_held() -> None:
    found = mixes.count_kinds(FIGURES, EVENTS)
    assert found.of("trust", Cut(Grid.CITY_QUARTER, "2025-Q1")) == {"foot_beat": 40, "online": 10}
    assert found.of("trust", Cut(Grid.PLACE_QUARTER, "2025-Q1", "north")) == {"foot_beat": 40}
    assert found.of("", Cut(Grid.CITY_YEAR, "2025")) == {"foot_beat": 60, "online": 20, "town_hall": 0}
    assert found.of("fairness", Cut(Grid.CITY_QUARTER, "2025-Q2")) == {}


def test_what_is_not_released_is_not_known() -> None:
    found = mixes.count_kinds(FIGURES, EVENTS)
    assert sum(found.of("trust", Cut(Grid.PLACE_QUARTER, "2025-Q2", "north")).values()) == 0
    assert mixes.told(found.of("trust", Cut(Grid.PLACE_QUARTER, "2025-Q2", "north"))) == ()


def test_the_distance_of_mixes() -> None:
    assert mixes.distance({"a": 1}, {"a": 9}) == 0
    assert mixes.distance({"a": 1}, {"b": 1}) == 1
    assert mixes.distance({}, {"b": 1}) == 1
