"""Indices and declared crosstabs, as `indices.toml` holds them."""

from collections.abc import Mapping
from itertools import pairwise

from questions.entries import Entry
from questions.items import read_id
from questions.model import Band, Crosstab, Index, Question, QuestionKind


def read_index(entry: Entry, questions: Mapping[str, Question]) -> Index:
    """One index; all its items are ratings whose scale ends at `low` and `high`."""
    entry.only("id", "label", "items", "low", "high")
    index = Index(read_id(entry), entry.text("label"), entry.texts("items"), entry.number("low"), entry.number("high"))
    if len(set(index.items)) < len(index.items):
        entry.note("an item is listed twice")
    for item in index.items:
        _check_item(entry, index, questions.get(item), item)
    return index


def read_crosstab(entry: Entry, indices: Mapping[str, Index]) -> Crosstab:
    """One table of two indices in bands of their native scale."""
    entry.only("id", "rows", "columns", "bands")
    crosstab = Crosstab(read_id(entry), entry.text("rows"), entry.text("columns"), _read_bands(entry))
    for name in sorted({crosstab.rows, crosstab.columns} - indices.keys() - {""}):
        entry.note(f"unknown index '{name}'")
    return crosstab


def _check_item(entry: Entry, index: Index, question: Question | None, item: str) -> None:
    if question is None:
        entry.note(f"unknown item '{item}'")
    elif question.kind is not QuestionKind.RATING:
        entry.note(f"item '{item}' is not a rating")
    elif question.scale and (question.scale[0].value, question.scale[-1].value) != (index.low, index.high):
        ends = f"{question.scale[0].value} to {question.scale[-1].value}"
        entry.note(f"item '{item}' is on a different scale: {ends}, not {index.low} to {index.high}")


def _read_bands(entry: Entry) -> tuple[Band, ...]:
    pairs = entry.table.get("bands")
    if not isinstance(pairs, list) or not pairs or not all(_is_pair(pair) for pair in pairs):
        entry.note("'bands' should be a list of [low, high]")
        return ()
    bands = tuple(Band(float(low), float(high)) for low, high in pairs)
    if any(band.low > band.high for band in bands) or any(one.high >= two.low for one, two in pairwise(bands)):
        entry.note("bands should go from low to high and not overlap")
    return bands


def _is_pair(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(type(end) in (int, float) for end in pair)
