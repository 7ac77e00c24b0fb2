"""Instruments: ordered lists of modules, as `instruments.toml` holds them."""

from collections.abc import Mapping

from questions.entries import Entry
from questions.items import check_order, read_id
from questions.model import Instrument, Module, Question, QuestionKind

AUDIENCES = ("resident", "staff", "youth")


def read_instrument(entry: Entry, modules: Mapping[str, Module]) -> Instrument:
    """One instrument with the questions of its modules in order."""
    entry.only("id", "version", "title", "audience", "minutes", "modules", "public_source")
    questions = _read_questions(entry, modules)
    check_order(entry, questions)
    if sum(question.kind is QuestionKind.PLACE for question in questions) > 1:
        entry.note("an instrument asks for one place only")
    return Instrument(
        id=read_id(entry),
        version=entry.text("version"),
        title=entry.text("title"),
        audience=_read_audience(entry),
        minutes=entry.number("minutes"),
        questions=questions,
        public_source=entry.text("public_source", ""),
    )


def _read_questions(entry: Entry, modules: Mapping[str, Module]) -> tuple[Question, ...]:
    names = entry.texts("modules")
    for name in sorted(set(names) - modules.keys()):
        entry.note(f"unknown module '{name}'")
    if len(set(names)) < len(names):
        entry.note("a module is listed twice")
    return tuple(question for name in names if name in modules for question in modules[name].questions)


def _read_audience(entry: Entry) -> str:
    name = entry.text("audience")
    if name and name not in AUDIENCES:
        entry.note(f"unknown audience '{name}', expected one of {', '.join(AUDIENCES)}")
    return name
