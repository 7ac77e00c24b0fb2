"""Two answers of one person as one number, so that what goes together can be counted without persons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis import periods
from analysis.cells import fineness
from analysis.records import Answered
from analysis.scores import FloatArray
from analysis.tallies import Collector, Spot
from questions.model import Index, Instrument, QuestionKind

NAME = "pair"
RADIX = 4096
"""More than any scale of an index has steps; the outcome is the lower digit."""

PREDICTOR = "procedural_justice"
OUTCOMES = ("trust", "cooperation")
CONTACT, NO_CONTACT = "contact", 4
CONTACTS: Mapping[int, str] = {1: "came", 2: "went", 3: "both", NO_CONTACT: "none"}
"""The choices of the question on contact with police: they came, I went to them, both, none."""
STRAIGHT = "straight_lining"
LINES: Mapping[int, str] = {0: "varied", 1: "same"}
"""Whether somebody gave every rating the very same answer: a flag, and never a reason to leave anybody out."""
LEAST_RATINGS = 5
"""Ratings that somebody must have given before it means anything that all are the same."""


@dataclass(frozen=True)
class Pair:
    """What is counted together: an index as predictor, or what sets `groups` apart, and an index as outcome.

    Of groups, `beside` is the one that others are laid beside within events, if any.
    """

    predictor: str
    outcome: str
    groups: Mapping[int, str] = field(default_factory=dict)
    beside: int | None = None

    @property
    def name(self) -> str:
        return f"{NAME}/{self.predictor}/{self.outcome}"


SLOPES = tuple(Pair(PREDICTOR, outcome) for outcome in OUTCOMES)
GROUPS = (
    *(Pair(CONTACT, outcome, CONTACTS, NO_CONTACT) for outcome in (*OUTCOMES, PREDICTOR)),
    *(Pair(STRAIGHT, outcome, LINES) for outcome in (*OUTCOMES, PREDICTOR)),
)


def count_pairs(
    collector: Collector, answers: Sequence[Answered], asked: Instrument, native: Mapping[Index, FloatArray]
) -> None:
    """Counts people by event and year under each pair that the questionnaire asks, where both answers are valid."""
    spots = collector.number([_spot(answer) for answer in answers])
    columns = {index.id: _steps(scores, index) for index, scores in native.items()}
    if asked.question(CONTACT) is not None:
        columns[CONTACT] = np.array([_contact(answer.values.get(CONTACT)) for answer in answers])
    if (lines := _straight(answers, asked)) is not None:
        columns[STRAIGHT] = lines
    for pair in (*SLOPES, *GROUPS):
        if pair.predictor in columns and pair.outcome in columns:
            codes = columns[pair.predictor] * RADIX + columns[pair.outcome]
            valid = ~np.isnan(codes)
            collector.add(pair.name, spots[valid], codes[valid])


def split(codes: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The predictor's and the outcome's steps behind counted codes."""
    first, second = np.divmod(codes, RADIX)
    return first, second


def in_points(steps: FloatArray, index: Index) -> FloatArray:
    """Steps of an index as points, 0-100."""
    return steps * (100.0 / ((index.high - index.low) * fineness(index)))


def _steps(scores: FloatArray, index: Index) -> FloatArray:
    found: FloatArray = np.rint((scores - index.low) * fineness(index))
    return found


def _straight(answers: Sequence[Answered], asked: Instrument) -> FloatArray | None:
    """1.0 for whom all ratings are the same, 0.0 for others, NaN for who gave too few; None where too few are asked."""
    ratings = [question.id for question in asked.questions if question.kind is QuestionKind.RATING]
    if len(ratings) < LEAST_RATINGS:
        return None
    given = np.array([[_rating(answer.values.get(name)) for name in ratings] for answer in answers])
    said = ~np.isnan(given)
    lowest, highest = np.where(said, given, np.inf).min(axis=1), np.where(said, given, -np.inf).max(axis=1)
    return np.where(said.sum(axis=1) >= LEAST_RATINGS, (lowest == highest).astype(np.float64), np.nan)


def _rating(value: object) -> float:
    return float(value) if isinstance(value, int) and value > 0 else float("nan")


def _contact(value: object) -> float:
    return float(value) if isinstance(value, int) and value in CONTACTS else float("nan")


def _spot(answer: Answered) -> Spot:
    return Spot(answer.event, "", periods.year(answer.day), answer.instrument, "")
