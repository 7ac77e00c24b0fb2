"""Reading what was typed from a form: its number, its fields, comments redacted before anything is kept."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from analysis.records import Value
from analysis.text.redaction import redact
from questions.answers import NOT_A_CHOICE, TOO_LONG, is_asked, validate_values
from questions.model import Instrument, QuestionKind
from survey import events
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.handouts import KeyedForm
from survey.paper import numbers
from survey.paper.fields import read_typed
from survey.records import Event

Judge = Callable[[KeyedForm], str]
"""What is wrong with typing a form in now, "" if nothing is."""


def find_form(context: Context, event: Event, number: str) -> KeyedForm:
    """The form of a number as written. Raises SurveyError, see `numbers.read`, or ("form_not_printed")."""
    form = context.store.paper.form(event.id, numbers.read(event.code, number))
    if form is None:
        raise SurveyError("form_not_printed")
    return form


def read_form(
    context: Context, event: Event, number: str, typed: Mapping[str, str], problem: Judge
) -> tuple[KeyedForm, dict[str, Value]]:
    """The form and its values, or all problems at once; the number's is under "number"."""
    problems: dict[str, str] = {}
    language = ""
    try:
        form = find_form(context, event, number)
        language = form.language
        if code := problem(form):
            problems["number"] = code
    except SurveyError as error:
        problems["number"] = error.code
    values, wrong = _values(context, event, language, typed)
    problems |= wrong
    if problems:
        raise InvalidInput(problems)
    return form, values


def retyped(context: Context, event: Event, form: KeyedForm, others: Mapping[str, str]) -> dict[str, Value]:
    """What was typed anew while deciding; a question is not judged for another's answer here."""
    asked = events.instrument_of(context, event)
    alone = replace(asked, questions=tuple(replace(item, condition=None) for item in asked.questions))
    reading = read_typed(alone, others, context.store.places.all())
    problems = {name: code for name, code in reading.problems.items() if name}
    values, too_long = _redacted(asked, form.language, reading.values)
    problems |= too_long
    if problems:
        raise InvalidInput({name: "not_a_key" if code == NOT_A_CHOICE else code for name, code in problems.items()})
    return values


def still_asked(instrument: Instrument, values: Mapping[str, Value]) -> dict[str, Value]:
    """The values whose questions are asked today, after these answers."""
    kept: dict[str, Value] = {}
    for question in instrument.questions:
        if question.id in values and is_asked(question, kept):
            kept[question.id] = values[question.id]
    return kept


def outdated(instrument: Instrument, places: Collection[str], form: KeyedForm) -> dict[str, str]:
    """Why what was typed can't be sent today, as {question: code}: a neighborhood that is gone, a changed choice.

    What is no longer asked is left out, and an empty form is no problem.
    """
    problems: dict[str, str] = {}
    for typed in (form.first, form.second):
        if values := still_asked(instrument, typed or {}):
            problems |= validate_values(instrument, values, places)
    return problems


def _values(
    context: Context, event: Event, language: str, typed: Mapping[str, str]
) -> tuple[dict[str, Value], dict[str, str]]:
    """What was typed with its comments redacted: raw text goes no further. And its problems."""
    instrument = events.instrument_of(context, event)
    reading = read_typed(instrument, typed, context.store.places.all())
    values, too_long = _redacted(instrument, language, reading.values)
    problems = {name: "not_a_key" if code == NOT_A_CHOICE else code for name, code in reading.problems.items()}
    return values, problems | too_long


def _redacted(
    instrument: Instrument, language: str, typed: Mapping[str, Value]
) -> tuple[dict[str, Value], dict[str, str]]:
    """Values with comments redacted, and which of those are too long now: masks can be longer than what they hide."""
    values, problems = dict(typed), {}
    for question in instrument.questions:
        text = values.get(question.id)
        if question.kind is QuestionKind.COMMENT and isinstance(text, str):
            redacted = redact(text.strip(), language).text
            values[question.id] = redacted
            if len(redacted) > question.max_length:
                problems[question.id] = TOO_LONG
    return values, problems
