"""How many rows stand alone with what is written in them: k-anonymity, counted and plainly named."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

FEW = 10
"""Rows that share what is written in them with fewer than this many are rare, as for figures."""


@dataclass(frozen=True)
class Rarity:
    """Of `rows` rows, `unique` have a combination that no other has, and `rare` one that fewer than 10 rows have.

    The unique ones are rare too.
    """

    rows: int
    unique: int
    rare: int

    def share(self, count: int) -> float:
        """A count in per cent of all rows, 0 where there are none."""
        return 100 * count / self.rows if self.rows else 0.0


def rarity(combinations: Iterable[Hashable], few: int = FEW) -> Rarity:
    """Counts rows by their combination.

    >>> rarity(["a", "b", "b"], few=2)
    Rarity(rows=3, unique=1, rare=1)
    """
    sizes = Counter(combinations).values()
    rows, unique = sum(sizes), sum(size == 1 for size in sizes)
    return Rarity(rows, unique, sum(size for size in sizes if size < few))
