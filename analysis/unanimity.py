"""What a group said that all said the same: where sums of published means would tell it, one figure more is hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from analysis.estimates import IntArray
from analysis.figures import Cut, Figure, State
from analysis.grids import Key, Layout
from analysis.rounding import step_of
from analysis.scores import FloatArray

NARROW = 20.0
"""Points: a group's mean that is known more closely than that, and lies near what all of it said, is told. Twice
as wide as what an attacker is kept from: releases that are forgotten here may narrow it further."""
NEAR = 10.0
TOP = 100.0
REMEMBERED = 12
"""Of how many releases, the newest that told a mean, the means are looked at beside those of today."""
Moments = tuple[IntArray, FloatArray, FloatArray]
"""People, sums and squares of their values, each of shape (rows,)."""


@dataclass(frozen=True)
class Crowd:
    """People by row of a layout and by when they came; all arrays have shape (parts,), sums are in points.

    `since` is the release that a part counts from; several releases may be one part.
    """

    rows: IntArray
    since: IntArray
    people: IntArray
    sums: FloatArray
    squares: FloatArray

    def alike(self, parts: IntArray) -> bool:
        """Whether two people or more are in some parts, and all said the same."""
        size, total = int(self.people[parts].sum()), float(self.sums[parts].sum())
        squares = float(self.squares[parts].sum())
        return size > 1 and squares - total**2 / size <= 1e-9 * max(1.0, squares)


@dataclass(frozen=True)
class Told:
    """Between what a published figure tells the mean of a cut, in points; of release 0 are those of today."""

    cut: Cut
    release: int
    low: float
    high: float


@dataclass(frozen=True)
class Facts:
    """Published means as sums of points: `members` is (facts, parts) of 0 and 1, `low` and `high` are (facts,).

    `cuts` are those whose figure can still be left out, None for one that was told before.
    """

    cuts: tuple[Cut | None, ...]
    members: csr_array
    low: FloatArray
    high: FloatArray

    def without(self, cut: Cut) -> "Facts":
        """All but one."""
        kept = np.array([one != cut for one in self.cuts], dtype=bool)
        cuts = tuple(one for one in self.cuts if one != cut)
        return Facts(cuts, csr_array(self.members[np.flatnonzero(kept)]), self.low[kept], self.high[kept])


def give_away(
    layout: Layout,
    crowd: Crowd,
    groups: Sequence[IntArray],
    told: Sequence[Told],
    open_to: frozenset[Key],
    grain: float = 0.0,
) -> frozenset[Cut]:
    """The cuts whose figure has to go, so that no unanimous group's answer follows from the others.

    `groups` are parts of the crowd that all said the same; who is in which is taken as known. Answers of one person
    are `grain` points apart. A mean is of everybody who was counted in its release.
    Of the figures that prove it and are `open_to` it, the one of the fewest people goes first, of the group's own.
    """
    known = [one for one in told if one.cut in layout.rows]
    if not groups or not known:
        return frozenset()
    facts = _facts(layout, crowd, known, open_to)
    gone: set[Cut] = set()
    for group in groups:
        while len(facts.cuts) and (proof := _proof(facts, crowd, group, grain)):
            bases = (facts.members @ crowd.people).tolist()
            touching = facts.members[:, group].sum(axis=1)
            open_facts = [(fact, cut) for fact in proof if (cut := facts.cuts[fact]) is not None]
            cuts = [(not touching[fact], bases[fact], repr(cut), cut) for fact, cut in open_facts]
            if not cuts:
                break
            *_, cut = min(cuts)
            gone.add(cut)
            facts = facts.without(cut)
    return frozenset(gone)


def groups_of(crowd: Crowd, events: IntArray, hidden: Sequence[IntArray], moving: Sequence[IntArray]) -> list[IntArray]:
    """The parts of who all said the same: at an event, in a `hidden` cut, or who came to either since a release.

    `events` has the number of each row's event, shape (rows,); `hidden` and `moving` are the rows of cuts, of which
    the second are shown anew: of these only the newest are a group.
    """
    starts = np.unique(crowd.since)
    of_events = events[crowd.rows]
    crowds = [np.flatnonzero(of_events == event) for event in np.unique(of_events)]
    whole = [*crowds, *(np.flatnonzero(np.isin(crowd.rows, rows)) for rows in hidden)]
    newest = [*whole, *(np.flatnonzero(np.isin(crowd.rows, rows)) for rows in moving)]
    late = (parts[crowd.since[parts] >= start] for start in starts[1:] for parts in newest)
    found = {parts.tobytes(): parts for parts in (*whole, *late) if len(parts) and crowd.alike(parts)}
    return list(found.values())


def _facts(layout: Layout, crowd: Crowd, told: Sequence[Told], open_to: frozenset[Key]) -> Facts:
    place = {key: number for number, key in enumerate(layout.rows)}
    held = csr_array(layout.members[[place[one.cut] for one in told]][:, crowd.rows]).tocoo()
    until = np.array([one.release or crowd.since.max() for one in told])
    counted = crowd.since[held.col] <= until[held.row]
    shape = (len(told), len(crowd.rows))
    members = csr_array((np.ones(int(counted.sum())), (held.row[counted], held.col[counted])), shape=shape)
    bases = members @ crowd.people
    cuts = tuple(one.cut if not one.release and one.cut in open_to else None for one in told)
    low, high = (np.array(ends) * bases for ends in ([one.low for one in told], [one.high for one in told]))
    return Facts(cuts, members, low, high)


def range_of(figure: Figure) -> tuple[float, float] | None:
    """Between what a figure tells the mean: half a step around its point and around the middle of its interval.

    An interval that ends at 0 or 100 may have been cut there: its middle says nothing.
    """
    if figure.state not in (State.SHOWN, State.INTERVAL_ONLY) or figure.low is None or figure.high is None:
        return None
    half, (low, high) = step_of(figure.base) / 2, (figure.low, figure.high)
    around = [figure.value] if figure.value is not None else []
    around += [(low + high) / 2] if low > 0 and high < TOP else []
    return max(low, *(one - half for one in around), 0.0), min(high, *(one + half for one in around), TOP)


def _proof(facts: Facts, crowd: Crowd, group: IntArray, grain: float) -> list[int]:
    """The facts that hold the group's mean within NARROW and near what it was, or leave it no other answer; or none."""
    size, held = int(crowd.people[group].sum()), float(crowd.sums[group].sum())
    up, down = _free(facts, crowd, group)
    if up + down + 1e-9 >= NARROW * size and max(up, down) + 1e-9 >= grain * size:
        return []
    low, high, proof = _between(facts, crowd, group)
    near = high - low < NARROW * size and abs((low + high) / 2 - held) <= NEAR * size
    return proof if near or max(high - held, held - low) + 1e-6 < grain * size else []


