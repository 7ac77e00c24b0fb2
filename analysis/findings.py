"""What a year's panel of answers says: figures, summaries and tables of one audience."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from analysis import disclosure, panels, rounding, scores, tables
from analysis.books import Book
from analysis.counting import holds
from analysis.estimates import Estimate, IntArray
from analysis.figures import BandTable, Cut, Figure, Label, Measure, Release, State, Summary
from analysis.grids import INSTRUMENT, Group, name, told
from analysis.inferences import Association, Reliability, Share, Weighted
from analysis.ledgers import Ledger
from analysis.measures import MEAN, RATE, Before, Measured, Method, Sample, measure
from analysis.panels import RESIDENT, Panel
from analysis.scores import FloatArray
from analysis.sums import range_of
from questions.model import SOURCE_LANGUAGE, Crosstab, Index, Instrument, Library

COUNTED = "count/"
UNSEEN: Mapping[State, str] = {State.HIDDEN: "figures_hidden", State.TOO_FEW_EVENTS: "figures_too_few_events"}
"""How figures without a number are counted; why one is hidden, nobody is told."""


@dataclass
class Findings:
    """Everything found so far in one year, in the parts of a Release; `before` is the release before this one.

    `updated` are the names of the cuts shown anew, by table; `estimates` what residents' indices were rounded from.
    """

    year: str
    version: int
    k: int = disclosure.K
    before: Before = field(default_factory=dict)
    old: Release | None = None
    figures: list[Figure] = field(default_factory=list)
    summaries: list[Summary] = field(default_factory=list)
    tables: list[BandTable] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    updated: dict[str, list[str]] = field(default_factory=dict)
    means: dict[str, dict[str, tuple[float, float]]] = field(default_factory=dict)
    estimates: dict[tuple[str, Cut], Estimate] = field(default_factory=dict)
    reliability: list[Reliability] = field(default_factory=list)
    weighted: list[Weighted] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    associations: list[Association] = field(default_factory=list)

    def measure(
        self,
        table: str,
        sample: Sample,
        ledger: Ledger,
        method: Method,
        held: frozenset[Cut] = frozenset(),
        named: Sequence[Cut] = (),
    ) -> Measured:
        """Decides and measures one table, and takes over its figures. Raises Refused."""
        measured = measure(sample, method, ledger, self.before, self.k, held, named)
        self.figures += measured.figures
        names = sorted(name(key) for key in measured.decision.updated if told(key))
        if names:
            self.updated[table] = names
        anew = (figure for figure in measured.figures if figure.release == self.version)
        ranges = {name(figure.cut): found for figure in anew if (found := range_of(figure))}
        if ranges and sample.measure is Measure.INDEX:
            self.means[table] = ranges
        return measured


def add_counts(found: Findings, book: Book) -> None:
    """Adds the counts of what was read and not scored: told anew only when k or more came since they were told.

    Else the number that the release before has stands, so that none moves by what one person did.
    """
    old = found.old.yearly_counts.get(found.year, {}) if found.old else {}
    for table in book.names(COUNTED):
        said = table.removeprefix(COUNTED)
        if _moves(found, book, table):
            found.counts[said] = book.total(table, found.version)
            found.updated[table] = [""]
        elif said in old:
            found.counts[said] = old[said]
    states = Counter(figure.state for figure in found.figures)
    found.counts.update({name: states[state] for state, name in UNSEEN.items() if states[state]})


def _moves(found: Findings, book: Book, name: str, instrument: str = "") -> bool:
    """Whether a base that is no cut may be told anew: k people or more, and k more or fewer than when it was told."""
    now, last = book.total(name, found.version, instrument), book.last_told(name, instrument)
    return now >= found.k and abs(now - (book.total(name, last, instrument) if last else 0)) >= found.k


def add_audience(found: Findings, panel: Panel, library: Library) -> Mapping[str, Measured]:
    """Adds all figures, summaries and tables of an audience; its indices as they were measured."""
    say = panels.name_apart(panel.audience, library)
    parts: dict[frozenset[str], Panel] = {}
    measured: dict[str, Measured] = {}
    for index in _asked(panel, library):
        asked = panels.holders(panel, index)
        parts[asked] = part = parts.get(asked) or panel.only(asked)
        sample, ledger = panels.index_sample(part, index, say(index.id))
        measured[index.id] = made = found.measure(f"{panel.audience}/index/{index.id}", sample, ledger, MEAN)
        if panel.audience == RESIDENT:
            found.estimates.update(made.estimates)
        found.summaries += _summaries(found, part, index, say(index.id), made)
    for sample, ledger in panels.off_scale_samples(panel, say):
        (subject,) = sample.sums
        found.measure(f"{panel.audience}/{sample.measure}/{subject}", sample, ledger, RATE, _held(sample, measured))
    for crosstab in library.crosstabs:
        found.tables += _tables(found, panel, library, crosstab, measured)
    return measured


def _held(sample: Sample, measured: Mapping[str, Measured]) -> frozenset[Cut]:
    """The cuts that an index of the very same people does not show."""
    same = (made for made in measured.values() if np.array_equal(made.sample.people, sample.people))
    return frozenset(cut for made in same for cut in made.sample.layout.cuts if not made.shown(cut))


def add_public_file(found: Findings, panel: Panel, library: Library) -> None:
    """Adds summaries and tables of an already public file, which is on no grid."""
    for index in _asked(panel, library):
        found.summaries += _summaries(found, panel, index, index.id, None)
    for crosstab in library.crosstabs:
        found.tables += _tables(found, panel, library, crosstab, {})


def labels(library: Library) -> list[Label]:
    """The names of all indices, and once more of those that an audience shares with another."""
    found = [label(library, index, index.id) for index in library.indices.values()]
    own = [item for item in library.instruments.values() if not item.public_source]
    for audience in sorted({item.audience for item in own}):
        say = panels.name_apart(audience, library)
        for index in library.indices.values():
            asked = any(holds(item, index) for item in own if item.audience == audience)
            if asked and say(index.id) != index.id:
                found.append(label(library, index, say(index.id), f" ({audience})"))
    return found


def label(library: Library, index: Index, subject: str, addition: str = "") -> Label:
    """The index's name in every language that has one, and its items' recommendation where they share one."""
    text_id = f"{index.id}.label"
    translated = {code: item.texts[text_id] for code, item in library.translations.items() if text_id in item.texts}
    names = {SOURCE_LANGUAGE: index.label, **translated}
    questions = (question for instrument in library.instruments.values() for question in instrument.questions)
    shared = {question.recommendation for question in questions if question.id in index.items}
    recommendation = shared.pop() if len(shared) == 1 else ""
    return Label(subject, {code: f"{text}{addition}" for code, text in names.items()}, recommendation)


def _asked(panel: Panel, library: Library) -> Iterable[Index]:
    return (index for index in library.indices.values() if panels.holders(panel, index))


def _summaries(
    found: Findings, panel: Panel, index: Index, subject: str, measured: Measured | None
) -> Iterable[Summary]:
    """One for each instrument that holds the index: anew where its newest people may be told of, else as it was."""
    for instrument in (item for item in panel.instruments if holds(item, index)):
        if measured is not None and not measured.anew(Group(INSTRUMENT, instrument.id)):
            yield from _old_summary(found, instrument, subject)
            continue
        values, people = panel.values(f"index/{index.id}", instrument.id)
        if measured is not None and people.any() and _tells_everybody(values, people, index):
            continue
        missing = panel.answered(instrument.id) - int(people.sum())
        summary = tables.summarise(instrument, subject, np.repeat(values, people), missing, found.k)
        if summary is not None:
            yield replace(summary, year=found.year, release=found.version)


def _tells_everybody(values: FloatArray, people: IntArray, index: Index) -> bool:
    """Whether all gave the same answer, or the mean would tell that nearly all did."""
    mean = scores.points(values, index) @ people / people.sum()
    return len(np.unique(values[people > 0])) == 1 or rounding.near_end(float(mean), int(people.sum()))


def _old_summary(found: Findings, instrument: Instrument, subject: str) -> Iterable[Summary]:
    wanted = (instrument.id, subject, found.year)
    old = found.old.summaries if found.old else ()
    return (one for one in old if (one.instrument, one.subject, one.year) == wanted)


def _tables(
    found: Findings, panel: Panel, library: Library, crosstab: Crosstab, measured: Mapping[str, Measured]
) -> Iterable[BandTable]:
    """The crosstab of each instrument that holds both indices; of people's own answers only with both anew."""
    both = [library.indices[name] for name in (crosstab.rows, crosstab.columns)]
    for instrument in (item for item in panel.instruments if all(holds(item, index) for index in both)):
        group = Group(INSTRUMENT, instrument.id)
        own, cells = not instrument.public_source, f"cross/{crosstab.id}"
        anew = all(measured[index.id].anew(group) for index in both if index.id in measured)
        if own and not (anew and _moves(found, panel.book, cells, instrument.id)):
            old = found.old.tables if found.old else ()
            yield from (
                one for one in old if (one.id, one.instrument, one.year) == (crosstab.id, instrument.id, found.year)
            )
            continue
        values, people = panel.values(f"cross/{crosstab.id}", instrument.id)
        table = tables.cross(instrument, crosstab, tables.counts_of(values, people, crosstab), found.k)
        if table is not None:
            if own:
                found.updated.setdefault(cells, []).append(instrument.id)
            yield replace(table, year=found.year, release=found.version)
