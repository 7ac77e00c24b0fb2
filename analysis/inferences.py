"""What a release infers: pooled small places, reliability, weights, associations, and who is not heard."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Pooled:
    """An index of a neighborhood drawn towards what the model expects of it: points 0-100 with a 95 % interval.

    Made of released figures alone. `own` is the share, 0 to 1, that the neighborhood's own answers have in `value`;
    the direct estimate beside it is the figure of the same subject, place and period.
    """

    subject: str
    place: str
    period: str
    value: float
    low: float
    high: float
    own: float
    method: str


class Trust(StrEnum):
    """How far an index can be relied on by how its items hang together."""

    GOOD = "good"
    WARN = "warn"  # under .70
    HIDDEN = "hidden"  # under .60
    TOO_FEW = "too_few"  # under 50 people


@dataclass(frozen=True)
class Reliability:
    """How the items of an index hang together in a year, among people of one language and mode; "" is all of them.

    Coefficients have two decimals; `low` and `high` are the bootstrap interval of alpha; None where not told. For two
    items alpha is Spearman-Brown's coefficient, and there is no omega. `item_rest` is each item's correlation with the
    others, in the order of the index, of all people only; items `against` them, below 0, may be keyed the wrong way.
    """

    subject: str
    year: str
    language: str
    mode: str
    base: int
    items: int
    verdict: Trust
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    omega: float | None = None
    release: int = 0
    item_rest: tuple[float | None, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weighted:
    """An index of the city in a year, raw and weighted to the population: points with 95 % intervals.

    Both are of the same people: those whose questionnaire asks the bands. `effective` is Kish's effective sample size,
    to the nearest 5; `stopped` says why there is no weighted value, or "": "thin:MARGIN" (a group of the margin has too
    few answers), "no_margins", "not_converged", "few_events" or "not_told" (too near an end of the scale).
    """

    subject: str
    year: str
    base: int
    raw: float
    raw_low: float
    raw_high: float
    effective: int = 0
    value: float | None = None
    low: float | None = None
    high: float | None = None
    margins: tuple[str, ...] = ()
    stopped: str = ""
    release: int = 0


@dataclass(frozen=True)
class Association:
    """How an outcome goes with a predictor among a year's people: outcome points for each 10 points of the predictor.

    `group` is "" for everybody, else a group that the predictor sets apart, whose `plain` is then a mean; `adjusted`
    is within events, for a group how far it is from those without contact. Intervals are 95 %, over events. Never a
    cause.
    """

    outcome: str
    predictor: str
    group: str
    year: str
    base: int
    plain: float
    low: float
    high: float
    adjusted: float | None = None
    adjusted_low: float | None = None
    adjusted_high: float | None = None
    method: str = ""
    release: int = 0


@dataclass(frozen=True)
class Share:
    """Who is heard: a group's share of a year's answers beside its share of the population, in per cent.

    `margin` is place, age or language (spoken most at home); `group` is a place's id or a choice's code. `base` is the
    people who told their group, for places all answers; `answers` is None where hidden, `population` where not known.
    """

    margin: str
    group: str
    year: str
    base: int
    answers: float | None
    population: float | None = None
    release: int = 0
