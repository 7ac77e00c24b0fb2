"""The record that would be stored, in words: every column of it, before anything is sent."""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.records import Value
from analysis.text.masks import MASK
from questions.model import Question
from survey import city
from survey.context import Context
from survey.i18n import language_name, show_day
from survey.records import Comment, Event, Response

KIND_OF_COMMENT = "comment_kind"


@dataclass(frozen=True)
class Line:
    """One thing that would be stored: its name, what it would be, and the columns that would hold it."""

    label: str
    value: str
    columns: str


@dataclass(frozen=True)
class Said:
    """A comment as it would be kept, by which rules it was redacted, and the author's own label for it."""

    text: str
    masked: bool
    kind: str
    redactor: str


@dataclass(frozen=True)
class Shown:
    """The whole record: its facts, the answers as (question, answer), and the comments."""

    facts: tuple[Line, ...]
    answers: tuple[tuple[str, str], ...]
    comments: tuple[Said, ...]


def record_shown(context: Context, event: Event, record: Response, language: str) -> Shown:
    """A record as its author reads it."""
    questions = {question.id: question for question in context.library.instruments[record.instrument].questions}
    answers = (
        (context.library.text(f"{name}.text", language), _answer(context, questions[name], value, language))
        for name, value in record.values.items()
    )
    said = (_said(context, questions, comment, language) for comment in record.comments)
    return Shown(tuple(_facts(context, event, record, language)), tuple(answers), tuple(said))


def _facts(context: Context, event: Event, record: Response, language: str) -> Iterator[Line]:
    def line(name: str, value: str, *more: str) -> Line:
        return Line(context.texts.get(language, f"phone.preview.{name}"), value, " ".join([f"response.{name}", *more]))

    def say(name: str) -> str:
        return context.texts.get(language, f"phone.{name}")

    place = next((place.name for place in city.places(context) if place.id == record.place), say("preview.none"))
    title = context.library.text(f"{record.instrument}.title", language)
    yield line("event", event.name)
    yield line("day", show_day(record.day, language))
    yield line("place", place)
    yield line("instrument", f"{title} ({record.instrument_version})", "response.instrument_version")
    yield line("language", language_name(record.language))
    yield line("channel", say(f"channel.{record.channel}"))
    yield line("rehearsal", say("preview.yes" if record.rehearsal else "preview.no"))
    yield line("key", say("preview.key_is"), *(["comment.response"] if record.comments else []))


def _answer(context: Context, question: Question, value: Value, language: str) -> str:
    given = value if isinstance(value, tuple) else (value,)
    return ", ".join(
        context.library.text(choice.text_id, language) for choice in question.choices if choice.value in given
    )


def _said(context: Context, questions: dict[str, Question], comment: Comment, language: str) -> Said:
    kind = ""
    if comment.kind and KIND_OF_COMMENT in questions:
        kind = _answer(context, questions[KIND_OF_COMMENT], comment.kind, language)
    return Said(comment.text, bool(MASK.search(comment.text)), kind, comment.redactor)
