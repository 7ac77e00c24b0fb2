"""The questions of an event as the phone page shows them: wording, what was typed, and what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from questions.model import Instrument, Question, QuestionKind
from survey import events
from survey.context import Context
from survey.records import Event


@dataclass(frozen=True)
class Option:
    """One answer on offer, and whether it is chosen."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """One question on the page. `after` is the question it depends on, with the values that open it."""

    id: str
    kind: str
    number: int
    text: str
    help: str
    options: tuple[Option, ...]
    off_scale: tuple[Option, ...]
    typed: str
    max_length: int
    problem: str
    after: str
    after_values: str

    @property
    def described_by(self) -> str:
        """Ids of what a screen reader reads out with the question."""
        parts = {"help": self.help, "warning": self.kind == QuestionKind.COMMENT, "problem": self.problem}
        return " ".join(f"{self.id}-{name}" for name, present in parts.items() if present)


def ask(
    context: Context, event: Event, language: str, typed: Mapping[str, Sequence[str]], problems: Mapping[str, str]
) -> tuple[Asked, ...]:
    """Every question of the event in a language, with what was typed and the problems' words."""
    instrument = events.instrument_of(context, event)
    return tuple(
        _asked(context, question, number, language, typed.get(question.id, ()), problems.get(question.id, ""))
        for number, question in enumerate(instrument.questions, start=1)
    )


def has_kind(instrument: Instrument, kind: QuestionKind) -> bool:
    """Whether the instrument asks a question of this kind."""
    return any(question.kind is kind for question in instrument.questions)


def _asked(
    context: Context, question: Question, number: int, language: str, typed: Sequence[str], problem: str
) -> Asked:
    options = tuple(_options(context, question, language, typed))
    on_scale = len(question.scale) if question.kind is not QuestionKind.PLACE else len(options)
    condition = question.condition
    return Asked(
        id=question.id,
        kind=question.kind.value,
        number=number,
        text=context.library.text(f"{question.id}.text", language),
        help=context.library.text(f"{question.id}.help", language) if question.help else "",
        options=options[:on_scale],
        off_scale=options[on_scale:],
        typed=typed[0] if typed else "",
        max_length=question.max_length,
        problem=context.texts.get(language, f"error.{problem}") if problem else "",
        after=condition.question_id if condition else "",
        after_values=" ".join(str(value) for value in condition.values) if condition else "",
    )


def _options(context: Context, question: Question, language: str, typed: Sequence[str]) -> Iterator[Option]:
    if question.kind is QuestionKind.PLACE:
        for place in context.store.places.all():
            yield Option(place.id, place.name, place.id in typed)
    for choice in question.choices:
        value = str(choice.value)
        yield Option(value, context.library.text(choice.text_id, language), value in typed)
