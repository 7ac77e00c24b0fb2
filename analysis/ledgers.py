"""What each release brought to one table of a year, and what may therefore be shown of it now."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis import disclosure
from analysis.disclosure import Decision, Past, Refused
from analysis.estimates import IntArray
from analysis.figures import Cut
from analysis.grids import Key, Layout, name, told, told_by_name
from analysis.knowledge import find_leaks


@dataclass(frozen=True)
class Step:
    """The people of each row, shape (rows,), that one release brought; `until` is the one that took them back, or 0."""

    since: int
    until: int
    people: IntArray

    def there(self, release: int) -> bool:
        """Whether a release counted them."""
        return self.since <= release and not 0 < self.until <= release


def overlaid(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps with everybody whom a correction took back and counted again in one: they are the same people."""
    found = list(steps)
    for release in sorted({step.until for step in steps if step.until}):
        again = next((step.people for step in found if step.since == release), None)
        for number, step in enumerate(found):
            if again is not None and step.until == release:
                kept = np.minimum(step.people, again)
                again = again - kept
                found[number] = Step(step.since, release, step.people - kept)
                found.append(Step(step.since, 0, kept))
        found = [Step(release, 0, again) if step.since == release and again is not None else step for step in found]
    return tuple(step for step in sorted(found, key=lambda step: (step.since, step.until)) if step.people.any())


@dataclass(frozen=True)
class Ledger:
    """One table of one year: its steps, and in which releases each key's base was shown, by the key's name.

    `corrected`: this release corrects the one before, so that figures are made anew also where nobody came.
    """

    layout: Layout
    steps: tuple[Step, ...]
    shown: Mapping[str, tuple[int, ...]]
    version: int
    corrected: bool = False

    @cached_property
    def people(self) -> IntArray:
        """Who is counted now, shape (rows,)."""
        return self._sum(step for step in self.steps if step.there(self.version))

    @cached_property
    def names(self) -> Mapping[Key, str]:
        return {key: name(key) for key in self.layout.rows}

    @cached_property
    def past(self) -> Past[Key]:
        """What was shown, and who came or went since."""
        last = {key: self.shown[said][-1] for key, said in self.names.items() if said in self.shown and told(key)}
        releases = {*last.values(), 0, self.version - 1}
        changed = {
            release: self.layout.totals(self._sum(step for step in self.steps if self._differs(step, release)))
            for release in releases
        }
        moved = {key: changed[last.get(key, 0)][key] for key in self.layout.rows}
        return Past(last, moved, changed[self.version - 1])

    def _differs(self, step: Step, release: int) -> bool:
        return step.there(release) is not step.there(self.version)

    def decide(self, k: int, *, new_cuts: bool = True, held: frozenset[Cut] = frozenset()) -> Decision[Key]:
        """What is shown of the table; `new_cuts`: some of its cuts were in no release before. Raises Refused.

        `held` are cuts that are not shown anew, because another table of the same people does not show them.
        """
        if forgotten := sorted(filter(told_by_name, self.shown.keys() - set(self.names.values()))):
            raise Refused(f"was told, but is no cut any more: {', '.join(forgotten)}")
        bases = self.layout.bases(self.people)
        if not (self.corrected or new_cuts or any(self.past.fresh.values())):
            return self._as_before(bases)
        hidden = self.layout.hide(bases, k)
        check = self._check(bases, k) if self.steps else _nothing
        kept_back = frozenset(key for key in self.layout.rows if key in held)
        return disclosure.decide(bases, self.layout.relations, self.past, hidden, k, check, kept_back)

    def _as_before(self, bases: Mapping[Key, int]) -> Decision[Key]:
        """The decision where nothing is new."""
        shown = self.past.last.keys()
        kept = frozenset(key for key in shown if not self.past.moved[key])
        return Decision(frozenset(), kept, frozenset(shown) - kept, frozenset(bases.keys() - shown))

    def _check(self, bases: Mapping[Key, int], k: int) -> Callable[[Decision[Key]], frozenset[Key]]:
        def check(decision: Decision[Key]) -> frozenset[Key]:
            try:
                leaks = find_leaks(self, decision, k)
            except (ValueError, ArithmeticError) as error:  # equations that contradict each other, or no end found
                raise Refused("what is known contradicts itself, or could not be audited") from error
            return _undo(leaks, decision.updated, bases)

        return check

    def _sum(self, steps: Iterable[Step]) -> IntArray:
        total = np.zeros(len(self.layout.people), dtype=np.int64)
        for step in steps:
            total = total + step.people
        return total


def _nothing(decision: Decision[Key]) -> frozenset[Key]:
    return frozenset()


def _undo(leaks: Sequence[tuple[Key | None, ...]], shown: frozenset[Key], bases: Mapping[Key, int]) -> frozenset[Key]:
    """For each leak the smallest of the cuts that prove it and can still be left out.

    What is proved without any of them, staff's live counts tell, or what was published before: this release does not.
    """
    found = set()
    for proof in leaks:
        open_to = [key for key in proof if key in shown]
        if open_to:
            found.add(min(open_to, key=lambda key: (bases.get(key, 0), repr(key))))
    return frozenset(found)
