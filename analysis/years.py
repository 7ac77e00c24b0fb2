"""One year of a release: every audience's figures, and what people said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis import findings, panels, periods, remarks
from analysis.books import Book, Scale
from analysis.figures import Cut, Measure, Release
from analysis.findings import Findings, add_audience, add_public_file
from analysis.material import Material
from analysis.measures import RATE, Measured, Sample
from analysis.panels import RESIDENT
from analysis.records import EventFacts, RemarkSource
from analysis.yearly import add_year


@dataclass(frozen=True)
class Year:
    """A year's findings, the tables of what was said, and the periods that anything is about."""

    found: Findings
    spoken: Mapping[Measure, Measured]
    periods: frozenset[str]


def measure_year(material: Material, book: Book, events: Mapping[str, EventFacts], before: Release | None) -> Year:
    """Measures all that a year's book tells; `before` is the release before. Raises Refused."""
    figures = before.figures if before else ()
    known = {(figure.measure, figure.subject, figure.cut): figure for figure in figures}
    found = Findings(book.year, book.version, material.k, known, before)
    audiences, public = panels.sort_spots(book, material.library, events)
    for panel in audiences:
        measured = add_audience(found, panel, material.library)
        add_year(found, panel, material.library, measured, material.population)
    for panel in public:
        add_public_file(found, panel, material.library)
    named = [cut for panel in audiences if panel.audience == RESIDENT for cut in panel.layout.cuts]
    spoken = {kind: _measure_remarks(material, found, book, kind, events, named) for kind in remarks.SOURCES}
    findings.add_counts(found, book)
    heard = [spot for kind in remarks.SOURCES for spot in book.held(kind.value)]
    days = [setting.day for panel in audiences for setting in panel.settings]
    days += [date.fromisoformat(f"{spot.month}-01") for spot in heard]
    lasting = {name(day) for day in days for name in (periods.month, periods.quarter, periods.year)}
    return Year(found, {kind: one for kind, one in spoken.items() if one is not None}, frozenset(lasting))


def _measure_remarks(
    material: Material,
    found: Findings,
    book: Book,
    kind: Measure,
    events: Mapping[str, EventFacts],
    named: Sequence[Cut],
) -> Measured | None:
    """What people said under one measure: each subject's rate among all in its base.

    `named` are the cuts of those who answered: nobody must see where one of them wrote a comment.
    """
    rows = book.rows(kind.value)
    if not len(rows):
        return None
    settings = [panels.locate(book.spots[row], events) for row in rows]
    layout = remarks.arrange(kind, settings, book.now.people(kind.value)[rows])
    hits = {name: book.moments(f"{kind}/{name}", rows, Scale())[1] for name in remarks.subjects(kind, material.themes)}
    people = book.now.people(kind.value)[rows]
    sample = Sample(kind, people, hits, hits, panels.number_events(settings), layout)
    ledger = book.ledger(kind.value, layout, rows, kind.value)
    asked = remarks.SOURCES[kind] is RemarkSource.SURVEY
    also = [cut for cut in named if asked and cut.grid in layout.levels]
    return found.measure(kind.value, sample, ledger, RATE, named=also)
