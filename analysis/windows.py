"""Rolling figures that others published: declared windows without common days are compared, all else says why not.

A figure of rolling 12 months shares nine of them with that of the quarter before, so the two are not independent.
Without the number of people no uncertainty is known, and none is made up.
"""

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from io import StringIO

from analysis.estimates import Difference, Estimate, difference

LEAST_BASE = 30
METHOD = "published share, design effect as declared"


class Refusal(StrEnum):
    """Why two windows are not compared."""

    UNDECLARED = "undeclared"
    ORDER = "order"
    OVERLAP = "overlap"
    OTHER_MEASURE = "other_measure"
    OTHER_PLACE = "other_place"
    NO_BASE = "no_base"
    THIN = "thin"
    NO_SPREAD = "no_spread"


REASONS: Mapping[Refusal, str] = {
    Refusal.UNDECLARED: "{earlier} with {later} was not declared before the figures were read",
    Refusal.ORDER: "{earlier} does not begin before {later}",
    Refusal.OVERLAP: "{earlier} and {later} have days in common: in part the same people, so no test holds",
    Refusal.OTHER_MEASURE: "the two are answers to different questions",
    Refusal.OTHER_PLACE: "the two are of different places, or of one place that is spelled in two ways",
    Refusal.NO_BASE: "the source does not say how many people answered, so how sure it is can't be known",
    Refusal.THIN: "fewer than 30 people answered on one side",
    Refusal.NO_SPREAD: "nobody or everybody said so on both sides",
}


class Incomparable(ValueError):
    """Two windows that are not compared; `refusal` is the code, the message the reason in words."""

    def __init__(self, refusal: Refusal, later: "Window", earlier: "Window") -> None:
        super().__init__(REASONS[refusal].format(later=later, earlier=earlier))
        self.refusal = refusal


@dataclass(frozen=True, order=True)
class Window:
    """The days that a figure is about, both ends in it."""

    first: date
    last: date

    @classmethod
    def ending(cls, last: date, months: int) -> "Window":
        """So many whole months up to the end of a month.

        >>> print(Window.ending(date(2023, 3, 31), 12))
        2022-04-01 to 2023-03-31
        """
        count = last.year * 12 + last.month - months
        return cls(date(count // 12, count % 12 + 1, 1), last)

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"

    def overlaps(self, other: "Window") -> bool:
        """Whether any day is in both."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class Published:
    """A share, 0-1, that somebody published of `base` people, None where that is not said; `effect` is the design's."""

    place: str
    measure: str
    window: Window
    share: float
    base: int | None = None
    effect: float = 1.0


Declared = Collection[tuple[Window, Window]]
"""Pairs of windows, the earlier one first."""


def compare(later: Published, earlier: Published, declared: Declared) -> Difference:
    """Later minus earlier in percentage points with Welch's t. Raises Incomparable for whatever else is asked."""
    refusal = refuse(later, earlier, declared)
    if refusal is not None:
        raise Incomparable(refusal, later.window, earlier.window)
    return difference(_estimate(later), _estimate(earlier))


def refuse(later: Published, earlier: Published, declared: Declared) -> Refusal | None:
    """Why two figures are not compared, the first reason that holds; None where they are."""
    bases = [side.base for side in (later, earlier)]
    rules = {
        Refusal.ORDER: later.window.first <= earlier.window.first,
        Refusal.OVERLAP: later.window.overlaps(earlier.window),
        Refusal.UNDECLARED: (earlier.window, later.window) not in declared,
        Refusal.OTHER_MEASURE: later.measure != earlier.measure,
        Refusal.OTHER_PLACE: later.place != earlier.place,
        Refusal.NO_BASE: any(base is None for base in bases),
        Refusal.THIN: any(base is not None and base < LEAST_BASE for base in bases),
        Refusal.NO_SPREAD: all(side.share in (0.0, 1.0) for side in (later, earlier)),
    }
    return next((refusal for refusal, holds in rules.items() if holds), None)


def declare(lasts: Iterable[date], months: int, apart: int = 1) -> frozenset[tuple[Window, Window]]:
    """The pairs of windows of so many months, each with the one that ends `apart` windows earlier.

    With 1, a window of 12 months that ends in December is compared with the one that ended the December before.
    """
    windows = {Window.ending(last, months) for last in lasts}
    pairs = ((_earlier(window, months * apart, months), window) for window in windows)
    return frozenset((earlier, later) for earlier, later in pairs if earlier in windows)


def read_published(text: str, months: int, spellings: Mapping[str, str]) -> tuple[Published, ...]:
    """The figures of a file with columns Date (a window's last day), Borough, Measure and Proportion, and no bases.

    `spellings` gives the name of a place that is spelled otherwise. Raises ValueError for a place that is spelled in
    two ways by upper and lower case and not named there: its series would be torn apart.
    """
    rows = list(csv.DictReader(StringIO(text)))
    names = {spellings.get(row["Borough"], row["Borough"]) for row in rows}
    torn = {name for name in names if any(name != other and name.casefold() == other.casefold() for other in names)}
    if torn:
        raise ValueError(f"one place in several spellings: {', '.join(sorted(torn))}")
    return tuple(
        Published(
            spellings.get(row["Borough"], row["Borough"]),
            row["Measure"],
            Window.ending(date.fromisoformat(row["Date"]), months),
            float(row["Proportion"]),
        )
        for row in rows
    )


def _earlier(window: Window, before: int, months: int) -> Window:
    """The window of so many months that ends `before` months earlier."""
    count = window.last.year * 12 + window.last.month - before
    following = date(count // 12, count % 12 + 1, 1)
    return Window.ending(following - timedelta(days=1), months)


def _estimate(of: Published) -> Estimate:
    """The share as an estimate; its interval is not used. No events are known: `effect` stands for the design."""
    base = of.base or 0
    effective = base / of.effect
    variance = 100.0**2 * of.share * (1 - of.share) / effective
    return Estimate(100 * of.share, 0.0, 100.0, variance, max(1.0, effective - 1), base, METHOD, effective, base)
