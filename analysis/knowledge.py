"""All that anybody can know of one table's bases from every release together, as equations for the audit.

The unknowns are atoms: the people of one setting that one release brought. What is shown rounded counts as known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from analysis import audit
from analysis.audit import Table
from analysis.disclosure import Decision
from analysis.estimates import IntArray
from analysis.figures import Cut, Grid
from analysis.grids import Key, Layout, published, told
from analysis.imagined import Atoms, either_way, imagine
from analysis.scores import BoolArray

if TYPE_CHECKING:
    from analysis.ledgers import Ledger

OF_PLACES = (Grid.PLACE_QUARTER, Grid.PLACE_YEAR)

REMEMBERED = 40
"""How many releases back somebody who was kept back is still looked after."""

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


def find_leaks(ledger: "Ledger", decision: Decision[Key], k: int) -> list[Leak]:
    """What proves each base or difference of bases that is known to less than k people.

    Whoever has an account also sees how many answers each event received, and knows each event's day and program:
    what is left to keep from them are neighborhoods. All else must hold against everybody else.
    """
    secrets, earlier = list(_secrets(ledger, decision, k)), list(_kept_back(ledger, decision, k))
    told = list(_told(ledger, decision))
    atoms = _atoms(ledger)
    others = [secret for secret in (*secrets, *earlier) if not _of_place(secret)]
    by_channel = any(isinstance(secret.who, Cut) and secret.who.grid is Grid.CHANNEL_YEAR for secret in others)
    found = _audit(ledger, either_way(atoms) if by_channel else atoms, told, others, k)
    for group, watched in ((secrets, list(_received(ledger))), (earlier, [])):
        places = [secret for secret in group if _of_place(secret)]
        hidden = [secret.who for secret in places if isinstance(secret.who, Cut)]
        if places:
            wider = imagine(atoms, hidden, ledger.layout.names_all_of)
            found += _audit(ledger, wider, [*told, *_empty(ledger), *watched], places, k)
    return found


def _of_place(secret: _Group) -> bool:
    return isinstance(secret.who, Cut) and secret.who.grid in OF_PLACES


def _audit(ledger: "Ledger", atoms: Atoms, told: Sequence[_Group], secrets: Sequence[_Group], k: int) -> list[Leak]:
    if not secrets or not told:
        return []
    held = _hold(ledger.layout, atoms)
    table = Table(
        counts=atoms.people,
        known=_matrix(held, told),
        secrets=_matrix(held, secrets),
        at_least=np.array([int(secret.there) for secret in secrets], dtype=np.int64),
    )
    return [tuple(told[number].proof for number in leak.proof) for leak in audit.audit(table, k)]


def _secrets(ledger: "Ledger", decision: Decision[Key], k: int) -> Iterator[_Group]:
    """Hidden bases; bases hidden before that are shown now; and the few who came or went since a cut was shown.

    Only what holds fewer than k people is a secret of the last two kinds.
    """
    past, bases, few = ledger.past, ledger.layout.bases(ledger.people), _Few(ledger, k)
    now, before = _there(ledger, ledger.version), _there(ledger, ledger.version - 1)
    for key in ledger.layout.in_order(decision.hidden & bases.keys()):
        yield _Group(key, now, there=published(key))
        yield from few.of(key, now & ~before)
    for key in ledger.layout.in_order(decision.updated - past.last.keys()):
        yield from few.of(key, now & before)
    for key in ledger.layout.in_order(decision.stale):
        last = _there(ledger, past.last[key])
        yield from few.of(key, now & ~last)
        yield from few.of(key, last & ~now)


def _kept_back(ledger: "Ledger", decision: Decision[Key], k: int) -> Iterator[_Group]:
    """The few who came or went between a release that kept a cut back and those around it that showed it.

    They stay a secret of later releases: the base of another cut, told today, could be subtracted from it. Staff's
    live counts are left out of account here: they say themselves when the few of one place came.
    """
    few = _Few(ledger, k)
    moved = sorted({release for step in ledger.steps for release in (step.since, step.until) if release})
    there = {release: _there(ledger, release) for release in range(ledger.version + 1)}
    for key in ledger.layout.in_order(ledger.layout.rows):
        told = [0, *ledger.shown.get(ledger.names[key], ()), *([ledger.version] if key in decision.updated else ())]
        for release in (one for one in moved[-REMEMBERED:] if one not in told):
            earlier = max(one for one in told if one < release)
            later = min((one for one in told if one > release), default=release)
            for first, then in ((earlier, release), (release, later)):
                yield from few.of(key, there[then] & ~there[first])
                yield from few.of(key, there[first] & ~there[then])


class _Few:
    """Who is fewer than k people of a key in some steps; each choice of steps is counted once for all keys."""

    def __init__(self, ledger: "Ledger", k: int) -> None:
        self._ledger, self._k = ledger, k
        self._counted: dict[bytes, Mapping[Key, int]] = {}

    def of(self, key: Key, steps: BoolArray) -> Iterator[_Group]:
        """The people of a key in some steps, where they are too few."""
        if steps.tobytes() not in self._counted:
            chosen = (step.people for step, taken in zip(self._ledger.steps, steps, strict=True) if taken)
            people = sum(chosen, np.zeros(len(self._ledger.layout.people), dtype=np.int64))
            self._counted[steps.tobytes()] = self._ledger.layout.totals(people)
        if 0 < self._counted[steps.tobytes()][key] < self._k:
            yield _Group(key, steps)


def _told(ledger: "Ledger", decision: Decision[Key]) -> Iterator[_Group]:
    """Every base that was ever shown, as of the release that showed it; only today's can still be left out."""
    for key, said in ledger.names.items():
        if told(key):
            for release in ledger.shown.get(said, ()):
                yield _Group(key, _there(ledger, release))
            if key in decision.updated:
                yield _Group(key, _there(ledger, ledger.version), proof=key)


