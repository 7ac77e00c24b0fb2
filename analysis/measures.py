"""Figures of one measure over all its cuts: estimated, suppressed together, then presented."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from analysis import disclosure, estimates
from analysis.disclosure import Presented
from analysis.estimates import Estimate, IntArray
from analysis.figures import Cut, Figure, Measure, State
from analysis.grids import Key, Layout
from analysis.scores import BoolArray, FloatArray

NO_INTERVAL = "no interval: too few events or no spread"

Estimator = Callable[[FloatArray, IntArray, float | None], Estimate | None]
Presenter = Callable[[Estimate], Presented]

MEAN: tuple[Estimator, Presenter] = (estimates.mean, disclosure.present_index)
RATE: tuple[Estimator, Presenter] = (estimates.rate, disclosure.present_rate)


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


def measure(sample: Sample, method: tuple[Estimator, Presenter]) -> Measured:
    """Every figure of the sample on the cuts of its layout; cuts without anybody are absent."""
    valid = sample.valid
    kept = {key: rows[valid[rows]] for key, rows in sample.layout.rows.items()}
    rows = {key: found for key, found in kept.items() if len(found)}
    bases = {key: len(found) for key, found in rows.items()}
    hidden = disclosure.hide(bases, sample.layout.relations)
    blank = Measured(sample, rows, hidden)
    figures: list[Figure] = []
    found: dict[tuple[str, Cut], Estimate] = {}
    for subject, column in sample.columns.items():
        correlation = estimates.intraclass(column[valid], sample.events[valid])
        for cut in (cut for cut in sample.layout.cuts if cut in rows):
            estimate = _estimate(blank, subject, cut, correlation, method[0])
            figure = _figure(blank, subject, cut, estimate, method[1])
            figures.append(figure)
            if estimate is not None and figure.state is not State.HIDDEN:
                found[subject, cut] = estimate
    counts = _count(figures, hidden, disclosure.too_few(bases))
    return Measured(sample, rows, hidden, tuple(figures), found, counts)


def _estimate(of: Measured, subject: str, cut: Cut, correlation: float | None, estimator: Estimator) -> Estimate | None:
    if cut in of.hidden:
        return None
    rows = of.rows[cut]
    return estimator(of.sample.columns[subject][rows], of.sample.events[rows], correlation)


def _figure(of: Measured, subject: str, cut: Cut, estimate: Estimate | None, presenter: Presenter) -> Figure:
    blank = Figure(of.sample.measure, subject, cut, State.HIDDEN)
    if cut in of.hidden:
        return blank
    if estimate is None:
        return Figure(of.sample.measure, subject, cut, State.HIDDEN, method=NO_INTERVAL)
    shown = presenter(estimate)
    if shown.state is State.HIDDEN:
        return blank
    return Figure(of.sample.measure, subject, cut, **vars(shown), method=estimate.method)


def _count(figures: list[Figure], hidden: frozenset[Key], few: frozenset[Key]) -> dict[str, int]:
    """How many figures are hidden, by reason; the figures themselves don't say which."""
    counts = dict.fromkeys(("hidden_too_few", "hidden_to_protect", "hidden_no_interval", "hidden_base_under_30"), 0)
    for figure in figures:
        if figure.state is not State.HIDDEN:
            continue
        protected = "hidden_too_few" if figure.cut in few else "hidden_to_protect"
        withheld = "hidden_no_interval" if figure.method == NO_INTERVAL else "hidden_base_under_30"
        counts[protected if figure.cut in hidden else withheld] += 1
    return {f"figures_{reason}": count for reason, count in counts.items()}
