"""A city of many made-up neighborhoods, drawn from the demo's planted truth, whose people answer as the demo's do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.random import Generator
from scipy.special import ndtr

from analysis import estimates, rounding
from analysis.estimates import Clusters, Estimate, IntArray
from analysis.figures import Cut, Figure, Grid, Measure
from analysis.scores import FloatArray
from survey.demo.people import STEP, location
from survey.demo.truth import PlaceTruth, Planted, Truth, Variance, load_truth

PLACES = 77
SUBJECT = "trust"
NOW, BEFORE = 11, (4, 5, 6, 7)
"""The quarter that is measured, and those of the year before the last, counted as the demo counts them."""
EACH = 8
"""People of one neighborhood at one event."""


@dataclass(frozen=True)
class Town:
    """The true level of each place now, shape (m,), and where feelings center now and in the year before."""

    truth: FloatArray
    now: FloatArray
    before: FloatArray
    variance: Variance


@dataclass(frozen=True)
class Asked:
    """What each place said: `direct` and `people`, shape (m,), and its estimate, None where all said the same.

    `variances`, shape (m,), are those of `direct`, the same for so many people: smoothed over places.
    """

    direct: FloatArray
    people: FloatArray
    estimates: tuple[Estimate | None, ...]
    variances: FloatArray


SHAPES: Mapping[str, Callable[[Random], float]] = {
    "even": lambda chance: chance.gauss(0, 1),
    "tail": lambda chance: 1 - chance.expovariate(1),  # a few places far below all others
}
"""How places differ, with a standard deviation of 1."""


def town(seed: int, places: int = PLACES, shape: str = "even") -> Town:
    """So many places as unlike each other as the demo's twelve, the same share of them with each planted change."""
    chance, demo = Random(seed), load_truth()
    spread = float(np.std([place.all for place in demo.places.values()], ddof=1))
    names = [f"place-{number}" for number in range(places)]
    made = {name: PlaceTruth(1.0, spread * SHAPES[shape](chance), 0.0, 0.0) for name in names}
    truth = replace(demo, places=made, changes=tuple(_planted(demo, names, chance)))
    levels = np.array([[truth.level(SUBJECT, name, quarter) for quarter in (NOW, *BEFORE)] for name in names])
    now, before = (
        np.array([location(float(level), demo.variance.spread) for level in held])
        for held in (levels[:, 0], levels[:, 1:].mean(1))
    )
    return Town(_means(now, demo.variance.spread), now, before, demo.variance)


def _planted(demo: Truth, names: list[str], chance: Random) -> list[Planted]:
    """The demo's changes of some places, each in as large a share of these."""
    shares = [(one, round(len(one.places) * len(names) / len(demo.places))) for one in demo.changes if one.places]
    return [replace(one, places=tuple(chance.sample(names, share))) for one, share in shares]


def _means(centers: FloatArray, spread: float) -> FloatArray:
    """The mean of the five choices, in points, when feelings center there."""
    cuts = STEP * (np.arange(4) + 0.5)
    return np.asarray(STEP * ndtr((centers[:, None] - cuts) / spread).sum(1))


def ask(centers: FloatArray, people: FloatArray, variance: Variance, chance: Generator) -> Asked:
    """Asks so many people of each place, `EACH` at an event, and estimates as a release does."""
    held = [_answers(center, int(count), variance, chance) for center, count in zip(centers, people, strict=True)]
    firsts = np.cumsum([0, *(int(events[-1]) + 1 for _, events in held)])
    everyone = np.concatenate([events + first for (_, events), first in zip(held, firsts, strict=False)])
    correlation = estimates.intraclass(Clusters.of_people(np.concatenate([one for one, _ in held]), everyone))
    found = tuple(estimates.mean(Clusters.of_people(*one), correlation) for one in held)
    return Asked(np.array([values.mean() for values, _ in held]), people, found, _smooth(held, found))


Held = tuple[FloatArray, IntArray]
"""The answers of one place, and the event of each."""


def _smooth(held: Sequence[Held], found: Sequence[Estimate | None]) -> FloatArray:
    """Sampling variances, (m,): the mean over places of variance times people, over people.

    Where places have several events, from how those of one place differ (nested analysis of variance); else as
    estimated with the city's intraclass correlation, which is too wide, since places differ too.
    """
    people = np.array([len(values) for values, _ in held], dtype=np.float64)
    several = [Clusters.of_people(*one) for one in held if one[1][-1] > 0]
    if not several:
        return np.asarray(
            np.mean([one.variance * count for one, count in zip(found, people, strict=True) if one]) / people
        )
    deviations = [(one.totals - one.mean * one.sizes, one) for one in several]
    each = [float((off**2).sum()) * len(off) / (len(off) - 1) / one.people for off, one in deviations]
    return np.asarray(np.mean(each) / people)


def _answers(center: float, people: int, variance: Variance, chance: Generator) -> Held:
    """Answers in points and the number of each one's event: the demo's feelings, cut into its five choices."""
    events = np.arange(people) // EACH
    moods = chance.normal(size=int(events[-1]) + 1)[events]
    own = chance.normal(size=people)
    feelings = center + variance.spread * (variance.event**0.5 * moods + (1 - variance.event) ** 0.5 * own)
    return STEP * np.clip(np.rint(feelings / STEP), 0, 4), events


def released(asked: Asked, period: str) -> list[Figure]:
    """The figures that a release would show of each place, hidden ones left out."""
    grid = Grid.PLACE_QUARTER if "Q" in period else Grid.PLACE_YEAR
    return [
        Figure(Measure.INDEX, SUBJECT, Cut(grid, period, f"{number:02}"), **vars(shown), method=one.method)
        for number, one in enumerate(asked.estimates)
        if one is not None
        for shown in [rounding.present_index(one)]
    ]
