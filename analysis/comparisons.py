"""The comparisons that are made, declared before any answer is seen: no others ever are."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from analysis import periods
from analysis.figures import Cut, Grid
from analysis.records import EventFacts

QUARTER, YEAR, PROGRAM = "quarter", "year", "program"
"""What is compared with: the quarter before, a year ago, or the quarter before a program's first event at the place."""

PROGRAMS = frozenset({"ride_along", "youth_sports", "police_academy", "school_activity", "foot_beat"})
"""The source paper's kinds of contact outside enforcement, before and after whose first event places are compared."""

GRIDS = (Grid.CITY_QUARTER, Grid.CITY_YEAR, Grid.PLACE_QUARTER, Grid.PLACE_YEAR)


@dataclass(frozen=True)
class Comparison:
    """Two periods of one place ("" is the city) on one grid; `program` is the kind of event that began in between."""

    grid: Grid
    place: str
    period: str
    previous: str
    against: str
    program: str = ""

    @property
    def later(self) -> Cut:
        return Cut(self.grid, self.period, self.place)

    @property
    def earlier(self) -> Cut:
        return Cut(self.grid, self.previous, self.place)


def declared(cuts: Iterable[Cut], events: Collection[EventFacts], today: date) -> tuple[Comparison, ...]:
    """Every declared comparison whose two cuts are among these, both closed.

    Of neighborhoods only those that end in the newest closed quarter or year; the city's all.
    """
    known = frozenset(cut for cut in cuts if cut.grid in GRIDS and not periods.is_open(cut.period, today))
    newest = {grid: max((cut.period for cut in known if cut.grid is grid), default="") for grid in GRIDS}
    found = [
        Comparison(cut.grid, cut.place, cut.period, previous, against)
        for cut in known
        if not cut.place or cut.period == newest[cut.grid]
        for against, previous in _before(cut.period).items()
    ]
    found += _programs(events)
    both = (one for one in found if one.later in known and one.earlier in known)
    return tuple(sorted(both, key=lambda one: (one.grid, one.place, one.period, one.against, one.program)))


def _before(period: str) -> Mapping[str, str]:
    """What a quarter or a year is compared with."""
    if "Q" not in period:
        return {YEAR: periods.a_year_before(period)}
    return {QUARTER: periods.previous_quarter(period), YEAR: periods.a_year_before(period)}


def _programs(events: Collection[EventFacts]) -> Iterator[Comparison]:
    """The quarter after a kind's first event at a place with the one before, where others were held there earlier."""
    opened: dict[str, str] = {}
    first: dict[tuple[str, str], str] = {}
    for event in (one for one in events if one.place and one.quarters):
        began = event.quarters[0]
        opened[event.place] = min(began, opened.get(event.place, began))
        key = (event.place, event.program)
        first[key] = min(began, first.get(key, began))
    for (place, program), began in sorted(first.items()):
        if program in PROGRAMS and opened[place] < began:
            after, before = periods.next_quarter(began), periods.previous_quarter(began)
            yield Comparison(Grid.PLACE_QUARTER, place, after, before, PROGRAM, program)
