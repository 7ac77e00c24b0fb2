"""What is told of an audience's whole year beside its figures, and what is not told because an index is unreliable."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from analysis import associations, cells, reliability, shares, weighting
from analysis.consistency import find_reliability
from analysis.figures import Cut, Figure, Measure, Release, State
from analysis.findings import Findings
from analysis.inferences import Reliability, Trust
from analysis.measures import Measured
from analysis.panels import RESIDENT, Panel, holders, name_apart
from analysis.population import Target
from analysis.weighted import find_weighted
from questions.model import Library

UNRELIABLE = "indices_hidden_unreliable"
METHODS: Mapping[str, str] = {
    "reliability": f"{reliability.METHOD}, version {reliability.VERSION}",
    "associations": associations.METHOD,
    "weights": f"{weighting.METHOD}, version {weighting.VERSION}",
}


def add_year(
    found: Findings, panel: Panel, library: Library, measured: Mapping[str, Measured], targets: Sequence[Target]
) -> None:
    """Adds reliability of each index of several items and, of residents, weighted means and shares of answers."""
    say = name_apart(panel.audience, library)
    for index in (index for index in library.indices.values() if holders(panel, index)):
        if len(index.items) > 1:
            found.reliability += find_reliability(found, panel, index, say(index.id))
        if panel.audience == RESIDENT and targets:
            found.weighted += find_weighted(found, panel, index, measured[index.id], targets)
    if panel.audience == RESIDENT:
        found.shares += [share for margin in cells.TOLD for share in shares.find_shares(found, panel, margin)]
        found.associations += associations.find_associations(found, panel, library)


def complete(release: Release, library: Library, targets: Sequence[Target]) -> Release:
    """The release as it is told: without unreliable indices, with shares by place and those of the population."""
    told = without_unreliable(release, library)
    return replace(told, shares=shares.beside((*shares.by_place(told.figures, release.places), *told.shares), targets))


def without_unreliable(release: Release, library: Library) -> Release:
    """The release without what it says of an index in a year in which its items did not hang together."""
    unreliable = frozenset((one.subject, one.year) for one in _hidden(release.reliability))
    avoided = unreliable | {(subject, "") for subject, _ in unreliable}  # rather nothing of events of unknown years
    ended = {event.id: event.year for event in release.events}
    yearly = _yearly(release, Counter(year for _, year in unreliable))

    def keeps(subject: str, *periods: str) -> bool:
        return all((subject, period[:4]) not in avoided for period in periods)

    def year_of(cut: Cut) -> str:
        return cut.period or ended.get(cut.event, "")

    def shown(figure: Figure) -> Figure:
        kept = figure.measure is not Measure.INDEX or keeps(figure.subject, year_of(figure.cut))
        return figure if kept else Figure(figure.measure, figure.subject, figure.cut, State.HIDDEN)

    def named(instrument: str, index: str) -> str:
        return name_apart(library.instruments[instrument].audience, library)(index)

    return replace(
        release,
        figures=tuple(map(shown, release.figures)),
        changes=tuple(
            one
            for one in release.changes
            if one.measure is not Measure.INDEX or keeps(one.subject, one.period, one.previous)
        ),
        summaries=tuple(one for one in release.summaries if keeps(one.subject, one.year)),
        tables=tuple(
            one
            for one in release.tables
            if keeps(named(one.instrument, one.rows), one.year) and keeps(named(one.instrument, one.columns), one.year)
        ),
        pooled=tuple(one for one in release.pooled if keeps(one.subject, one.period)),
        weighted=tuple(one for one in release.weighted if keeps(one.subject, one.year)),
        associations=tuple(
            one for one in release.associations if keeps(one.outcome, one.year) and keeps(one.predictor, one.year)
        ),
        yearly_counts=yearly,
        counts=dict(sorted(sum((Counter(one) for one in yearly.values()), Counter()).items())),
    )


def _yearly(release: Release, unreliable: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """The counts of each year with how many indices are hidden in it."""
    return {
        year: {**{name: n for name, n in counts.items() if name != UNRELIABLE}, **_count(unreliable.get(year, 0))}
        for year, counts in release.yearly_counts.items()
    }


def _hidden(rows: Iterable[Reliability]) -> Iterable[Reliability]:
    """The rows of all people of a year whose verdict hides an index."""
    return (one for one in rows if one.verdict is Trust.HIDDEN and not one.language and not one.mode)


def _count(indices: int) -> dict[str, int]:
    """How many indices of a year are hidden, exactly: they are no people."""
    return {UNRELIABLE: indices} if indices else {}
