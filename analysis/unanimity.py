"""What a group said that all said the same: where sums of published means would tell it, one figure more is hidden."""

from collections.abc import Iterator, Mapping, Sequence
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
"""Points: a group's mean that is known more closely than that, and lies near what all of it said, is told. Twice as
wide as what an attacker is kept from, since earlier releases, which are not looked at here, narrow it further."""
NEAR = 10.0
TOP = 100.0


@dataclass(frozen=True)
class Facts:
    """Published means as sums of points: `members` is (facts, rows) of 0 and 1, the others are (facts,)."""

    cuts: tuple[Cut, ...]
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
    people: IntArray,
    sums: FloatArray,
    groups: Mapping[Key | int, IntArray],
    figures: Sequence[Figure],
    open_to: frozenset[Key],
) -> frozenset[Cut]:
    """The cuts whose figure has to go, so that no unanimous group's answer follows from the others.

    `people` and `sums` have shape (rows,), in points; `groups` are the rows of groups that all said the same. Who is
    in which group is taken as known. The smallest figure that a group has people in goes first, of those `open_to` it.
    """
    facts = _facts(layout, people, figures)
    gone: set[Cut] = set()
    for rows in groups.values():
        while len(facts.cuts) and _told(facts, people, sums, rows):
            touching = np.flatnonzero(facts.members[:, rows].sum(axis=1)).tolist()
            bases = dict(zip(facts.cuts, (facts.members @ people).tolist(), strict=True))
            cuts = [facts.cuts[fact] for fact in touching if facts.cuts[fact] in open_to]
            if not cuts:
                break
            cut = min(cuts, key=lambda one: (bases[one], repr(one)))
            gone.add(cut)
            facts = facts.without(cut)
    return frozenset(gone)


def _facts(layout: Layout, people: IntArray, figures: Sequence[Figure]) -> Facts:
    told = [(figure, *found) for figure in figures if (found := _range(figure)) and figure.cut in layout.rows]
    place = {key: number for number, key in enumerate(layout.rows)}
    members = csr_array(layout.members[[place[figure.cut] for figure, _, _ in told]], dtype=float)
    bases = members @ people
    low, high = (np.array([one[side] for one in told], dtype=np.float64) for side in (1, 2))
    return Facts(tuple(figure.cut for figure, _, _ in told), members, low * bases, high * bases)


def _range(figure: Figure) -> tuple[float, float] | None:
    """Between what a figure tells the mean: half a step around its point, or its whole interval."""
    if figure.state not in (State.SHOWN, State.INTERVAL_ONLY) or figure.low is None or figure.high is None:
        return None
    if figure.value is None:
        return figure.low, figure.high
    half = step_of(figure.base) / 2
    return max(0.0, figure.value - half), min(TOP, figure.value + half)


def _told(facts: Facts, people: IntArray, sums: FloatArray, rows: IntArray) -> bool:
    """Whether the facts hold the group's mean within NARROW, and near what it was."""
    size, said = int(people[rows].sum()), float(sums[rows].sum()) / int(people[rows].sum())
    if _free(facts, people, sums, rows) + 1e-9 >= NARROW * size:
        return False
    low, high = _between(facts, people, sums, rows)
    return high - low < NARROW * size and abs((low + high) / 2 / size - said) <= NEAR


def _free(facts: Facts, people: IntArray, sums: FloatArray, rows: IntArray) -> float:
    """How far the group's sum can move, in points, without leaving any fact and with nobody else moving."""
    touching = np.flatnonzero(facts.members[:, rows].sum(axis=1))
    now, held = facts.members[touching] @ sums, float(sums[rows].sum())
    up = min(float((facts.high[touching] - now).min(initial=np.inf)), TOP * int(people[rows].sum()) - held)
    down = min(float((now - facts.low[touching]).min(initial=np.inf)), held)
    return max(0.0, up) + max(0.0, down)


def _between(facts: Facts, people: IntArray, sums: FloatArray, rows: IntArray) -> tuple[float, float]:
    """The lowest and highest sum of the group that all facts allow: two linear programs."""
    limits = vstack([facts.members, -facts.members])
    now = facts.members @ sums  # a rounding error of theirs must not make the truth impossible
    tops = np.r_[np.maximum(facts.high, now), -np.minimum(facts.low, now)]
    goal = np.zeros(len(people))
    goal[rows] = 1.0
    held = [(0.0, TOP * int(one)) for one in people]
    low, high = (linprog(sign * goal, limits, tops, bounds=held, method="highs") for sign in (1, -1))
    if low.status or high.status:
        raise ArithmeticError(f"a program of sums ended with {low.message}; {high.message}")
    return float(low.fun), float(-high.fun)


def alike(
    events: IntArray, people: IntArray, sums: FloatArray, squares: FloatArray, hidden: Mapping[Key, IntArray]
) -> dict[Key | int, IntArray]:
    """The events' people and hidden cuts, two people or more, who all said the same: rows by key or event number."""
    crowds: Iterator[tuple[Key | int, IntArray]] = (
        (int(event), np.flatnonzero(events == event)) for event in np.unique(events)
    )
    found: dict[Key | int, IntArray] = {}
    for key, rows in (*crowds, *hidden.items()):
        size = int(people[rows].sum())
        if size > 1 and _same(size, float(sums[rows].sum()), float(squares[rows].sum())):
            found[key] = rows
    return found


def _same(size: int, total: float, squares: float) -> bool:
    return squares - total**2 / size <= 1e-9 * max(1.0, squares)
