"""The keys of a questionnaire: which key stands beside which box, and what typed keys mean."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.records import Value
from questions.answers import NOT_ASKED, Reading, read_answers
from questions.model import DONT_KNOW, PREFER_NOT, Instrument, Question, QuestionKind
from survey.records import Place

OFF_SCALE_KEYS = {DONT_KNOW: "D", PREFER_NOT: "P"}
ROW = "1234567890ABCEFGHJKLMNQRTUVWXY"
"""Keys by position where an answer's own digit is no key; without those above and what looks like a digit."""

Keys = Mapping[str, int | str]
"""What each key stands for: a choice's value or a place's id."""


def keys_of(question: Question, places: Sequence[Place]) -> Keys:
    """The keys of a question, in the order of its boxes; a comment has none. All on-scale keys have the same length."""
    if question.kind is QuestionKind.PLACE:
        return _numbered([place.id for place in places])
    off_scale = {OFF_SCALE_KEYS[choice.value]: choice.value for choice in question.choices if choice.off_scale}
    return {**_on_scale([choice.value for choice in question.scale]), **off_scale}


def width(keys: Keys) -> int:
    """How many characters complete an answer, 0 for a comment."""
    return max((len(key) for key in keys), default=0)


def read_typed(instrument: Instrument, typed: Mapping[str, str], places: Sequence[Place]) -> Reading:
    """What was typed, by the same readers and rules as every door; an answer that nobody was asked for is a problem."""
    raw = {
        question.id: _pieces(question, typed.get(question.id, ""), keys_of(question, places))
        for question in instrument.questions
    }
    reading = read_answers(instrument, raw, {place.id for place in places})
    return replace(reading, problems={**reading.problems, **dict.fromkeys(reading.ignored, NOT_ASKED)})


def typed_as(question: Question, value: Value, places: Sequence[Place]) -> str:
    """The keys of a value: `read_typed` reads them back."""
    if question.kind is QuestionKind.COMMENT:
        return str(value)
    names = {meant: key for key, meant in keys_of(question, places).items()}
    given = value if isinstance(value, tuple) else (value,)
    return " ".join(names[one] for one in given)


def _on_scale(values: Sequence[int]) -> Keys:
    if all(0 <= value <= 9 for value in values):
        return {str(value): value for value in values}
    return dict(zip(ROW, values, strict=False)) if len(values) <= len(ROW) else _numbered(values)


def _numbered(values: Sequence[int | str]) -> Keys:
    """Numbers of the same length from 1 on, such as 07."""
    length = len(str(len(values)))
    return {f"{number:0{length}}": value for number, value in enumerate(values, start=1)}


def _pieces(question: Question, typed: str, keys: Keys) -> list[str]:
    if question.kind is QuestionKind.COMMENT:
        return [typed]
    parts = _split(typed, keys) if question.kind is QuestionKind.CHOICES else [typed.strip()]
    return [_meaning(part.upper(), keys) for part in parts if part]


def _split(typed: str, keys: Keys) -> list[str]:
    """Several keys in one field: single ones need nothing between them."""
    parts = typed.replace(",", " ").split()
    return parts if width(keys) > 1 else [letter for part in parts for letter in part]


def _meaning(key: str, keys: Keys) -> str:
    """The value as a form's field would have it; what is no key stays wrong whatever values there are."""
    found = keys.get(key, keys.get(key.zfill(width(keys)) if key.isdecimal() else key))
    return f"? {key}" if found is None else str(found)
