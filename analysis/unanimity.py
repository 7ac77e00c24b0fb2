"""What a group said that all said the same: where sums of published means would tell it, one figure more is hidden."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array, vstack

from analysis import sums
from analysis.estimates import IntArray
from analysis.figures import Cut
from analysis.grids import Key, Layout
from analysis.sums import Crowd, Facts, Told

NARROW = 20.0
"""Points: a group's mean that is known more closely than that, and lies near what all of it said, is told. Twice
as wide as what an attacker is kept from: releases that are forgotten here may narrow it further."""
NEAR = 10.0
AROUND = (100, 1_000)
"""How many parts beside a group are looked at before all of them are."""
REMEMBERED = 12
"""Of how many releases, the newest that told a mean, the means are looked at beside those of today."""


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
    facts = sums.known(layout, crowd, known, open_to)
    gone: set[Cut] = set()
    for group in groups:
        while len(facts.cuts) and (proof := _proof(facts, crowd, group, grain)):
            bases = (facts.members @ crowd.people).tolist()
            touching = set(facts.touching(group).tolist())
            open_facts = [(fact, cut) for fact in proof if (cut := facts.cuts[fact]) is not None]
            cuts = [(fact not in touching, bases[fact], repr(cut), cut) for fact, cut in open_facts]
            if not cuts:
                break
            *_, cut = min(cuts)
            gone.add(cut)
            facts = facts.without(cut)
    return frozenset(gone)


def groups_of(
    layout: Layout, crowd: Crowd, events: IntArray, hidden: Sequence[Key], moving: Sequence[Key]
) -> list[IntArray]:
    """The parts of who all said the same: at an event, in a `hidden` cut, or who came to either since a release.

    `events` has the number of each row's event, shape (rows,). Of the cuts that are shown anew, `moving`, only the
    newest are a group.
    """
    parts = np.arange(len(crowd.rows))
    if not len(parts):
        return []
    at_events = csr_array((np.ones(len(parts)), (events[crowd.rows], parts)))
    members = csr_array(vstack([at_events, sums.parts_of(layout, crowd, (*hidden, *moving))]))
    starts = np.unique(crowd.since)
    found = {}
    for start in starts:
        late = crowd.since >= start
        alike = crowd.alike(members, late)
        if start == starts[0]:
            alike[at_events.shape[0] + len(hidden) :] = False
        for row in np.flatnonzero(alike):
            held = members.indices[members.indptr[row] : members.indptr[row + 1]].astype(np.int64)
            group = np.sort(held[late[held]])
            found[group.tobytes()] = group
    return list(found.values())


def _proof(facts: Facts, crowd: Crowd, group: IntArray, grain: float) -> list[int]:
    """The facts that hold the group's mean within NARROW and near what it was, or leave it no other answer; or none.

    What shows that it is free is looked for first with nobody else moving, then with those around it, then with all.
    """
    size, held = int(crowd.people[group].sum()), float(crowd.sums[group].sum())
    up, down = sums.free(facts, crowd, group)
    if _wide(up, down, size, grain):
        return []
    for most in (most for most in AROUND if most < len(crowd.people)):
        low, high, _ = sums.between(*sums.around(facts, crowd, group, size * max(NARROW, grain), most))
        if _wide(high - held, held - low, size, grain):
            return []
    low, high, proof = sums.between(facts, crowd, group)
    near = high - low < NARROW * size and abs((low + high) / 2 - held) <= NEAR * size
    return proof if near or not _wide(high - held, held - low, size, grain, 0.0) else []


def _wide(up: float, down: float, size: int, grain: float, narrow: float = NARROW) -> bool:
    """Whether a group's sum that can move so far up and down is not told."""
    return up + down + 1e-6 >= narrow * size and max(up, down) + 1e-6 >= grain * size
