"""Index scores: the mean of a person's valid items, only where more than half of them are valid.

Rule and scale: the corrected scoring of the National Initiative evaluation, whose first version was
withdrawn because missing answers had been summed as zeros.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.records import Value
from questions.model import OFF_SCALE, Index

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

METHOD = "mean of valid items, more than half needed"
VERSION = "1"


def score(people: Sequence[Mapping[str, Value]], index: Index, reverse: frozenset[str] = frozenset()) -> FloatArray:
    """The index of each person on the native scale of its items, shape (people,); NaN where it can't be scored.

    `reverse` names items that are keyed the other way round.
    """
    return mean_of_valid(item_values(people, index, reverse))


def item_values(people: Sequence[Mapping[str, Value]], index: Index, reverse: frozenset[str]) -> FloatArray:
    """Answers as an array of shape (people, items), native scale; NaN for skipped, off-scale and impossible codes."""
    rows = [[_number(values.get(item), index) for item in index.items] for values in people]
    items = np.array(rows, dtype=np.float64).reshape(len(people), len(index.items))
    keyed = np.array([item in reverse for item in index.items])
    return np.where(keyed, index.low + index.high - items, items)


def mean_of_valid(items: FloatArray) -> FloatArray:
    """Means of the rows of a (people, items) array over what is not NaN; NaN where half or more is NaN."""
    valid = ~np.isnan(items)
    counts = valid.sum(axis=1)
    enough = 2 * counts > items.shape[1]
    totals = np.where(valid, items, 0.0).sum(axis=1)
    return np.where(enough, totals / np.maximum(counts, 1), np.nan)


def points(native: FloatArray, index: Index) -> FloatArray:
    """Native scores as index points, 0 (the lowest answer everywhere) to 100.

    >>> points(np.array([1.0, 3.0, 5.0]), Index("trust", "Trust", ("c1",), 1, 5)).tolist()
    [0.0, 50.0, 100.0]
    """
    return 100.0 * (native - index.low) / (index.high - index.low)


def count_impossible(people: Sequence[Mapping[str, Value]], index: Index) -> int:
    """How many stored item answers are neither on the scale nor one of the off-scale codes."""
    found = (values[item] for values in people for item in index.items if item in values)
    return sum(value not in OFF_SCALE and not _on_scale(value, index) for value in found)


def _number(value: Value | None, index: Index) -> float:
    return float(value) if isinstance(value, int) and _on_scale(value, index) else float("nan")


def _on_scale(value: Value, index: Index) -> bool:
    return isinstance(value, int) and value not in OFF_SCALE and index.low <= value <= index.high
