"""What may be said about how few people: the only place that decides what is shown.

Nothing is shown about fewer than K people, and nothing that a subtraction would turn into that: neither of one cut from
another nor of one release from the next.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Generic, TypeVar

VERSION = "2"
K = 10

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Relation(Generic[Key]):
    """A sum that anybody can do: the base of `total` is the sum of the bases of `parts`."""

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True)
class Past(Generic[Key]):
    """What of a table was shown before, and who came or was taken back since.

    `last` says who was counted when a cut was shown with a base of its own for the last time: at which release;
    `moved` how many people came or went since then; `fresh` how many since the release before this one.
    """

    last: Mapping[Key, int]
    moved: Mapping[Key, int]
    fresh: Mapping[Key, int]

    def unknown_before(self, bases: Mapping[Key, int]) -> frozenset[Key]:
        """Cuts with new people whose base at the release before this one was not shown."""
        return frozenset(
            key
            for key, fresh in self.fresh.items()
            if fresh and (self.moved[key] > fresh if key in self.last else bases.get(key, 0) > fresh)
        )


@dataclass(frozen=True)
class Decision(Generic[Key]):
    """What is done with each cut: shown with its present people, left as it was shown before, or hidden.

    `kept` are cuts that nobody came to since they were shown; `stale` those whose new people are too few to tell of.
    """

    updated: frozenset[Key]
    kept: frozenset[Key]
    stale: frozenset[Key]
    hidden: frozenset[Key]

    @cached_property
    def known(self) -> frozenset[Key]:
        """The cuts whose present base anybody can know."""
        return self.updated | self.kept


Audit = Callable[[Decision[Key]], frozenset[Key]]
"""Finds cuts of `updated` that must not be shown anew after all; empty where nothing is told."""


class Refused(Exception):
    """A release would tell what must not be told, and nothing that could be left out mends it."""


def too_few(bases: Mapping[Key, int], k: int = K) -> frozenset[Key]:
    """The keys with someone, but fewer than k people. An empty base holds nobody and needs no hiding."""
    return frozenset(key for key, base in bases.items() if 0 < base < k)


def hide(
    bases: Mapping[Key, int], relations: Sequence[Relation[Key]], k: int = K, first: Iterable[Key] = (), there: int = 1
) -> frozenset[Key]:
    """Every key to hide: the too few, those of `first`, and others until no single relation gives a base away.

    In a relation whose total is shown, what is hidden must be two parts or more with k people together beyond those
    that are known to be `there` in each of them, one where hiding says that somebody is; where the total is hidden,
    one of its parts must be too. Empty bases are taken as known, so they protect nobody. The smallest shown part is
    hidden next, the total only when no part is left. Each relation is looked at alone; the audit looks at all of them.
    """
    hidden = {*too_few(bases, k), *(key for key in first if bases.get(key, 0))}
    sums = [_Sum(relation, bases, hidden, there) for relation in relations] if hidden else []
    touching = _touching(relations) if hidden else {}
    waiting = list(range(len(sums)))
    queued = set(waiting)
    while waiting:
        number = waiting.pop()
        queued.discard(number)
        while (key := sums[number].next_to_hide(k)) is not None:
            hidden.add(key)
            for other in touching[key]:
                sums[other].hide(key)
            again = [other for other in touching[key] if other != number and other not in queued]
            waiting += again
            queued.update(again)
    return frozenset(hidden)


def decide(
    bases: Mapping[Key, int],
    relations: Sequence[Relation[Key]],
    past: Past[Key],
    hidden: frozenset[Key],
    k: int,
    audit: Audit[Key],
    held: frozenset[Key] = frozenset(),
) -> Decision[Key]:
    """What is shown of a table; `hidden` is what must be hidden whatever was shown before, `held` not be shown anew.

    A cut is shown anew only when k people or more came or went since it was last shown. The same rule then holds for
    the table of what is new since the last release: what is left out of it hides others with it. Last the audit
    looks at everything that was ever told; what it finds is left out too, until it finds nothing. Raises Refused.
    """
    unmoved = frozenset(key for key in past.last if not past.moved.get(key, 0))
    small = frozenset(key for key in past.last if 0 < past.moved.get(key, 0) < k)
    left_out: frozenset[Key] = small | held
    while True:
        covered, left_out = _settle(bases, relations, past, hidden, left_out, k)
        shown = frozenset(key for key, base in bases.items() if base)
        decision = Decision(
            updated=shown - covered - left_out - unmoved,
            kept=unmoved & shown,
            stale=(left_out | covered) & past.last.keys() - unmoved,
            hidden=(covered | left_out) - past.last.keys(),
        )
        found = audit(decision)
        if not found:
            return decision
        if not found <= decision.updated:
            raise Refused("the audit names cuts that are not shown anew")
        left_out |= found


def _settle(
    bases: Mapping[Key, int],
    relations: Sequence[Relation[Key]],
    past: Past[Key],
    hidden: frozenset[Key],
    left_out: frozenset[Key],
    k: int,
) -> tuple[frozenset[Key], frozenset[Key]]:
    """What is hidden of all people and what is left out of the newest, each covering for the other.

    What was shown can't be taken back, only its newest people be left out. Cuts whose people before this release
    nobody knows cover for others among the newest, since nobody can subtract; they may be shown all the same.
    """
    before = None
    while before != (hidden, left_out):
        before = hidden, left_out
        hidden = hide(bases, relations, k, (*hidden, *(left_out - past.last.keys()))) - past.last.keys()
        covering = past.unknown_before(bases) & too_few(past.fresh, k) - hidden - left_out
        left_out |= hide(past.fresh, relations, k, (*hidden, *left_out, *covering), 0) - covering
        left_out = frozenset(key for key in left_out if past.fresh.get(key, 0) or past.moved.get(key, 0))
    return hidden, left_out


def _touching(relations: Sequence[Relation[Key]]) -> Mapping[Key, list[int]]:
    """The relations that each key stands in."""
    found: dict[Key, list[int]] = {}
    for number, relation in enumerate(relations):
        for key in (relation.total, *relation.parts):
            found.setdefault(key, []).append(number)
    return found


class _Sum(Generic[Key]):
    """A relation and what of it is hidden so far; only parts with people count."""

    def __init__(self, relation: Relation[Key], bases: Mapping[Key, int], hidden: Set[Key], there: int) -> None:
        self._total, self._bases, self._hidden, self._there = relation.total, bases, hidden, there
        self._all = relation.parts
        self._rising: list[Key] | None = None
        self._total_hidden = relation.total in hidden
        unseen = [bases[part] for part in relation.parts if part in hidden and bases.get(part, 0)]
        self._parts, self._people = len(unseen), sum(unseen) - there * len(unseen)

    def hide(self, key: Key) -> None:
        """Takes note that a key with people, which is the total or a part, is hidden now."""
        if key == self._total:
            self._total_hidden = True
        else:
            self._parts, self._people = self._parts + 1, self._people + self._bases[key] - self._there

    def next_to_hide(self, k: int) -> Key | None:
        """What has to be hidden so that nobody can work out a hidden base; None where nobody can, or nothing helps."""
        if _safe(self._people, self._parts, self._total_hidden, k):
            return None
        if (part := self._smallest_shown()) is not None:
            return part
        return None if self._total_hidden or not self._bases.get(self._total, 0) else self._total

    def _smallest_shown(self) -> Key | None:
        if self._rising is None:
            held = (part for part in self._all if self._bases.get(part, 0))
            self._rising = sorted(held, key=self._bases.__getitem__, reverse=True)
        while self._rising and self._rising[-1] in self._hidden:
            self._rising.pop()
        if not self._rising:
            return None
        smallest = self._bases[self._rising[-1]]
        alike = takewhile(lambda part: self._bases[part] == smallest, reversed(self._rising))
        return min((part for part in alike if part not in self._hidden), key=repr)


def _safe(people: int, parts: int, total_hidden: bool, k: int) -> bool:
    if total_hidden:
        return parts >= 1
    return parts == 0 or (parts >= 2 and people >= k)
