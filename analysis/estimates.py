"""Means and rates with a range of uncertainty that knows people answer at events, not one by one.

The intervals describe samples of people who chose to answer; they say nothing of those who did not.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from analysis.figures import EVENTS_NEEDED
from analysis.scores import FloatArray

IntArray = NDArray[np.int64]

VERSION = "1"
FEWEST_EVENTS = 5
CONFIDENCE = 0.95
NO_SPREAD = 1e-12

MEAN_LINEARISED = "mean, linearised over events, t"
MEAN_BORROWED = "mean, design effect borrowed from the city, t"
RATE_LINEARISED = "Wilson, design effect linearised over events, t"
RATE_BORROWED = "Wilson, design effect borrowed from the city, t"
DIFFERENCE = "difference of independent means, Welch t"


@dataclass(frozen=True)
class Estimate:
    """A mean or a rate (per cent) of `base` people with its 95 % interval.

    `variance` is that of the estimate, in squared units of `value`; `freedom` its degrees of freedom.
    """

    value: float
    low: float
    high: float
    variance: float
    freedom: float
    base: int
    method: str


@dataclass(frozen=True)
class _Design:
    """Sampling variance of a mean under the way people were reached, its degrees of freedom, and the method's name."""

    variance: float
    freedom: float
    linearised: bool


def intraclass(values: FloatArray, events: IntArray) -> float | None:
    """The share of variance that lies between events, floored at 0; None with fewer than 2 events or no repeats.

    `values` and `events` have shape (people,). ANOVA estimator with the average size for unequal
    groups: Donner and Koval (1980), Biometrics 36, 19-25. Constant values have no spread to share: 0.
    """
    groups, sizes, totals = _by_event(values, events)
    people = len(values)
    if groups < EVENTS_NEEDED or people <= groups:
        return None
    between = float((totals**2 / sizes).sum() - values.sum() ** 2 / people) / (groups - 1)
    within = float((values**2).sum() - (totals**2 / sizes).sum()) / (people - groups)
    size = (people - float((sizes**2).sum()) / people) / (groups - 1)
    spread = between + (size - 1) * within
    return max(0.0, (between - within) / spread) if spread > NO_SPREAD else 0.0


def measurable(events: IntArray, correlation: float | None) -> bool:
    """Whether there are enough events, here or in the whole city, to tell how alike people of one event answer."""
    return correlation is not None or int(np.count_nonzero(np.bincount(events))) >= FEWEST_EVENTS


def mean(values: FloatArray, events: IntArray, correlation: float | None) -> Estimate | None:
    """The mean of index points with its interval, cut at 0 and 100; None where no interval can be estimated.

    `values` (points) and `events` have shape (people,); `correlation` is the city's `intraclass`, used with fewer
    than 5 events, and where all events have the very same mean. Where everybody gave the same answer there is no
    spread to estimate from.
    """
    design = _design(values, events, correlation)
    if design is None or design.variance <= NO_SPREAD:
        return None
    centre = float(values.mean())
    reach = _critical(design.freedom) * design.variance**0.5
    method = MEAN_LINEARISED if design.linearised else MEAN_BORROWED
    low, high = max(0.0, centre - reach), min(100.0, centre + reach)
    return Estimate(centre, low, high, design.variance, design.freedom, len(values), method)


def rate(hits: FloatArray, events: IntArray, correlation: float | None) -> Estimate | None:
    """A percentage with Wilson's interval on the effective sample; None where no design effect can be estimated.

    `hits` (0.0 or 1.0) and `events` have shape (people,). The effective size is n / deff with deff
    not under 1: Korn and Graubard (1998), Survey Methodology 24, 193-201; t in place of the normal quantile likewise.
    """
    people, share = len(hits), float(hits.mean()) if len(hits) else 0.0
    simple = share * (1 - share) / people if people else 0.0
    design = _design(hits, events, correlation)
    if design is None:
        return None
    effect = max(1.0, design.variance / simple) if simple > 0 else _effect(events, correlation or 0.0)
    low, high = wilson(share, people / effect, _critical(design.freedom))
    method = RATE_LINEARISED if design.linearised else RATE_BORROWED
    variance = 100.0**2 * simple * effect
    return Estimate(100 * share, 100 * low, 100 * high, variance, design.freedom, people, method)


def wilson(share: float, size: float, critical: float) -> tuple[float, float]:
    """Wilson's (1927) score interval of a share, 0-1, from `size` people, which need not be whole.

    Formula: Wilson, Journal of the American Statistical Association 22, 209-212.
    """
    square = critical**2 / size
    centre = (share + square / 2) / (1 + square)
    reach = (share * (1 - share) * square + square**2 / 4) ** 0.5 / (1 + square)
    return max(0.0, centre - reach), min(1.0, centre + reach)


def difference(later: Estimate, earlier: Estimate) -> tuple[float, float, float]:
    """Later minus earlier with its 95 % interval, in the unit of both, for independent samples.

    Welch-Satterthwaite degrees of freedom: Welch (1947), Biometrika 34, 28-35.
    """
    variance = later.variance + earlier.variance
    freedom = variance**2 / (later.variance**2 / later.freedom + earlier.variance**2 / earlier.freedom)
    reach = _critical(freedom) * variance**0.5
    change = later.value - earlier.value
    return change, change - reach, change + reach


def _design(values: FloatArray, events: IntArray, correlation: float | None) -> _Design | None:
    if len(values) < 2:
        return None
    groups, sizes, totals = _by_event(values, events)
    linearised = _linearised(values, sizes, totals)
    if groups >= FEWEST_EVENTS and (linearised > NO_SPREAD or correlation is None):
        return _Design(linearised, groups - 1, linearised=True)
    if correlation is None:
        return None
    effect = _effect(events, correlation)
    simple = float(values.var(ddof=1)) / len(values)
    return _Design(simple * effect, max(1.0, len(values) / effect - 1), linearised=False)


def _linearised(values: FloatArray, sizes: FloatArray, totals: FloatArray) -> float:
    """Variance of a mean by Taylor series with events as ultimate clusters: Woodruff (1971), JASA 66, 411-414."""
    residuals = totals - values.mean() * sizes
    groups = len(sizes)
    if groups < 2:
        return 0.0
    return float((residuals**2).sum()) * groups / (groups - 1) / len(values) ** 2


def _effect(events: IntArray, correlation: float) -> float:
    """Kish's design effect 1 + (m - 1) rho, with m the size of the event that an average person answered at."""
    average = float((np.bincount(events).astype(np.float64) ** 2).sum()) / len(events)
    return 1 + (average - 1) * correlation


def _by_event(values: FloatArray, events: IntArray) -> tuple[int, FloatArray, FloatArray]:
    """How many events there are, and the number of people and the sum of values of each, shape (events,).

    Events are numbered from 0, with few gaps; those that nobody here was at are left out.
    """
    sizes = np.bincount(events).astype(np.float64)
    totals = np.bincount(events, weights=values).astype(np.float64)
    held = sizes > 0
    return int(held.sum()), sizes[held], totals[held]


def _critical(freedom: float) -> float:
    return float(stdtrit(freedom, 0.5 + CONFIDENCE / 2))
