"""Two typings of one form laid beside each other, and how often they differ."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

from analysis.estimates import wilson
from analysis.records import Value

CRITICAL = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Rate:
    """Differing of compared fields in percent with Wilson's 95 % interval."""

    percent: float
    low: float
    high: float


def compared(first: Mapping[str, Value], second: Mapping[str, Value]) -> tuple[str, ...]:
    """The fields that either typing has an answer in: what both left empty would only flatter the rate."""
    return tuple(dict.fromkeys((*first, *second)))


def differing(first: Mapping[str, Value], second: Mapping[str, Value]) -> tuple[str, ...]:
    """The fields whose answers are not the same. Comments are compared by their words, not by case or punctuation."""
    return tuple(name for name in compared(first, second) if _plain(first.get(name)) != _plain(second.get(name)))


def rate(differing: int, compared: int) -> Rate | None:
    """How often the typings differ, None before any field was compared. Fields are taken as independent."""
    if not compared:
        return None
    low, high = wilson(differing / compared, compared, CRITICAL)
    return Rate(100 * differing / compared, 100 * low, 100 * high)


def _plain(value: Value | None) -> object:
    return re.findall(r"\w+", value.casefold()) if isinstance(value, str) else value
