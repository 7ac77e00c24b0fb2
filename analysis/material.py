"""What a release is made of, and what of it is new, counted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis import counting, disclosure, periods, remarks
from analysis.figures import Label, Release
from analysis.panels import RESIDENT
from analysis.population import Target
from analysis.records import Answered, EventFacts, PlaceFacts, Remark
from analysis.remarks import Reader, ReadRemark
from analysis.tallies import Collector, Tally
from questions.model import Library


@dataclass(frozen=True)
class Material:
    """Everything that a release is made of: what is new since the release before. Rehearsals are not in it.

    `read` takes a text and the language of its form; `themes` are the labels of the codebook's themes; nothing is
    shown about fewer than `k` people.
    """

    library: Library
    places: tuple[PlaceFacts, ...]
    events: tuple[EventFacts, ...]
    answers: Iterable[Answered]
    remarks: Sequence[Remark]
    read: Reader
    themes: Sequence[Label]
    synthetic: bool
    k: int = disclosure.K
    population: Sequence[Target] = ()


@dataclass(frozen=True)
class Counted:
    """What is new, counted: tallies by year, and the remarks as they were read."""

    tallies: Mapping[str, Tally]
    heard: Sequence[ReadRemark] = ()

    def without(self, years: Collection[str]) -> "Counted":
        """The same without some years."""
        heard = [item for item in self.heard if periods.year(item.remark.day) not in years]
        return Counted({year: tally for year, tally in self.tallies.items() if year not in years}, heard)

    def years(self, today: date, before: Release | None, events: Iterable[EventFacts]) -> frozenset[str]:
        """The years whose layers a release needs: those with anything new, their neighbors, and the present ones."""
        closed = {event.id for event in before.events if event.closed} if before else set()
        newly = {event.year for event in events if event.closed and event.id not in closed and event.year}
        years = {int(year) for year in (*self.tallies, *newly)}
        near = {near for year in years for near in (year - 1, year, year + 1)}
        return frozenset(str(year) for year in near | {today.year, today.year - 1})


def count(material: Material) -> Counted:
    """Counts what is new. The order of answers and remarks does not matter."""
    collector = Collector()
    counting.count_answers(collector, material.answers, material.library)
    residents, others = _residents(material)
    heard = remarks.read_all(residents, material.read)
    counting.count_remarks(collector, heard, material.themes)
    counting.count_others(collector, others)
    return Counted(collector.by_year(), heard)


def _residents(material: Material) -> tuple[list[Remark], list[Remark]]:
    """Remarks that are not known to come from another audience or an already public file, and those that are."""
    instruments = material.library.instruments.values()
    apart = {item.id for item in instruments if item.audience != RESIDENT or item.public_source}
    sorted_out: tuple[list[Remark], list[Remark]] = ([], [])
    for remark in material.remarks:
        sorted_out[remark.instrument in apart].append(remark)
    return sorted_out
