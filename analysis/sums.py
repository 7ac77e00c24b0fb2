"""What published means say of sums: people in parts by when they came, and how far a group's sum can move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_array, csr_array, vstack

from analysis.estimates import IntArray
from analysis.figures import Cut, Figure, State
from analysis.grids import Key, Layout
from analysis.rounding import step_of
from analysis.scores import BoolArray, FloatArray

TOP = 100.0
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

    def alike(self, members: csr_array, chosen: BoolArray) -> BoolArray:
        """Of which groups, shape (groups, parts), the chosen parts are two people or more who all said the same."""
        size, total, squares = (members @ (one * chosen) for one in (self.people, self.sums, self.squares))
        spread = squares - total**2 / np.maximum(size, 1)
        found: BoolArray = (size > 1) & (spread <= 1e-9 * np.maximum(1.0, squares))
        return found

    def only(self, parts: IntArray) -> "Crowd":
        """Some parts of it."""
        return Crowd(self.rows[parts], self.since[parts], self.people[parts], self.sums[parts], self.squares[parts])


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

    `now` are the sums themselves; `cuts` are those whose figure can be left out, None for one that was told before.
    """

    cuts: tuple[Cut | None, ...]
    members: csr_array
    low: FloatArray
    high: FloatArray
    now: FloatArray

    @cached_property
    def _by_part(self) -> csc_array:
        return csc_array(self.members)

    def touching(self, parts: IntArray) -> IntArray:
        """The facts that have any of some parts."""
        return np.unique(self._by_part[:, parts].indices).astype(np.int64)

    def without(self, cut: Cut) -> "Facts":
        """All but one."""
        kept = np.flatnonzero(np.array([one != cut for one in self.cuts], dtype=bool))
        cuts = tuple(one for one in self.cuts if one != cut)
        return Facts(cuts, csr_array(self.members[kept]), self.low[kept], self.high[kept], self.now[kept])


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


def known(layout: Layout, crowd: Crowd, told: Sequence[Told], open_to: frozenset[Key]) -> Facts:
    """The told means as facts about the crowd; the figures of `open_to` that are of today can be left out."""
    held = parts_of(layout, crowd, [one.cut for one in told]).tocoo()
    until = np.array([one.release or crowd.since.max() for one in told])
    counted = crowd.since[held.col] <= until[held.row]
    shape = (len(told), len(crowd.rows))
    members = csr_array((np.ones(int(counted.sum())), (held.row[counted], held.col[counted])), shape=shape)
    bases = members @ crowd.people
    cuts = tuple(one.cut if not one.release and one.cut in open_to else None for one in told)
    low, high = (np.array(ends) * bases for ends in ([one.low for one in told], [one.high for one in told]))
    return Facts(cuts, members, low, high, members @ crowd.sums)


def parts_of(layout: Layout, crowd: Crowd, keys: Sequence[Key]) -> csr_array:
    """Which parts are in each key: 0 and 1, shape (keys, parts)."""
    place = {key: number for number, key in enumerate(layout.rows)}
    return csr_array(layout.members[[place[key] for key in keys]][:, crowd.rows], dtype=float)


def free(facts: Facts, crowd: Crowd, group: IntArray) -> tuple[float, float]:
    """How far the group's sum can move, in points up and down, without leaving any fact and with nobody else moving."""
    touching = facts.touching(group)
    now, held = facts.now[touching], float(crowd.sums[group].sum())
    up = min(float((facts.high[touching] - now).min(initial=np.inf)), TOP * int(crowd.people[group].sum()) - held)
    down = min(float((now - facts.low[touching]).min(initial=np.inf)), held)
    return max(0.0, up), max(0.0, down)


def around(facts: Facts, crowd: Crowd, group: IntArray, reach: float, most: int) -> tuple[Facts, Crowd, IntArray]:
    """The group and `most` parts beside it in the facts that hold it within `reach`, with all others held still."""
    slack = np.minimum(facts.high - facts.now, facts.now - facts.low)
    binding = [fact for fact in facts.touching(group).tolist() if slack[fact] < reach]
    shared = np.asarray(facts.members[binding].sum(axis=0)).ravel()
    shared[group] = len(binding) + 1
    chosen = np.sort(np.argsort(-shared, kind="stable")[: most + len(group)])
    rows, held = facts.touching(chosen), crowd.only(chosen)
    members = csr_array(facts.members[rows][:, chosen])
    now = members @ held.sums
    others = facts.now[rows] - now
    cuts = tuple(facts.cuts[row] for row in rows)
    part = Facts(cuts, members, facts.low[rows] - others, facts.high[rows] - others, now)
    return part, held, np.searchsorted(chosen, group)


def between(facts: Facts, crowd: Crowd, group: IntArray) -> tuple[float, float, list[int]]:
    """The lowest and highest sum of the group that all facts allow, and the facts that prove them: two linear programs.

    Where no end is found the group's answer is taken as told, and every fact as a proof.
    """
    limits = vstack([facts.members, -facts.members])
    # a rounding error of theirs must not make the truth impossible
    tops = np.r_[np.maximum(facts.high, facts.now), -np.minimum(facts.low, facts.now)]
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
