"""The columns of an attacker's table: sets of people that anybody can imagine, and where each person truly is.

A column is an event, a home, a way of answering, a month, and the releases that count its people.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.figures import Cut, Grid
from analysis.records import Answered
from tests.analysis.besieged import PLACES, YEAR, City, Occasion, Person

HOMES = ("", *PLACES)
WAYS = {"phone": "open", "card": "card", "paper": ""}


@dataclass(frozen=True)
class Column:
    """People of one home at one event and month who are counted from a release on; `until` is one that moved them."""

    occasion: Occasion
    home: str
    month: int
    way: str
    since: int
    until: int

    def there(self, release: int) -> bool:
        """Whether a release counts them."""
        return self.since <= release and not 0 < self.until <= release


def imaginable(city: City, last: int) -> Iterator[Column]:
    """Whoever can be imagined: nobody knows from where people came to an event, nor when the last answers do."""
    for occasion in city.occasions:
        for month in range(occasion.month, occasion.last_month + 1):
            first = next(number for number, day in enumerate(city.days, 1) if day > date(YEAR, month, 5))
            for since in range(first, last + 1):
                moved = (city.correction,) if since < city.correction <= last else ()
                for until in (0, *moved):
                    for home in HOMES:
                        yield from (Column(occasion, home, month, way, since, until) for way in WAYS.values())


def stays(person: Person, correction: int, last: int) -> Iterator[tuple[int, int, str]]:
    """From and until when a person is counted at which home; `until` 0 is for good."""
    if person.since > last:
        return
    home, moved = person.answer.place, person.corrected
    if not moved or not correction or moved == home or correction > last:
        yield person.since, 0, moved if moved and 0 < correction <= person.since else home
    elif person.since < correction:
        yield person.since, correction, home
        yield correction, 0, moved
    else:
        yield person.since, 0, moved


def values_of(person: Person) -> dict[str, float]:
    """The tables that a person is counted in; for scores what they said, in points."""
    return {table: value for table, read in READERS.items() if (value := read(person)) is not None} | {"answers": 0.0}


def _score(answer: Answered, items: Sequence[str]) -> float | None:
    given = [value for item in items if isinstance(value := answer.values.get(item), int) and 1 <= value <= 5]
    return 25 * (sum(given) / len(given) - 1) if 2 * len(given) > len(items) else None


READERS: Mapping[str, Callable[[Person], float | None]] = {
    "index/trust": lambda person: _score(person.answer, ("c1",)),
    "index/justice": lambda person: _score(person.answer, ("c2", "c3", "c4", "c5")),
    "dont_know/c1": lambda person: 0.0 if "c1" in person.answer.values else None,
    "theme": lambda person: 0.0 if person.remark and person.remark.language == "en" else None,
    "kind": lambda person: 0.0 if person.remark and person.remark.kind else None,
    "polarity": lambda person: 0.0 if person.remark and person.remark.language == "en" else None,
}


def inside(cut: Cut | str, column: Column) -> bool:
    if isinstance(cut, str):
        return column.occasion.instrument == cut
    return _BY_GRID[cut.grid](cut, column)


def _quarter(month: int) -> str:
    return f"{YEAR}-Q{(month + 2) // 3}"


NAMED: Mapping[Grid, Callable[[Cut], object]] = {
    Grid.PLACE_QUARTER: lambda cut: (cut.place, cut.period),
    Grid.PLACE_YEAR: lambda cut: cut.place,
    Grid.CITY_QUARTER: lambda cut: cut.period,
    Grid.PROGRAM_YEAR: lambda cut: cut.program,
}
COLUMN: Mapping[Grid, Callable[[Column], object]] = {
    Grid.PLACE_QUARTER: lambda at: (at.home, _quarter(at.month)),
    Grid.PLACE_YEAR: lambda at: at.home,
    Grid.CITY_QUARTER: lambda at: _quarter(at.month),
    Grid.PROGRAM_YEAR: lambda at: at.occasion.program,
}
_BY_GRID: Mapping[Grid, Callable[[Cut, Column], bool]] = {
    Grid.PLACE_QUARTER: lambda cut, at: at.home == cut.place and _quarter(at.month) == cut.period,
    Grid.PLACE_YEAR: lambda cut, at: at.home == cut.place,
    Grid.CITY_MONTH: lambda cut, at: f"{YEAR}-{at.month:02}" == cut.period,
    Grid.CITY_QUARTER: lambda cut, at: _quarter(at.month) == cut.period,
    Grid.CITY_YEAR: lambda cut, at: True,
    Grid.EVENT: lambda cut, at: at.occasion.id == cut.event,
    Grid.PROGRAM_YEAR: lambda cut, at: at.occasion.program == cut.program,
    Grid.CHANNEL_YEAR: lambda cut, at: at.way == cut.channel,
}
