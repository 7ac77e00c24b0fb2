"""Figures of one measure over all its cuts: decided together, then estimated and rounded."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from analysis import disclosure, estimates, rounding, unanimity
from analysis.disclosure import Decision
from analysis.estimates import Clusters, Estimate, IntArray
from analysis.figures import Bound, Cut, Figure, Measure, State
from analysis.grids import Key, Layout
from analysis.ledgers import Ledger, Step
from analysis.rounding import Presented
from analysis.scores import FloatArray
from analysis.sums import Moments, Told, parted, range_of

Estimator = Callable[[Clusters, float | None], Estimate | None]
Presenter = Callable[[Estimate], Presented]
Before = Mapping[tuple[Measure, str, Cut], Figure]
"""The figures of the release before, by what they are about."""


@dataclass(frozen=True)
class Method:
    """How figures of one kind are made: estimated, then presented, both only from `least` people on."""

    estimate: Estimator
    present: Presenter
    least: int


MEAN = Method(estimates.mean, rounding.present_index, disclosure.K)
RATE = Method(estimates.rate, rounding.present_rate, rounding.POINT_BASE)

PARTITIONS = frozenset({Measure.KIND, Measure.POLARITY})
"""Measures whose subjects add up to everybody, so that one of them follows from the others."""


@dataclass(frozen=True)
class Sample:
    """What was measured on people, for each row of a layout; all arrays have shape (rows,).

    `people` are those in the base, the same for each subject; `sums` and `squares` are by subject those of their
    values: points for a mean, 0.0 and 1.0 for a rate. `events` is the number of each row's event. Values of one person
    are `grain` apart; `moments` gives people, sums and squares of a mean as a release counted them, and `told` are
    the means that earlier releases told.
    """

    measure: Measure
    people: IntArray
    sums: Mapping[str, FloatArray]
    squares: Mapping[str, FloatArray]
    events: IntArray
    layout: Layout
    grain: float = 0.0
    moments: Callable[[int], Moments] | None = None
    told: tuple[Told, ...] = ()

    @classmethod
    def of_people(
        cls, measure: Measure, columns: Mapping[str, FloatArray], events: IntArray, layout: Layout
    ) -> "Sample":
        """One person for each row: `columns` by subject are values, NaN in all of them for who is not in the base."""
        valid = ~np.isnan(next(iter(columns.values())))
        sums = {subject: np.nan_to_num(column) for subject, column in columns.items()}
        squares = {subject: column**2 for subject, column in sums.items()}
        return cls(measure, valid.astype(np.int64), sums, squares, events, layout)

    def gather(self, subject: str, rows: IntArray) -> Clusters:
        """The people of some rows by event."""
        sums, squares = self.sums[subject][rows], self.squares[subject][rows]
        return Clusters.gather(self.events[rows], self.people[rows].astype(np.float64), sums, squares)

    def alike(self, rows: IntArray) -> bool:
        """Whether everybody in some rows has the same value of some subject."""
        return any(not self.gather(subject, rows).spread for subject in self.sums)


@dataclass(frozen=True)
class Measured:
    """The figures of a sample and what they were made from; only `figures` may leave analysis.

    `estimates` maps (subject, cut) to what a figure of today's people was rounded from.
    """

    sample: Sample
    decision: Decision[Key]
    figures: tuple[Figure, ...] = ()
    estimates: Mapping[tuple[str, Cut], Estimate] = field(default_factory=dict)

    def base(self, key: Key) -> int:
        """How many people are in the key's base."""
        rows = self.sample.layout.rows.get(key)
        return 0 if rows is None else int(self.sample.people[rows].sum())

    def shown(self, key: Key) -> bool:
        """Whether the key has people and all of them may be told of now."""
        return key in self.decision.known and self.base(key) > 0

    def anew(self, key: Key) -> bool:
        """Whether the newest people of the key may be told of."""
        return key in self.decision.updated

    def hits(self, subject: str, key: Key) -> int:
        """How many people of the key's base are counted for the subject of a rate."""
        rows = self.sample.layout.rows.get(key)
        return 0 if rows is None else round(float(self.sample.sums[subject][rows].sum()))


def first_ledger(sample: Sample) -> Ledger:
    """The ledger of a table that was never shown before."""
    return Ledger(sample.layout, (Step(1, 0, sample.people),), {}, 1)