def _empty(ledger: "Ledger") -> Iterator[_Group]:
    """Cuts that an earlier release does not name, since nobody was in them then."""
    for release in sorted({step.since for step in ledger.steps if step.since < ledger.version}, reverse=True):
        there = _there(ledger, release)
        chosen = (step.people for step, counts in zip(ledger.steps, there, strict=True) if counts)
        people = ledger.layout.totals(sum(chosen, np.zeros(len(ledger.layout.people), dtype=np.int64)))
        yield from (_Group(key, there) for key in ledger.layout.cuts if not people[key])


def _received(ledger: "Ledger") -> Iterator[_Group]:
    """How many answers each event received, which staff can watch as they come."""
    for event in sorted({setting.event for setting in ledger.layout.settings}):
        for number in range(len(ledger.steps)):
            yield _Group(event, np.arange(len(ledger.steps)) == number)


def _there(ledger: "Ledger", release: int) -> BoolArray:
    return np.array([step.there(release) for step in ledger.steps], dtype=bool)


def _atoms(ledger: "Ledger") -> Atoms:
    people = np.stack([step.people for step in ledger.steps])  # at least one step has people: else nothing is asked
    steps, rows = np.nonzero(people)
    return Atoms(ledger.layout.settings, rows, steps, people[steps, rows])


def _matrix(held: "_Held", groups: Sequence[_Group]) -> csr_matrix:
    """One row of 0 and 1 for each group, one column for each atom."""
    found = (held.members[[held.numbers[group.who] for group in groups]]).tocoo()
    steps = np.stack([group.steps for group in groups])
    kept = steps[found.row, held.steps[found.col]]
    rows, columns = found.row[kept], found.col[kept]
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(groups), len(held.steps)))


@dataclass(frozen=True)
class _Held:
    """Which atoms each key has, and each event by its id: `members` is (keys, atoms) of 0 and 1, `steps` (atoms,)."""

    numbers: Mapping[Key | str, int]
    members: csr_matrix
    steps: IntArray


def _hold(layout: Layout, atoms: Atoms) -> _Held:
    """All keys of the layout with the atoms in them, those of nobody too."""
    first, width = len(layout.settings), len(layout.rows)
    events, event_of = np.unique([setting.event for setting in atoms.settings], return_inverse=True)
    numbers: dict[Key | str, int] = {key: number for number, key in enumerate(layout.rows)}
    numbers |= {event: width + number for number, event in enumerate(events.tolist())}
    more = [layout.numbers_of(setting) for setting in atoms.settings[first:]]
    known = layout.members.tocoo()
    rows = np.concatenate([known.row, width + event_of, *more])
    imagined = np.repeat(np.arange(first, first + len(more)), [len(found) for found in more])
    columns = np.concatenate([known.col, np.arange(len(atoms.settings)), imagined])
    settings = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(numbers), len(atoms.settings)))
    return _Held(numbers, csr_matrix(settings[:, atoms.rows]), atoms.steps)
