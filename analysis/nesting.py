"""Groups that lie within one another, told as rests: a year less its quarters, a base less the base before it.

A solver asked about rests has far fewer numbers to carry; what it may say of people stays the same.
"""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array, eye_array

from analysis.estimates import IntArray


def rests(rows: csr_array, exact: IntArray) -> csr_array:
    """How each group is made smaller: (rows, rows), 1 for itself and what is added (less than 0: taken off) of others.

    `rows` are groups of 0 and 1 (rows, atoms); only those in `exact`, whose base is known, are taken off. Every row of
    the result @ rows is a group again, and nothing is lost: the result has an inverse.
    """
    steps = eye_array(rows.shape[0], format="csr")
    while True:
        step = _once(rows, exact)
        if step.nnz == rows.shape[0]:
            return csr_array(steps)
        steps, rows = step @ steps, csr_array(step @ rows)
        rows.eliminate_zeros()


def _once(rows: csr_array, exact: IntArray) -> csr_array:
    members = [rows.indices[start:end] for start, end in zip(rows.indptr[:-1], rows.indptr[1:], strict=True)]
    left = np.zeros(rows.shape[1], dtype=bool)
    outer, inner = list(range(len(members))), list(range(len(members)))
    for row, within in _nested(rows, exact):
        left[members[row]] = True
        for other in within:
            if left[members[other]].all():
                left[members[other]] = False
                outer.append(row)
                inner.append(other)
        left[members[row]] = False
    weight = np.where(np.array(outer) == np.array(inner), 1.0, -1.0)
    return csr_array((weight, (outer, inner)), shape=(len(members), len(members)))


def _nested(rows: csr_array, exact: IntArray) -> Iterator[tuple[int, list[int]]]:
    """Each row with the exact ones inside it, the largest first; of two that are the same, the earlier is inside."""
    size = np.diff(rows.indptr)
    shared = (rows @ rows[exact].T).tocoo()
    row, other = shared.coords[0], exact[shared.coords[1]]
    inside = (shared.data == size[other]) & ((size[row] > size[other]) | ((size[row] == size[other]) & (other < row)))
    row, other = row[inside], other[inside]
    order = np.lexsort((-size[other], row))
    row, other = row[order], other[order]
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    for start, within in zip(starts, np.split(other, starts[1:]), strict=False):
        yield int(row[start]), within.tolist()
