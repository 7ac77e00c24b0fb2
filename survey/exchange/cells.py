"""One row of a file, by its mapping, as the answers of one person; what can't be read is told by question."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from analysis.records import Value
from questions.model import Question, QuestionKind
from survey.exchange.answers_csv import Row
from survey.exchange.columns import MISSING, AnswerColumn, AnswerMapping, DayColumn
from survey.exchange.languages import is_language

VALUE_NOT_MAPPED = "value_not_mapped"

_WHOLE = re.compile(r"([0-9]{1,4})(?:\.0*)?")  # other programs write 7 as 7.0


@dataclass(frozen=True)
class RowRead:
    """What one row says. `place` is the file's text for it, already mapped; problems are `{question or part: code}`."""

    key: UUID
    day: date
    language: str
    place: str
    values: Mapping[str, Value]
    problems: Mapping[str, str]


def namespace(source: str) -> UUID:
    """The namespace of a source's rows, and the id of the event made for it."""
    return uuid5(NAMESPACE_URL, f"fair-hearing:import:{source}")


def read_row(mapping: AnswerMapping, row: Row) -> RowRead:
    """Reads a row without problems. The key is the same whenever the same row of the same source is read."""
    problems: dict[str, str] = {}
    return RowRead(
        key=_key(mapping, row, problems),
        day=_day(mapping, row.cells, problems),
        language=_language(mapping, row.cells, problems),
        place=_place(mapping, row.cells),
        values=_answers(mapping, row.cells, problems),
        problems=problems,
    )


def _key(mapping: AnswerMapping, row: Row, problems: dict[str, str]) -> UUID:
    named = [row.cells[column].strip() for column in mapping.row_id]
    if mapping.row_id and not any(named):
        problems["row_id"] = "row_id_missing"
    return uuid5(namespace(mapping.source), "\x1f".join(named) if mapping.row_id else f"row {row.number}")


def _answers(mapping: AnswerMapping, cells: Mapping[str, str], problems: dict[str, str]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, column in mapping.questions.items():
        question = mapping.instrument.question(name)
        assert question is not None  # the mapping was checked against this instrument
        try:
            value = _answer(question, column, cells[column.column].strip())
        except ValueError:
            problems[name] = VALUE_NOT_MAPPED
        else:
            if value is not None:
                values[name] = value
    return values


def _answer(question: Question, column: AnswerColumn, text: str) -> Value | None:
    if text in column.values:
        code = column.values[text]
        return (code,) if code is not None and question.kind is QuestionKind.CHOICES else code
    return _READERS[question.kind](column, text) if text else None


def _code(column: AnswerColumn, text: str) -> int:
    """A whole number as it stands. Negative ones have to be mapped: what they mean differs from file to file."""
    found = _WHOLE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return int(found[1])


def _codes(column: AnswerColumn, text: str) -> tuple[int, ...] | None:
    parts = [part.strip() for part in text.split(column.separator)]
    codes = {column.values[part] if part in column.values else _code(column, part) for part in parts if part}
    return tuple(sorted(code for code in codes if code is not None)) or None


def _text(column: AnswerColumn, text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


_READERS: Mapping[QuestionKind, Callable[[AnswerColumn, str], Value | None]] = {
    QuestionKind.RATING: _code,
    QuestionKind.CHOICE: _code,
    QuestionKind.CHOICES: _codes,
    QuestionKind.COMMENT: _text,
}


def _day(mapping: AnswerMapping, cells: Mapping[str, str], problems: dict[str, str]) -> date:
    if not isinstance(mapping.day, DayColumn):
        return mapping.day
    try:
        return date(*time.strptime(cells[mapping.day.column].strip(), mapping.day.format)[:3])
    except ValueError:
        problems["day"] = "bad_day"
        return date.min


def _language(mapping: AnswerMapping, cells: Mapping[str, str], problems: dict[str, str]) -> str:
    if isinstance(mapping.language, str):
        return mapping.language
    text = cells[mapping.language.column].strip()
    language = mapping.language.values.get(text, text)
    if not is_language(language):
        problems["language"] = "unknown_language"
    return language


def _place(mapping: AnswerMapping, cells: Mapping[str, str]) -> str:
    if mapping.place is None:
        return ""
    text = cells[mapping.place.column].strip()
    place = mapping.place.values.get(text, text)
    return "" if place == MISSING else place
