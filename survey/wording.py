"""Wording that named speakers corrected: review sheets go out and come back, and residents read what came back."""

import csv
import io
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

from questions.model import SOURCE_LANGUAGE
from survey.context import Context
from survey.errors import InvalidInput
from survey.exchange.answers_csv import read_table
from survey.permissions import Permission, require
from survey.records import Account, Correction

COLUMNS = ("text", "english", "translation", "corrected")
LONGEST = 2_000


@dataclass(frozen=True)
class RefusedLine:
    """A line of a sheet that can't be taken: where it is, and the code of the reason."""

    line: int
    text_id: str
    problem: str


@dataclass(frozen=True)
class Reviewed:
    """What a sheet says: new wordings by text id, how many lines change nothing, and what can't be taken."""

    changed: Mapping[str, str]
    unchanged: int
    refused: tuple[RefusedLine, ...]


class Corrected(Mapping[str, str]):
    """The texts of one language, with corrections before what is written in its files."""

    def __init__(self, written: Mapping[str, str], corrections: Mapping[str, str], ids: Mapping[str, str]) -> None:
        self._written, self._corrections, self._ids = written, corrections, ids

    def __getitem__(self, text_id: str) -> str:
        if text_id in self._corrections and text_id in self._ids:
            return self._corrections[text_id]
        return self._written[text_id]

    def __iter__(self) -> Iterator[str]:
        yield from self._written
        yield from (text_id for text_id in self._corrections if text_id in self._ids and text_id not in self._written)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def with_corrections(context: Context) -> Context:
    """The same city, whose questions and texts show every stored correction that still fits, and later ones too."""
    live: dict[str, dict[str, str]] = {language: {} for language in context.texts.languages}
    english, questions = context.texts.languages[SOURCE_LANGUAGE], context.library.translations
    asked = questions[SOURCE_LANGUAGE].texts
    texts = {name: Corrected(written, live[name], english) for name, written in context.texts.languages.items()}
    translations = {
        name: replace(found, texts=Corrected(found.texts, live.get(name, {}), asked))
        for name, found in questions.items()
    }
    corrected = replace(
        context,
        texts=replace(context.texts, languages=texts),
        library=replace(context.library, translations=translations),
        corrected=live,
    )
    _refresh(corrected)
    return corrected


def sheet(context: Context, language: str) -> bytes:
    """Every text that residents read, in English and in a language, as CSV with an empty column for a speaker."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    writer.writerows((text_id, english, _present(context, language, text_id), "") for text_id, english in _all(context))
    return target.getvalue().encode("utf-8-sig")


def read_sheet(context: Context, language: str, file: BinaryIO) -> Reviewed:
    """What a sheet that came back would change; stores nothing. Raises InvalidInput, `file` has the problem."""
    table = read_table(file)
    if not set(COLUMNS) <= set(table.columns):
        raise InvalidInput({"file": "not_a_sheet"})
    changed: dict[str, str] = {}
    refused, unchanged = [], 0
    source = dict(_all(context))
    for row in table.rows:
        cells = {name: row.cells.get(name, "").strip() for name in COLUMNS}
        wanted = cells["corrected"] or cells["translation"]
        problem = row.problem or _problem(source, cells, wanted, changed)
        if problem:
            refused.append(RefusedLine(row.line, cells["text"], problem))
        elif wanted in ("", _present(context, language, cells["text"])):
            unchanged += 1
        else:
            changed[cells["text"]] = wanted
    return Reviewed(changed, unchanged, tuple(refused))


def take_sheet(context: Context, actor: Account | None, language: str, file: BinaryIO, by: str) -> Reviewed:
    """Stores what a named speaker changed; residents read it from now on, once the language is accepted anew.

    Raises InvalidInput (`file` or `reviewed_by`) or SurveyError("not_allowed").
    """
    account = require(actor, Permission.ACCEPT_LANGUAGE)
    if not 2 <= len(by.strip()) <= 80:
        raise InvalidInput({"reviewed_by": "short_name_length"})
    reviewed = read_sheet(context, language, file)
    source = dict(_all(context))
    context.store.city.correct(
        [
            Correction(language, text_id, source[text_id], text, by.strip(), context.today())
            for text_id, text in reviewed.changed.items()
        ]
    )
    _refresh(context)
    context.store.audit.note(context.new_id(), context.today(), account.id, "corrected_language", language)
    return reviewed


def outdated(context: Context, language: str) -> tuple[Correction, ...]:
    """Corrections that are kept but not shown, since the English that they were made for has changed."""
    return tuple(
        found for found in context.store.city.corrections() if found.language == language and _old(context, found)
    )


def _refresh(context: Context) -> None:
    for found in context.store.city.corrections():
        if found.language in context.corrected and not _old(context, found):
            context.corrected[found.language][found.text_id] = found.text


def _old(context: Context, correction: Correction) -> bool:
    return dict(_all(context)).get(correction.text_id) != correction.source


def _all(context: Context) -> Iterator[tuple[str, str]]:
    """(id, English) of everything that residents read; the questions come first."""
    yield from context.library.translations[SOURCE_LANGUAGE].texts.items()
    for text_id, text in context.texts.languages[SOURCE_LANGUAGE].items():
        if text_id in context.texts.resident:
            yield text_id, text


def _present(context: Context, language: str, text_id: str) -> str:
    translation = context.library.translations.get(language)
    asked = translation.texts.get(text_id, "") if translation else ""
    return asked or context.texts.languages.get(language, {}).get(text_id, "")


def _problem(source: Mapping[str, str], cells: Mapping[str, str], wanted: str, taken: Mapping[str, str]) -> str:
    text_id = cells["text"]
    if text_id not in source:
        return "unknown_text"
    if cells["english"] != source[text_id].strip():
        return "english_changed"
    if text_id in taken:
        return "text_twice"
    if len(wanted) > LONGEST:
        return "too_long"
    return "" if not wanted or _fields(wanted) == _fields(source[text_id]) else "fields_differ"


def _fields(text: str) -> set[str] | None:
    """The names in {braces}; None when the braces don't match up."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None
