"""Mapping files: which column of a CSV file answers which question, and what its values mean."""

import time
import tomllib
from datetime import date
from typing import Any

from questions.entries import Entry
from questions.errors import ContentError, Problem
from questions.model import SOURCE_LANGUAGE, Instrument, Library, Question, QuestionKind
from survey.exchange.answers_csv import DELIMITERS, ENCODINGS
from survey.exchange.columns import (
    MEANINGS,
    AnswerColumn,
    AnswerMapping,
    DayColumn,
    ImportedEvent,
    PlaceColumn,
    TextColumn,
)
from survey.exchange.languages import is_language
from survey.records import Program


def read_mapping(text: str, file: str, library: Library) -> AnswerMapping:
    """Reads and checks a mapping file. Raises ContentError: every problem names the file, the key and the reason."""
    problems: list[Problem] = []
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ContentError([Problem(file, "", f"not valid TOML: {error}")]) from error
    mapping = _mapping(Entry(file, "", table, problems), library)
    if problems or mapping is None:
        raise ContentError(problems)
    return mapping


def _mapping(entry: Entry, library: Library) -> AnswerMapping | None:
    entry.only(*_KEYS)
    instrument = library.instruments.get(entry.text("instrument"))
    if instrument is None:
        entry.under("instrument", {}).note("no such questionnaire")
        return None
    event = _event(entry.under("event", entry.table["event"])) if "event" in entry.table else None
    return AnswerMapping(
        file=entry.file,
        source=entry.text("source"),
        instrument=instrument,
        day=_day(entry, event),
        language=_language(entry),
        questions=_questions(entry.under("questions", entry.table.get("questions")), instrument),
        place=_place(entry, instrument),
        event=event,
        row_id=entry.texts("row_id") if "row_id" in entry.table else (),
        weight=entry.text("weight", ""),
        encoding=_one_of(entry, "encoding", tuple(ENCODINGS), "utf-8"),
        delimiter=_one_of(entry, "delimiter", DELIMITERS, ","),
    )


_KEYS = (
    *("source", "instrument", "event", "day", "language", "questions", "place"),
    *("row_id", "weight", "encoding", "delimiter"),
)


def _event(entry: Entry) -> ImportedEvent:
    entry.only("name", "program", "place", "starts_on", "ends_on", "time_zone")
    program = _one_of(entry, "program", tuple(Program), Program.ONLINE.value)
    return ImportedEvent(
        entry.text("name"),
        Program(program),
        entry.text("place", ""),
        _date(entry, "starts_on"),
        _date(entry, "ends_on"),
        entry.text("time_zone", "UTC"),
    )


def _day(entry: Entry, event: ImportedEvent | None) -> date | DayColumn:
    if not isinstance(entry.table.get("day"), dict):
        fixed = _date(entry, "day")
        if event is not None and not event.starts_on <= fixed <= event.ends_on:
            entry.under("day", {}).note("is not a day of the event")
        return fixed
    inner = entry.under("day", entry.table["day"])
    inner.only("column", "format")
    column = DayColumn(inner.text("column"), inner.text("format", DayColumn.format))
    if not _holds_day(column.format):
        inner.note("'format' should hold day, month and year, such as %d/%m/%Y")
    return column


def _holds_day(form: str) -> bool:
    try:
        return time.strptime(date(2019, 12, 31).strftime(form), form)[:3] == (2019, 12, 31)
    except ValueError:
        return False


def _date(entry: Entry, key: str) -> date:
    value = entry.table.get(key)
    if type(value) is date:
        return value
    entry.under(key, {}).note("should be a day, such as 2020-06-30 without quotes")
    return date.min


def _language(entry: Entry) -> str | TextColumn:
    value = entry.table.get("language")
    if isinstance(value, dict):
        inner = entry.under("language", value)
        inner.only("column", "values")
        column = TextColumn(inner.text("column"), _texts(inner))
        _check_languages(inner, tuple(column.values.values()))
        return column
    fixed = entry.text("language")
    _check_languages(entry.under("language", {}), (fixed or SOURCE_LANGUAGE,))
    return fixed


def _check_languages(entry: Entry, languages: tuple[str, ...]) -> None:
    for language in languages:
        if not is_language(language):
            entry.note(f"'{language}' is not a language code such as en or es")


def _place(entry: Entry, instrument: Instrument) -> PlaceColumn | None:
    if "place" not in entry.table:
        return None
    inner = entry.under("place", entry.table["place"])
    inner.only("column", "values", "create")
    if not any(question.kind is QuestionKind.PLACE for question in instrument.questions):
        inner.note(f"'{instrument.id}' does not ask for a neighborhood")
    return PlaceColumn(inner.text("column"), _texts(inner), inner.flag("create"))


def _texts(entry: Entry) -> dict[str, str]:
    values = entry.under(f"{entry.id}.values", entry.table.get("values", {}))
    return {key: values.text(key) for key in values.table}


def _questions(entry: Entry, instrument: Instrument) -> dict[str, AnswerColumn]:
    if not entry.table:
        entry.note("names no question")
    return {
        name: _answer(entry.under(f"questions.{name}", table), name, instrument) for name, table in entry.table.items()
    }


def _answer(entry: Entry, name: str, instrument: Instrument) -> AnswerColumn:
    entry.only("column", "values", "separator")
    question = instrument.question(name)
    if question is None:
        entry.note(f"'{instrument.id}' has no such question")
    elif question.kind is QuestionKind.PLACE:
        entry.note("neighborhoods go under [place]")
    values = entry.under(f"{entry.id}.values", entry.table.get("values", {}))
    codes = {text: _code(values, text, value, question) for text, value in values.table.items()}
    return AnswerColumn(entry.text("column"), codes, entry.text("separator", AnswerColumn.separator))


def _code(entry: Entry, text: str, value: Any, question: Question | None) -> int | None:
    code = MEANINGS.get(value) if isinstance(value, str) else value
    offered = {choice.value for choice in question.choices} if question else set()
    if isinstance(value, str) and value not in MEANINGS:
        entry.note(f"'{text}' should be a whole number or one of {', '.join(MEANINGS)}")
    elif code is not None and (type(code) is not int or question is None or code not in offered):
        entry.note(f"'{text}' becomes {value}, which the question does not offer")
    return code if type(code) is int else None


def _one_of(entry: Entry, key: str, known: tuple[str, ...], default: str) -> str:
    value = entry.text(key, default)
    if value not in known:
        entry.note(f"'{key}' should be one of {', '.join(repr(str(one)) for one in known)}")
        return default
    return value
