"""The fixed grid of cuts as data: which cut each person falls into, and which cuts add up to which."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from analysis import periods
from analysis.disclosure import Relation
from analysis.estimates import IntArray
from analysis.figures import Cut, Grid


@dataclass(frozen=True)
class Setting:
    """Where, when and how one person spoke. `program` and `closed` are those of the event."""

    event: str
    place: str
    day: date
    program: str
    closed: bool
    instrument: str = ""


@dataclass(frozen=True)
class Group:
    """People who are no cut of the grid but can be worked out from cuts: everybody, an instrument's, a total's rest."""

    level: str
    name: str = ""
    rest_of: "Cut | Group | None" = None


Key = Cut | Group
Level = Grid | str

EVERYBODY = "everybody"
INSTRUMENT = "instrument"

KEYS: Mapping[Level, Callable[[Setting], Key]] = {
    Grid.PLACE_QUARTER: lambda at: Cut(Grid.PLACE_QUARTER, periods.quarter(at.day), place=at.place),
    Grid.PLACE_YEAR: lambda at: Cut(Grid.PLACE_YEAR, periods.year(at.day), place=at.place),
    Grid.CITY_MONTH: lambda at: Cut(Grid.CITY_MONTH, periods.month(at.day)),
    Grid.CITY_QUARTER: lambda at: Cut(Grid.CITY_QUARTER, periods.quarter(at.day)),
    Grid.CITY_YEAR: lambda at: Cut(Grid.CITY_YEAR, periods.year(at.day)),
    Grid.EVENT: lambda at: Cut(Grid.EVENT, event=at.event if at.closed else ""),
    Grid.PROGRAM_YEAR: lambda at: Cut(Grid.PROGRAM_YEAR, periods.year(at.day), program=at.program),
    EVERYBODY: lambda at: Group(EVERYBODY),
    INSTRUMENT: lambda at: Group(INSTRUMENT, at.instrument),
}

NAMED_BY: Mapping[Grid, str] = {
    Grid.PLACE_QUARTER: "place",
    Grid.PLACE_YEAR: "place",
    Grid.EVENT: "event",
    Grid.PROGRAM_YEAR: "program",
}
"""What a cut of the grid must name to be published: people of no known place only count in the sums."""

SUMS: tuple[tuple[Level, Level], ...] = (
    (Grid.CITY_QUARTER, Grid.PLACE_QUARTER),
    (Grid.CITY_YEAR, Grid.PLACE_YEAR),
    (Grid.PLACE_YEAR, Grid.PLACE_QUARTER),
    (Grid.CITY_YEAR, Grid.CITY_QUARTER),
    (Grid.CITY_QUARTER, Grid.CITY_MONTH),
    (Grid.CITY_YEAR, Grid.PROGRAM_YEAR),
    (EVERYBODY, Grid.CITY_YEAR),
    (EVERYBODY, INSTRUMENT),
    (Grid.CITY_MONTH, Grid.EVENT),
    (Grid.CITY_QUARTER, Grid.EVENT),
    (Grid.CITY_YEAR, Grid.EVENT),
    (Grid.PROGRAM_YEAR, Grid.EVENT),
    (Grid.PLACE_QUARTER, Grid.EVENT),
    (Grid.PLACE_YEAR, Grid.EVENT),
    (INSTRUMENT, Grid.EVENT),
)
"""Which level adds up to which. A cut that lies in no single total counts in the totals' rests."""

ALL_GRIDS: tuple[Grid, ...] = tuple(Grid)
CITY_GRIDS = (Grid.CITY_QUARTER, Grid.CITY_YEAR)


@dataclass(frozen=True)
class Layout:
    """The rows (people) of every key, and every sum among the keys; made once, used by each measure.

    `rows` maps a key to an array of row numbers; `cuts` are those that may be published.
    """

    rows: Mapping[Key, IntArray]
    relations: tuple[Relation[Key], ...]
    cuts: tuple[Cut, ...]


def lay_out(settings: Sequence[Setting], levels: Iterable[Level]) -> Layout:
    """Sorts people into the keys of the levels and writes down which keys add up to which."""
    wanted = tuple(levels)
    keys = {level: [KEYS[level](setting) for setting in settings] for level in wanted}
    rows = {key: found for level in wanted for key, found in _rows(keys[level]).items()}
    relations: list[Relation[Key]] = []
    for outer, inner in SUMS:
        if outer in keys and inner in keys:
            rests, sums = _add_up(keys[outer], keys[inner], str(inner))
            rows.update(rests)
            relations += sums
    cuts = sorted((key for key in rows if isinstance(key, Cut) and _published(key)), key=_order)
    return Layout(rows, tuple(relations), tuple(cuts))


def _rows(keys: Iterable[Key]) -> dict[Key, IntArray]:
    found: dict[Key, list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        found[key].append(row)
    return {key: np.array(numbers, dtype=np.int64) for key, numbers in found.items()}


def _add_up(outer: Sequence[Key], inner: Sequence[Key], name: str) -> tuple[dict[Key, IntArray], list[Relation[Key]]]:
    """The rest of each total that no contained part covers, and one relation for each total."""
    totals_of: dict[Key, set[Key]] = defaultdict(set)
    for total, part in zip(outer, inner, strict=True):
        totals_of[part].add(total)
    placed = [
        part if len(totals_of[part]) == 1 else Group(name, rest_of=total)
        for total, part in zip(outer, inner, strict=True)
    ]
    parts: dict[Key, set[Key]] = defaultdict(set)
    for total, key in zip(outer, placed, strict=True):
        parts[total].add(key)
    rests: dict[Key, IntArray] = {
        key: rows for key, rows in _rows(placed).items() if isinstance(key, Group) and key.rest_of is not None
    }
    return rests, [Relation(total, tuple(sorted(parts[total], key=_order))) for total in sorted(parts, key=_order)]


def _published(cut: Cut) -> bool:
    part = NAMED_BY.get(cut.grid)
    return part is None or bool(getattr(cut, part))


def _order(key: Key) -> str:
    return repr(key)
