"""How a number is told: in steps, in words, or not at all, by how many people stand behind it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.disclosure import K
from analysis.estimates import Estimate
from analysis.figures import Bound, State

POINT_BASE = 30
WHOLE_BASE = 100
DECIMAL_BASE = 1000
FEW = 4
COARSE = 5.0
BASE_STEP = 5
END = 10.0
"""Points from either end of an index within which its level is not told: nearly everybody gave the same answer."""


@dataclass(frozen=True)
class Presented:
    """What of an estimate is shown; the fields are those of a Figure."""

    state: State
    base: int = 0
    value: float | None = None
    low: float | None = None
    high: float | None = None
    bound: Bound = Bound.NONE


HIDDEN = Presented(State.HIDDEN)


def present_index(estimate: Estimate) -> Presented:
    """An index of at least K people: from 30 the point, below that the interval in 5-point steps only.

    The coarse steps keep the middle of the interval from giving the point away. Under a base of 1,000 a level within
    END of an end is told as an interval too, one that reaches the end and is END wide or more.
    """
    if estimate.base < K:
        return HIDDEN
    step = step_of(estimate.base)
    low, high = _outward(estimate.low, estimate.high, step)
    if near_end(estimate.value, estimate.base):
        low, high = (0.0, max(END, high)) if estimate.value < END else (min(100.0 - END, low), 100.0)
        return Presented(State.INTERVAL_ONLY, shown_base(estimate.base), None, low, high)
    if estimate.base < POINT_BASE:
        return Presented(State.INTERVAL_ONLY, shown_base(estimate.base), None, low, high)
    return Presented(State.SHOWN, shown_base(estimate.base), _nearest(estimate.value, step), low, high)


def near_end(value: float, base: int) -> bool:
    """Whether the level of an index, 0-100, would tell what nearly everybody answered."""
    return base < DECIMAL_BASE and not END <= value <= 100.0 - END


def present_rate(estimate: Estimate) -> Presented:
    """A rate of at least 30 people in the steps of its base; 1-4 people for or against are never counted out.

    1-4 of them are "few"; all but 1-4 are "at least" what all but 4 would be. Nobody and everybody are
    "at most 5" and "at least 95" under a base of 1,000. None of these keeps an interval: it would tell the count.
    """
    if estimate.base < POINT_BASE:
        return HIDDEN
    base, step = shown_base(estimate.base), step_of(estimate.base)
    word = _in_words(round(estimate.value * estimate.base / 100), estimate.base, step)
    if word is not None:
        bound, value = word
        return Presented(State.SHOWN, base, value, bound=bound)
    low, high = _outward(estimate.low, estimate.high, step)
    return Presented(State.SHOWN, base, _nearest(estimate.value, step), low, high)


def present_row(counts: Sequence[int]) -> tuple[float | None, ...]:
    """Row percentages of counts in the steps of their base; None hides a cell.

    Hidden are counts of 1-4, none at all under a base of 1,000, and then the next smallest until two or more
    cells with 5 people or more are hidden, so that the rest of the row does not tell them.
    """
    base = sum(counts)
    if base < POINT_BASE:
        return (None,) * len(counts)
    covered, step = cover(counts), step_of(base)
    return tuple(None if place in covered else _nearest(100 * n / base, step) for place, n in enumerate(counts))


def cover(counts: Sequence[int]) -> frozenset[int]:
    """The positions of parts of one whole that must not be told as numbers, since the others would tell them.

    Those with 1-4 people, with none under a base of 1,000, and then the next smallest up to 5 people together.
    """
    rising = sorted(range(len(counts)), key=lambda place: (counts[place], place))
    lowest = 0 if sum(counts) < DECIMAL_BASE else 1
    covered = {place for place in rising if lowest <= counts[place] <= FEW}
    while 0 < len(covered) < len(counts) and sum(counts[place] for place in covered) <= FEW:
        covered.add(next(place for place in rising if place not in covered))
    return frozenset(covered)


def present_change(levels: tuple[float, float], low: float, high: float, base: int) -> tuple[float, float, float]:
    """The difference of two told levels, later first, with its interval, in the steps of the smaller of two bases.

    Made of what the levels tell already; the interval is rounded outward, so it tells no more than they do.
    """
    step = step_of(base)
    later, earlier = (_nearest(level, step) for level in levels)
    return _tidy(later - earlier), *_outward(low, high, step, -100.0)


def present_detectable(points: float, base: int) -> float:
    """The smallest change that could have been seen, rounded up to the step of the smaller of two bases."""
    step = step_of(base)
    return _tidy(min(100.0, math.ceil(points / step - 1e-9) * step))


def present_pooled(value: float, low: float, high: float, step: float) -> tuple[float, float, float]:
    """A pooled level with its interval, cut at 0 and 100, in the steps of the figure that it stands beside."""
    return min(100.0, max(0.0, _nearest(value, step))), *_outward(low, high, step)


def shown_base(base: int) -> int:
    """The base to the nearest 5, so that two published bases don't subtract to an exact count of people.

    >>> [shown_base(base) for base in (12, 13, 30)]
    [10, 15, 30]
    """
    return BASE_STEP * round(base / BASE_STEP)


def shown_count(count: int) -> int:
    """A count of what was read or left out to the nearest 5; something is never shown as nothing.

    >>> [shown_count(count) for count in (0, 1, 8, 12)]
    [0, 5, 10, 10]
    """
    return max(BASE_STEP, shown_base(count)) if count else 0


def _in_words(count: int, base: int, step: float) -> tuple[Bound, float | None] | None:
    if count in (0, base) and base < DECIMAL_BASE:
        return (Bound.AT_MOST, 5.0) if count == 0 else (Bound.AT_LEAST, 95.0)
    if 1 <= count <= FEW:
        return Bound.FEW, None
    if 1 <= base - count <= FEW:
        return Bound.AT_LEAST, _tidy(math.floor(100 * (base - FEW) / base / step) * step)
    return None


def step_of(base: int) -> float:
    """The step in which points and per cent of so many people are told."""
    steps = ((WHOLE_BASE, COARSE), (DECIMAL_BASE, 1.0))
    return next((step for limit, step in steps if base < limit), 0.1)


def _nearest(value: float, step: float) -> float:
    return _tidy(round(value / step) * step)


def _outward(low: float, high: float, step: float, floor: float = 0.0) -> tuple[float, float]:
    """The interval widened to whole steps, so that it covers at least what it covered."""
    down, up = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return _tidy(max(floor, down)), _tidy(min(100.0, up))


def _tidy(value: float) -> float:
    return round(value, 1) + 0.0
