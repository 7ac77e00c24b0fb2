"""A made-up city that is asked twice: who came to which event, what they said, and what truly changed in between."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from analysis import estimates, rounding
from analysis.change import Key, Levels
from analysis.estimates import Clusters, Estimate
from analysis.figures import Cut, Figure, Grid, Measure, State
from analysis.records import EventFacts
from analysis.scores import FloatArray

QUARTERS = ("2025-Q2", "2025-Q3")
TODAY = date(2025, 11, 3)
MEAN, SPREAD, PERSON = 55.0, 29.0, 0.45
"""The demo city's trust: mean, standard deviation, and what one person's answers have in common of their variance."""
EVENT_SIZE, AT_HOME = 35, 0.85
TYPICAL, VARIED = 120, 0.6
"""A middling neighborhood's people in a quarter, and how neighborhoods differ, as the deviation of a logarithm."""
STEP = 25.0
LIMITS = np.array([12.5, 37.5, 62.5, 87.5])
PRESENT = {Measure.INDEX: rounding.present_index, Measure.THEME: rounding.present_rate}
ESTIMATE = {Measure.INDEX: estimates.mean, Measure.THEME: estimates.rate}
CITY_OR_PLACE = {True: Grid.PLACE_QUARTER, False: Grid.CITY_QUARTER}

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Plan:
    """A city: how many neighborhoods, indices and themes, how alike people of one event are, and what changes.

    `changed` is the share of neighborhoods where all indices, and of theme and neighborhood where the share, move by
    `points`, up or down. A middling neighborhood has `people` in each period.
    """

    places: int
    rho: float = 0.05
    indices: int = 6
    themes: int = 15
    points: float = 0.0
    changed: float = 0.15
    people: int = TYPICAL


@dataclass(frozen=True)
class Asked:
    """One quarter: the event and neighborhood of each person, shape (people,), and their values by measure."""

    events: Ints
    places: Ints
    held_in: Ints
    values: Mapping[Measure, FloatArray]


@dataclass(frozen=True)
class Pair:
    """Both quarters as a release would know them, what truly moved, and the plain p of a test without clusters."""

    levels: Levels
    moved: Mapping[tuple[Measure, str, str], float]
    plain: Mapping[tuple[Measure, str, str], float] = field(default_factory=dict)


def ask_twice(plan: Plan, rng: np.random.Generator) -> Pair:
    """A city's two quarters. What does not change has the same true mean in both, in points."""
    sizes = np.clip(plan.people * rng.lognormal(0, VARIED, plan.places), 20, 5 * plan.people)
    centres = MEAN + rng.normal(0, 6, (plan.places, 1)) + rng.normal(0, 3, (plan.places, plan.indices))
    shares = np.clip(rng.uniform(0.08, 0.4, plan.themes) * rng.uniform(0.7, 1.3, (plan.places, 1)), 0.06, 0.6)
    here = (rng.random(plan.places) < plan.changed)[:, None] * rng.choice([-1, 1], (plan.places, 1))
    told = (rng.random(shares.shape) < plan.changed) * rng.choice([-1, 1], shares.shape)
    told = np.where(shares + told * plan.points / 100 < 0.03, -told, told)
    shift = np.broadcast_to(here * plan.points, centres.shape)
    before = _ask(plan, rng, sizes, centres, shares)
    after = _ask(plan, rng, sizes, centres + shift, shares + told * plan.points / 100)
    moved = dict(_truth(plan, Measure.INDEX, shift)) | dict(_truth(plan, Measure.THEME, told * plan.points))
    return _pair(plan, (before, after), moved)


def _truth(plan: Plan, measure: Measure, shift: FloatArray) -> Iterator[tuple[tuple[Measure, str, str], float]]:
    for place in range(plan.places):
        for subject in range(shift.shape[1]):
            yield (measure, str(subject), str(place)), float(shift[place, subject])


def _ask(plan: Plan, rng: np.random.Generator, sizes: FloatArray, centres: FloatArray, shares: FloatArray) -> Asked:
    """Events of about 35 people, most from around the corner; part of an answer is the event's, part the person's."""
    counts = np.maximum(1, np.round(sizes / EVENT_SIZE)).astype(np.int64)
    held_in = np.repeat(np.arange(plan.places), counts)
    each = np.maximum(5, np.round(np.repeat(sizes / counts, counts) * rng.lognormal(0, 0.25, len(held_in)))).astype(int)
    events = np.repeat(np.arange(len(held_in)), each)
    strangers = rng.random(len(events)) > AT_HOME
    places = np.where(strangers, rng.integers(0, plan.places, len(events)), held_in[events])
    people = len(events)
    person = rng.normal(size=(people, 1))
    parts = (plan.rho**0.5, PERSON**0.5, max(0.0, 1 - plan.rho - PERSON) ** 0.5)
    noise = (rng.normal(size=(len(held_in), plan.indices))[events], person, rng.normal(size=(people, plan.indices)))
    latent = sum(part * drawn for part, drawn in zip(parts, noise, strict=True))
    scores = np.searchsorted(LIMITS, _located(centres)[places] + SPREAD * latent) * STEP
    alike = _latent(plan.rho)
    spoken = alike**0.5 * rng.normal(size=(len(held_in), plan.themes))[events]
    spoken = spoken + (1 - alike) ** 0.5 * rng.normal(size=(people, plan.themes))
    said = (spoken < ndtri(shares)[places]).astype(np.float64)
    return Asked(events, places, held_in, {Measure.INDEX: scores, Measure.THEME: said})


