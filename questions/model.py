"""The model of survey content: questions, choices, scales, modules, instruments, indices and their translations."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

DONT_KNOW = -1
PREFER_NOT = -2
OFF_SCALE = frozenset({DONT_KNOW, PREFER_NOT})
"""Codes for "don't know" and "prefer not to answer": two facts, never points of a scale, never averaged."""

SOURCE_LANGUAGE = "en"


class QuestionKind(StrEnum):
    """How a question is answered; readers, renderers and exports vary by it."""

    RATING = "rating"  # one point of an ordered scale, an int
    CHOICE = "choice"  # one of unordered choices, an int
    CHOICES = "choices"  # any number of choices, a sorted tuple of ints
    PLACE = "place"  # a neighborhood id of the city, a str; its choices come from the store
    COMMENT = "comment"  # free text, a str


class ReviewStatus(StrEnum):
    """Whether a named speaker has accepted a translation."""

    DRAFT = "draft"
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class Choice:
    """One answer on offer: the code that is stored and the id its wording is filed under."""

    value: int
    text_id: str
    text: str

    @property
    def off_scale(self) -> bool:
        return self.value in OFF_SCALE


@dataclass(frozen=True)
class Condition:
    """A question is asked only if the answer to `question_id` is one of `values`, or, without values, any answer."""

    question_id: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Question:
    """One question with a permanent id; changed wording means a new id.

    `choices` holds on-scale choices from low to high, then the off-scale ones that are offered.
    `source` cites where the construct comes from; the wording is our own.
    """

    id: str
    kind: QuestionKind
    construct: str
    text: str
    source: str
    help: str = ""
    choices: tuple[Choice, ...] = ()
    max_length: int = 0
    reverse_keyed: bool = False
    recommendation: str = ""
    condition: Condition | None = None

    @property
    def scale(self) -> tuple[Choice, ...]:
        """The on-scale choices, low to high."""
        return tuple(choice for choice in self.choices if not choice.off_scale)


@dataclass(frozen=True)
class Module:
    """One topic's questions, as one file holds them."""

    id: str
    version: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Index:
    """A reported score: the mean of its items, shown 0-100; `label` is in the source language."""

    id: str
    label: str
    items: tuple[str, ...]
    low: int
    high: int


@dataclass(frozen=True)
class Band:
    """One band of a crosstab on the native scale of an index, both ends included."""

    low: float
    high: float


@dataclass(frozen=True)
class Crosstab:
    """A declared table of two indices in bands: row percentages and chi-square."""

    id: str
    rows: str
    columns: str
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Instrument:
    """An ordered questionnaire. `audience` is resident, staff or youth.

    `public_source` names the publisher when the answers are an already public data file: such
    answers are never mixed with residents' and keep the publisher's precision.
    """

    id: str
    version: str
    title: str
    audience: str
    minutes: int
    questions: tuple[Question, ...]
    public_source: str = ""

    def question(self, question_id: str) -> Question | None:
        return next((item for item in self.questions if item.id == question_id), None)

    def without_comments(self) -> "Instrument":
        """The same instrument without its comments and the questions about them, for when no comments are allowed."""
        comments = {item.id for item in self.questions if item.kind is QuestionKind.COMMENT}
        kept = (
            item
            for item in self.questions
            if item.id not in comments and (item.condition is None or item.condition.question_id not in comments)
        )
        return replace(self, questions=tuple(kept))


@dataclass(frozen=True)
class Translation:
    """One language's texts by text id, with its review status and what that status was given to.

    `made_from` is the digest of the English that it was translated from, as its file says.
    """

    language: str
    name: str
    direction: str
    status: ReviewStatus
    accepted_by: str
    accepted_on: date | None
    texts: Mapping[str, str]
    made_from: str = ""


@dataclass(frozen=True)
class Library:
    """All content of a running system, checked as a whole."""

    modules: tuple[Module, ...]
    instruments: Mapping[str, Instrument]
    indices: Mapping[str, Index]
    crosstabs: tuple[Crosstab, ...] = ()
    translations: Mapping[str, Translation] = field(default_factory=dict)

    def text(self, text_id: str, language: str) -> str:
        """The wording in `language`, else in the source language. Raises KeyError on an unknown id.

        Text ids: `QUESTION.text`, `QUESTION.help`, `SCALE.VALUE` or `QUESTION.VALUE` for choices
        (`Choice.text_id`), `INSTRUMENT.title`, `INDEX.label`.
        """
        translation = self.translations.get(language)
        if translation is not None and text_id in translation.texts:
            return translation.texts[text_id]
        return self.translations[SOURCE_LANGUAGE].texts[text_id]
