"""How far the items of an index measure one thing, from counts of answer patterns.

Sources: alpha, Cronbach (1951), Psychometrika 16, 297-334; omega of one common factor, McDonald (1999), Test Theory;
two items, Spearman-Brown: Eisinga, te Grotenhuis and Pelzer (2013), International Journal of Public Health 58, 637-642.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.estimates import CONFIDENCE, IntArray
from analysis.inferences import Trust
from analysis.scores import FloatArray

METHOD = "alpha (two items: Spearman-Brown), omega of one factor, bootstrap of people, all items answered"
VERSION = "1"
FEWEST = 50
WARN_UNDER, HIDE_UNDER = 0.70, 0.60
DRAWS = 500
AT_ONCE = 2_000_000
"""Counts that are drawn together, so that many patterns don't need much memory."""
ROUNDS, CLOSE = 2_000, 1e-10
CEILING = 0.999
"""The most of an item that the factor may explain: above it a solution is improper (a Heywood case)."""


@dataclass(frozen=True)
class Coefficients:
    """What the items of an index have in common, unrounded.

    `alpha` is Spearman-Brown's coefficient for two items; `low` and `high` are its 95 % bootstrap interval; `omega` is
    None for two items or where no proper factor is found; `rest` are the item-rest correlations, NaN where an item
    has no spread.
    """

    people: int
    alpha: float
    low: float
    high: float
    omega: float | None
    rest: tuple[float, ...]

    @property
    def verdict(self) -> Trust:
        """Too few under 50 people, hidden under .60, a warning under .70."""
        if self.people < FEWEST:
            return Trust.TOO_FEW
        limits = ((HIDE_UNDER, Trust.HIDDEN), (WARN_UNDER, Trust.WARN))
        return next((verdict for limit, verdict in limits if self.alpha < limit), Trust.GOOD)


def measure(items: FloatArray, people: IntArray) -> Coefficients | None:
    """The coefficients of patterns: `items` has shape (patterns, items), `people` how many gave each, (patterns,).

    None where it can't be told, because everybody answered alike.
    """
    coefficient = COEFFICIENTS.get(items.shape[1], alpha)
    spread = covariance(items, people.astype(np.float64)[None, :])
    found = float(coefficient(spread)[0])
    if np.isnan(found):
        return None
    drawn = coefficient(_resampled(items, people))
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.nanpercentile(drawn, [tail, 100 - tail])
    shared = omega(spread[0]) if items.shape[1] > 2 else None
    return Coefficients(int(people.sum()), found, float(low), float(high), shared, item_rest(spread[0]))


def covariance(items: FloatArray, people: FloatArray) -> FloatArray:
    """Covariances of items, shape (samples, items, items), for `people` of shape (samples, patterns)."""
    size = items.shape[1]
    centred = items - items.mean(axis=0)
    products = (centred[:, :, None] * centred[:, None, :]).reshape(len(items), size * size)
    total = people.sum(axis=1)
    means = people @ centred / total[:, None]
    second = (people @ products / total[:, None]).reshape(-1, size, size)
    found: FloatArray = second - means[:, :, None] * means[:, None, :]
    return found


def alpha(spread: FloatArray) -> FloatArray:
    """Cronbach's alpha, k/(k-1) * (1 - sum of variances / variance of the sum), of (samples, items, items)."""
    size = spread.shape[-1]
    total = spread.sum(axis=(-1, -2))
    single = np.trace(spread, axis1=-2, axis2=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: FloatArray = np.where(total > CLOSE, size / (size - 1) * (1 - single / total), np.nan)
    return found


def spearman_brown(spread: FloatArray) -> FloatArray:
    """Spearman-Brown's coefficient of two items, 2r / (1 + r), of (samples, 2, 2); NaN where r is -1 or not known."""
    scale = np.sqrt(spread[:, 0, 0] * spread[:, 1, 1])
    with np.errstate(invalid="ignore", divide="ignore"):
        r = np.where(scale > CLOSE, spread[:, 0, 1] / scale, np.nan)
        found: FloatArray = np.where(r > CLOSE - 1, 2 * r / (1 + r), np.nan)
    return found


COEFFICIENTS: dict[int, Callable[[FloatArray], FloatArray]] = {2: spearman_brown}
"""How an index of so many items is judged; all others by alpha."""


def omega(spread: FloatArray) -> float | None:
    """McDonald's omega of one factor on standardized items: (sum l)^2 / ((sum l)^2 + sum(1 - l^2))."""
    scale = np.sqrt(np.diag(spread))
    if (scale < CLOSE).any():
        return None
    found = loadings(spread / np.outer(scale, scale))
    if found is None:
        return None
    common = float(found.sum()) ** 2
    return common / (common + float((1 - found**2).sum()))


def loadings(correlation: FloatArray) -> FloatArray | None:
    """Loadings on one factor, shape (items,), that leave the least squared residuals; None where none are proper.

    Iterated principal axes: Harman and Jones (1966), Psychometrika 31, 351-368.
    """
    shared = np.abs(correlation - np.eye(len(correlation))).max(axis=1)
    reduced = correlation.copy()
    for _ in range(ROUNDS):
        np.fill_diagonal(reduced, shared)
        values, vectors = np.linalg.eigh(reduced)
        found: FloatArray = vectors[:, -1] * max(values[-1], 0.0) ** 0.5
        before, shared = shared, found**2
        if (shared > CEILING).any():
            return None
        if np.abs(shared - before).max() < CLOSE:
            return found if found.sum() >= 0 else -found
    return None


def item_rest(spread: FloatArray) -> tuple[float, ...]:
    """The correlation of each item with the sum of the others; NaN where one of the two has no spread."""
    within = np.diag(spread)
    others = spread.sum(axis=1) - within
    rest = spread.sum() - 2 * others - within
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.where((within > CLOSE) & (rest > CLOSE), others / np.sqrt(within * rest), np.nan)
    return tuple(found.tolist())


def _resampled(items: FloatArray, people: IntArray) -> FloatArray:
    """Covariances of as many people drawn anew, DRAWS times; the same people always give the same draws."""
    named = hashlib.sha256(np.ascontiguousarray(items).tobytes() + people.astype(np.int64).tobytes()).digest()
    chance = np.random.default_rng(int.from_bytes(named[:8]))
    total = int(people.sum())
    step = max(1, AT_ONCE // len(people))
    sizes = [min(step, DRAWS - done) for done in range(0, DRAWS, step)]
    return np.concatenate(
        [covariance(items, chance.multinomial(total, people / total, size).astype(float)) for size in sizes]
    )
