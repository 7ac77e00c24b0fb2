"""Content folders -> the checked Library; every problem names its file, the id and the reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from questions.choices import OFF_SCALE_ID, Scales, read_off_scale, read_scale
from questions.entries import Entry, read_file
from questions.errors import ContentError, Problem
from questions.indices import read_crosstab, read_index
from questions.instruments import read_instrument
from questions.items import check_condition, read_module
from questions.model import SOURCE_LANGUAGE, Index, Instrument, Library, Module, Question, Translation
from questions.translations import content_digest, missing, read_translation, source_translation

__all__ = ["SHIPPED", "ContentError", "content_digest", "load", "missing"]

Content = TypeVar("Content")

SHIPPED = Path(__file__).parent
LAYOUT = ("scales.toml", "modules/*.toml", "instruments.toml", "indices.toml", "locales/*.toml")
"""What a content folder may hold; extra folders are laid out like the shipped one and may lack any part."""


@dataclass(frozen=True)
class _Files:
    """The readable files of all folders, by part of the layout."""

    parts: dict[str, tuple[tuple[Path, Entry], ...]]
    problems: list[Problem]

    def entries(self, part: str) -> Iterator[Entry]:
        return (entry for _, entry in self.parts[part])


def load(folders: Sequence[Path] = (SHIPPED,)) -> Library:
    """Reads and checks one or more content folders as a whole; a city's own come after the shipped one.

    Raises ContentError with every problem found, or with the unreadable files alone if there are any.
    """
    problems: list[Problem] = []
    files = _read_files(folders, problems)
    _raise_any(problems)
    library = _assemble(files)
    _raise_any(problems)
    return library


def _assemble(files: _Files) -> Library:
    scales = _scales(files)
    modules, questions = _modules(files, scales)
    instruments = _unique(
        (entry, read_instrument(entry, modules)) for entry in _tables(files, "instruments.toml", "instrument")
    )
    indices = _unique((entry, read_index(entry, questions)) for entry in _tables(files, "indices.toml", "index"))
    crosstabs = _unique((entry, read_crosstab(entry, indices)) for entry in _tables(files, "indices.toml", "crosstab"))
    for part, keys in (("instruments.toml", ("instrument",)), ("indices.toml", ("index", "crosstab"))):
        for entry in files.entries(part):
            entry.only(*keys)
    texts = dict(_texts(questions.values(), instruments.values(), indices.values()))
    translations = {SOURCE_LANGUAGE: source_translation(texts), **_translations(files, texts)}
    return Library(tuple(modules.values()), instruments, indices, tuple(crosstabs.values()), translations)


def _read_files(folders: Sequence[Path], problems: list[Problem]) -> _Files:
    for folder in folders:
        if not any(path for part in LAYOUT for path in folder.glob(part)):
            problems.append(Problem(str(folder), "", f"no content here, expected any of {', '.join(LAYOUT)}"))
    return _Files(
        {
            part: tuple((path, read_file(path, problems)) for folder in folders for path in sorted(folder.glob(part)))
            for part in LAYOUT
        },
        problems,
    )


def _scales(files: _Files) -> Scales:
    entries = [
        entry.under(name, table) for entry in files.entries("scales.toml") for name, table in entry.table.items()
    ]
    off_scale = _unique((entry, read_off_scale(entry)) for entry in entries if entry.id == OFF_SCALE_ID)
    scales = _unique((entry, read_scale(entry)) for entry in entries if entry.id != OFF_SCALE_ID)
    return Scales(scales, off_scale.get(OFF_SCALE_ID, {}))


def _modules(files: _Files, scales: Scales) -> tuple[dict[str, Module], dict[str, Question]]:
    read = [(path, entry, *read_module(entry, path.stem, scales)) for path, entry in files.parts["modules/*.toml"]]
    modules = _unique((Entry(entry.file, path.stem, {}, files.problems), module) for path, entry, module, _ in read)
    items = [item for _, _, module, entries in read for item in zip(entries, module.questions, strict=True)]
    questions = _unique(items)
    for entry, question in items:
        check_condition(entry, question, questions)
        _check_name(entry, question, scales)
    return modules, questions


def _check_name(entry: Entry, question: Question, scales: Scales) -> None:
    if question.id in {*scales.scales, OFF_SCALE_ID}:
        entry.note("a scale has this id already, and their texts would share ids")


def _tables(files: _Files, part: str, key: str) -> Iterator[Entry]:
    return (table for entry in files.entries(part) for table in entry.entries(key))


def _translations(files: _Files, texts: Mapping[str, str]) -> dict[str, Translation]:
    languages: dict[str, list[Entry]] = {}
    for path, entry in files.parts["locales/*.toml"]:
        languages.setdefault(path.stem, []).append(entry)
    for entry in languages.pop(SOURCE_LANGUAGE, []):
        entry.note("English is the source language; its wording belongs in the modules")
    return {language: read_translation(language, entries, texts) for language, entries in sorted(languages.items())}


def _texts(
    questions: Iterable[Question], instruments: Iterable[Instrument], indices: Iterable[Index]
) -> Iterator[tuple[str, str]]:
    for question in questions:
        yield f"{question.id}.text", question.text
        if question.help:
            yield f"{question.id}.help", question.help
        yield from ((choice.text_id, choice.text) for choice in question.choices)
    yield from ((f"{instrument.id}.title", instrument.title) for instrument in instruments)
    yield from ((f"{index.id}.label", index.label) for index in indices)


def _unique(found: Iterable[tuple[Entry, Content]]) -> dict[str, Content]:
    first: dict[str, Entry] = {}
    content: dict[str, Content] = {}
    for entry, value in found:
        if entry.id in first:
            entry.note(f"duplicate id, already in {first[entry.id].file}")
        else:
            first[entry.id], content[entry.id] = entry, value
    return content


def _raise_any(problems: Sequence[Problem]) -> None:
    if problems:
        raise ContentError(dict.fromkeys(problems))
