"""New answers and remarks in, a Release out: the only thing that pages, reports and exports may show."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar

from analysis import books, disclosure, estimates, findings, periods, remarks, rounding, scores
from analysis.change import CHANGES, Levels, continue_changes
from analysis.estimates import Estimate
from analysis.figures import Cut, Figure, Measure, Quote, Release
from analysis.layers import Layer, Page, write
from analysis.material import Counted, Material, count
from analysis.pooling import pool_places
from analysis.population import PLACE
from analysis.quotes import quotes
from analysis.records import EventFacts
from analysis.remarks import ReadRemark
from analysis.yearly import METHODS, complete
from analysis.years import Year, measure_year


@dataclass(frozen=True)
class Built:
    """A release, and what to store beside it: one layer for each year that something was added to."""

    release: Release
    layers: tuple[Layer, ...]


@dataclass(frozen=True)
class Earlier:
    """What was published before: the newest release, and the layers of the years that a new one needs."""

    release: Release | None = None
    layers: Sequence[Layer] = ()


NOTHING_EARLIER = Earlier()


def build_release(material: Material, today: date, version: int) -> Release:
    """The first release, of everything received until `today`. Raises Refused."""
    return build(material, count(material), today, version).release


def build(
    material: Material,
    new: Counted,
    today: date,
    version: int,
    earlier: Earlier = NOTHING_EARLIER,
    correction: str = "",
    replaces: int = 0,
) -> Built:
    """The release after `earlier`. Raises Refused where it would tell what must not be told.

    With the reason of a correction, `material` is everything that is stored, `earlier` has the layers of all years,
    and the new layers take the place of the old; it replaces every release since `replaces`, or the one before it.
    """
    material = replace(material, events=_as_told(material.events, earlier.release))
    opened = books.open_books(earlier.layers, new.tallies, version, corrected=bool(correction))
    facts = {event.id: event for event in material.events}
    before = earlier.release if earlier.release and earlier.release.yearly_counts else None  # else made without layers
    made = [measure_year(material, book, facts, before) for book in opened.values()]
    replaced = (replaces or version - 1) if correction else 0
    release = _assemble(material, made, new.heard, today, version, before, correction, replaced)
    release = complete(release, material.library, material.population)
    release = replace(release, pooled=pool_places(release.figures))  # of what is told, and of nothing else
    layers = (
        write(Page(version, 0, book.newest, year.found.updated, year.found.means), book.year)
        for book, year in zip(opened.values(), made, strict=True)
        if book.newest.spots or year.found.updated
    )
    return Built(release, tuple(layers))


def _assemble(
    material: Material,
    made: Sequence[Year],
    heard: Sequence[ReadRemark],
    today: date,
    version: int,
    before: Release | None,
    correction: str,
    replaces: int,
) -> Release:
    """The parts of all years as one release; years that nothing new touched are as they were."""
    old = before or Release(0, today, material.synthetic)
    years = {one.found.year for one in made}
    spoken = {(one.found.year, kind): measured for one in made for kind, measured in one.spoken.items()}
    counts = {**old.yearly_counts, **{one.found.year: _rounded(one.found.counts) for one in made}}
    named = tuple(sorted({*old.periods, *(name for one in made for name in one.periods)}))
    ended = {event.id: event.year for event in material.events}
    figures = (
        *(figure for figure in old.figures if _year_of(figure.cut, ended) not in years),
        *(figure for one in made for figure in one.found.figures),
    )
    return Release(
        version=version,
        made_on=today,
        synthetic=material.synthetic,
        places=material.places,
        events=material.events,
        indices=tuple(findings.labels(material.library)),
        themes=tuple(material.themes),
        periods=named,
        open_periods=tuple(period for period in named if periods.is_open(period, today)),
        figures=figures,
        changes=continue_changes(old.changes, _levels(made, figures, material.events), years, today, version),
        summaries=(*_kept(old.summaries, years), *(item for one in made for item in one.found.summaries)),
        tables=(*_kept(old.tables, years), *(item for one in made for item in one.found.tables)),
        quotes=quotes(heard, spoken, _said_before(old, years if correction else ()), material.k),
        counts=dict(sorted(sum((Counter(one) for one in counts.values()), Counter()).items())),
        methods=_methods(material, heard, old),
        yearly_counts=counts,
        reliability=(*_kept(old.reliability, years), *(item for one in made for item in one.found.reliability)),
        weighted=(*_kept(old.weighted, years), *(item for one in made for item in one.found.weighted)),
        shares=(
            *(one for one in _kept(old.shares, years) if one.margin != PLACE),
            *(item for one in made for item in one.found.shares),
        ),
        associations=(*_kept(old.associations, years), *(item for one in made for item in one.found.associations)),
        replaces=replaces,
        reason=correction,
    )


class _OfYear(Protocol):
    @property
    def year(self) -> str: ...


Told = TypeVar("Told", bound=_OfYear)


def _kept(old: Iterable[Told], years: Collection[str]) -> Iterator[Told]:
    """What the release before told of years that nothing new touched."""
    return (one for one in old if one.year not in years)


def _said_before(old: Release, anew: Collection[str]) -> tuple[Quote, ...]:
    """The quotes of the release before, without those of years that are counted anew."""
    return tuple(_kept(old.quotes, anew))


def _as_told(events: Iterable[EventFacts], before: Release | None) -> tuple[EventFacts, ...]:
    """The events, those with published figures as they were then: whom these figures count must not change."""
    closed = {event.id: event for event in before.events if event.closed} if before else {}
    pinned = ((event, closed.get(event.id)) for event in events)
    return tuple(
        replace(event, closed=True, program=then.program, year=then.year) if then else event for event, then in pinned
    )


def _year_of(cut: Cut, ended: Mapping[str, str]) -> str:
    """The year whose book a cut's figures come from; `ended` is the year of each event."""
    return cut.period[:4] if cut.period else ended.get(cut.event, "")


def _levels(made: Iterable[Year], figures: Iterable[Figure], events: Collection[EventFacts]) -> Levels:
    """What changes are made of: all figures that are told, and what those of residents today were rounded from."""
    rates: dict[tuple[Measure, str, Cut], Estimate] = {}
    for one in made:
        rates |= {(Measure.INDEX, *key): estimate for key, estimate in one.found.estimates.items()}
        if themes := one.spoken.get(Measure.THEME):
            rates |= {(Measure.THEME, *key): estimate for key, estimate in themes.estimates.items()}
    return Levels({(one.measure, one.subject, one.cut): one for one in figures}, rates, events)


def _rounded(counts: Mapping[str, int]) -> dict[str, int]:
    """Every count that is not 0, to the nearest 5."""
    return {name: rounding.shown_count(number) for name, number in sorted(counts.items()) if number}


def _methods(material: Material, heard: Sequence[ReadRemark], old: Release) -> dict[str, str]:
    return {
        **old.methods,
        "scores": f"{scores.METHOD}, version {scores.VERSION}",
        "means": f"{estimates.MEAN_LINEARISED}; under {estimates.FEWEST_EVENTS} events {estimates.MEAN_BORROWED}; "
        f"version {estimates.VERSION}",
        "rates": f"{estimates.RATE_LINEARISED}; under {estimates.FEWEST_EVENTS} events {estimates.RATE_BORROWED}; "
        f"version {estimates.VERSION}",
        "changes": CHANGES,
        "disclosure": f"k {material.k} on bases and their differences, version {disclosure.VERSION}",
        **remarks.methods(heard),
        **METHODS,
    }
