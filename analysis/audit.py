"""Whether what is published gives a small group away: linear programs over all of it, which trust no suppression.

A secret passes only if two allotments of people, each checked against everything known, lie k people apart on it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, csr_matrix

from analysis.estimates import IntArray
from analysis.nearby import extracts
from analysis.parts import BoolArray, Groups, Part, cut
from analysis.programs import TOLERANCE, Program, Solved
from analysis.scores import FloatArray

WORTHWHILE = 8
"""Secrets that one program for many at once must clear, or else they are looked at one by one."""
FEW = 20
"""Secrets that are looked at one by one among a few atoms of a large table too."""


@dataclass(frozen=True)
class Table:
    """What anybody can know of one measure's bases, in one year, over all releases together.

    counts: (atoms,), the true number of people of each atom; 0 for an atom that could have had people.
    known: (cells, atoms) of 0 and 1, groups whose base is known exactly.
    secrets: (secrets, atoms) of 0 and 1, groups whose base must not be known.
    at_least: (secrets,), what is known from below of each secret: 1 where hiding it says that somebody is there.
    """

    counts: IntArray
    known: csr_array | csr_matrix
    secrets: csr_array | csr_matrix
    at_least: IntArray | FloatArray


@dataclass(frozen=True)
class Leak:
    """A secret (row of secrets) known to lie in [low, high]; `proof` are rows of known that suffice to work it out."""

    secret: int
    low: float
    high: float
    proof: tuple[int, ...]


def bounds(table: Table, rows: Sequence[int] | None = None) -> FloatArray:
    """The lowest and highest base of each secret that agrees with all that is known: (rows, 2), people, fractions too.

    The highest is infinite where some of the secret could be in no known cell. A ValueError for a table that
    contradicts itself.
    """
    whole = _groups(table)
    wanted = np.arange(len(whole.at_least)) if rows is None else np.asarray(rows, dtype=np.int64)
    found = np.zeros((len(whole.at_least), 2))
    for part in cut(whole, wanted):
        search = _Search(part)
        for row in np.flatnonzero(np.isin(part.names, wanted)).tolist():
            search.reach(row, 1)
            search.reach(row, -1)
        found[part.names] = np.column_stack([search.low, search.high])
    return found[wanted]


def audit(table: Table, k: int, enough: int | None = None, rows: Sequence[int] | None = None) -> tuple[Leak, ...]:
    """The secrets whose base is known to within less than k people; no more than `enough` of them.

    People are whole: a base between 0.5 and 10.5 is one of 1 to 10. A ValueError for a table that contradicts itself.
    `rows` are the secrets to look at (default: all). After a repair that took rows from known and made each a secret
    of at least 1, it is enough to look at the leaks and the new secrets: what was wide has only become wider.
    """
    whole = _groups(table)
    wanted = np.arange(len(whole.at_least)) if rows is None else np.unique(np.asarray(rows, dtype=np.int64))
    leaks = _leaks_of_nobody(whole, wanted)
    for some in extracts(whole):
        wanted = _not_wide(some, wanted, k)
    for part in cut(whole, wanted):
        search = _Search(part)
        asked = np.flatnonzero(np.isin(part.names, wanted)).tolist()
        search.clear_many(asked, k)
        for row in search.narrow(asked, k):
            if enough is not None and len(leaks) >= enough:
                break
            leak = _leak(whole, search, row, k)
            leaks += [leak] if leak else []
    return tuple(sorted(leaks[:enough], key=lambda leak: leak.secret))


class _Search:
    """The lowest and highest base of each secret of a part, (secrets,) each, in all allotments found so far."""

    def __init__(self, part: Part) -> None:
        self.part, groups = part, part.groups
        free = groups.known.sum(axis=0) == 0
        self.low = self.last = groups.secrets @ groups.counts
        self.high = np.where(groups.secrets @ free.astype(float) > 0, np.inf, self.low)
        self.told = np.flatnonzero(groups.at_least > 0)
        self._program = Program(
            groups.known, groups.known @ groups.counts, groups.secrets[self.told], groups.at_least[self.told]
        )

    def narrow(self, rows: Sequence[int], k: int) -> Iterator[int]:
        """Those of the secrets that no two allotments put k people apart, asked anew as each is reached."""
        return (row for row in rows if not self.wide(row, k))

    def count_narrow(self, rows: Sequence[int], k: int) -> int:
        """How many of the secrets are narrow so far."""
        return sum(1 for _ in self.narrow(rows, k))

    def wide(self, row: int, k: int) -> bool:
        """Whether two allotments lie k people apart."""
        low, high = self.span(row)
        return high - low >= k

    def span(self, row: int) -> tuple[float, float]:
        """The lowest and highest base in whole people."""
        low, high = float(self.low[row]), float(self.high[row])
        return math.ceil(low - TOLERANCE), high if math.isinf(high) else math.floor(high + TOLERANCE)

    def clear_many(self, rows: Sequence[int], k: int) -> None:
        """Push all narrow secrets at once away from where they last were, as long as it widens enough of them."""
        chance = np.random.default_rng(0)
        rows, cleared = list(self.narrow(rows, k)), WORTHWHILE
        while cleared >= WORTHWHILE and len(rows) >= WORTHWHILE:
            middle = (self.low[rows] + self.high[rows]) / 2
            unmoved = chance.choice([-1.0, 1.0], len(rows)) * (self.last[rows] == middle)
            self._go((np.sign(middle - self.last[rows]) + unmoved) @ self.part.groups.secrets[rows])
            left = list(self.narrow(rows, k))
            rows, cleared = left, len(rows) - len(left)

    def reach(self, row: int, direction: int) -> FloatArray:
        """Go to the highest (1) or lowest (-1) base of a secret; the price of each row there, 0 if it is infinite."""
        if direction > 0 and math.isinf(self.high[row]):
            return np.zeros(len(self.part.cells) + len(self.told))
        return self._go(direction * self.part.groups.secrets[[row]].toarray().ravel()).prices

    def _go(self, objective: FloatArray) -> Solved:
        solved = self._program.highest(objective)
        self.last = self.part.groups.secrets @ solved.point
        self.low, self.high = np.minimum(self.low, self.last), np.maximum(self.high, self.last)
        return solved


def _not_wide(groups: Groups, wanted: IntArray, k: int) -> IntArray:
    """The wanted secrets that are not wide for all that is found for many at once, then for each of few."""
    left = set(wanted.tolist())
    for part in cut(groups, wanted):
        search = _Search(part)
        asked = np.flatnonzero(np.isin(part.names, wanted)).tolist()
        search.clear_many(asked, k)
        for row in search.narrow(asked, k) if search.count_narrow(asked, k) <= FEW else ():
            search.reach(row, 1)
            search.reach(row, -1)
        left -= {int(part.names[row]) for row in asked if search.wide(row, k)}
    return np.array(sorted(left), dtype=np.int64)


def _leak(whole: Groups, search: _Search, row: int, k: int) -> Leak | None:
    """The secret's leak, or None once one of its two programs shows that it is wide enough."""
    proof: set[int] = set()
    for direction in (1, -1):
        prices = search.reach(row, direction)
        if search.wide(row, k):
            return None
        proof |= _proof(whole, search, row, direction, prices)
    return Leak(int(search.part.names[row]), *search.span(row), tuple(sorted(proof)))