def measure(
    sample: Sample,
    method: Method,
    ledger: Ledger | None = None,
    before: Before | None = None,
    k: int = disclosure.K,
    held: frozenset[Cut] = frozenset(),
    named: Sequence[Cut] = (),
) -> Measured:
    """Every figure of the sample on the cuts of its layout and the `named` ones, none of `held` anew. Raises Refused.

    A cut of nobody is hidden like one of few: that somebody left a question out must not show.
    """
    book = ledger or first_ledger(sample)
    told = before or {}
    new_cuts = any((sample.measure, subject, cut) not in told for subject in sample.sums for cut in sample.layout.cuts)
    blank = Measured(sample, book.decide(k, new_cuts=new_cuts, held=held))
    cuts = tuple(dict.fromkeys((*sample.layout.cuts, *named)))
    covered = _covered(blank, cuts)
    everyone = np.flatnonzero(sample.people)
    figures: list[Figure] = []
    found: dict[tuple[str, Cut], Estimate] = {}
    for subject in sample.sums:
        correlation = estimates.intraclass(sample.gather(subject, everyone))
        made = {cut: _figure(blank, subject, cut, correlation, method) for cut in cuts}
        telling = {cut for cut in cuts if (subject, cut) in covered and made[cut][0].bound is Bound.NONE}
        telling |= _give_away(blank, subject, [figure for figure, _ in made.values()], book.version)
        made |= {cut: (_hidden(sample, subject, cut), None) for cut in telling}
        for cut, (figure, estimate) in made.items():
            figures.append(_settled(blank, figure, told.get((sample.measure, subject, cut)), book))
            if estimate is not None:
                found[subject, cut] = estimate
    return Measured(sample, blank.decision, tuple(figures), found)


def _give_away(of: Measured, subject: str, figures: Sequence[Figure], version: int) -> frozenset[Cut]:
    """The cuts whose mean, with others of today and those told before, would tell what a group said that all agreed."""
    sample = of.sample
    if sample.measure is not Measure.INDEX:
        return frozenset()
    moments = {version: (sample.people, sample.sums[subject], sample.squares[subject])}
    if sample.moments:
        earlier = sorted({one.release for one in sample.told})
        moments |= {release: sample.moments(release) for release in earlier[-unanimity.REMEMBERED :]}
    crowd = parted(moments)
    hidden, moving = (
        [key for key in sample.layout.in_order(keys & sample.layout.rows.keys()) if isinstance(key, Cut)]
        for keys in (of.decision.hidden, of.decision.updated)
    )
    groups = unanimity.groups_of(sample.layout, crowd, sample.events, hidden, moving)
    known = [Told(figure.cut, 0, *found) for figure in figures if (found := range_of(figure))]
    known += [one for one in sample.told if one.release in moments]
    return unanimity.give_away(sample.layout, crowd, groups, known, of.decision.updated, sample.grain)


def _settled(of: Measured, now: Figure, before: Figure | None, book: Ledger) -> Figure:
    """The figure as it was shown before where nothing of it may be told anew, else today's."""
    said = before is not None and before.state is not State.TOO_FEW_EVENTS
    untouched = now.cut in of.decision.kept and said and not book.corrected
    same = before is not None and now.cut in of.decision.kept and replace(now, release=before.release) == before
    if before is not None and (untouched or same or now.cut in of.decision.stale):
        return before
    return now if now.state is State.HIDDEN else replace(now, release=book.version)


def _figure(
    of: Measured, subject: str, cut: Cut, correlation: float | None, method: Method
) -> tuple[Figure, Estimate | None]:
    """One figure and what it was rounded from, None where no number of it is shown."""
    blank, base = _hidden(of.sample, subject, cut), of.base(cut)
    if not of.shown(cut) or base < method.least:
        return blank, None
    held = of.sample.gather(subject, of.sample.layout.rows[cut])
    if not estimates.measurable(held, correlation):
        return replace(blank, state=State.TOO_FEW_EVENTS, base=rounding.shown_base(base)), None
    estimate = method.estimate(held, correlation)
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
    subjects = tuple(of.sample.sums)
    return frozenset(
        (subjects[place], cut)
        for cut in cuts
        for place in rounding.cover([of.hits(subject, cut) for subject in subjects])
    )
