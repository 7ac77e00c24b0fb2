"""Who answered by demographic cell, as one number for each person: only what weighting and shares need."""

from collections.abc import Mapping, Sequence
from math import lcm

import numpy as np

from analysis import periods
from analysis.estimates import IntArray
from analysis.patterns import LARGEST, whole_year
from analysis.population import MORE, QUESTIONS
from analysis.records import Answered, Value
from analysis.scores import FloatArray
from analysis.tallies import Collector, Spot
from questions.model import Index, Instrument

CELL, GROUP = "cell", "group"
TOLD = ("age", "language")
"""The margins whose shares of answers are told."""
RADIX = 32
UNKNOWN, SEVERAL = 0, RADIX - 1
CELLS = RADIX ** len(QUESTIONS)


def asks(instrument: Instrument) -> bool:
    """Whether an instrument asks about any margin."""
    return any(instrument.question(question) is not None for question in QUESTIONS.values())


def count_cells(
    collector: Collector, answers: Sequence[Answered], instrument: Instrument, native: Mapping[Index, FloatArray]
) -> None:
    """Counts people by cell and score of each index, by event, home and year, and all of them by told margin."""
    if not asks(instrument):
        return
    found = np.array([cell(answer.values) for answer in answers], dtype=np.int64)
    spots = collector.number([_spot(answer) for answer in answers])
    for index, scores in native.items():
        if (index.high - index.low + 1) * fineness(index) * CELLS <= LARGEST:
            valid = ~np.isnan(scores)
            level = np.rint((scores[valid] - index.low) * fineness(index))
            collector.add(f"{CELL}/{index.id}", spots[valid], level * CELLS + found[valid])
    year = collector.number([whole_year(answer, "") for answer in answers])
    for margin in TOLD:
        group = digit(found, margin)
        collector.add(f"{GROUP}/{margin}", year[group != UNKNOWN], group[group != UNKNOWN].astype(np.float64))


def cell(values: Mapping[str, Value]) -> int:
    """One person's cell: a digit for each margin, 0 where nothing or no choice of the list is known."""
    return sum(_digit(values.get(question)) * RADIX**place for place, question in enumerate(QUESTIONS.values()))


def digit(cells: IntArray, margin: str) -> IntArray:
    """The group of one margin in each cell; UNKNOWN where it is not known."""
    found: IntArray = cells // RADIX ** list(QUESTIONS).index(margin) % RADIX
    return found


def split(codes: FloatArray, index: Index) -> tuple[FloatArray, IntArray]:
    """The native scores and the cells behind counted codes."""
    levels, cells = np.divmod(codes.astype(np.int64), CELLS)
    return levels / fineness(index) + index.low, cells


def code(number: int) -> str:
    """A digit as the code that population files and releases use."""
    return MORE if number == SEVERAL else str(number)


def fineness(index: Index) -> int:
    """Into how many equal parts a point of the scale is cut, so that every mean of valid items is a whole number."""
    return lcm(*range(len(index.items) // 2 + 1, len(index.items) + 1))


def _digit(value: Value | None) -> int:
    chosen = value if isinstance(value, tuple) else (value,)
    listed = [one for one in chosen if isinstance(one, int) and 0 < one < SEVERAL]
    return SEVERAL if len(listed) > 1 else sum(listed)


def _spot(answer: Answered) -> Spot:
    return Spot(answer.event, answer.place, periods.year(answer.day), answer.instrument, "")
