"""Changes between closed quarters."""

from datetime import date

import pytest

from analysis.figures import Change
from analysis.release import build_release
from tests.analysis.makings import material, people

SPRING, SUMMER, WINTER = date(2025, 5, 3), date(2025, 7, 10), date(2025, 12, 1)


def rated(count: int, day: date, low: int, high: int) -> list[object]:
    """Half low, half high, in shares that differ by event."""
    half = count // 2
    some = people(half, day=day, values={"c1": low})
    return [
        *some,
        *people(half // 2, day=day, values={"c1": high}),
        *people(half // 2, day=day, event="x", values={"c1": high}),
    ]


def changes(*answers: object, today: date = date(2026, 3, 1)) -> tuple[Change, ...]:
    return build_release(material([item for part in answers for item in part]), today, 1).changes  # type: ignore[attr-defined]


def test_a_quarter_is_compared_with_the_one_before() -> None:
    (found,) = changes(rated(200, SPRING, 1, 3), rated(200, SUMMER, 3, 5))
    assert (found.subject, found.place, found.period, found.previous) == ("trust", "", "2025-Q3", "2025-Q2")
    assert found.difference == 50.0
    assert 0 < found.low < 50 < found.high


@pytest.mark.parametrize(
    ("count", "later", "today"),
    [(200, WINTER, date(2026, 3, 1)), (28, SUMMER, date(2026, 3, 1)), (200, SUMMER, date(2025, 9, 30))],
    ids=["a quarter between", "too few for a point", "still open"],
)
def test_no_change_is_told(count: int, later: date, today: date) -> None:
    assert changes(rated(200, SPRING, 1, 3), rated(count, later, 3, 5), today=today) == ()


def test_no_change_is_told_of_a_level_near_an_end() -> None:
    """Fifty and forty-four more would be ninety-four, which is not told as a level."""
    nearly = [*people(170, day=SUMMER, values={"c1": 5}), *people(30, day=SUMMER, values={"c1": 3})]
    assert changes(rated(200, SPRING, 1, 5), nearly) == ()
