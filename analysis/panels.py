"""A year's spots sorted by audience, so that nobody's answers are mixed with others', and turned into samples."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

import numpy as np

from analysis.books import Book, Scale
from analysis.counting import ANSWERS, OFF_SCALE_MEASURES, holds
from analysis.estimates import IntArray
from analysis.figures import Grid, Measure
from analysis.grids import ALL_GRIDS, CITY_GRIDS, INSTRUMENT, Layout, Setting, lay_out, lay_out_channels
from analysis.ledgers import Ledger
from analysis.measures import Sample
from analysis.records import EventFacts
from analysis.scores import FloatArray
from analysis.tallies import Spot
from questions.model import Index, Instrument, Library

RESIDENT = "resident"
AUDIENCE_GRIDS: Mapping[str, tuple[Grid, ...]] = {RESIDENT: ALL_GRIDS}
"""On which grids an audience's indices are shown; all but residents are shown for the city only."""


@dataclass(frozen=True)
class Panel:
    """A year's answers of one audience, or of one already public file; `rows` are the positions of its spots."""

    audience: str
    instruments: tuple[Instrument, ...]
    book: Book
    rows: IntArray
    events: Mapping[str, EventFacts]

    @cached_property
    def settings(self) -> tuple[Setting, ...]:
        return tuple(locate(self.book.spots[row], self.events) for row in self.rows)

    @cached_property
    def people(self) -> IntArray:
        """Who answered, shape (rows,)."""
        return self.book.now.people(ANSWERS)[self.rows]

    @cached_property
    def layout(self) -> Layout:
        """Where this audience's indices are shown."""
        levels = (*AUDIENCE_GRIDS.get(self.audience, CITY_GRIDS), INSTRUMENT)
        if self.audience != RESIDENT:
            return lay_out(self.settings, levels, self.people)
        told = {name for names in self.book.shown.values() for name in names}
        by_channel = any(name.startswith(f"{Grid.CHANNEL_YEAR}|") for name in told)
        return lay_out_channels(self.settings, levels, self.people, were_told=by_channel)

    @cached_property
    def city(self) -> Layout:
        return lay_out(self.settings, CITY_GRIDS, self.people)

    @cached_property
    def numbers(self) -> IntArray:
        """The event of each row as a number, shape (rows,)."""
        return number_events(self.settings)

    def only(self, instruments: frozenset[str]) -> "Panel":
        """The panel without other instruments, so that sums are of people who were asked."""
        if len(instruments) == len(self.instruments):
            return self
        kept = [row for row in self.rows.tolist() if self.book.spots[row].instrument in instruments]
        chosen = tuple(item for item in self.instruments if item.id in instruments)
        return Panel(self.audience, chosen, self.book, np.array(kept, dtype=np.int64), self.events)

    def values(self, name: str, instrument: str) -> tuple[FloatArray, IntArray]:
        """The values under a name among an instrument's people, and how many have each."""
        found = self.book.now.of(name)
        asked = np.array([spot.instrument == instrument for spot in self.book.spots], dtype=bool)[found.spots]
        return found.values[asked], found.people[asked]

    def answered(self, instrument: str) -> int:
        """How many answers an instrument got."""
        return int(self.values(ANSWERS, instrument)[1].sum())


def locate(spot: Spot, events: Mapping[str, EventFacts]) -> Setting:
    """Where, when and at what kind of event something was said; an event over two years has figures in the later."""
    facts = events.get(spot.event)
    program, closed = (facts.program, facts.closed) if facts else ("", False)
    own = closed and (not facts or facts.year in ("", spot.year))
    day = date.fromisoformat(f"{spot.month}-01")
    return Setting(spot.event, spot.place, day, program, own, spot.instrument, spot.channel)


def number_events(settings: Iterable[Setting]) -> IntArray:
    """Events as numbers, shape (rows,)."""
    names = np.array([setting.event for setting in settings], dtype=str)
    return np.unique(names, return_inverse=True)[1].astype(np.int64)


def sort_spots(
    book: Book, library: Library, events: Mapping[str, EventFacts]
) -> tuple[tuple[Panel, ...], tuple[Panel, ...]]:
    """The panels of audiences, and one panel for each already public file; unknown instruments are in neither."""
    audiences: dict[str, list[int]] = {}
    public: dict[str, list[int]] = {}
    answered = np.zeros(len(book.spots), dtype=bool)
    for page in book.tallies:
        answered |= page.people(ANSWERS) > 0
    for row, spot in enumerate(book.spots):
        instrument = library.instruments.get(spot.instrument)
        if instrument is not None and answered[row]:
            groups, name = (public, instrument.id) if instrument.public_source else (audiences, instrument.audience)
            groups.setdefault(name, []).append(row)
    return tuple(_panels(audiences, book, library, events)), tuple(_panels(public, book, library, events))


def _panels(
    groups: Mapping[str, list[int]], book: Book, library: Library, events: Mapping[str, EventFacts]
) -> Iterable[Panel]:
    for name, rows in sorted(groups.items()):
        used = sorted({book.spots[row].instrument for row in rows})
        instruments = tuple(library.instruments[item] for item in used)
        yield Panel(name, instruments, book, np.array(rows, dtype=np.int64), events)


def holders(panel: Panel, index: Index) -> frozenset[str]:
    """The panel's instruments that ask every item of the index."""
    return frozenset(instrument.id for instrument in panel.instruments if holds(instrument, index))


def index_sample(panel: Panel, index: Index, subject: str) -> tuple[Sample, Ledger]:
    """The index of everybody who was asked, in points."""
    name = f"index/{index.id}"
    scale = Scale(index.low, 100.0 / (index.high - index.low))
    people, sums, squares = panel.book.moments(name, panel.rows, scale)
    grain = 100.0 / (index.high - index.low) / len(index.items)
    of = (Measure.INDEX, people, {subject: sums}, {subject: squares}, panel.numbers, panel.layout, grain)
    told = panel.book.means(f"{panel.audience}/{name}", panel.layout.cuts)
    sample = Sample(*of, partial(panel.book.moments, name, panel.rows, scale), told)
    return sample, panel.book.ledger(f"{panel.audience}/{name}", panel.layout, panel.rows, name)


def off_scale_samples(panel: Panel, name: Callable[[str], str]) -> Iterable[tuple[Sample, Ledger]]:
    """For each question that offers it, whether people chose "don't know" or "prefer not", among all who answered.

    Also where nobody answered it: that one person did must not show.
    """
    questions = [question for instrument in panel.instruments for question in instrument.questions]
    for measure, code in OFF_SCALE_MEASURES.items():
        for question in sorted({item.id for item in questions if any(one.value == code for one in item.choices)}):
            base = f"{measure}/{question}"
            people, sums, squares = panel.book.moments(base, panel.rows, Scale())
            of = (Measure(measure), people, {name(question): sums}, {name(question): squares})
            table = f"{panel.audience}/{base}"
            yield Sample(*of, panel.numbers, panel.city), panel.book.ledger(table, panel.city, panel.rows, base)


def name_apart(audience: str, library: Library) -> Callable[[str], str]:
    """How an audience's index or question is named: one that it shares with another has the audience put before it."""
    apart = [item for item in library.instruments.values() if not item.public_source and item.audience != audience]
    shared = {question.id for instrument in apart for question in instrument.questions}
    shared |= {index.id for index in library.indices.values() if any(holds(item, index) for item in apart)}
    if audience == RESIDENT:
        shared = set()
    return lambda subject: f"{audience}:{subject}" if subject in shared else subject
