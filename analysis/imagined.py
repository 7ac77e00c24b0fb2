"""People where nobody was, but where somebody could have been for all that anybody knows: they are unknowns too."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis import periods
from analysis.estimates import IntArray
from analysis.figures import Cut, Grid
from analysis.grids import CARD, OPEN, Setting

LIKELY_EVENTS = 6
"""Other events of a hidden place's time at which its people may have been, for all that anybody knows."""

At = tuple[Setting, int]
"""A setting and the step that brought people there."""


@dataclass(frozen=True)
class Atoms:
    """The people of `settings[row]` that a step brought: arrays of shape (atoms,)."""

    settings: tuple[Setting, ...]
    rows: IntArray
    steps: IntArray
    people: IntArray


def imagine(atoms: Atoms, places: Iterable[Cut], possible: Callable[[Setting], bool]) -> Atoms:
    """The atoms and, for each hidden place, nobody from there at some larger events of the time, nor from there at its.

    Nobody but the people themselves knows who came from where: the audit must not take it as known that nobody did.
    Where it is known, since a release names no such cut, it is not `possible`.
    """
    crowds = _Crowds(atoms)
    held = zip(atoms.rows.tolist(), atoms.steps.tolist(), strict=True)
    taken = {(atoms.settings[row].event, atoms.settings[row].place, step) for row, step in held}
    more: dict[tuple[str, str, int], Setting] = {}
    for cut in dict.fromkeys(places):
        own, others = crowds.largest(cut)
        swapped = [(one, step, cut.place) for one, step in others]
        elsewhere = dict.fromkeys(other.place for other, _ in others)
        swapped += [(one, step, place) for one, step in own for place in elsewhere]
        for setting, step, place in swapped:
            new = (setting.event, place, step)
            moved = replace(setting, place=place)
            if new not in taken and new not in more and possible(moved):
                more[new] = moved
    return _with_nobody(atoms, [(setting, step) for (_, _, step), setting in more.items()])


def either_way(atoms: Atoms) -> Atoms:
    """The atoms and nobody who came there by the other way, a card or the open code."""
    held = {(atoms.settings[row], int(step)) for row, step in zip(atoms.rows, atoms.steps, strict=True)}
    ways = {(replace(setting, channel=channel), step) for setting, step in held for channel in (CARD, OPEN)}
    return _with_nobody(atoms, sorted(ways - held, key=repr))


def _with_nobody(atoms: Atoms, more: Sequence[At]) -> Atoms:
    """The atoms and some without people, at which there could have been some for all that is known."""
    first = len(atoms.settings)
    return Atoms(
        (*atoms.settings, *(setting for setting, _ in more)),
        np.append(atoms.rows, np.arange(first, first + len(more))),
        np.append(atoms.steps, np.array([step for _, step in more], dtype=np.int64)),
        np.append(atoms.people, np.zeros(len(more), dtype=np.int64)),
    )


@dataclass(frozen=True)
class _Time:
    """Who spoke in a period, as positions of atoms, the largest group first: by step, and by place and step."""

    by_step: Mapping[int, Sequence[int]]
    by_place: Mapping[str, Mapping[int, Sequence[int]]]

    def of_place(self, place: str) -> Iterable[Sequence[int]]:
        """Those of one place, by step."""
        return self.by_place.get(place, {}).values()


class _Crowds:
    """The groups of people of each time; sorted once for all hidden places of the time."""

    def __init__(self, atoms: Atoms) -> None:
        self._atoms = atoms
        self._falling = np.argsort(-atoms.people, kind="stable")
        self._rank = np.argsort(self._falling, kind="stable")
        self._periods = {
            grid: np.array([name(setting.day) for setting in atoms.settings], dtype=str)[atoms.rows]
            for grid, name in ((Grid.PLACE_QUARTER, periods.quarter), (Grid.PLACE_YEAR, periods.year))
        }
        self._times: dict[tuple[Grid, str], _Time] = {}

    def largest(self, cut: Cut) -> tuple[list[At], list[At]]:
        """The largest at one event each in the time of a hidden place, for each step: its own, and of other people."""
        time = self._time(cut)
        others = [atom for held in time.by_step.values() for atom in self._first(held, but=cut.place)]
        own = [atom for held in time.of_place(cut.place) for atom in self._first(held)]
        return self._in_order(own), self._in_order(others)

    def _first(self, held: Iterable[int], but: str | None = None) -> list[int]:
        """One group for each event until there are enough, without those of one place."""
        found: dict[str, int] = {}
        for atom in held:
            setting = self._setting(atom)
            if setting.place != but and setting.event not in found:
                found[setting.event] = atom
                if len(found) == LIKELY_EVENTS:
                    break
        return list(found.values())

    def _time(self, cut: Cut) -> _Time:
        """Everybody who spoke in the cut's period."""
        if (cut.grid, cut.period) not in self._times:
            there = (self._atoms.people > 0) & (self._periods[cut.grid] == cut.period)
            by_step: dict[int, list[int]] = {}
            by_place: dict[str, dict[int, list[int]]] = {}
            for atom in self._falling[there[self._falling]].tolist():
                step = int(self._atoms.steps[atom])
                by_step.setdefault(step, []).append(atom)
                by_place.setdefault(self._setting(atom).place, {}).setdefault(step, []).append(atom)
            self._times[cut.grid, cut.period] = _Time(by_step, by_place)
        return self._times[cut.grid, cut.period]

    def _setting(self, atom: int) -> Setting:
        return self._atoms.settings[int(self._atoms.rows[atom])]

    def _in_order(self, atoms: Iterable[int]) -> list[At]:
        """The atoms as settings and steps, the largest first."""
        return [(self._setting(atom), int(self._atoms.steps[atom])) for atom in sorted(atoms, key=self._rank.item)]
