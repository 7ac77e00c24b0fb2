"""Translations: what a locale file holds, what is missing, and the digest that an acceptance is given to."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from questions.entries import Entry
from questions.model import SOURCE_LANGUAGE, Library, ReviewStatus, Translation

DIRECTIONS = ("ltr", "rtl")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Za-z0-9]+)*")


def missing(library: Library, language: str) -> tuple[str, ...]:
    """Text ids that a language does not have yet; bare numbers need no translation."""
    translation = library.translations.get(language)
    return _missing(library.translations[SOURCE_LANGUAGE].texts, translation.texts if translation else {})


def content_digest(library: Library, language: str) -> str:
    """SHA-256 in hex over every source text and its translation, by text id; changes when either wording does.

    Raises KeyError on a language that the library does not have.
    """
    texts = library.translations[language].texts
    source = library.translations[SOURCE_LANGUAGE].texts
    rows = [[text_id, source[text_id], texts.get(text_id)] for text_id in sorted(source)]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def source_translation(texts: Mapping[str, str]) -> Translation:
    """The source language as a translation like the others; its texts are the content itself."""
    return Translation(SOURCE_LANGUAGE, "English", "ltr", ReviewStatus.ACCEPTED, "", None, texts)


def read_translation(language: str, entries: Sequence[Entry], source: Mapping[str, str]) -> Translation:
    """One language out of its files in all folders; it is accepted when every one of them is.

    An accepted language has to be complete, and no file may translate a text that does not exist.
    """
    parts = [_read_part(entry, language, source) for entry in entries]
    texts = {text_id: text for part in parts for text_id, text in part.texts.items()}
    for position, entry in enumerate(entries):
        _check_twice(entry, parts[position], parts[:position])
    accepted = all(part.status is ReviewStatus.ACCEPTED for part in parts)
    if accepted:
        for text_id in _missing(source, texts):
            entries[0].under(text_id, {}).note("not translated, though the language is marked as accepted")
    return Translation(
        language,
        parts[0].name,
        parts[0].direction,
        ReviewStatus.ACCEPTED if accepted else ReviewStatus.DRAFT,
        ", ".join(dict.fromkeys(part.accepted_by for part in parts)) if accepted else "",
        max((part.accepted_on for part in parts if part.accepted_on), default=None) if accepted else None,
        texts,
        parts[0].made_from,
    )


def _read_part(entry: Entry, language: str, source: Mapping[str, str]) -> Translation:
    entry.only("name", "direction", "status", "accepted_by", "accepted_on", "made_from", "texts")
    if not _LANGUAGE.fullmatch(language):
        entry.note("the file's name should be a language code such as es or zh_Hans")
    direction = entry.text("direction")
    if direction and direction not in DIRECTIONS:
        entry.note(f"unknown direction '{direction}', expected ltr or rtl")
    status = _read_status(entry)
    by, on = entry.text("accepted_by", ""), _read_day(entry)
    if status is ReviewStatus.ACCEPTED and not (by.strip() and on):
        entry.note("accepted without a name and a date: give 'accepted_by' and 'accepted_on'")
    texts = dict(_read_texts(entry))
    for text_id in sorted(texts.keys() - source.keys()):
        entry.under(text_id, {}).note("unknown text id")
    return Translation(language, entry.text("name"), direction, status, by, on, texts, entry.text("made_from", ""))


def _read_status(entry: Entry) -> ReviewStatus:
    name = entry.text("status")
    if name in set(ReviewStatus):
        return ReviewStatus(name)
    if name:
        entry.note(f"unknown translation status '{name}', expected one of {', '.join(ReviewStatus)}")
    return ReviewStatus.DRAFT


def _read_day(entry: Entry) -> date | None:
    value = entry.table.get("accepted_on")
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    entry.note("'accepted_on' should be a date such as 2026-11-23")
    return None


def _read_texts(entry: Entry) -> Iterator[tuple[str, str]]:
    for text_id, text in _flat("", entry.inner("texts").table):
        if isinstance(text, str) and text.strip():
            yield text_id, text
        else:
            entry.under(text_id, {}).note("the translation should be a text")


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{key}.", value)
        else:
            yield f"{prefix}{key}", value


def _check_twice(entry: Entry, part: Translation, earlier: Sequence[Translation]) -> None:
    for text_id in sorted({text_id for other in earlier for text_id in other.texts} & part.texts.keys()):
        entry.under(text_id, {}).note("translated twice")


def _missing(source: Mapping[str, str], texts: Mapping[str, str]) -> tuple[str, ...]:
    needed = {text_id for text_id, text in source.items() if not text.lstrip("-").isdecimal()}
    return tuple(sorted(needed - texts.keys()))
