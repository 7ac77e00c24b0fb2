"""Pooled places of a release, made of its figures alone: they tell nothing that the figures beside them don't."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from analysis import rounding, small_areas
from analysis.estimates import MEAN_BORROWED
from analysis.figures import Figure, Grid, Measure, State
from analysis.inferences import Pooled
from analysis.scores import FloatArray

GRIDS = (Grid.PLACE_YEAR, Grid.PLACE_QUARTER)
FEWEST_PLACES = 5
FEWEST_WITH_PAST = 8
"""Places that need a figure of the year before, so that it may say what is expected of them."""
FREEDOM = 15.0
"""Degrees of freedom of a range over events: a release does not tell how many events it is over."""
EFFECT = 1.5
"""Design effect that a range with a borrowed one is taken to have, to guess its degrees of freedom."""

Past = Mapping[tuple[str, str, str], float]
"""The level of each (subject, place, year), as far as it can be read from a figure."""


@dataclass(frozen=True)
class Reading:
    """What a released figure says before it was rounded: its level, and the variances of that and of the rounding."""

    figure: Figure
    level: float
    variance: float
    rounding: float


def pool_places(figures: Iterable[Figure]) -> tuple[Pooled, ...]:
    """The pooled value of each place, for each index and period in which 5 places or more have a figure to pool.

    A figure that is hidden, or a range alone that ends at 0 or 100, can't be pooled: its place has none.
    """
    tables: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    past: dict[tuple[str, str, str], float] = {}
    for figure in figures:
        reading = read(figure) if figure.measure is Measure.INDEX and figure.cut.grid in GRIDS else None
        if reading is not None:
            tables[figure.subject, figure.cut.period].append(reading)
            past[figure.subject, figure.cut.place, figure.cut.period] = reading.level
    kept = ((key, table) for key, table in sorted(tables.items()) if len(table) >= FEWEST_PLACES)
    return tuple(one for _, table in kept for one in _pool(table, past))


def read(figure: Figure) -> Reading | None:
    """What a figure on a scale of 0-100 says; None where nothing is shown, or where a range alone may be cut off.

    Both ends are rounded outward, each by half a step on average: variance step^2 / 24 of their middle.
    """
    low, high = figure.low, figure.high
    if figure.state not in (State.SHOWN, State.INTERVAL_ONLY) or low is None or high is None:
        return None
    step, cut = _step(figure), low <= 0 or high >= 100
    if cut and figure.value is None:
        return None
    level = _level(figure.value, low, high, step, cut=cut)
    reach = max(step / 4, max(high - level, level - low) - step / 2)
    error = reach / float(stdtrit(_freedom(figure), 0.975))
    return Reading(figure, level, error**2, step**2 / (12 if cut else 24))


def _level(value: float | None, low: float, high: float, step: float, *, cut: bool) -> float:
    """The middle of the range, within what rounds to the level that is told; that level where the range is cut off."""
    middle = (low + high) / 2
    if value is None:
        return middle
    return value if cut else min(max(middle, value - step / 2), value + step / 2)


def _step(figure: Figure) -> float:
    """The step that a figure is told in: that of the fewest people whose number is told as its base."""
    return rounding.step_of(figure.base - rounding.BASE_STEP // 2)


def _freedom(figure: Figure) -> float:
    return max(2.0, figure.base / EFFECT - 1) if figure.method == MEAN_BORROWED else FREEDOM


def smooth(readings: Sequence[Reading]) -> FloatArray:
    """The sampling variance of each level, (m,), with its rounding.

    Half of it, on a log scale, from its own range and half from what the ranges of all say of so many people: a
    generalised variance function, Wolter (2007), Introduction to Variance Estimation, chapter 7.
    """
    own = np.array([reading.variance for reading in readings])
    people = np.array([float(reading.figure.base) for reading in readings])
    usual = (own * people).mean() / people
    return np.asarray(np.sqrt(own * usual) + np.array([reading.rounding for reading in readings]))


def _pool(readings: Sequence[Reading], past: Past) -> list[Pooled]:
    direct = np.array([reading.level for reading in readings])
    freedom = np.array([max(FREEDOM, _freedom(reading.figure)) for reading in readings])
    areas = small_areas.pool(direct, smooth(readings), freedom, _covariates(readings, past))
    method = f"{small_areas.METHOD}, version {small_areas.VERSION}"
    numbers = zip(areas.value.tolist(), areas.low.tolist(), areas.high.tolist(), strict=True)
    return [
        Pooled(
            figure.subject,
            figure.cut.place,
            figure.cut.period,
            *rounding.present_pooled(*told, _step(figure)),
            own=round(own, 1),
            method=method,
        )
        for figure, told, own in zip((one.figure for one in readings), numbers, areas.own.tolist(), strict=True)
    ]


def _covariates(readings: Sequence[Reading], past: Past) -> FloatArray:
    """Ones, and beside them the level of the year before where enough places have one; who has none is as the rest."""
    ones = np.ones(len(readings))
    before = np.array([_before(reading.figure, past) for reading in readings])
    known = ~np.isnan(before)
    if known.sum() < FEWEST_WITH_PAST or np.ptp(before[known]) == 0:
        return ones[:, None]
    return np.column_stack([ones, np.where(known, before - before[known].mean(), 0.0)])


def _before(figure: Figure, past: Past) -> float:
    """The place's level in the calendar year before, which has none of the same answers; NaN where there is none."""
    year = str(int(figure.cut.period[:4]) - 1)
    return past.get((figure.subject, figure.cut.place, year), float("nan"))
