"""All that anybody can know of one table's bases from every release together, as equations for the audit.

The unknowns are atoms: the people of one setting that one release brought. What is shown rounded counts as known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from analysis import audit, periods
from analysis.audit import Table
from analysis.disclosure import Decision
from analysis.estimates import IntArray
from analysis.figures import Cut, Grid
from analysis.grids import CARD, INSTRUMENT, KEYS, OPEN, Group, Key, Setting, published
from analysis.scores import BoolArray

if TYPE_CHECKING:
    from analysis.ledgers import Ledger

OF_PLACES = (Grid.PLACE_QUARTER, Grid.PLACE_YEAR)
LIKELY_EVENTS = 6
"""Other events of a hidden place's time at which its people may have been, for all that anybody knows."""

Leak = tuple[Key | None, ...]
"""The cuts shown now whose bases prove something; None stands for what was known before."""


@dataclass(frozen=True, eq=False)
class _Group:
    """People of a key, or of an event by its id, in the steps that count.

    `proof` is what stands for it in a proof; `there` says that somebody is known to be among them.
    """

    who: Key | str
    steps: BoolArray
    proof: Key | None = None
    there: bool = False


@dataclass(frozen=True)
class _Atoms:
    """The people of `settings[row]` that a step brought: arrays of shape (atoms,)."""

    settings: tuple[Setting, ...]
    rows: IntArray
    steps: IntArray
    people: IntArray


def find_leaks(ledger: "Ledger", decision: Decision[Key], k: int) -> list[Leak]:
    """What proves each base or difference of bases that is known to less than k people.

    Whoever has an account also sees how many answers each event received, and knows each event's day and program:
    what is left to keep from them are neighborhoods. All else must hold against everybody else.
    """
    secrets = list(_secrets(ledger, decision))
    told = list(_told(ledger, decision))
    atoms = _atoms(ledger)
    places = [secret for secret in secrets if isinstance(secret.who, Cut) and secret.who.grid in OF_PLACES]
    others = [secret for secret in secrets if secret not in places]
    by_channel = any(isinstance(secret.who, Cut) and secret.who.grid is Grid.CHANNEL_YEAR for secret in others)
    found = _audit(ledger, _either_way(atoms) if by_channel else atoms, told, others, k)
    if places:
        found += _audit(ledger, _imagine(atoms, places), [*told, *_received(ledger)], places, k)
    return found


def _audit(ledger: "Ledger", atoms: _Atoms, told: Sequence[_Group], secrets: Sequence[_Group], k: int) -> list[Leak]:
    if not secrets:
        return []
    table = Table(
        counts=atoms.people,
        known=_matrix(ledger, atoms, told),
        secrets=_matrix(ledger, atoms, secrets),
        at_least=np.array([int(secret.there) for secret in secrets], dtype=np.int64),
    )
    return [tuple(told[number].proof for number in leak.proof) for leak in audit.audit(table, k)]


def _secrets(ledger: "Ledger", decision: Decision[Key]) -> Iterator[_Group]:
    """Hidden bases, the newest people of what was hidden before too, and whoever came or went since a cut was shown."""
    now, past = ledger.version, ledger.past
    there = _there(ledger, now)
    fresh = there & ~_there(ledger, now - 1)
    bases = ledger.layout.bases(ledger.people)
    for key in sorted(decision.hidden, key=repr):
        if bases.get(key, 0):
            yield _Group(key, there, there=published(key))
            if 0 < past.fresh[key] < bases[key]:
                yield _Group(key, fresh)
    for key in sorted(decision.stale, key=repr):
        last = past.last[key]
        yield _Group(key, there & ~_there(ledger, last))
        yield _Group(key, _there(ledger, last) & ~there)


def _told(ledger: "Ledger", decision: Decision[Key]) -> Iterator[_Group]:
    """Every base that was ever shown, as of the release that showed it; only today's can still be left out."""
    for key, said in ledger.names.items():
        if published(key) or (isinstance(key, Group) and key.level == INSTRUMENT):
            for release in ledger.shown.get(said, ()):
                yield _Group(key, _there(ledger, release))
            if key in decision.updated:
                yield _Group(key, _there(ledger, ledger.version), proof=key)


def _received(ledger: "Ledger") -> Iterator[_Group]:
    """How many answers each event received, which staff can watch as they come."""
    for event in sorted({setting.event for setting in ledger.layout.settings}):
        for number in range(len(ledger.steps)):
            yield _Group(event, np.arange(len(ledger.steps)) == number)


