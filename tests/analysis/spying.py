"""What an attacker sees of a city, read off its releases alone, and beside it the truth to judge the attacker by.

Nothing here comes from the engine's reasoning: a column is a set of people that anybody can imagine (an event, a home,
a way of answering, the releases that count them), a fact is a base that some release showed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from analysis import grids
from analysis.figures import Bound, Cut, Figure, Grid, Measure, Release, State
from analysis.layers import Page, read
from tests.analysis.besieged import PLACES, City, Person, Published
from tests.analysis.columns import COLUMN, NAMED, READERS, WAYS, Column, imaginable, inside, stays, values_of

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]
OF_PLACES = (Grid.PLACE_QUARTER, Grid.PLACE_YEAR)
SCORES = ("trust", "justice")
RATES = (Measure.THEME, Measure.KIND, Measure.POLARITY)
TABLES = {"index/trust": "trust", "index/justice": "justice", "dont_know/c1": "c1"}
Range = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Fact:
    """That a release showed a cut of a table: its exact base, and by subject how high its mean or rate can be.

    `members`, shape (columns,), are those whom it counts. Pages round the base: this attacker has it exactly.
    """

    table: str
    cut: Cut | str
    release: int
    members: BoolArray
    base: int
    means: Mapping[str, Range] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Secret:
    """People that no one may count: a cut that was never shown, or who came or went since it was."""

    table: str
    cut: Cut
    release: int
    kind: str
    members: BoolArray
    people: int
    least: int


class Spy:
    """Everything known and everything true of one city and its releases.

    `free_dates` is a planted door: any months of any place, wherever ten people or more are behind them.
    """

    def __init__(self, city: City, published: Published, *, free_dates: bool = False) -> None:
        self.city, self.releases = city, published.releases
        releases = published.releases
        self._meant = {(page.since, *pair) for page in map(read, published.layers) for pair in _pairs(page)}
        self.columns = tuple(imaginable(city, len(releases)))
        self._position = {column: number for number, column in enumerate(self.columns)}
        self.people = {table: np.zeros(len(self.columns)) for table in ("answers", *READERS)}
        self.said = {score: [set[float]() for _ in self.columns] for score in SCORES}
        for person in city.people:
            self._place(person)
        self.facts = tuple(fact for release in releases for fact in self._told(release))
        self.facts += tuple(self._dated()) if free_dates else ()
        self.possible = {table: self._possible(table) for table in READERS}

    def _place(self, person: Person) -> None:
        """Puts a person into the columns of where they are counted."""
        for since, until, place in stays(person, self.city.correction, len(self.releases)):
            occasion = next(one for one in self.city.occasions if one.id == person.answer.event)
            way = WAYS[person.answer.channel]
            number = self._position[Column(occasion, place, person.answer.day.month, way, since, until)]
            for table, value in values_of(person).items():
                self.people[table][number] += 1
                if table.startswith("index/"):
                    self.said[TABLES[table]][number].add(value)

    def there(self, release: int) -> BoolArray:
        """The columns that a release counts, shape (columns,)."""
        return np.array([column.there(release) for column in self.columns])

    def inside(self, cut: Cut | str, release: int) -> BoolArray:
        """The columns that a cut, or a questionnaire by its name, counts in a release, shape (columns,)."""
        return np.array([column.there(release) and inside(cut, column) for column in self.columns])

    def count(self, table: str, members: BoolArray) -> int:
        """How many people of a table's base there truly are among some columns."""
        return int(self.people[table][members].sum())

    def _possible(self, table: str) -> BoolArray:
        """The columns that can have people for all that is shown, shape (columns,): a cut of nobody is never named."""
        found = np.ones(len(self.columns), dtype=bool)
        for release in self.releases:
            named = {figure.cut for figure in release.figures if table_of(figure) == table}
            there = self.there(release.version)
            for grid in {cut.grid for cut in named} & set(NAMED):
                names = {NAMED[grid](cut) for cut in named if cut.grid is grid}
                of_grid = np.array([COLUMN[grid](at) not in names for at in self.columns])
                homeless = np.array([not at.home for at in self.columns]) & (grid in OF_PLACES)
                found &= ~(there & of_grid & ~homeless)
        return found

    def received(self, release: int) -> Iterator[tuple[BoolArray, int]]:
        """Staff's live counts: how many answers each event has at a release."""
        there = self.there(release)
        for occasion in self.city.occasions:
            members = there & np.array([column.occasion is occasion for column in self.columns])
            yield members, self.count("answers", members)

    def arrived(self, release: int) -> Iterator[tuple[BoolArray, int]]:
        """How many answers more each event has than at the release before; none where a correction moved people."""
        if release == self.city.correction:
            return
        new = np.array([column.since == release for column in self.columns])
        for members, _ in self.received(release):
            yield members & new, self.count("answers", members & new)

    def _told(self, release: Release) -> Iterator[Fact]:
        grouped: dict[tuple[str, Cut], list[Figure]] = {}
        for figure in release.figures:
            table = table_of(figure)
            if figure.state is not State.HIDDEN and figure.release == release.version and table:
                grouped.setdefault((table, figure.cut), []).append(figure)
        for (table, cut), figures in grouped.items():
            members = self.inside(cut, release.version)
            base = self.count(table, members)
            means = {figure.subject: told_range(figure, base) for figure in figures if figure.base}
            yield Fact(table, cut, release.version, members, base, means)
        for summary in release.summaries:
            if summary.release == release.version and summary.subject in SCORES:
                members, table = self.inside(summary.instrument, release.version), f"index/{summary.subject}"
                yield Fact(table, summary.instrument, release.version, members, self.count(table, members))

    def _dated(self) -> Iterator[Fact]:
        last = len(self.releases)
        for place, first, until in product(PLACES, range(1, 13), range(1, 13)):
            held = (at.there(last) and at.home == place and first <= at.month <= until for at in self.columns)
            members = np.array(list(held))
            if (base := self.count("index/trust", members)) >= 10:
                yield Fact("index/trust", f"{place} {first}-{until}", last, members, base)

    def secrets(self, release: Release) -> Iterator[Secret]:
        """What a release keeps to itself about every cut that it names."""
        before = self.there(release.version - 1)
        for table, cut in {(table_of(figure), figure.cut): None for figure in release.figures}:
            if not table:
                continue
            now, shown = self.inside(cut, release.version), self._last(table, cut, release.version)
            if shown is None:
                groups = {"hidden": now, "newest of hidden": now & ~before}
            else:
                groups = {"came since": now & ~shown.members, "went since": shown.members & ~now}
            for kind, members in groups.items():
                people = self.count(table, members)
                told = kind == "hidden" and people >= 10 and self._meant_to_be_told(table, cut, release.version)
                if people and not told and not (kind == "newest of hidden" and people == self.count(table, now)):
                    yield Secret(table, cut, release.version, kind, members, people, int(kind == "hidden"))

    def _meant_to_be_told(self, table: str, cut: Cut, release: int) -> bool:
        """Whether the base is no secret: only the level is, where all said the same or a rate has under 30 people."""
        name = f"resident/{table}" if "/" in table else table
        return any((since, name, grids.name(cut)) in self._meant for since in range(1, release + 1))

    def _last(self, table: str, cut: Cut, release: int) -> Fact | None:
        told = (one for one in self.facts if (one.table, one.cut) == (table, cut) and one.release <= release)
        return max(told, key=lambda fact: fact.release, default=None)

    def same(self, table: str) -> tuple[str, ...]:
        """The tables that are about the very same people, as anybody knows where nobody left anything out."""
        groups = (("index/trust", "index/justice", "dont_know/c1"), tuple(map(str, RATES)))
        found = next(group for group in groups if table in group)
        return found if self.city.complete else (table,)


