"""The fixed grid of cuts as data: which cut each person falls into, and which cuts add up to which."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import permutations

import numpy as np
from scipy.sparse import csr_array

from analysis import disclosure, periods
from analysis.disclosure import Relation
from analysis.estimates import IntArray
from analysis.figures import Cut, Grid


@dataclass(frozen=True)
class Setting:
    """Where, when and how people spoke. `program` and `closed` are those of the event; `channel` as in Cut."""

    event: str
    place: str
    day: date
    program: str
    closed: bool
    instrument: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Group:
    """People who are no cut of the grid but can be worked out from cuts: everybody, an instrument's, a total's rest."""

    level: str
    name: str = ""
    rest_of: "Cut | Group | None" = None


Key = Cut | Group
Level = Grid | str

CARD, OPEN = "card", "open"
EVERYBODY = "everybody"
INSTRUMENT = "instrument"
OPEN_EVENT = "open event"
"""An event that is no cut yet: one group each, so that nobody else's group changes when it closes."""

KEYS: Mapping[Level, Callable[[Setting], Key]] = {
    Grid.PLACE_QUARTER: lambda at: Cut(Grid.PLACE_QUARTER, periods.quarter(at.day), place=at.place),
    Grid.PLACE_YEAR: lambda at: Cut(Grid.PLACE_YEAR, periods.year(at.day), place=at.place),
    Grid.CITY_MONTH: lambda at: Cut(Grid.CITY_MONTH, periods.month(at.day)),
    Grid.CITY_QUARTER: lambda at: Cut(Grid.CITY_QUARTER, periods.quarter(at.day)),
    Grid.CITY_YEAR: lambda at: Cut(Grid.CITY_YEAR, periods.year(at.day)),
    Grid.EVENT: lambda at: Cut(Grid.EVENT, event=at.event) if at.closed else Group(OPEN_EVENT, at.event),
    Grid.PROGRAM_YEAR: lambda at: Cut(Grid.PROGRAM_YEAR, periods.year(at.day), program=at.program),
    Grid.CHANNEL_YEAR: lambda at: Cut(Grid.CHANNEL_YEAR, periods.year(at.day), channel=at.channel),
    EVERYBODY: lambda at: Group(EVERYBODY),
    INSTRUMENT: lambda at: Group(INSTRUMENT, at.instrument),
}

NAMED_BY: Mapping[Grid, str] = {
    Grid.PLACE_QUARTER: "place",
    Grid.PLACE_YEAR: "place",
    Grid.EVENT: "event",
    Grid.PROGRAM_YEAR: "program",
    Grid.CHANNEL_YEAR: "channel",
}
"""What a cut of the grid must name to be published: people of no known place only count in the sums."""

ALL_GRIDS: tuple[Grid, ...] = tuple(grid for grid in Grid if grid is not Grid.CHANNEL_YEAR)
"""Every grid but that of channels, which is added where there are cards and it hides nothing else."""
CITY_GRIDS = (Grid.CITY_QUARTER, Grid.CITY_YEAR)


