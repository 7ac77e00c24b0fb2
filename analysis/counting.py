"""Answers and read remarks into tallies: scored once, then only counted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from analysis import cells, pairs, patterns, periods, remarks, scores, tables
from analysis.estimates import IntArray
from analysis.figures import Label, Measure
from analysis.grids import CARD, OPEN
from analysis.records import Answered, Remark
from analysis.remarks import ReadRemark
from analysis.scores import FloatArray
from analysis.tallies import Collector, Spot
from questions.model import DONT_KNOW, PREFER_NOT, Index, Instrument, Library

ANSWERS = "answers"
CHANNELS: Mapping[str, str] = {"card": CARD, "phone": OPEN, "streamlit": OPEN}
"""Which channels are compared: paper, kiosks and files are neither a card nor an open code."""
OFF_SCALE_MEASURES: Mapping[Measure, int] = {Measure.DONT_KNOW: DONT_KNOW, Measure.PREFER_NOT: PREFER_NOT}
AT_ONCE = 20_000
"""People whose answers are held in memory together."""


def count_answers(collector: Collector, answers: Iterable[Answered], library: Library) -> None:
    """Counts all answers: indices on their native scale, off-scale choices, crosstabs, and what is not scored."""
    waiting = iter(answers)
    while some := list(islice(waiting, AT_ONCE)):
        grouped: dict[str, list[Answered]] = defaultdict(list)
        for answer in some:
            grouped[answer.instrument].append(answer)
        for name, given in grouped.items():
            spots = collector.number([_spot(answer) for answer in given])
            collector.add(ANSWERS, spots, np.zeros(len(spots)))
            collector.add("count/answers_read", spots, np.zeros(len(spots)))
            if name not in library.instruments:
                collector.add("count/answers_of_unknown_instruments", spots, np.zeros(len(spots)))
            if instrument := library.instruments.get(name):
                native = _count_instrument(collector, spots, [answer.values for answer in given], instrument, library)
                _count_together(collector, given, instrument, native)


def count_remarks(collector: Collector, heard: Sequence[ReadRemark], themes: Sequence[Label]) -> None:
    """Counts people who said something, by measure: under its name all in its base, under name/subject those for it."""
    for kind, source in remarks.SOURCES.items():
        people = remarks.per_person([item for item in heard if item.remark.source is source])
        spots = collector.number([_spot(said[0].remark) for said in people])
        columns = remarks.COLUMNS[kind](people, themes)
        for subject, column in columns.items():
            hit = np.nan_to_num(column) > 0
            collector.add(f"{kind}/{subject}", spots[hit], column[hit])
        for column in list(columns.values())[:1]:  # all of them have the same people in their base
            collector.add(kind.value, spots[~np.isnan(column)], np.zeros(int((~np.isnan(column)).sum())))
    for name, spot, number in _notes_on_reading(heard):
        collector.add(f"count/{name}", collector.number([spot]), np.zeros(1), np.array([number]))


def count_others(collector: Collector, others: Sequence[Remark]) -> None:
    """Counts remarks of other audiences and public files, which are not read."""
    spots = collector.number([_spot(remark) for remark in others])
    collector.add("count/remarks_of_other_audiences", spots, np.zeros(len(spots)))


def _count_instrument(
    collector: Collector, spots: IntArray, values: Sequence[Mapping[str, object]], asked: Instrument, library: Library
) -> dict[Index, FloatArray]:
    """Counts one instrument's answers; the native scores of its indices, shape (people,)."""
    native: dict[str, FloatArray] = {}
    for index in library.indices.values():
        if holds(asked, index):
            native[index.id] = score = native_scores(values, index, asked)
            valid = ~np.isnan(score)
            collector.add(f"index/{index.id}", spots[valid], score[valid])
            collector.add(f"count/unscored_{index.id}", spots[~valid], np.zeros(int((~valid).sum())))
            wrong = [scores.count_impossible([one], index) for one in values] if not valid.all() else []  # type: ignore[list-item]
            if any(wrong):
                collector.add(f"count/impossible_{index.id}", spots, np.zeros(len(spots)), np.array(wrong))
    for name, column in _off_scale(values, asked):
        given = ~np.isnan(column)
        collector.add(name, spots[given], column[given])
    for crosstab in library.crosstabs:
        if crosstab.rows in native and crosstab.columns in native:
            cells, between = tables.band_cells(native[crosstab.rows], native[crosstab.columns], crosstab)
            collector.add(f"cross/{crosstab.id}", spots[cells >= 0], cells[cells >= 0].astype(float))
            collector.add(f"count/between_bands_{crosstab.id}", spots[between], np.zeros(int(between.sum())))
    return {library.indices[name]: score for name, score in native.items()}


def _count_together(
    collector: Collector, given: Sequence[Answered], asked: Instrument, native: Mapping[Index, FloatArray]
) -> None:
    """Counts what needs several answers of one person: patterns of items, and scores by demographic cell."""
    if asked.public_source:
        return
    spots = [patterns.whole_year(answer, CHANNELS.get(answer.channel, "")) for answer in given]
    for index in native:
        patterns.count_patterns(collector, given, spots, index, _reversed(index, asked))
    cells.count_cells(collector, given, asked, native)
    pairs.count_pairs(collector, given, asked, native)


def holds(instrument: Instrument, index: Index) -> bool:
    """Whether the instrument asks every item of the index."""
    return all(instrument.question(item) is not None for item in index.items)


def native_scores(values: Sequence[Mapping[str, object]], index: Index, asked: Instrument) -> FloatArray:
    """The index of each person on its native scale, shape (people,); NaN where it can't be scored."""
    return scores.score(values, index, _reversed(index, asked))  # type: ignore[arg-type]  # no number is no answer there


def _reversed(index: Index, asked: Instrument) -> frozenset[str]:
    """The index's items that are keyed the other way round."""
    questions = (asked.question(item) for item in index.items)
    return frozenset(question.id for question in questions if question is not None and question.reverse_keyed)


def _off_scale(values: Sequence[Mapping[str, object]], asked: Instrument) -> Iterator[tuple[str, FloatArray]]:
    """For each question that offers it, 1.0 for who chose "don't know" or "prefer not", 0.0 for who chose otherwise."""
    for question in asked.questions:
        for measure, code in OFF_SCALE_MEASURES.items():
            if any(choice.value == code for choice in question.choices):
                yield f"{measure}/{question.id}", np.array([_chose(one.get(question.id), code) for one in values])


def _chose(value: object, code: int) -> float:
    if value is None:
        return float("nan")
    return float(code in value if isinstance(value, tuple) else value == code)


def _notes_on_reading(heard: Sequence[ReadRemark]) -> Iterator[tuple[str, Spot, int]]:
    by_spot: dict[Spot, list[ReadRemark]] = defaultdict(list)
    for item in heard:
        by_spot[_spot(item.remark)].append(item)
    for spot, said in by_spot.items():
        for name, number in remarks.count(said).items():
            if number:
                yield name, spot, number


def _spot(said: Answered | Remark) -> Spot:
    channel = CHANNELS.get(said.channel, "") if isinstance(said, Answered) else ""
    return Spot(said.event, said.place, periods.month(said.day), said.instrument, channel)
