"""Who answered all items of an index in which way, as one number for each person, so that ways are only counted."""

from collections.abc import Sequence

import numpy as np

from analysis import periods, scores
from analysis.estimates import IntArray
from analysis.records import Answered
from analysis.scores import FloatArray
from analysis.tallies import Collector, Spot
from questions.model import Index

NAME = "pattern"
LARGEST = 2.0**53
"""Whole numbers are exact in a tally up to here; an index of more ways than that is not counted."""


def whole_year(answer: Answered, channel: str) -> Spot:
    """A spot without event, place and month, for what is only ever told of a whole city and year."""
    return Spot("", "", periods.year(answer.day), answer.instrument, channel)


def count_patterns(
    collector: Collector, answers: Sequence[Answered], spots: Sequence[Spot], index: Index, reverse: frozenset[str]
) -> None:
    """Counts people with a valid answer to every item, under pattern/INDEX/LANGUAGE, at `whole_year` spots.

    Who left an item out, or chose "don't know", is in no pattern: a missing answer is never a zero.
    """
    if len(index.items) < 2 or _ways(index) ** len(index.items) > LARGEST:
        return
    codes = encode(scores.item_values([answer.values for answer in answers], index, reverse), index)
    numbers = collector.number(spots)
    languages = np.array([answer.language for answer in answers], dtype=str)
    for language in np.unique(languages):
        taken = (languages == language) & ~np.isnan(codes)
        collector.add(f"{NAME}/{index.id}/{language}", numbers[taken], codes[taken])


def encode(items: FloatArray, index: Index) -> FloatArray:
    """Rows of a (people, items) array of whole native values as numbers, shape (people,); NaN where any is NaN."""
    return (items - index.low) @ _weights(index)


def decode(codes: FloatArray, index: Index) -> FloatArray:
    """The (patterns, items) array that `encode` made the numbers from."""
    weights, ways = _weights(index).astype(np.int64), _ways(index)
    found: FloatArray = (codes.astype(np.int64)[:, None] // weights % ways + index.low).astype(np.float64)
    return found


def instruments_of(spots: Sequence[Spot], instruments: frozenset[str]) -> IntArray:
    """1 for each spot of one of the instruments, else 0; shape (spots,)."""
    return np.array([spot.instrument in instruments for spot in spots], dtype=np.int64)


def _ways(index: Index) -> int:
    return index.high - index.low + 1


def _weights(index: Index) -> FloatArray:
    return np.array([_ways(index) ** place for place in range(len(index.items))], dtype=np.float64)
