"""The questions of an event with the key of each box, as the printed form and the page for typing in show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questions.model import Question, QuestionKind
from survey import city, events
from survey.context import Context
from survey.paper.fields import keys_of, width
from survey.records import Event, Place


@dataclass(frozen=True)
class KeyOption:
    """One box: its key and its words."""

    key: str
    text: str


@dataclass(frozen=True)
class KeyField:
    """One question. `after` is the question it depends on, with the keys there that open it; none is any answer."""

    id: str
    kind: str
    number: int
    text: str
    help: str
    options: tuple[KeyOption, ...]
    off_scale: tuple[KeyOption, ...]
    width: int
    after: str
    after_keys: str

    @property
    def conditional(self) -> bool:
        return bool(self.after)


def key_fields(context: Context, event: Event, language: str) -> tuple[KeyField, ...]:
    """Every question of the event in a language."""
    asked, places = events.instrument_of(context, event).questions, city.places(context)
    return tuple(_field(context, question, places, number, language) for number, question in enumerate(asked, start=1))


def _field(context: Context, question: Question, places: Sequence[Place], number: int, language: str) -> KeyField:
    keys, words = keys_of(question, places), _words(context, question, places, language)
    options = tuple(KeyOption(key, words[value]) for key, value in keys.items())
    off_scale = sum(choice.off_scale for choice in question.choices)
    after, after_keys = _condition(context, question, places)
    return KeyField(
        id=question.id,
        kind=question.kind.value,
        number=number,
        text=context.library.text(f"{question.id}.text", language),
        help=context.library.text(f"{question.id}.help", language) if question.help else "",
        options=options[: len(options) - off_scale],
        off_scale=options[len(options) - off_scale :],
        width=width(keys),
        after=after,
        after_keys=after_keys,
    )


def _words(context: Context, question: Question, places: Sequence[Place], language: str) -> Mapping[int | str, str]:
    """What each value is called in a language."""
    if question.kind is QuestionKind.PLACE:
        return {place.id: place.name for place in places}
    return {choice.value: context.library.text(choice.text_id, language) for choice in question.choices}


def _condition(context: Context, question: Question, places: Sequence[Place]) -> tuple[str, str]:
    if question.condition is None:
        return "", ""
    asked = question.condition.question_id
    other = next(item for module in context.library.modules for item in module.questions if item.id == asked)
    keys = keys_of(other, places)
    return asked, " ".join(key for key, value in keys.items() if value in question.condition.values)
