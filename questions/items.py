"""Questions and modules as the files in `modules/` hold them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from questions.choices import CHOICE_FORMS, Scales, read_choices
from questions.entries import Entry
from questions.model import DONT_KNOW, PREFER_NOT, Condition, Module, Question, QuestionKind

RECOMMENDATIONS = ("history", "openness", "bias", "visibility", "inside")
"""The five recommendations of the source paper (PERF 2015) that a question may stand for."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_COMMON_FIELDS = ("id", "kind", "construct", "text", "help", "source", "recommendation", "asked_if")
_CHOICE_FIELDS = (*CHOICE_FORMS, "labels", "off_scale")


def read_module(entry: Entry, module_id: str, scales: Scales) -> tuple[Module, tuple[Entry, ...]]:
    """A module and, in the order of its questions, the entries they were read from."""
    entry.only("version", "title", "questions")
    entries = tuple(entry.entries("questions"))
    if not entries:
        entry.note("a module needs [[questions]]")
    questions = tuple(read_question(item, scales) for item in entries)
    return Module(module_id, entry.text("version"), entry.text("title"), questions), entries


def read_question(entry: Entry, scales: Scales) -> Question:
    """One question; its kind decides which fields it has."""
    kind = _read_kind(entry)
    known, read_rest = KINDS[kind]
    entry.only(*_COMMON_FIELDS, *known)
    return Question(
        id=read_id(entry),
        kind=kind,
        construct=entry.text("construct"),
        text=entry.text("text"),
        source=entry.text("source"),
        help=entry.text("help", ""),
        recommendation=_read_recommendation(entry),
        condition=_read_condition(entry),
        **read_rest(entry, scales),
    )


def read_id(entry: Entry) -> str:
    """The permanent id: letters, digits and underscores, so that it is safe in forms, files and statistics programs."""
    name = entry.text("id")
    if name and not _NAME.fullmatch(name):
        entry.note("an id is letters, digits and underscores, and begins with a letter")
    return name


def check_condition(entry: Entry, question: Question, known: Mapping[str, Question]) -> None:
    """Notes a condition on a question that does not exist or on answers that it does not offer."""
    condition = question.condition
    if condition is None:
        return
    other = known.get(condition.question_id)
    if other is None:
        entry.note(f"asked_if names the unknown question '{condition.question_id}'")
        return
    for value in sorted(set(condition.values) - {choice.value for choice in other.choices}):
        entry.note(f"asked_if names the answer {value}, which '{other.id}' does not offer")


def check_order(entry: Entry, questions: Sequence[Question]) -> None:
    """Notes a question whose condition is not asked before it."""
    seen: set[str] = set()
    for question in questions:
        if question.condition is not None and question.condition.question_id not in seen:
            entry.note(f"'{question.id}' depends on '{question.condition.question_id}', which is not asked before it")
        seen.add(question.id)


def _read_kind(entry: Entry) -> QuestionKind:
    name = entry.text("kind")
    if name in set(QuestionKind):
        return QuestionKind(name)
    if name:
        entry.note(f"unknown kind '{name}', expected one of {', '.join(QuestionKind)}")
    return QuestionKind.RATING


def _read_recommendation(entry: Entry) -> str:
    name = entry.text("recommendation", "")
    if name and name not in RECOMMENDATIONS:
        entry.note(f"unknown recommendation '{name}', expected one of {', '.join(RECOMMENDATIONS)}")
    return name


def _read_condition(entry: Entry) -> Condition | None:
    if "asked_if" not in entry.table:
        return None
    condition = entry.inner("asked_if")
    condition.only("question", "values")
    return Condition(condition.text("question"), condition.numbers("values"))


def _rating(entry: Entry, scales: Scales) -> dict[str, Any]:
    choices = read_choices(entry, scales, (DONT_KNOW, PREFER_NOT))
    return {"choices": choices, "reverse_keyed": entry.flag("reverse_keyed")}


def _choice(entry: Entry, scales: Scales) -> dict[str, Any]:
    return {"choices": read_choices(entry, scales, ())}


def _comment(entry: Entry, scales: Scales) -> dict[str, Any]:
    length = entry.number("max_length")
    if "max_length" in entry.table and length < 1:
        entry.note("'max_length' should be 1 or more")
    return {"max_length": length}


def _place(entry: Entry, scales: Scales) -> dict[str, Any]:
    return {}


KINDS: Mapping[QuestionKind, tuple[tuple[str, ...], Callable[[Entry, Scales], dict[str, Any]]]] = {
    QuestionKind.RATING: ((*_CHOICE_FIELDS, "reverse_keyed"), _rating),
    QuestionKind.CHOICE: (_CHOICE_FIELDS, _choice),
    QuestionKind.CHOICES: (_CHOICE_FIELDS, _choice),
    QuestionKind.PLACE: ((), _place),
    QuestionKind.COMMENT: (("max_length",), _comment),
}
"""Which fields each kind has beside the common ones, and how they are read."""