def _proof(whole: Groups, search: _Search, row: int, direction: int, prices: FloatArray) -> set[int]:
    """The cells with a price, and cells of nobody for the atoms that the prices alone would leave free to matter."""
    part, cells = search.part, len(search.part.cells)
    known, told = np.zeros(whole.known.shape[0]), np.zeros(whole.secrets.shape[0])
    known[part.cells] = np.where(np.abs(prices[:cells]) > TOLERANCE, prices[:cells], 0.0)
    told[part.names[search.told]] = prices[cells:]
    told[part.names[row]] -= direction
    free = whole.known.T @ known + whole.secrets.T @ told < -TOLERANCE
    return {*np.flatnonzero(known).tolist(), *_cells_of_nobody(whole, free)}


def _cells_of_nobody(whole: Groups, atoms: BoolArray) -> set[int]:
    """Known cells without people that cover the atoms, the one with most of them first."""
    empty = np.flatnonzero(whole.known @ whole.counts == 0)
    cover: set[int] = set()
    while len(empty) and (reach := whole.known[empty] @ atoms.astype(float)).any():
        cover.add(int(empty[np.argmax(reach)]))
        atoms = atoms & (whole.known[[empty[np.argmax(reach)]]].toarray().ravel() == 0)
    return cover


def _leaks_of_nobody(whole: Groups, wanted: IntArray) -> list[Leak]:
    """Secrets of which every atom is in a known cell of nobody: that nobody is in them is no secret."""
    possible = whole.secrets @ whole.possible().astype(float)
    shut = np.flatnonzero((whole.secrets.sum(axis=1) > 0) & (possible == 0))
    members = {int(row): whole.secrets[[row]].toarray().ravel() > 0 for row in np.intersect1d(shut, wanted)}
    return [Leak(row, 0.0, 0.0, tuple(sorted(_cells_of_nobody(whole, members[row])))) for row in members]


def _groups(table: Table) -> Groups:
    """The table as numbers to reckon with; a ValueError for what can't be one of people."""
    known, secrets = (csr_array(matrix, dtype=float, copy=True) for matrix in (table.known, table.secrets))
    whole = Groups(table.counts.astype(float), known, secrets, np.asarray(table.at_least, dtype=float))
    for matrix in (known, secrets):
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
    if any(np.any(matrix.data != 1) for matrix in (known, secrets)):
        raise ValueError("known and secrets are groups: 0 or 1 for each atom")
    if np.any(whole.counts < 0) or np.any(secrets @ whole.counts < whole.at_least):
        raise ValueError("the counts contradict what is known from below")
    return whole
