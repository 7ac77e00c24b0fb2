"""Means and rates with a range of uncertainty that knows people answer at events, not one by one.

The intervals describe samples of people who chose to answer; they say nothing of those who did not.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from analysis.figures import EVENTS_NEEDED
from analysis.scores import FloatArray

IntArray = NDArray[np.int64]

VERSION = "2"
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

    `variance` is that of the estimate, in squared units of `value`; `freedom` its degrees of freedom; `effective` the
    people of a simple sample that would tell as much, not over `base`; `events` how many they answered at.
    """

    value: float
    low: float
    high: float
    variance: float
    freedom: float
    base: int
    method: str
    effective: float = 0.0
    events: int = 0


@dataclass(frozen=True)
class Difference:
    """Later minus earlier with its variance, degrees of freedom, 95 % interval and the p of no difference."""

    value: float
    variance: float
    freedom: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Clusters:
    """People as the events they answered at: `sizes` and `totals` (of their values) have shape (events,).

    `squares` is the sum of everybody's squared value. Events that nobody was at are left out.
    """

    sizes: FloatArray
    totals: FloatArray
    squares: float

    @classmethod
    def gather(cls, events: IntArray, people: FloatArray, sums: FloatArray, squares: FloatArray) -> "Clusters":
        """Groups of people, arrays of shape (groups,), by the number of their event, from 0 with few gaps."""
        sizes = np.bincount(events, people).astype(np.float64)
        totals = np.bincount(events, sums).astype(np.float64)
        held = sizes > 0
        return cls(sizes[held], totals[held], float(squares.sum()))

    @classmethod
    def of_people(cls, values: FloatArray, events: IntArray) -> "Clusters":
        """One person for each value; both of shape (people,)."""
        return cls.gather(events, np.ones(len(values)), values, values**2)

    @property
    def people(self) -> int:
        return round(float(self.sizes.sum()))

    @property
    def alike(self) -> float:
        """How many events of one size the events are worth: the people squared over the sum of the squared sizes.

        Three large events and six people at six others are worth little more than three: Kish's effective number,
        of clusters, as in Carter, Schnepel and Steigerwald (2017), Review of Economics and Statistics 99, 698-709.
        """
        return float(self.sizes.sum()) ** 2 / float((self.sizes**2).sum())

    @property
    def mean(self) -> float:
        return float(self.totals.sum()) / self.people

    @property
    def spread(self) -> float:
        """The sum of squared deviations from the mean; 0.0 where everybody has the same value."""
        found = self.squares - float(self.totals.sum()) ** 2 / self.people
        return found if found > 1e-9 * max(1.0, self.squares) else 0.0


@dataclass(frozen=True)
class _Design:
    """Sampling variance of a mean under the way people were reached, its degrees of freedom, and the method's name."""

    variance: float
    freedom: float
    linearised: bool


def intraclass(held: Clusters) -> float | None:
    """The share of variance that lies between events, floored at 0; None with fewer than 2 events or no repeats.

    ANOVA estimator with the average size for unequal groups: Donner and Koval (1980), Biometrics 36, 19-25.
    Constant values have no spread to share: 0.
    """
    sizes, totals, groups, people = held.sizes, held.totals, len(held.sizes), held.people
    if groups < EVENTS_NEEDED or people <= groups:
        return None
    if not held.spread:
        return 0.0
    between = float((totals**2 / sizes).sum() - totals.sum() ** 2 / people) / (groups - 1)
    within = max(0.0, held.squares - float((totals**2 / sizes).sum())) / (people - groups)
    size = (people - float((sizes**2).sum()) / people) / (groups - 1)
    spread = between + (size - 1) * within
    return max(0.0, (between - within) / spread) if spread > NO_SPREAD else 0.0


def measurable(held: Clusters, correlation: float | None) -> bool:
    """Whether there are enough events, here or in the whole city, to tell how alike people of one event answer."""
    return correlation is not None or held.alike >= FEWEST_EVENTS


def mean(held: Clusters, correlation: float | None) -> Estimate | None:
    """The mean of index points with its interval, cut at 0 and 100; None where no interval can be estimated.

    `correlation` is the city's `intraclass`, used with fewer than 5 events, and where all events have the very
    same mean. Where everybody gave the same answer there is no spread to estimate from.
    """
    design = _design(held, correlation)
    if design is None or design.variance <= NO_SPREAD:
        return None
    centre = held.mean
    reach = critical(design.freedom) * design.variance**0.5
    method = MEAN_LINEARISED if design.linearised else MEAN_BORROWED
    low, high = max(0.0, centre - reach), min(100.0, centre + reach)
    told = (design.variance, design.freedom, held.people, method, _worth(held, correlation), len(held.sizes))
    return Estimate(centre, low, high, *told)


