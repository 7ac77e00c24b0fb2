"""A few atoms of a large table by themselves, where everybody else stays where they are.

Whatever may be moved among them may be moved in the whole table, so a secret that is wide here is wide there; one that
is not must be looked at again among more atoms. Nearly all secrets are wide among very few.
"""

from collections.abc import Iterator

import numpy as np

from analysis.estimates import IntArray
from analysis.parts import Groups

LARGE = 20_000
"""Atoms; a smaller table is looked at whole, which is quicker there."""
SHARES = (0.02, 0.05, 0.15, 0.4)
"""Which share of the small known cells is added, drawn by chance, one time after the other."""
FEW = 30
"""Atoms of a secret that is taken in whole; people can move between those of two secrets."""


def extracts(whole: Groups) -> Iterator[Groups]:
    """The atoms of small secrets and of more and more known cells; none of a table that isn't large."""
    if len(whole.counts) < LARGE:
        return
    chance = np.random.default_rng(0)
    size = np.diff(whole.known.indptr)
    small = np.flatnonzero(size <= np.median(size))
    always = whole.secrets[np.flatnonzero(np.diff(whole.secrets.indptr) <= FEW)].indices
    for share in SHARES:
        cells = chance.choice(small, int(len(small) * share), replace=False)
        yield _only(whole, np.union1d(always, whole.known[cells].indices))


def _only(whole: Groups, atoms: IntArray) -> Groups:
    """The table of some atoms (by number): what is known from below of a secret, less its people elsewhere."""
    elsewhere = whole.counts.copy()
    elsewhere[atoms] = 0
    at_least = np.maximum(0, whole.at_least - whole.secrets @ elsewhere)
    return Groups(whole.counts[atoms], whole.known[:, atoms], whole.secrets[:, atoms], at_least)