def _free(facts: Facts, crowd: Crowd, group: IntArray) -> tuple[float, float]:
    """How far the group's sum can move, in points up and down, without leaving any fact and with nobody else moving."""
    touching = np.flatnonzero(facts.members[:, group].sum(axis=1))
    now, held = facts.members[touching] @ crowd.sums, float(crowd.sums[group].sum())
    up = min(float((facts.high[touching] - now).min(initial=np.inf)), TOP * int(crowd.people[group].sum()) - held)
    down = min(float((now - facts.low[touching]).min(initial=np.inf)), held)
    return max(0.0, up), max(0.0, down)


def _between(facts: Facts, crowd: Crowd, group: IntArray) -> tuple[float, float, list[int]]:
    """The lowest and highest sum of the group that all facts allow, and the facts that prove them: two linear programs.

    Where no end is found the group's answer is taken as told, and every fact as a proof.
    """
    limits = vstack([facts.members, -facts.members])
    now = facts.members @ crowd.sums  # a rounding error of theirs must not make the truth impossible
    tops = np.r_[np.maximum(facts.high, now), -np.minimum(facts.low, now)]
    goal = np.zeros(len(crowd.people))
    goal[group] = 1.0
    held = [(0.0, TOP * int(one)) for one in crowd.people]
    low, high = (linprog(sign * goal, limits, tops, bounds=held, method="highs") for sign in (1, -1))
    if low.status or high.status:
        said = float(crowd.sums[group].sum())
        return said, said, list(range(len(facts.cuts)))
    weights = np.abs(low.ineqlin.marginals) + np.abs(high.ineqlin.marginals)
    proof = np.flatnonzero(weights.reshape(2, -1).sum(axis=0) > 1e-9).tolist()
    return float(low.fun), float(-high.fun), proof


def parted(moments: Mapping[int, Moments]) -> Crowd:
    """The crowd as several releases counted it, by release, in parts by the first of them that has them.

    A release that counted people who were taken back since is left out.
    """
    releases = sorted(moments, reverse=True)
    used = releases[:1]
    for release in releases[1:]:
        if (moments[release][0] <= moments[used[-1]][0]).all():
            used.append(release)
    nothing = np.zeros(len(moments[used[0]][0]))
    parts = []
    for release, before in zip(used, (*used[1:], None), strict=True):
        old = moments[before] if before is not None else (nothing, nothing, nothing)
        people, sums, squares = (one - less for one, less in zip(moments[release], old, strict=True))
        rows = np.flatnonzero(people)
        parts.append((rows, np.full(len(rows), release), people[rows].astype(np.int64), sums[rows], squares[rows]))
    return Crowd(*(np.concatenate([part[number] for part in parts]) for number in range(5)))
