"""Small places draw on each other: partial pooling, and intervals that hold in each place and not only on average.

Value: Fay and Herriot (1979), Journal of the American Statistical Association 74, 269-277, fitted by REML. Interval:
Yu and Hoff (2018), Biometrika 105, 319-335, for small areas as in Burris and Hoff (2020), Journal of Survey Statistics
and Methodology 8, 206-230. The usual interval is kept beside it to be compared with: it misses the extreme places.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

from analysis.scores import FloatArray

VERSION = "1"
METHOD = "Fay-Herriot, REML; interval of constant coverage, Yu and Hoff"
LEVEL = 0.05
ROUNDS, ENOUGH = 100, 1e-6
HALVINGS = 45


@dataclass(frozen=True)
class Areas:
    """Pooled places: arrays of shape (m,) in the unit of the direct estimates.

    `own` is the share, 0-1, of the direct estimate in `value`; `low` and `high` the 95 % interval; `error` the root of
    the mean squared error of `value` with what it takes to estimate the model.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    own: FloatArray
    error: FloatArray


@dataclass(frozen=True)
class Fit:
    """A Fay-Herriot model for each of c sets of places: `between` (c,) variances, `slopes` (c, p), `inverse` (c, p, p).

    `inverse` is the covariance of the slopes.
    """

    between: FloatArray
    slopes: FloatArray
    inverse: FloatArray


def pool(direct: FloatArray, variances: FloatArray, freedom: FloatArray, covariates: FloatArray) -> Areas:
    """Pools `direct` estimates (m,) with sampling `variances` (m,), known from `freedom` (m,) degrees of freedom.

    `covariates` (m, p) begin with a column of ones. Needs m of p + 3 or more.
    """
    places = len(direct)
    whole = fit(direct, variances, covariates, np.ones((1, places)))
    own = whole.between[0] / (whole.between[0] + variances)
    expected = covariates @ whole.slopes[0]
    value = expected + own * (direct - expected)
    low, high = intervals(direct, variances, freedom, covariates)
    error = np.sqrt(mean_squared_error(whole, variances, covariates))
    return Areas(value, np.minimum(low, value), np.maximum(high, value), own, error)


def fit(direct: FloatArray, variances: FloatArray, covariates: FloatArray, sets: FloatArray) -> Fit:
    """The model of each of `sets` (c, m), rows of 1.0 for places that are in it and 0.0 for others.

    REML by Fisher scoring, not below 0: Rao and Molina (2015), Small Area Estimation, section 6.1.2. With
    P = W - W X (X'WX)^-1 X'W and W = 1 / (A + D), the score is (y'PPy - tr P) / 2 and the information tr(PP) / 2.
    """
    between = np.full(len(sets), max(float(np.var(direct) - variances.mean()), float(variances.mean()) / 10))
    for _ in range(ROUNDS):
        weights = sets / (between[:, None] + variances)
        slopes, inverse = _regress(direct, covariates, weights)
        second, third = (np.einsum("cm,mp,mq->cpq", weights**power, covariates, covariates) for power in (2, 3))
        share = inverse @ second
        trace = weights.sum(1) - np.trace(share, axis1=1, axis2=2)
        squares = ((weights * (direct - slopes @ covariates.T)) ** 2).sum(1)
        both = (weights**2).sum(1) - 2 * np.trace(inverse @ third, axis1=1, axis2=2)
        information = both + np.trace(share @ share, axis1=1, axis2=2)
        moved = np.maximum(0.0, between + (squares - trace) / information)
        done = np.abs(moved - between).max() <= ENOUGH * (1 + between.max())
        between = moved
        if done:
            break
    return Fit(between, *_regress(direct, covariates, sets / (between[:, None] + variances)))


def intervals(
    direct: FloatArray, variances: FloatArray, freedom: FloatArray, covariates: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Both ends, each (m,), of intervals that cover the truth of each place as often as said, wherever that lies.

    For each place the others say where it is likely to be; that decides how the 5 % of misses are divided between the
    two ends, never how many they are. So the interval reaches further towards what is expected, and less far away.
    """
    others = fit(direct, variances, covariates, 1 - np.eye(len(direct)))
    expected = np.einsum("mp,mp->m", covariates, others.slopes)
    spread = others.between + np.einsum("mp,mpq,mq->m", covariates, others.inverse, covariates)
    apart, error = direct - expected, np.sqrt(variances)
    high = upper_ends(apart, error, spread, freedom)
    low = -upper_ends(-apart, error, spread, freedom)
    return expected + low, expected + high


def mean_squared_error(model: Fit, variances: FloatArray, covariates: FloatArray) -> FloatArray:
    """The mean squared error of the pooled values, (m,): g1 + g2 + 2 g3 for REML.

    Prasad and Rao (1990), JASA 85, 163-171; Datta and Lahiri (2000), Statistica Sinica 10, 613-627.
    """
    between = model.between[0]
    total = between + variances
    own = between / total
    slopes = (1 - own) ** 2 * np.einsum("mp,pq,mq->m", covariates, model.inverse[0], covariates)
    between_error = 2 / (1 / total**2).sum()
    return np.asarray(own * variances + slopes + 2 * variances**2 / total**3 * between_error)


def upper_ends(apart: FloatArray, error: FloatArray, spread: FloatArray, freedom: FloatArray) -> FloatArray:
    """The upper ends, with everything measured from what is expected: the inverse of the best biased test.

    A share p of the 5 % is spent at this end, where z(p) - z(.05 - p) = 2 error (end / spread) and end = apart - error
    t(p): found by halving, as the left side less the right one rises with p.
    """
    least, most = np.zeros_like(apart), np.full_like(apart, LEVEL)
    for _ in range(HALVINGS):
        middle = (least + most) / 2
        end = apart - error * stdtrit(freedom, middle)
        high = ndtri(middle) - ndtri(LEVEL - middle) > 2 * error * end / spread
        least, most = np.where(high, least, middle), np.where(high, middle, most)
    return np.asarray(apart - error * stdtrit(freedom, (least + most) / 2))


def _regress(direct: FloatArray, covariates: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Weighted least squares for each row of `weights` (c, m): slopes (c, p) and (X'WX)^-1 (c, p, p)."""
    inverse = np.linalg.inv(np.einsum("cm,mp,mq->cpq", weights, covariates, covariates))
    return np.einsum("cpq,cm,mq,m->cp", inverse, weights, covariates, direct), inverse
