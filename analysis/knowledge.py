"""All that anybody can know of one table's bases from every release together, as equations for the audit.

The unknowns are atoms: the people of one setting that one release brought. What is shown rounded counts as known.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
    secrets = list(_secrets(ledger, decision, k))
    told = list(_told(ledger, decision))
    atoms = _atoms(ledger)
    places = [secret for secret in secrets if _of_place(secret)]
    others = [secret for secret in secrets if not _of_place(secret)]
    by_channel = any(isinstance(secret.who, Cut) and secret.who.grid is Grid.CHANNEL_YEAR for secret in others)
    found = _audit(ledger, _either_way(atoms) if by_channel else atoms, told, others, k)
    if places:
        found += _audit(ledger, _imagine(atoms, places), [*told, *_received(ledger)], places, k)
    return found


def _of_place(secret: _Group) -> bool:
    return isinstance(secret.who, Cut) and secret.who.grid in OF_PLACES


def _audit(ledger: "Ledger", atoms: _Atoms, told: Sequence[_Group], secrets: Sequence[_Group], k: int) -> list[Leak]:
    if not secrets or not told:
        return []
    table = Table(
        counts=atoms.people,
        known=_matrix(ledger, atoms, told),
        secrets=_matrix(ledger, atoms, secrets),
        at_least=np.array([int(secret.there) for secret in secrets], dtype=np.int64),
    )
    return [tuple(told[number].proof for number in leak.proof) for leak in audit.audit(table, k)]


def _secrets(ledger: "Ledger", decision: Decision[Key], k: int) -> Iterator[_Group]:
    """Hidden bases; bases hidden before that are shown now; and the few who came or went since a cut was shown.

    Only what holds fewer than k people is a secret of the last two kinds.
    """
    past, bases = ledger.past, ledger.layout.bases(ledger.people)
    now, before = _there(ledger, ledger.version), _there(ledger, ledger.version - 1)
    for key in ledger.layout.in_order(decision.hidden & bases.keys()):
        yield _Group(key, now, there=published(key))
        yield from _few(ledger, key, k, now & ~before)
    for key in ledger.layout.in_order(decision.updated - past.last.keys()):
        yield from _few(ledger, key, k, now & before)
    for key in ledger.layout.in_order(decision.stale):
        last = _there(ledger, past.last[key])
        yield from _few(ledger, key, k, now & ~last)
        yield from _few(ledger, key, k, last & ~now)


def _few(ledger: "Ledger", key: Key, k: int, steps: BoolArray) -> Iterator[_Group]:
    """The people of a key in some steps, where they are fewer than k."""
    rows = ledger.layout.rows[key]
    people = sum(int(step.people[rows].sum()) for step, counts in zip(ledger.steps, steps, strict=True) if counts)
    if 0 < people < k:
        yield _Group(key, steps)


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
    crowds = _Crowds(atoms)
    held = zip(atoms.rows.tolist(), atoms.steps.tolist(), strict=True)
    taken = {(atoms.settings[row].event, atoms.settings[row].place, step) for row, step in held}
    more: dict[tuple[str, str, int], Setting] = {}
    for secret in places:
        own, others = crowds.largest(secret)
        swapped = [(one, step, secret.who.place) for one, step in others]  # type: ignore[union-attr]
        elsewhere = dict.fromkeys(other.place for other, _ in others)
        swapped += [(one, step, place) for one, step in own for place in elsewhere]
        for setting, step, place in swapped:
            new = (setting.event, place, step)
            if new not in taken and new not in more:
                more[new] = replace(setting, place=place)
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


class _Crowds:
    """The groups of people of each time, the largest first; sorted once for all hidden places of the time."""

    def __init__(self, atoms: _Atoms) -> None:
        self._atoms = atoms
        self._falling = np.argsort(-atoms.people, kind="stable")
        self._times = {
            grid: np.array([name(setting.day) for setting in atoms.settings], dtype=str)[atoms.rows]
            for grid, name in ((Grid.PLACE_QUARTER, periods.quarter), (Grid.PLACE_YEAR, periods.year))
        }
        self._sorted: dict[tuple[Grid, str, bytes], tuple[list[At], dict[str, list[At]]]] = {}

    def largest(self, secret: _Group) -> tuple[list[At], list[At]]:
        """The largest at one event each, in the time of a hidden place: its own, and of other people."""
        cut = secret.who
        assert isinstance(cut, Cut)
        everybody, by_place = self._at(cut, np.ones_like(secret.steps))
        elsewhere = (at for at in everybody if at[0].place != cut.place)
        return _first_of_each_event(by_place.get(cut.place, ())), _first_of_each_event(elsewhere)

    def _at(self, cut: Cut, steps: BoolArray) -> tuple[list[At], dict[str, list[At]]]:
        """All groups of the cut's time that came in some steps, and the same by place."""
        wanted = (cut.grid, cut.period, steps.tobytes())
        if wanted not in self._sorted:
            atoms = self._atoms
            there = (atoms.people > 0) & steps[atoms.steps] & (self._times[cut.grid] == cut.period)
            chosen = self._falling[there[self._falling]]
            rows = zip(atoms.rows[chosen].tolist(), atoms.steps[chosen].tolist(), strict=True)
            everybody = [(atoms.settings[row], step) for row, step in rows]
            by_place: dict[str, list[At]] = {}
            for at in everybody:
                by_place.setdefault(at[0].place, []).append(at)
            self._sorted[wanted] = everybody, by_place
        return self._sorted[wanted]


def _first_of_each_event(held: Iterable[At]) -> list[At]:
    """One group for each event and step, for each step until there are enough."""
    found: dict[tuple[str, int], At] = {}
    of_step: Counter[int] = Counter()
    for setting, step in held:
        if of_step[step] < LIKELY_EVENTS and (setting.event, step) not in found:
            found[setting.event, step] = (setting, step)
            of_step[step] += 1
    return list(found.values())


def _matrix(ledger: "Ledger", atoms: _Atoms, groups: Sequence[_Group]) -> csr_matrix:
    """One row of 0 and 1 for each group, one column for each atom."""
    numbers, members = _members(ledger, atoms)
    chosen = members[[numbers[group.who] for group in groups if group.who in numbers]]
    at = np.array([number for number, group in enumerate(groups) if group.who in numbers], dtype=np.int64)
    columns = np.arange(len(atoms.rows))
    held = csr_matrix((np.ones(len(columns)), (atoms.rows, columns)), shape=(members.shape[1], len(columns)))
    found = (chosen @ held).tocoo()
    steps = np.stack([group.steps for group in groups])
    kept = steps[at[found.row], atoms.steps[found.col]]
    rows, columns = at[found.row[kept]], found.col[kept]
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(groups), len(atoms.people)))


def _members(ledger: "Ledger", atoms: _Atoms) -> tuple[dict[Key | str, int], csr_matrix]:
    """Which settings each key has, and each event by its id: the number of its row, and rows of 0 and 1."""
    layout = ledger.layout
    numbers: dict[Key | str, int] = {key: number for number, key in enumerate(layout.rows)}
    known = layout.members.tocoo()
    rows, columns = known.row.tolist(), known.col.tolist()
    for position, setting in enumerate(atoms.settings):
        told: list[Key | str] = [setting.event]
        if position >= len(layout.settings):
            told += [KEYS[level](setting) for level in layout.levels]
        for key in told:
            rows.append(numbers.setdefault(key, len(numbers)))
            columns.append(position)
    return numbers, csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(numbers), len(atoms.settings)))
