"""Raw input -> answers: one reader and one rule per kind of question; invalid input is data, never an exception."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from questions.model import OFF_SCALE, Instrument, Question, QuestionKind

Answer = int | str | tuple[int, ...]
Raw = Sequence[str] | str | int | None

NOT_A_CHOICE = "not_a_choice"
TOO_LONG = "too_long"
UNKNOWN_PLACE = "unknown_place"
UNKNOWN_QUESTION = "unknown_question"
ONE_ANSWER_ONLY = "one_answer_only"
OFF_SCALE_WITH_OTHERS = "off_scale_with_others"
BAD_TEXT = "bad_text"
NOTHING_ANSWERED = "nothing_answered"
NOT_ASKED = "not_asked"

_CODE = re.compile(r"-?[1-9][0-9]{0,3}|0")
_BAD_CATEGORIES = frozenset({"Cc", "Cs"})  # control characters and halves of surrogate pairs


@dataclass(frozen=True)
class Reading:
    """What was read: valid answers, `{question_id: code}` for the others, and answers to questions that were not asked.

    A question that was left out is in none of them. The problem of a wholly empty form is under "".
    """

    values: dict[str, Answer]
    problems: dict[str, str]
    ignored: tuple[str, ...] = ()


def read_answers(instrument: Instrument, raw: Mapping[str, Raw], places: Collection[str]) -> Reading:
    """Reads a form. `raw` has each field's texts by question id; `places` are the ids of the city's neighborhoods."""
    values: dict[str, Answer] = {}
    problems = _unknown(instrument, raw)
    ignored = []
    for question in instrument.questions:
        pieces = _pieces(raw.get(question.id))
        if not pieces:
            continue
        if not _is_open(question, values, problems):
            ignored.append(question.id)
            continue
        answer = READERS[question.kind](pieces)
        code = RULES[question.kind](question, answer, places)
        if code:
            problems[question.id] = code
        elif isinstance(answer, int | str | tuple):
            values[question.id] = answer
    if not values and not problems:
        problems[""] = NOTHING_ANSWERED
    return Reading(values, problems, tuple(ignored))


def validate_values(instrument: Instrument, values: Mapping[str, object], places: Collection[str]) -> dict[str, str]:
    """Problems of answers that are typed already, by the same rules: `{question_id: code}`, empty if all is well."""
    problems = _unknown(instrument, values)
    known: dict[str, Answer] = {}
    for question in instrument.questions:
        if question.id not in values:
            continue
        value = values[question.id]
        code = NOT_ASKED
        if _is_open(question, known, problems):
            code = RULES[question.kind](question, value, places)
        if code:
            problems[question.id] = code
        elif isinstance(value, int | str | tuple):
            known[question.id] = value
    if not values:
        problems[""] = NOTHING_ANSWERED
    return problems


def is_asked(question: Question, values: Mapping[str, object]) -> bool:
    """Whether a question is asked after these answers."""
    condition = question.condition
    if condition is None:
        return True
    answer = values.get(condition.question_id)
    given = answer if isinstance(answer, tuple) else (answer,)
    return answer is not None and (not condition.values or bool(set(condition.values).intersection(given)))


def _is_open(question: Question, values: Mapping[str, object], problems: Mapping[str, str]) -> bool:
    """Whether an answer counts: its question is asked, or the answer it depends on has to be mended first."""
    condition = question.condition
    return is_asked(question, values) or (condition is not None and condition.question_id in problems)


def stored(values: Mapping[str, Answer]) -> dict[str, int | str | list[int]]:
    """Answers as JSON can hold them; `restored` is the way back."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def restored(values: Mapping[str, int | str | list[int]]) -> dict[str, Answer]:
    """Answers out of JSON."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _unknown(instrument: Instrument, given: Mapping[str, object]) -> dict[str, str]:
    known = {question.id for question in instrument.questions}
    return {name: UNKNOWN_QUESTION for name in given if name not in known}


def _pieces(raw: Raw) -> tuple[str, ...]:
    """The different answers to one question without blank ones, in the order given."""
    if raw is None:
        return ()
    texts = (str(raw),) if isinstance(raw, str | int) else tuple(str(text) for text in raw)
    return tuple(dict.fromkeys(text for text in texts if text.strip()))


def _code(piece: str) -> int | str:
    text = piece.strip()
    return int(text) if _CODE.fullmatch(text) else text


def _read_code(pieces: tuple[str, ...]) -> object:
    codes = tuple(dict.fromkeys(_code(piece) for piece in pieces))
    return codes[0] if len(codes) == 1 else codes


def _read_codes(pieces: tuple[str, ...]) -> object:
    return tuple(sorted({_code(piece) for piece in pieces}, key=lambda code: (isinstance(code, str), code)))


def _read_text(pieces: tuple[str, ...]) -> object:
    texts = tuple(piece.replace("\r\n", "\n").replace("\r", "\n").strip() for piece in pieces)
    return texts[0] if len(texts) == 1 else texts


READERS: Mapping[QuestionKind, Callable[[tuple[str, ...]], object]] = {
    QuestionKind.RATING: _read_code,
    QuestionKind.CHOICE: _read_code,
    QuestionKind.CHOICES: _read_codes,
    QuestionKind.PLACE: _read_text,
    QuestionKind.COMMENT: _read_text,
}
"""How the pieces of a form field become a candidate answer; the rules below judge it."""


def _judge_code(question: Question, value: object, places: Collection[str]) -> str:
    if isinstance(value, tuple):
        return ONE_ANSWER_ONLY
    return "" if _is_choice(question, value) else NOT_A_CHOICE


def _judge_codes(question: Question, value: object, places: Collection[str]) -> str:
    if not isinstance(value, tuple) or not value or not all(_is_choice(question, code) for code in value):
        return NOT_A_CHOICE
    if OFF_SCALE.intersection(value) and len(value) > 1:
        return OFF_SCALE_WITH_OTHERS
    return "" if value == tuple(sorted(set(value))) else NOT_A_CHOICE


def _judge_place(question: Question, value: object, places: Collection[str]) -> str:
    if isinstance(value, tuple):
        return ONE_ANSWER_ONLY
    return "" if isinstance(value, str) and value in places else UNKNOWN_PLACE


def _judge_comment(question: Question, value: object, places: Collection[str]) -> str:
    if isinstance(value, tuple):
        return ONE_ANSWER_ONLY
    if not isinstance(value, str) or not value.strip() or _has_bad_characters(value):
        return BAD_TEXT
    return TOO_LONG if len(value) > question.max_length else ""


def _is_choice(question: Question, value: object) -> bool:
    return type(value) is int and any(choice.value == value for choice in question.choices)


def _has_bad_characters(text: str) -> bool:
    return any(unicodedata.category(character) in _BAD_CATEGORIES for character in text if character not in "\n\t")


RULES: Mapping[QuestionKind, Callable[[Question, object, Collection[str]], str]] = {
    QuestionKind.RATING: _judge_code,
    QuestionKind.CHOICE: _judge_code,
    QuestionKind.CHOICES: _judge_codes,
    QuestionKind.PLACE: _judge_place,
    QuestionKind.COMMENT: _judge_comment,
}
"""The code of what is wrong with an answer, "" if nothing is."""
