"""How an outcome goes with predictors, plainly or within events, with errors that know people answer at events.

Least squares with the cluster-robust covariance of Liang and Zeger (1986), Biometrika 73, 13-22, and the usual factor
G/(G-1) (N-1)/(N-K) for few events, K with every event's own level; t with G-1 degrees of freedom.
"""

from dataclasses import dataclass

import numpy as np

from analysis.estimates import FEWEST_EVENTS, IntArray, critical
from analysis.scores import FloatArray

METHOD = "least squares, within events by their own levels, cluster-robust over events, t"
VERSION = "1"
NEARLY_EXACT = 1e-9
"""Of the outcome's spread: a line that leaves less than this would tell everybody's answer."""


@dataclass(frozen=True)
class Fit:
    """Slopes and their standard errors, shape (predictors,), in outcome units per unit; t with `freedom`."""

    slopes: FloatArray
    errors: FloatArray
    freedom: int

    def interval(self, number: int) -> tuple[float, float, float]:
        """A slope with the ends of its 95 % interval."""
        slope, reach = float(self.slopes[number]), critical(self.freedom) * float(self.errors[number])
        return slope, slope - reach, slope + reach


def fit(outcome: FloatArray, predictors: FloatArray, people: IntArray, events: IntArray, *, within: bool) -> Fit | None:
    """Slopes of the outcome, shape (rows,), on predictors, shape (rows, predictors); a row is so many `people`.

    `within` compares people of the same event only, and leaves out events where all are alike in every predictor.
    None with fewer than 5 events, with predictors that can't be told apart, or where they tell the outcome exactly.
    """
    if within:
        taken = _varied(predictors, people, events)[events]
        outcome, predictors, people, events = outcome[taken], predictors[taken], people[taken], events[taken]
    names, events = np.unique(events, return_inverse=True)
    groups, weights = len(names), people.astype(np.float64)
    parameters = predictors.shape[1] + (groups if within else 1)
    if groups < FEWEST_EVENTS or weights.sum() <= parameters:
        return None
    around = events if within else np.zeros_like(events)
    y, x = _centred(outcome[:, None], weights, around)[:, 0], _centred(predictors, weights, around)
    bread = x.T @ (x * weights[:, None])
    if np.linalg.matrix_rank(bread, hermitian=True) < len(bread):
        return None
    slopes = np.linalg.solve(bread, x.T @ (y * weights))
    left = y - x @ slopes
    if float(weights @ left**2) <= NEARLY_EXACT * float(weights @ y**2):
        return None
    scores = np.zeros((groups, x.shape[1]))
    np.add.at(scores, events, x * (weights * left)[:, None])
    factor = groups / (groups - 1) * (weights.sum() - 1) / (weights.sum() - parameters)
    inverse = np.linalg.inv(bread)
    covariance = factor * inverse @ (scores.T @ scores) @ inverse
    errors: FloatArray = np.sqrt(np.diag(covariance)).astype(np.float64)
    return Fit(slopes.astype(np.float64), errors, groups - 1)


def _centred(values: FloatArray, weights: FloatArray, groups: IntArray) -> FloatArray:
    """Columns of (rows, columns) less the mean of each row's group."""
    totals = np.zeros((int(groups.max()) + 1, values.shape[1]))
    np.add.at(totals, groups, values * weights[:, None])
    means: FloatArray = totals / np.maximum(np.bincount(groups, weights), 1e-300)[:, None]
    return values - means[groups]


def _varied(predictors: FloatArray, people: IntArray, events: IntArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether people of each event differ in any predictor, by the event's number."""
    apart = np.abs(_centred(predictors, people.astype(np.float64), events)).max(axis=1)
    found = np.zeros(int(events.max()) + 1 if len(events) else 0)
    np.maximum.at(found, events, apart)
    return found > NEARLY_EXACT
