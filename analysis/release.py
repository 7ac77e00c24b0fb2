"""Answers and remarks in, a Release out: the only thing that pages, reports and exports may show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis import disclosure, estimates, panels, periods, remarks, scores
from analysis.figures import Label, Measure, Release
from analysis.findings import Findings, add_audience, add_public_file, label
from analysis.grids import Setting, lay_out
from analysis.measures import RATE, Measured, Sample, measure
from analysis.panels import RESIDENT
from analysis.quotes import quotes
from analysis.records import Answered, EventFacts, PlaceFacts, Remark
from analysis.remarks import Reader, ReadRemark
from questions.model import Library


@dataclass(frozen=True)
class Material:
    """Everything that a release is made of. Rehearsals are not in it.

    `read` takes a text and the language of its form; `themes` are the labels of the codebook's themes.
    """

    library: Library
    places: tuple[PlaceFacts, ...]
    events: tuple[EventFacts, ...]
    answers: Sequence[Answered]
    remarks: Sequence[Remark]
    read: Reader
    themes: Sequence[Label]
    synthetic: bool


def build_release(material: Material, today: date, version: int) -> Release:
    """The release of everything received until `today`. The order of answers and remarks does not matter."""
    library, events = material.library, {event.id: event for event in material.events}
    audiences, public = panels.sort_answers(material.answers, library, events)
    found = Findings(indices=[label(library, index, index.id) for index in library.indices.values()])
    for panel in audiences:
        add_audience(found, panel, library, audiences, today)
    for panel in public:
        add_public_file(found, panel, library)
    heard = remarks.read_all(_residents(material), material.read)
    spoken = _measure_remarks(heard, material.themes, events)
    for measured in spoken.values():
        found.add(measured)
    settings = [setting for panel in audiences for setting in panel.settings]
    named = _periods([*settings, *(panels.locate(item.remark, events) for item in heard)])
    return Release(
        version=version,
        made_on=today,
        synthetic=material.synthetic,
        places=material.places,
        events=material.events,
        indices=tuple(found.indices),
        themes=tuple(material.themes),
        periods=named,
        open_periods=tuple(period for period in named if periods.is_open(period, today)),
        figures=tuple(found.figures),
        changes=tuple(found.changes),
        summaries=tuple(found.summaries),
        tables=tuple(found.tables),
        quotes=quotes(heard, spoken),
        counts=_counts(found, material, heard),
        methods=_methods(heard),
    )


def _measure_remarks(
    heard: Sequence[ReadRemark], themes: Sequence[Label], events: Mapping[str, EventFacts]
) -> dict[Measure, Measured]:
    found = {}
    for kind, source in remarks.SOURCES.items():
        people = remarks.per_person([item for item in heard if item.remark.source is source])
        columns = remarks.COLUMNS[kind](people, themes)
        if columns:
            settings = [panels.locate(said[0].remark, events) for said in people]
            layout = lay_out(settings, remarks.GRIDS[kind])
            found[kind] = measure(Sample(kind, columns, panels.number_events(settings), layout), RATE)
    return found


def _residents(material: Material) -> list[Remark]:
    """Remarks that are not known to come from another audience or an already public file."""
    instruments = material.library.instruments.values()
    apart = {item.id for item in instruments if item.audience != RESIDENT or item.public_source}
    return [remark for remark in material.remarks if remark.instrument not in apart]


def _periods(settings: Iterable[Setting]) -> tuple[str, ...]:
    days = {setting.day for setting in settings}
    return tuple(sorted({name(day) for day in days for name in (periods.month, periods.quarter, periods.year)}))


def _counts(found: Findings, material: Material, heard: Sequence[ReadRemark]) -> dict[str, int]:
    """Every count that is not 0, to the nearest 5."""
    counts = {**found.counts, **_count_read(material, heard), **remarks.count(heard)}
    return {name: disclosure.shown_count(number) for name, number in sorted(counts.items()) if number}


def _count_read(material: Material, heard: Sequence[ReadRemark]) -> dict[str, int]:
    unknown = sum(answer.instrument not in material.library.instruments for answer in material.answers)
    return {
        "answers_read": len(material.answers),
        "answers_of_unknown_instruments": unknown,
        "remarks_of_other_audiences": len(material.remarks) - len(heard),
    }


def _methods(heard: Sequence[ReadRemark]) -> dict[str, str]:
    return {
        "scores": f"{scores.METHOD}, version {scores.VERSION}",
        "means": f"{estimates.MEAN_LINEARISED}; under {estimates.FEWEST_EVENTS} events {estimates.MEAN_BORROWED}; "
        f"version {estimates.VERSION}",
        "rates": f"{estimates.RATE_LINEARISED}; under {estimates.FEWEST_EVENTS} events {estimates.RATE_BORROWED}; "
        f"version {estimates.VERSION}",
        "changes": f"{estimates.DIFFERENCE}, version {estimates.VERSION}",
        "disclosure": f"k {disclosure.K} on bases and their differences, version {disclosure.VERSION}",
        **remarks.methods(heard),
    }
