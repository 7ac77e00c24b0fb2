"""A table of groups cut into parts that have nothing to do with one another, each as small as can be."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array, csc_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from analysis.estimates import IntArray
from analysis.scores import FloatArray

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Groups:
    """People by atom: counts (atoms,), what is known (cells, atoms) and what must not be (secrets, atoms), of 0 and 1.

    at_least: (secrets,), how many people each secret is known to have at the least.
    """

    counts: FloatArray
    known: csr_array
    secrets: csr_array
    at_least: FloatArray

    def possible(self) -> BoolArray:
        """The atoms (atoms,) that are in no known cell of nobody."""
        empty = self.known @ self.counts == 0
        return np.asarray(self.known.T @ empty.astype(np.int64) == 0)


@dataclass(frozen=True)
class Part:
    """Groups that hang together; `cells` and `names` say which rows of the whole its known and its secrets are."""

    groups: Groups
    cells: IntArray
    names: IntArray


def cut(whole: Groups, wanted: IntArray) -> Iterator[Part]:
    """The parts with a wanted secret (row numbers).

    Left out are atoms of a known cell of nobody, and what binds nothing wanted; alike atoms are merged into one.
    """
    kept, cells = np.flatnonzero(whole.possible()), np.flatnonzero(whole.known @ whole.counts > 0)
    names = np.union1d(wanted, np.flatnonzero(whole.at_least > 0))
    columns, counts = _merge(csc_array(vstack([whole.known[cells], whole.secrets[names]]))[:, kept], whole.counts[kept])
    _, label = connected_components(block_array([[None, columns], [columns.T, None]]), directed=False)
    labels = np.split(label, [len(cells), len(cells) + len(names)])
    rows = csr_array(columns)
    for part in np.unique(labels[1][np.isin(names, wanted)]):
        mine, named, atoms = (np.flatnonzero(each == part) for each in labels)
        if len(atoms):
            known, secrets = (csr_array(rows[each][:, atoms]) for each in (mine, len(cells) + named))
            groups = Groups(counts[atoms], known, secrets, whole.at_least[names[named]])
            yield Part(groups, cells[mine], names[named])


def _merge(columns: csc_array, counts: FloatArray) -> tuple[csc_array, FloatArray]:
    """One column for all that are alike, and the people of each."""
    columns.sort_indices()
    seen: dict[bytes, int] = {}
    ends = zip(columns.indptr[:-1], columns.indptr[1:], strict=True)
    kind = [seen.setdefault(columns.indices[start:end].tobytes(), len(seen)) for start, end in ends]
    _, first = np.unique(np.array(kind, dtype=np.int64), return_index=True)
    merged: FloatArray = np.bincount(kind, weights=counts, minlength=len(seen)).astype(np.float64)
    return columns[:, first], merged