def _there(ledger: "Ledger", release: int) -> BoolArray:
    return np.array([step.there(release) for step in ledger.steps], dtype=bool)


def _atoms(ledger: "Ledger") -> _Atoms:
    people = np.stack([step.people for step in ledger.steps])  # at least one step has people: else nothing is asked
    steps, rows = np.nonzero(people)
    return _Atoms(ledger.layout.settings, rows, steps, people[steps, rows])


def _imagine(atoms: _Atoms, places: Sequence[_Group]) -> _Atoms:
    """The atoms and, for each hidden place, nobody from there at some larger events of the time, nor from there at its.

    Nobody but the people themselves knows who came from where: the audit must not take it as known that nobody did.
    """
    held = list(
        zip((atoms.settings[row] for row in atoms.rows), atoms.steps.tolist(), atoms.people.tolist(), strict=True)
    )
    taken = {(setting.event, setting.place, step) for setting, step, _ in held}
    more: dict[tuple[str, str, int], Setting] = {}
    for secret in places:
        own, others = _largest(held, secret)
        swapped = [(one, step, secret.who.place) for one, step in others]  # type: ignore[union-attr]
        swapped += [(one, step, other.place) for one, step in own for other, at in others if at == step]
        for setting, step, place in swapped:
            if (setting.event, place, step) not in taken:
                more.setdefault((setting.event, place, step), replace(setting, place=place))
    return _with_nobody(atoms, [(setting, step) for (_, _, step), setting in more.items()])


def _either_way(atoms: _Atoms) -> _Atoms:
    """The atoms and nobody who came there by the other way, a card or the open code."""
    held = {(atoms.settings[row], int(step)) for row, step in zip(atoms.rows, atoms.steps, strict=True)}
    ways = {(replace(setting, channel=channel), step) for setting, step in held for channel in (CARD, OPEN)}
    return _with_nobody(atoms, sorted(ways - held, key=repr))


def _with_nobody(atoms: _Atoms, more: Sequence["At"]) -> _Atoms:
    """The atoms and some without people, at which there could have been some for all that is known."""
    first = len(atoms.settings)
    return _Atoms(
        (*atoms.settings, *(setting for setting, _ in more)),
        np.append(atoms.rows, np.arange(first, first + len(more))),
        np.append(atoms.steps, np.array([step for _, step in more], dtype=np.int64)),
        np.append(atoms.people, np.zeros(len(more), dtype=np.int64)),
    )


At = tuple[Setting, int]


def _largest(held: Sequence[tuple[Setting, int, int]], secret: _Group) -> tuple[list[At], list[At]]:
    """The largest groups at one event each, in the time and steps of a hidden place: its own, and of other people."""
    cut = secret.who
    assert isinstance(cut, Cut)
    name = periods.quarter if cut.grid is Grid.PLACE_QUARTER else periods.year
    found: tuple[dict[tuple[str, int], At], dict[tuple[str, int], At]] = ({}, {})
    for setting, step, people in sorted(held, key=lambda item: -item[2]):
        if people and secret.steps[step] and name(setting.day) == cut.period:
            groups = found[setting.place != cut.place]
            if len(groups) < LIKELY_EVENTS:
                groups.setdefault((setting.event, step), (setting, step))
    return list(found[0].values()), list(found[1].values())


def _matrix(ledger: "Ledger", atoms: _Atoms, groups: Sequence[_Group]) -> csr_matrix:
    """One row of 0 and 1 for each group, one column for each atom."""
    members = _members(ledger, atoms)
    by_setting: dict[int, list[int]] = {}
    for atom, row in enumerate(atoms.rows.tolist()):
        by_setting.setdefault(row, []).append(atom)
    rows: list[int] = []
    columns: list[int] = []
    for number, group in enumerate(groups):
        held = [atom for row in members.get(group.who, ()) for atom in by_setting.get(row, ())]
        held = [atom for atom in held if group.steps[atoms.steps[atom]]]
        rows += [number] * len(held)
        columns += held
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(groups), len(atoms.people)))


def _members(ledger: "Ledger", atoms: _Atoms) -> dict[Key | str, list[int]]:
    """The positions of the settings of each key, and of each event by its id."""
    found: dict[Key | str, list[int]] = {key: rows.tolist() for key, rows in ledger.layout.rows.items()}
    for position, setting in enumerate(atoms.settings):
        found.setdefault(setting.event, []).append(position)
        if position >= len(ledger.layout.settings):
            for level in ledger.layout.levels:
                found.setdefault(KEYS[level](setting), []).append(position)
    return found
