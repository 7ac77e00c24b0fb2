"""When what is told of a whole city's year is told anew: never because of a few people more or fewer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

import numpy as np

from analysis import disclosure
from analysis.books import Book
from analysis.disclosure import Key, Past, Relation
from analysis.estimates import IntArray
from analysis.ledgers import Step, overlaid
from analysis.tallies import Tally


@dataclass(frozen=True)
class Kinds(Generic[Key]):
    """People of a year by kind: `people` gives how many a tally on the book's spots has of each, shape (kinds,).

    `members` are the kinds of each group, arrays of positions; `relations` the sums among groups.
    """

    people: Callable[[Tally], IntArray]
    members: Mapping[Key, IntArray]
    relations: Sequence[Relation[Key]]


@dataclass(frozen=True)
class Renewed(Generic[Key]):
    """What is done with each group: told `anew`, left `as_told` before, or, where in neither, not told.

    Of those left, nobody came to or left the `same`.
    """

    anew: frozenset[Key]
    as_told: frozenset[Key]
    same: frozenset[Key]


def decide(book: Book, table: str, kinds: Kinds[Key], name: Callable[[Key], str], k: int) -> Renewed[Key]:
    """Groups to tell anew: k people or more, and k or more of them new since the book says that they were told.

    What is not told, of everybody or of the newest, does not follow from the others: `disclosure.decide`. `name` is
    how a group is called in the book's record of the `table`, which is the caller's to write.
    """
    told = {key: book.last_told(table, name(key)) for key in kinds.members}
    last = {key: release for key, release in told.items() if release}
    pages = zip(book.pages, book.tallies, strict=True)
    steps = overlaid(tuple(Step(page.since, page.until, kinds.people(tally)) for page, tally in pages))
    releases = {0, book.version - 1, *last.values()}
    changed = {release: _differing(steps, kinds.members, release, book.version) for release in releases}
    bases = {key: base for key, base in changed[0].items() if base}
    moved = {key: changed[last.get(key, 0)][key] for key in kinds.members}
    past = Past(last, moved, changed[book.version - 1])
    hidden = disclosure.hide(bases, kinds.relations, k)
    decision = disclosure.decide(bases, kinds.relations, past, hidden, k, lambda _: frozenset())
    again = decision.kept if book.corrected else frozenset()
    same = decision.kept - again
    return Renewed(decision.updated | again, decision.stale | same, same)


def _differing(steps: Sequence[Step], members: Mapping[Key, IntArray], release: int, version: int) -> dict[Key, int]:
    """How many people of each group came or went between two releases; before the first there was nobody."""
    moved = [step.people for step in steps if step.there(release) is not step.there(version)]
    total = np.stack(moved).sum(axis=0) if moved else None
    return {key: 0 if total is None else int(total[rows].sum()) for key, rows in members.items()}