def _located(means: FloatArray) -> FloatArray:
    """Where the answers' normal must lie so that the five points 0 to 100 have these means."""
    grid = np.linspace(-60, 180, 481)
    reached = STEP * ndtr((grid[:, None] - LIMITS) / SPREAD).sum(axis=1)
    return np.interp(means, reached, grid)


def _latent(rho: float) -> float:
    """The correlation of two normals whose signs at a share of .2 correlate by rho, within .01."""
    cut, draws = ndtri(0.2), np.random.default_rng(0).normal(size=(2, 40_000))

    def found(alike: float) -> float:
        both = ndtr((cut - alike**0.5 * draws[0]) / (1 - alike) ** 0.5)
        return float(both.var() / (0.2 * 0.8)) - rho

    return float(brentq(found, 0.0, 0.95, xtol=1e-4)) if rho else 0.0


def _pair(plan: Plan, asked: tuple[Asked, Asked], moved: Mapping[tuple[Measure, str, str], float]) -> Pair:
    figures: dict[Key, Figure] = {}
    found: dict[Key, Estimate] = {}
    simple: dict[tuple[Measure, str, Cut], tuple[float, float]] = {}
    events: list[EventFacts] = []
    for quarter, answers in zip(QUARTERS, asked, strict=True):
        for measure, values in answers.values.items():
            for subject, cut, held, correlation in _samples(plan, answers, values, quarter):
                simple[measure, subject, cut] = (held.mean, held.spread / (held.people - 1) / held.people)
                estimate = ESTIMATE[measure](held, correlation)
                if estimate is not None:
                    found[measure, subject, cut] = estimate
                    shown = PRESENT[measure](estimate)
                    figures[measure, subject, cut] = Figure(measure, subject, cut, **vars(shown))
        for number, base in enumerate(np.bincount(answers.events).tolist()):
            name, place = f"{quarter}-{number}", str(answers.held_in[number])
            events.append(EventFacts(name, name, "fair", place, closed=True, year=quarter[:4], quarters=(quarter,)))
            for subject in map(str, range(plan.indices)):
                cut = Cut(Grid.EVENT, event=name)
                told = rounding.shown_base(base)
                figures[Measure.INDEX, subject, cut] = Figure(Measure.INDEX, subject, cut, State.SHOWN, told)
    return Pair(Levels(figures, found, events), moved, _plain(simple))


def _samples(
    plan: Plan, asked: Asked, values: FloatArray, quarter: str
) -> Iterator[tuple[str, Cut, Clusters, float | None]]:
    """Each subject in the city and in each neighborhood of 30 people and more, with the city's correlation."""
    everyone = np.ones(len(asked.events), dtype=bool)
    city = [Clusters.of_people(column, asked.events) for column in values.T]
    correlations = [estimates.intraclass(held) for held in city]
    for place in ("", *map(str, range(plan.places))):
        rows = asked.places == int(place) if place else everyone
        if rows.sum() < rounding.POINT_BASE:
            continue
        cut = Cut(CITY_OR_PLACE[bool(place)], quarter, place)
        events = np.unique(asked.events[rows], return_inverse=True)[1]
        for number, column in enumerate(values[rows].T):
            yield str(number), cut, Clusters.of_people(column, events), correlations[number]


def _plain(simple: Mapping[tuple[Measure, str, Cut], tuple[float, float]]) -> dict[tuple[Measure, str, str], float]:
    """The two-sided p of a z-test that takes everybody for a simple sample, by measure, subject and place."""
    found = {}
    for (measure, subject, cut), (later, variance) in simple.items():
        before = simple.get((measure, subject, Cut(cut.grid, QUARTERS[0], cut.place)))
        if cut.period == QUARTERS[1] and before is not None and variance + before[1] > 0:
            z = abs(later - before[0]) / (variance + before[1]) ** 0.5
            found[measure, subject, cut.place] = 2 * float(ndtr(-z))
    return found