def rate(hits: Clusters, correlation: float | None) -> Estimate | None:
    """A percentage with Wilson's interval on the effective sample; None where no design effect can be estimated.

    `hits` are values of 0.0 or 1.0. The effective size is n / deff with deff
    not under 1: Korn and Graubard (1998), Survey Methodology 24, 193-201; t in place of the normal quantile likewise.
    """
    design = _design(hits, correlation)
    if design is None:
        return None
    people, share = hits.people, hits.mean
    simple = share * (1 - share) / people
    effect = max(1.0, design.variance / simple) if simple > 0 else _effect(hits, correlation or 0.0)
    low, high = wilson(share, people / effect, critical(design.freedom))
    method = RATE_LINEARISED if design.linearised else RATE_BORROWED
    told = (100.0**2 * simple * effect, design.freedom, people, method, _worth(hits, correlation), len(hits.sizes))
    return Estimate(100 * share, 100 * low, 100 * high, *told)


def wilson(share: float, size: float, critical: float) -> tuple[float, float]:
    """Wilson's (1927) score interval of a share, 0-1, from `size` people, which need not be whole.

    Formula: Wilson, Journal of the American Statistical Association 22, 209-212.
    """
    square = critical**2 / size
    centre = (share + square / 2) / (1 + square)
    reach = (share * (1 - share) * square + square**2 / 4) ** 0.5 / (1 + square)
    return max(0.0, centre - reach), min(1.0, centre + reach)


def difference(later: Estimate, earlier: Estimate) -> Difference:
    """Later minus earlier, in the unit of both, for independent samples; Welch's t, two-sided.

    Welch-Satterthwaite degrees of freedom: Welch (1947), Biometrika 34, 28-35. Raises ValueError where neither varies.
    """
    variance = later.variance + earlier.variance
    if variance <= 0:
        raise ValueError("two samples that do not vary have no test")
    freedom = variance**2 / (later.variance**2 / later.freedom + earlier.variance**2 / earlier.freedom)
    reach = critical(freedom) * variance**0.5
    change = later.value - earlier.value
    p = 2 * float(stdtr(freedom, -abs(change) / variance**0.5))
    return Difference(change, variance, freedom, change - reach, change + reach, p)


def _design(held: Clusters, correlation: float | None) -> _Design | None:
    people = held.people
    if people < 2:
        return None
    linearised = _linearised(held)
    if held.alike >= FEWEST_EVENTS and (linearised > NO_SPREAD or correlation is None):
        return _Design(linearised, held.alike - 1, linearised=True)
    if correlation is None:
        return None
    effect = _effect(held, correlation)
    simple = held.spread / (people - 1) / people
    return _Design(simple * effect, max(1.0, people / effect - 1), linearised=False)


def _linearised(held: Clusters) -> float:
    """Variance of a mean by Taylor series with events as ultimate clusters: Woodruff (1971), JASA 66, 411-414.

    Divided by the share of it that residuals keep where what events have in common varies alike: 1 - 1/m for m events
    of one size, as in the textbook, less where one event is large (Bell and McCaffrey 2002, Survey Methodology 28).
    """
    residuals = held.totals - held.mean * held.sizes
    squares = float((held.sizes**2).sum())
    kept = 1 - 2 * float((held.sizes**3).sum()) / (held.people * squares) + squares / held.people**2
    if len(held.sizes) < 2 or not held.spread:
        return 0.0
    return float((residuals**2).sum()) / kept / held.people**2


def _effect(held: Clusters, correlation: float) -> float:
    """Kish's design effect 1 + (m - 1) rho, with m the size of the event that an average person answered at."""
    average = float((held.sizes**2).sum()) / held.people
    return 1 + (average - 1) * correlation


def _worth(held: Clusters, correlation: float | None) -> float:
    """The effective number of people by the design alone, whatever they answered: n over Kish's design effect."""
    return held.people / max(1.0, _effect(held, correlation or 0.0))


def critical(freedom: float, chance: float = 0.5 + CONFIDENCE / 2) -> float:
    """The value that Student's t stays under with this chance, by default that of a 95 % interval."""
    return float(stdtrit(freedom, chance))
