"""Answers and remarks counted by where they were given: all that a release needs, and nobody in it any more."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from analysis.estimates import IntArray
from analysis.scores import FloatArray


class Spot(NamedTuple):
    """Where and when something was said: the month is 2025-07, `channel` as in Cut."""

    event: str
    place: str
    month: str
    instrument: str
    channel: str

    @property
    def year(self) -> str:
        return self.month[:4]


@dataclass(frozen=True)
class Counts:
    """How many people of a spot have a value: three arrays of shape (entries,); `spots` are positions in a Tally's."""

    spots: IntArray
    values: FloatArray
    people: IntArray


NOBODY = Counts(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0, dtype=np.int64))


@dataclass(frozen=True)
class Tally:
    """Counts by name, e.g. "index/trust", over spots."""

    spots: tuple[Spot, ...] = ()
    counts: Mapping[str, Counts] = field(default_factory=dict)

    def of(self, name: str) -> Counts:
        """The counts of that name, empty where nobody has any."""
        return self.counts.get(name, NOBODY)

    def people(self, name: str) -> IntArray:
        """How many people of each spot are counted under the name, shape (spots,)."""
        found = self.of(name)
        return np.bincount(found.spots, found.people, len(self.spots)).astype(np.int64)


class Collector:
    """Takes in counts bit by bit and gives them out as one tally for each year."""

    def __init__(self) -> None:
        self._spots: dict[Spot, int] = {}
        self._found: dict[str, list[Counts]] = defaultdict(list)

    def number(self, spots: Iterable[Spot]) -> IntArray:
        """The spots as numbers to add counts under, shape (spots,)."""
        numbers = [self._spots.setdefault(spot, len(self._spots)) for spot in spots]
        return np.array(numbers, dtype=np.int64)

    def add(self, name: str, spots: IntArray, values: FloatArray, people: IntArray | None = None) -> None:
        """Counts one person for each entry, or as many as `people` says; all of shape (entries,)."""
        if len(spots):
            self._found[name].append(_summed(spots, values, np.ones_like(spots) if people is None else people))

    def add_tally(self, tally: Tally) -> None:
        """Takes in all that was counted before."""
        numbers = self.number(tally.spots)
        for name, found in tally.counts.items():
            self.add(name, numbers[found.spots], found.values, found.people)

    def by_year(self) -> dict[str, Tally]:
        """What came in, apart by calendar year."""
        years = np.array([spot.year for spot in self._spots], dtype=str)
        return {str(year): self._only(years == year) for year in np.unique(years)}

    def whole(self) -> Tally:
        """What came in, as one."""
        return self._only(np.ones(len(self._spots), dtype=bool))

    def _only(self, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Tally:
        """The tally of the chosen spots, in the order of their names, which says nothing of when they came."""
        spots = sorted(spot for spot, taken in zip(self._spots, chosen, strict=True) if taken)
        place = np.full(len(self._spots), -1, dtype=np.int64)
        place[[self._spots[spot] for spot in spots]] = np.arange(len(spots))
        made = {}
        for name, parts in sorted(self._found.items()):
            joined = _joined(parts)
            kept = place[joined.spots] >= 0
            if kept.any():
                made[name] = _summed(place[joined.spots[kept]], joined.values[kept], joined.people[kept])
        return Tally(tuple(spots), made)


def add_up(tallies: Sequence[Tally]) -> Tally:
    """One tally of everybody in any of them."""
    collector = Collector()
    for tally in tallies:
        collector.add_tally(tally)
    return collector.whole()


def _joined(parts: Sequence[Counts]) -> Counts:
    spots, values, people = (np.concatenate([getattr(part, name) for part in parts]) for name in _FIELDS)
    return Counts(spots, values, people)


_FIELDS = ("spots", "values", "people")


def _summed(spots: IntArray, values: FloatArray, people: IntArray) -> Counts:
    """Entries of the same spot and value as one; none is left where nobody is."""
    order = np.lexsort((values, spots))
    spots, values, people = spots[order], values[order], people[order]
    first = np.ones(len(spots), dtype=bool)
    first[1:] = (np.diff(spots) != 0) | (np.diff(values) != 0)
    totals = np.add.reduceat(people, np.flatnonzero(first)) if len(spots) else people
    kept = totals != 0
    return Counts(spots[first][kept], values[first][kept], totals[kept])
