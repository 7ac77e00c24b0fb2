"""A year's book: what each release brought to it, and in which releases each cut of each table was shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from analysis.estimates import IntArray
from analysis.figures import Cut
from analysis.grids import Layout, name
from analysis.layers import Layer, Page, read
from analysis.ledgers import Ledger, Step, overlaid
from analysis.scores import FloatArray
from analysis.sums import Moments, Told
from analysis.tallies import Counts, Spot, Tally, add_up

Shown = Mapping[str, Mapping[str, tuple[int, ...]]]
"""By table and by a cut's name: the releases in which its base was shown as of then."""


@dataclass(frozen=True)
class Book:
    """The pages of a year, the newest last; `version` is that of the release being made."""

    year: str
    version: int
    pages: tuple[Page, ...]
    corrected: bool = False

    @property
    def newest(self) -> Tally:
        """What this release brings."""
        return self.pages[-1].tally

    def rows(self, name: str) -> IntArray:
        """The positions of the spots where anybody was ever counted under a name."""
        held = sum((tally.people(name) for tally in self.tallies), np.zeros(len(self.spots), dtype=np.int64))
        return np.flatnonzero(held)

    def held(self, name: str) -> list[Spot]:
        """Those spots."""
        return [self.spots[row] for row in self.rows(name)]

    def names(self, prefix: str) -> list[str]:
        """The names that begin so and that anybody was ever counted under."""
        return sorted({name for page in self.pages for name in page.tally.counts if name.startswith(prefix)})

    def total(self, name: str, release: int, instrument: str = "") -> int:
        """How many people a release counted under a name, of one instrument where it is named."""
        pages = zip(self.pages, self.tallies, strict=True)
        there = (tally for page, tally in pages if _step(page, np.zeros(0, dtype=np.int64)).there(release))
        asked = np.array([instrument in ("", spot.instrument) for spot in self.spots], dtype=bool)
        return sum(int(tally.people(name)[asked].sum()) for tally in there)

    def means(self, table: str, cuts: Iterable[Cut]) -> tuple[Told, ...]:
        """What earlier releases told of the means of some cuts."""
        named = {name(cut): cut for cut in cuts}
        return tuple(
            Told(named[said], page.since, *between)
            for page in self.pages
            for said, between in page.means.get(table, {}).items()
            if said in named
        )

    def last_told(self, table: str, cut: str = "") -> int:
        """In which release a cut of a table was told for the last time; 0 for never."""
        return self.shown.get(table, {}).get(cut, (0,))[-1]

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every spot of any page."""
        return tuple(sorted({spot for page in self.pages for spot in page.tally.spots}))

    @cached_property
    def now(self) -> Tally:
        """Everybody who is counted now, on all the book's spots."""
        there = [page.tally for page in self.pages if _step(page, np.zeros(0, dtype=np.int64)).there(self.version)]
        return self._spread(add_up(there))

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """Each page's tally, on all the book's spots."""
        return tuple(self._spread(page.tally) for page in self.pages)

    @cached_property
    def shown(self) -> Shown:
        """What was shown before, from all pages."""
        found: dict[str, dict[str, tuple[int, ...]]] = {}
        for page in self.pages:
            for table, names in page.updated.items():
                said = found.setdefault(table, {})
                for cut in names:
                    said[cut] = (*said.get(cut, ()), page.since)
        return found

    def ledger(self, table: str, layout: Layout, rows: IntArray, name: str) -> Ledger:
        """The ledger of one table: `rows`, shape (rows of the layout,), are its spots, `name` that of its base."""
        steps = (_step(page, tally.people(name)[rows]) for page, tally in zip(self.pages, self.tallies, strict=True))
        return Ledger(layout, overlaid(tuple(steps)), self.shown.get(table, {}), self.version, self.corrected)

    def moments(self, name: str, rows: IntArray, scale: "Scale", release: int = 0) -> Moments:
        """The people, sums and squares of values of each of `rows`, on a scale, as a release (0: this) counted them."""
        pages = zip(self.pages, self.tallies, strict=True)
        nobody = np.zeros(0, dtype=np.int64)
        found = [tally.of(name) for page, tally in pages if _step(page, nobody).there(release or self.version)]
        totals = np.zeros((3, len(self.spots)))
        for counts in found:
            values = scale(counts.values)
            parts = (counts.people, counts.people * values, counts.people * values**2)
            totals += [np.bincount(counts.spots, part, len(self.spots)) for part in parts]
        people, sums, squares = totals[:, rows]
        return people.astype(np.int64), sums, squares

    def _spread(self, tally: Tally) -> Tally:
        """A tally on all the book's spots."""
        place = {spot: number for number, spot in enumerate(self.spots)}
        moved = np.array([place[spot] for spot in tally.spots], dtype=np.int64)
        counts = {name: Counts(moved[one.spots], one.values, one.people) for name, one in tally.counts.items()}
        return Tally(self.spots, counts)


class Scale:
    """How stored values are turned into those that are averaged: (value - low) * factor."""

    def __init__(self, low: float = 0.0, factor: float = 1.0) -> None:
        self._low, self._factor = low, factor

    def __call__(self, values: FloatArray) -> FloatArray:
        return (values - self._low) * self._factor


def open_books(
    layers: Iterable[Layer], new: Mapping[str, Tally], version: int, *, corrected: bool = False
) -> dict[str, Book]:
    """The books of all years that any layer or new tally is about, with a page for this release.

    In a correction what is new is everything: it takes back all pages that still count.
    """
    pages: dict[str, list[Page]] = {year: [] for year in new}
    for layer in sorted(layers, key=lambda one: one.since):
        page = read(layer)
        pages.setdefault(layer.year, []).append(replace(page, until=version) if corrected and not page.until else page)
    return {
        year: Book(year, version, (*found, Page(version, 0, new.get(year, Tally()))), corrected)
        for year, found in sorted(pages.items())
    }


def _step(page: Page, people: IntArray) -> Step:
    return Step(page.since, page.until, people)