@dataclass(frozen=True, eq=False)
class Layout:
    """The rows of every key, and every sum among the keys; made once, used by each measure.

    A row is everybody of one setting: `settings` and `people` (who was asked) have shape (rows,). `rows` maps a key
    to an array of row numbers; `cuts` are those that may be published.
    """

    rows: Mapping[Key, IntArray]
    relations: tuple[Relation[Key], ...]
    cuts: tuple[Cut, ...]
    settings: tuple[Setting, ...]
    people: IntArray
    levels: tuple[Level, ...]
    _hidden: dict[int, frozenset[Key]] = field(default_factory=dict)
    _numbers: dict[Setting, IntArray] = field(default_factory=dict)

    @cached_property
    def members(self) -> csr_array:
        """Who is in each key, in the order of `rows`: 0 and 1, shape (keys, rows)."""
        sizes = [len(found) for found in self.rows.values()]
        columns = np.concatenate([np.zeros(0, dtype=np.int64), *self.rows.values()])
        starts = np.cumsum([0, *sizes])
        return csr_array((np.ones(len(columns), dtype=np.int64), columns, starts), shape=(len(sizes), len(self.people)))

    def totals(self, people: IntArray) -> dict[Key, int]:
        """How many of `people`, shape (rows,), are in each key."""
        return dict(zip(self.rows, (self.members @ people).tolist(), strict=True))

    def bases(self, people: IntArray) -> dict[Key, int]:
        """The same without empty keys."""
        return {key: base for key, base in self.totals(people).items() if base}

    def in_order(self, keys: Iterable[Key]) -> list[Key]:
        """The keys as their names sort, the same in every run."""
        return sorted(keys, key=self._rank.__getitem__)

    def numbers_of(self, setting: Setting) -> IntArray:
        """The numbers, by `rows`, of the keys that somebody of another setting would be in; kept, as many ask again."""
        if setting not in self._numbers:
            keys = {KEYS[level](setting) for level in self.levels}
            self._numbers[setting] = np.array([self._number[key] for key in keys if key in self._number], np.int64)
        return self._numbers[setting]

    def names_all_of(self, setting: Setting) -> bool:
        """Whether somebody of another setting would be in cuts that all have somebody already."""
        return all(key in self.rows for key in (KEYS[level](setting) for level in self.levels) if published(key))

    @cached_property
    def _number(self) -> dict[Key, int]:
        return {key: number for number, key in enumerate(self.rows)}

    @cached_property
    def _rank(self) -> dict[Key, int]:
        return {key: rank for rank, key in enumerate(sorted(self.rows, key=repr))}

    def hide(self, bases: Mapping[Key, int], k: int = disclosure.K) -> frozenset[Key]:
        """What to hide of a measure that has these bases: at least what is hidden of everybody who was asked.

        So all measures of the same people hide the same cuts as far as they can: one that is hidden under one
        measure to protect another is not told by a second measure's base.
        """
        return disclosure.hide(bases, self.relations, k, first=self.hidden_of_all(k))

    def hidden_of_all(self, k: int = disclosure.K) -> frozenset[Key]:
        """What is hidden of everybody who was asked."""
        if k not in self._hidden:
            self._hidden[k] = disclosure.hide(self.bases(self.people), self.relations, k)
        return self._hidden[k]


def lay_out(settings: Sequence[Setting], levels: Iterable[Level], people: IntArray | None = None) -> Layout:
    """Sorts rows into the keys of the levels and writes down which keys add up to which; a row is one person if untold.

    Any cut may lie within any other: a neighborhood's year within one program, an event within a neighborhood's
    quarter. Each level is therefore laid over each other one; parts that lie in no single total are its rest.
    """
    distinct = {setting: number for number, setting in enumerate(dict.fromkeys(settings))}
    numbers = np.array([distinct[setting] for setting in settings], dtype=np.int64)
    used = tuple(levels)
    sorted_in = {level: _sort(level, tuple(distinct), numbers) for level in used}
    rows = {key: found for level in sorted_in.values() for key, found in level.rows()}
    relations: list[Relation[Key]] = []
    for outer, inner in permutations(sorted_in, 2):
        rests, sums = _add_up(sorted_in[outer], sorted_in[inner], str(inner))
        rows.update(rests)
        relations += sums
    cuts = sorted((key for key in rows if isinstance(key, Cut) and _published(key)), key=repr)
    everyone = np.ones(len(settings), dtype=np.int64) if people is None else people
    return Layout(rows, tuple(relations), tuple(cuts), tuple(settings), everyone, used)


@dataclass(frozen=True)
class _Sorted:
    """People sorted into the keys of one level: `places`, shape (people,), are positions in `keys`."""

    keys: tuple[Key, ...]
    places: IntArray

    def rows(self) -> Iterable[tuple[Key, IntArray]]:
        return _group(self.keys, self.places, np.arange(len(self.places)))


