"""One person's answers on their way: the steps of a questionnaire and what was filled in so far."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from uuid import UUID

from questions.answers import Reading, is_asked, read_answers
from questions.model import Instrument, Question, QuestionKind
from survey.records import Receipt

MOST_ON_A_STEP = 3
Step = tuple[Question, ...]


@dataclass(frozen=True)
class Sheet:
    """What one person filled in. `key` is made once a form, so that sending it again is still one answer.

    `step` counts from 0, the welcome; `raw` has each question's texts by id.
    """

    code: str
    key: UUID
    step: int = 0
    raw: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    receipt: Receipt | None = None

    def filled(self, given: Mapping[str, tuple[str, ...]]) -> "Sheet":
        """The sheet with these answers in it; a problem goes once its answer changed."""
        changed = {name for name, texts in given.items() if texts != self.raw.get(name, ())}
        problems = {name: code for name, code in self.problems.items() if name and name not in changed}
        return replace(self, raw={**self.raw, **given}, problems=problems)


def read(instrument: Instrument, sheet: Sheet, places: Collection[str]) -> Reading:
    """What the answers so far say."""
    return read_answers(instrument, sheet.raw, places)


def all_steps(instrument: Instrument) -> tuple[Step, ...]:
    """The questions in steps: up to three with one scale together, each other alone, evenly filled."""
    runs = (tuple(run) for _, run in groupby(instrument.questions, key=_family))
    return tuple(step for run in runs for step in _shared_out(run))


def asked_steps(instrument: Instrument, values: Mapping[str, object]) -> tuple[Step, ...]:
    """The steps that these answers leave, each with the questions that are asked."""
    narrowed = (tuple(item for item in step if is_asked(item, values)) for step in all_steps(instrument))
    return tuple(step for step in narrowed if step)


def step_of(steps: Sequence[Step], question_id: str) -> int:
    """On which step a question stands, counted from 1; the first when on none."""
    found = (number for number, step in enumerate(steps, 1) if any(item.id == question_id for item in step))
    return next(found, 1)


def _family(question: Question) -> tuple[object, ...]:
    """Questions of one family can share a step: ratings on one scale that are asked of the same people."""
    if question.kind is not QuestionKind.RATING:
        return (question.id,)
    return (tuple(choice.text_id for choice in question.choices), question.condition)


def _shared_out(run: Step) -> list[Step]:
    """One family in as few steps as may be, none much fuller than the others."""
    count = -(-len(run) // MOST_ON_A_STEP)
    bounds = [len(run) * number // count for number in range(count + 1)]
    return [run[start:end] for start, end in zip(bounds, bounds[1:], strict=False)]
