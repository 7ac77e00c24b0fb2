"""Figures of one measure over all its cuts: estimated, suppressed together, then presented."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from analysis import disclosure, estimates
from analysis.disclosure import Presented
from analysis.estimates import Estimate, IntArray
from analysis.figures import Bound, Cut, Figure, Measure, State
from analysis.grids import Key, Layout
from analysis.scores import BoolArray, FloatArray

Estimator = Callable[[FloatArray, IntArray, float | None], Estimate | None]
Presenter = Callable[[Estimate], Presented]


@dataclass(frozen=True)
class Method:
    """How figures of one kind are made: estimated, then presented, both only from `least` people on."""

    estimate: Estimator
    present: Presenter
    least: int


MEAN = Method(estimates.mean, disclosure.present_index, disclosure.K)
RATE = Method(estimates.rate, disclosure.present_rate, disclosure.POINT_BASE)

PARTITIONS = frozenset({Measure.KIND, Measure.POLARITY})
"""Measures whose subjects add up to everybody, so that one of them follows from the others."""


@dataclass(frozen=True)
class Sample:
    """What was measured on people: one column per subject, all with the same people in their base.

    `columns` maps a subject to an array of shape (people,), points for a mean or 0.0 and 1.0 for a rate;
    NaN (in the same rows of each column) keeps a person out of the base. `events` has shape (people,).
    """

    measure: Measure
    columns: Mapping[str, FloatArray]
    events: IntArray
    layout: Layout

    @property
    def valid(self) -> BoolArray:
        return ~np.isnan(next(iter(self.columns.values())))


@dataclass(frozen=True)
class Measured:
    """The figures of a sample and what they were made from; only `figures` may leave analysis.

    `rows` maps each key to the row numbers of its base, `hidden` are the keys that must not be shown,
    `estimates` maps (subject, cut) to what a shown or interval-only figure was rounded from.
    """

    sample: Sample
    rows: Mapping[Key, IntArray]
    hidden: frozenset[Key]
    figures: tuple[Figure, ...] = ()
    estimates: Mapping[tuple[str, Cut], Estimate] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    def shown(self, key: Key) -> bool:
        """Whether the key has people and is not hidden."""
        return key in self.rows and key not in self.hidden

    def hits(self, subject: str, key: Key) -> int:
        """How many people of the key's base are counted for the subject of a rate."""
        return int(self.sample.columns[subject][self.rows[key]].sum()) if key in self.rows else 0


def measure(sample: Sample, method: Method) -> Measured:
    """Every figure of the sample on the cuts of its layout; cuts without anybody are absent."""
    valid = sample.valid
    kept = {key: rows[valid[rows]] for key, rows in sample.layout.rows.items()}
    rows = {key: found for key, found in kept.items() if len(found)}
    hidden = sample.layout.hide({key: len(found) for key, found in rows.items()})
    blank = Measured(sample, rows, hidden)
    cuts = tuple(cut for cut in sample.layout.cuts if cut in rows)
    covered = _covered(blank, cuts)
    figures: list[Figure] = []
    found: dict[tuple[str, Cut], Estimate] = {}
    for subject, column in sample.columns.items():
        correlation = estimates.intraclass(column[valid], sample.events[valid])
        for cut in cuts:
            figure, estimate = _figure(blank, subject, cut, correlation, method)
            if (subject, cut) in covered and figure.bound is Bound.NONE:
                figure, estimate = _hidden(sample, subject, cut), None
            figures.append(figure)
            if estimate is not None:
                found[subject, cut] = estimate
    unseen = (figure for figure in figures if figure.state not in (State.SHOWN, State.INTERVAL_ONLY))
    counts = Counter(_reason(blank, figure, method) for figure in unseen)
    return Measured(sample, rows, hidden, tuple(figures), found, counts)


def _figure(
    of: Measured, subject: str, cut: Cut, correlation: float | None, method: Method
) -> tuple[Figure, Estimate | None]:
    """One figure and what it was rounded from, None where no number of it is shown."""
    blank, rows = _hidden(of.sample, subject, cut), of.rows[cut]
    if cut in of.hidden or len(rows) < method.least:
        return blank, None
    values, events = of.sample.columns[subject][rows], of.sample.events[rows]
    if not estimates.measurable(events, correlation):
        return replace(blank, state=State.TOO_FEW_EVENTS, base=disclosure.shown_base(len(rows))), None
    estimate = method.estimate(values, events, correlation)
    if estimate is None:  # Everybody gave the same answer: to say even that would tell what each of them said.
        return blank, None
    shown = method.present(estimate)
    return Figure(of.sample.measure, subject, cut, **vars(shown), method=estimate.method), estimate


def _hidden(sample: Sample, subject: str, cut: Cut) -> Figure:
    return Figure(sample.measure, subject, cut, State.HIDDEN)


def _covered(of: Measured, cuts: Iterable[Cut]) -> frozenset[tuple[str, Cut]]:
    """What must not be told as a number because, with the other subjects of its cut, it would tell how few one is."""
    if of.sample.measure not in PARTITIONS:
        return frozenset()
    subjects = tuple(of.sample.columns)
    return frozenset(
        (subjects[place], cut)
        for cut in cuts
        for place in disclosure.cover([of.hits(subject, cut) for subject in subjects])
    )


def _reason(of: Measured, figure: Figure, method: Method) -> str:
    """Why a figure is not shown; the figures themselves don't say it."""
    base = len(of.rows[figure.cut])
    if figure.state is State.TOO_FEW_EVENTS:
        return "figures_too_few_events"
    if base < disclosure.K:
        return "figures_hidden_too_few"
    under = base < method.least and figure.cut not in of.hidden
    return "figures_hidden_base_under_30" if under else "figures_hidden_to_protect"