def _sort(level: Level, distinct: Sequence[Setting], numbers: IntArray) -> _Sorted:
    """People into the keys of a level; `numbers`, shape (people,), say which of `distinct` is whose."""
    found = [KEYS[level](setting) for setting in distinct]
    keys = tuple(sorted(set(found), key=repr))
    position = {key: place for place, key in enumerate(keys)}
    return _Sorted(keys, np.array([position[key] for key in found], dtype=np.int64)[numbers])


def _group(keys: Sequence[Key], places: IntArray, rows: IntArray) -> Iterable[tuple[Key, IntArray]]:
    """The rows of each key that has any; `places` says which key each of the `rows` has."""
    order = np.argsort(places, kind="stable")
    used, first = np.unique(places[order], return_index=True)
    return zip((keys[place] for place in used), np.split(rows[order], first[1:]), strict=False)


def lay_out_channels(
    settings: Sequence[Setting], levels: Iterable[Level], people: IntArray | None = None, *, were_told: bool = False
) -> Layout:
    """The layout with the grid of channels, without it where no card was used or it would cost another cut.

    Cards and open code are compared for the whole city only, so no figure of a place or an event is given up for them,
    unless an earlier release told them: what is known stays known.
    """
    plain = lay_out(settings, levels, people)
    if not any(setting.channel == CARD for setting in settings):
        return plain
    richer = lay_out(settings, (*levels, Grid.CHANNEL_YEAR), people)
    if were_told:
        return richer
    told = {*plain.cuts, *(key for key in plain.rows if isinstance(key, Group) and key.rest_of is None)}
    return plain if (richer.hidden_of_all() - plain.hidden_of_all()) & told else richer


def _add_up(outer: _Sorted, inner: _Sorted, name: str) -> tuple[dict[Key, IntArray], list[Relation[Key]]]:
    """The rest of each total that no contained part covers, and a relation for each total that has contained parts."""
    width = max(1, len(outer.keys))
    pairs = np.stack(np.divmod(np.unique(inner.places * width + outer.places), width))
    single = np.bincount(pairs[0], minlength=len(inner.keys)) == 1
    parts: dict[int, list[Key]] = defaultdict(list)
    for part, total in pairs[:, single[pairs[0]]].T.tolist():
        parts[total].append(inner.keys[part])
    left = np.flatnonzero(~single[inner.places] & np.isin(outer.places, list(parts)))
    rests: dict[Key, IntArray] = {
        Group(name, rest_of=total): rows for total, rows in _group(outer.keys, outer.places[left], left)
    }
    for total, found in parts.items():
        rest = Group(name, rest_of=outer.keys[total])
        found += [rest] if rest in rests else []
    return rests, [Relation(outer.keys[total], tuple(found)) for total, found in sorted(parts.items())]


def published(key: Key) -> bool:
    """Whether the key is a cut that figures are about, and not only a part of sums."""
    return isinstance(key, Cut) and _published(key)


def told(key: Key) -> bool:
    """Whether readers see the key's base itself; others can at most be worked out, and change as people come."""
    return published(key) or (isinstance(key, Group) and key.level == INSTRUMENT and key.rest_of is None)


def told_by_name(said: str) -> bool:
    """The same of a key's name."""
    parts = said.split("|")
    return published(Cut(Grid(parts[0]), *parts[1:])) if len(parts) > 1 else said.startswith(f"{INSTRUMENT}/")


def name(key: Key) -> str:
    """A key as text that stays the same from release to release."""
    if isinstance(key, Cut):
        return "|".join((key.grid.value, key.period, key.place, key.event, key.program, key.channel))
    return f"{key.level}/{key.name}/" + (f"rest of {name(key.rest_of)}" if key.rest_of is not None else "")


def _published(cut: Cut) -> bool:
    part = NAMED_BY.get(cut.grid)
    return part is None or bool(getattr(cut, part))
