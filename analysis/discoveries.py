"""Which of many tests count as discoveries, so that of those told to readers few are false.

Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300: of the discoveries a share of at
most `rate` is false on average, for tests that are independent or positively dependent (Benjamini and Yekutieli 2001).
"""

from collections.abc import Sequence

import numpy as np

from analysis.scores import FloatArray

RATE = 0.10
"""The share of false discoveries that is accepted among all tests of one family."""


def adjusted(chances: Sequence[float]) -> FloatArray:
    """The smallest rate at which each of the p-values, shape (tests,), would be a discovery."""
    values = np.asarray(chances, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    scaled = values[order] * len(values) / np.arange(1, len(values) + 1)
    found = np.empty(len(values))
    found[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return found


def discoveries(chances: Sequence[float], rate: float = RATE) -> list[bool]:
    """Whether each p-value is a discovery among all of them."""
    return [bool(value <= rate) for value in adjusted(chances)]


def bar(chances: Sequence[float], rate: float = RATE) -> float:
    """The p-value at which one more of these tests would be a discovery; `rate` with a single test."""
    count = max(1, len(chances))
    return rate * min(count, 1 + sum(discoveries(chances, rate))) / count
