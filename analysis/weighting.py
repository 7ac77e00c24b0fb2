"""Weights that give a city's answers the margins of its population; they don't make a sample of volunteers random.

Raking: Deming and Stephan (1940), Annals of Mathematical Statistics 11, 427-444; effective sample size: Kish (1965).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from analysis.disclosure import K
from analysis.estimates import CONFIDENCE, FEWEST_EVENTS, NO_SPREAD, Estimate, IntArray
from analysis.scores import FloatArray

METHOD = "raked to population margins, trimmed at 5 medians; mean linearised over events, t"
VERSION = "1"
FEWEST = 50
LEAST = K
"""People that each group of a margin needs. Statistics ask for 5; the raw and the weighted mean of a margin with two
groups tell, together with the groups' shares, the mean of each, so that it is 10."""
TRIM = 5.0
ROUNDS, CLOSE = 1_000, 1e-12


@dataclass(frozen=True)
class Margin:
    """One margin of the rows: `groups`, shape (rows,), is a position in `targets` (shares that add up to 1), or -1.

    -1 is a row whose group is not known, or not in the population's file.
    """

    name: str
    groups: IntArray
    targets: FloatArray


@dataclass(frozen=True)
class Weights:
    """The weight of each person of a row, shape (rows,), and Kish's effective n; weights add up to the people."""

    each: FloatArray
    effective: float


class Stopped(Exception):
    """There are no weights; the text says why: "thin:MARGIN", "no_margins", "not_converged" or "few_events"."""


def weigh(people: IntArray, margins: Sequence[Margin]) -> Weights:
    """Raked and trimmed weights for rows of `people`, shape (rows,). Raises Stopped."""
    if not margins:
        raise Stopped("no_margins")
    for margin in margins:
        if thin(people, margin):
            raise Stopped(f"thin:{margin.name}")
    each = trim(rake(people, margins), people)
    return Weights(each, kish(each, people))


def thin(people: IntArray, margin: Margin) -> bool:
    """Whether a group of the margin has fewer than LEAST of the rows' people."""
    known = margin.groups >= 0
    return bool((np.bincount(margin.groups[known], people[known], len(margin.targets)) < LEAST).any())


def rake(people: IntArray, margins: Sequence[Margin]) -> FloatArray:
    """Weights, from 1 for everybody, under which the known people of each margin have its shares. Raises Stopped.

    A margin leaves the weights of those as they are of whom it knows nothing, and the sum of all others' too.
    """
    each = np.ones(len(people))
    for _ in range(ROUNDS):
        furthest = 0.0
        for margin in margins:
            known = margin.groups >= 0
            held = np.bincount(margin.groups[known], (each * people)[known], len(margin.targets))
            factors = margin.targets * held.sum() / held
            each[known] *= factors[margin.groups[known]]
            furthest = max(furthest, float(np.abs(factors - 1).max()))
        if furthest < CLOSE:
            return each
    raise Stopped("not_converged")


def trim(each: FloatArray, people: IntArray) -> FloatArray:
    """Weights of at most 5 times the median person's, brought back to their sum."""
    order = np.argsort(each, kind="stable")
    reached = np.cumsum(people[order])
    middle = each[order][np.searchsorted(reached, reached[-1] / 2)]
    cut = np.minimum(each, TRIM * middle)
    found: FloatArray = cut * people.sum() / (cut @ people)
    return found


def kish(each: FloatArray, people: IntArray) -> float:
    """The effective sample size (sum w)^2 / sum w^2.

    >>> kish(np.array([1.0, 1.0]), np.array([3, 4]))
    7.0
    """
    return float((each @ people) ** 2 / (each**2 @ people))


def mean(values: FloatArray, people: IntArray, events: IntArray, each: FloatArray) -> Estimate:
    """The weighted mean with its 95 % interval, linearised over events (from 0 with few gaps). Raises Stopped.

    Weights are taken as given, as if they had not been estimated; ends are cut at 0 and 100. Formula as in
    `estimates.mean`, with weighted deviations: Binder (1983), International Statistical Review 51, 279-292.
    """
    mass = each * people
    centre = float(mass @ values / mass.sum())
    held = np.unique(events[people > 0], return_inverse=True)
    totals = np.bincount(held[1], (mass * (values - centre))[people > 0])
    groups = len(held[0])
    variance = float((totals**2).sum()) * groups / max(1, groups - 1) / float(mass.sum()) ** 2
    if groups < FEWEST_EVENTS or variance <= NO_SPREAD:
        raise Stopped("few_events")
    reach = float(stdtrit(groups - 1, 0.5 + CONFIDENCE / 2)) * variance**0.5
    low, high = max(0.0, centre - reach), min(100.0, centre + reach)
    return Estimate(centre, low, high, variance, groups - 1, int(people.sum()), METHOD)