def _pairs(page: Page) -> Iterator[tuple[str, str]]:
    return ((table, cut) for table, cuts in page.updated.items() for cut in cuts)


def table_of(figure: Figure) -> str:
    """The table whose base a figure has; "" for what this attacker leaves alone."""
    if figure.measure in RATES:
        return str(figure.measure)
    name = f"{figure.measure}/{figure.subject}"
    return name if name in TABLES else ""


def told_range(figure: Figure, base: int) -> Range:
    """Between what the exact mean or rate must lie, worked back from how it was rounded."""
    rate = figure.measure is not Measure.INDEX
    step = 5.0 if base < 100 else 1.0 if base < 1000 else 0.1
    low, high = (figure.low, figure.high) if figure.low is not None and figure.high is not None else (0.0, 100.0)
    ranges = [(low, high)]
    if not rate and low > 0 and high < 100:
        ranges.append(((low + high - step) / 2, (low + high + step) / 2))
    if figure.bound is Bound.FEW:
        ranges.append((100 / base, 400 / base))
    elif figure.bound is Bound.AT_LEAST and figure.value is not None:
        ranges.append((figure.value, 100.0))
    elif figure.bound is Bound.AT_MOST and figure.value is not None:
        ranges.append((0.0, figure.value))
    elif figure.value is not None:
        ranges.append((figure.value - step / 2, figure.value + step / 2))
    return max(one for one, _ in ranges), min(one for _, one in ranges)
