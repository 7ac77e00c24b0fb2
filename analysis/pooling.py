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
from analysis.rounding import END
from analysis.scores import FloatArray

GRIDS = (Grid.PLACE_YEAR, Grid.PLACE_QUARTER)
METHOD = f"{small_areas.METHOD}, version {small_areas.VERSION}"
FEWEST_PLACES = 5
FEWEST_WITH_PAST = 8
"""Places that need a figure of the year before, so that it may say what is expected of them."""
FREEDOM = 10.0
"""Degrees of freedom of a range over events: a release does not tell how many events it is over."""
EFFECT = 2.0
"""Design effect that a range with a borrowed one is taken to have, to guess its degrees of freedom."""

GUESS = 0.25
"""How far, of itself, the reach of a range that is cut off may be from what is usual for so many people."""


@dataclass(frozen=True)
class Reading:
    """What a released figure says before it was rounded: its level and half its range, and the step of its rounding.

    Of a range alone that is cut off at 0 or 100, `reach` is None and `level` the other end of the range.
    """

    figure: Figure
    level: float
    reach: float | None
    step: float

    @property
    def side(self) -> int:
        """1 where the range is cut off at 0 and begins above its level, -1 where it is cut off at 100."""
        return 1 if self.figure.low == 0 else -1


def pool_places(figures: Iterable[Figure]) -> tuple[Pooled, ...]:
    """The pooled value of each place, for each index and period in which 5 places or more have a figure to pool.

    A figure that is hidden has none, nor has a range that leaves everything open.
    """
    tables: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    for figure in figures:
        reading = read(figure) if figure.measure is Measure.INDEX and figure.cut.grid in GRIDS else None
        if reading is not None:
            tables[figure.subject, figure.cut.period].append(reading)
    made = {key: unround(table) for key, table in sorted(tables.items()) if _enough(table)}
    past = {(subject, period): dict(zip(one.places, one.level, strict=True)) for (subject, period), one in made.items()}
    return tuple(
        pooled for key, one in made.items() for pooled in _pool(one, past.get((key[0], _year_before(key[1])), {}))
    )


def read(figure: Figure) -> Reading | None:
    """What a figure on a scale of 0-100 says; None where nothing is shown, or no end of its range is known."""
    low, high = figure.low, figure.high
    if figure.state not in (State.SHOWN, State.INTERVAL_ONLY) or low is None or high is None:
        return None
    step, cut = _step(figure), low <= 0 or high >= 100
    if figure.value is None and cut:
        known = high - step / 2 if low <= 0 else low + step / 2
        return None if low <= 0 and high >= 100 or not END < known < 100 - END else Reading(figure, known, None, step)
    level = _level(figure.value, low, high, step, cut=cut)
    return Reading(figure, level, max(step / 4, max(high - level, level - low) - step / 2), step)


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


def _enough(table: Sequence[Reading]) -> bool:
    return len(table) >= FEWEST_PLACES and any(reading.reach is not None for reading in table)


@dataclass(frozen=True)
class Direct:
    """Direct estimates before they were rounded, as far as can be told; arrays of shape (m,)."""

    figures: tuple[Figure, ...]
    level: FloatArray
    variance: FloatArray
    freedom: FloatArray

    @property
    def places(self) -> list[str]:
        return [figure.cut.place for figure in self.figures]


def unround(table: Sequence[Reading]) -> Direct:
    """Levels and their sampling variances, with what rounding adds.

    A variance comes half, on a log scale, from the place's own range and half from what all ranges say of so many
    people, which makes it as sure as four times its degrees of freedom would: a generalised variance function, Wolter
    (2007), Introduction to Variance Estimation, chapter 7. Both ends of a range are rounded outward, each by half a
    step on average: variance step^2 / 24 of their middle, step^2 / 12 of one end or of a level.
    """
    figures = tuple(reading.figure for reading in table)
    freedom = np.array([_freedom(figure) for figure in figures])
    people = np.array([float(figure.base) for figure in figures])
    step = np.array([reading.step for reading in table])
    reach = np.array([np.nan if reading.reach is None else reading.reach for reading in table])
    critical = stdtrit(freedom, 0.975)
    own = (reach / critical) ** 2
    usual = np.nanmean(own * people) / people
    cut, whole = (
        np.isnan(reach),
        np.array([reading.figure.low != 0 and reading.figure.high != 100 for reading in table]),
    )
    side = np.array([reading.side for reading in table])
    guess = critical * np.sqrt(usual)
    level = np.array([reading.level for reading in table]) - np.where(cut, side * guess, 0.0)
    variance = np.where(cut, usual + (GUESS * guess) ** 2, np.sqrt(own * usual)) + step**2 / np.where(whole, 24, 12)
    return Direct(figures, np.clip(level, 0.0, 100.0), variance, 4 * freedom)


def _pool(made: Direct, past: Mapping[str, float]) -> list[Pooled]:
    """The table's places as they are told; `past` is the level of places in the year before."""
    areas = small_areas.pool(made.level, made.variance, made.freedom, _covariates(made, past))
    columns = (areas.value, areas.low, areas.high, areas.own)
    told = zip(made.figures, np.array(columns).T.tolist(), strict=True)
    return [_told(figure, *numbers) for figure, numbers in told]


def _told(figure: Figure, value: float, low: float, high: float, own: float) -> Pooled:
    """Rounded as the figure that it stands beside, the share to a tenth."""
    numbers = rounding.present_pooled(value, low, high, _step(figure))
    return Pooled(figure.subject, figure.cut.place, figure.cut.period, *numbers, round(own, 1), METHOD)


def _covariates(made: Direct, past: Mapping[str, float]) -> FloatArray:
    """Ones, and beside them the level of the year before where enough places have one; who has none is as the rest."""
    ones = np.ones(len(made.figures))
    before = np.array([past.get(place, np.nan) for place in made.places])
    known = ~np.isnan(before)
    if known.sum() < FEWEST_WITH_PAST or np.ptp(before[known]) == 0:
        return ones[:, None]
    return np.column_stack([ones, np.where(known, before - before[known].mean(), 0.0)])


def _year_before(period: str) -> str:
    """The calendar year before that of a period: it has none of the same answers."""
    return str(int(period[:4]) - 1)
