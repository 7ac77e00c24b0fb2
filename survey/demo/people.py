"""People of the demo city and how they answer: a trait in points, cut into the points of a scale."""

import random
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

from analysis.records import Value
from questions.model import DONT_KNOW, PREFER_NOT
from survey.demo.truth import Questionnaire, Truth

STEP = 25.0
"""Points between two neighboring choices of a five-point scale."""


@dataclass(frozen=True)
class Person:
    """Who answers: where they live ("" is not said), their language, the gap they feel, and their trait."""

    home: str
    language: str
    feels_gap: bool
    trait: float
    says_where: bool


def meet(truth: Truth, chance: random.Random, event_place: str) -> Person:
    """Somebody at an event: mostly a neighbor, sometimes from elsewhere, sometimes silent about it."""
    habits = truth.questionnaire.habits
    at_home = event_place and chance.random() < habits["home_is_event"]
    home = event_place if at_home else _anyone(truth, chance)
    place = truth.places[home]
    return Person(
        home=home,
        language="es" if chance.random() < place.spanish else "en",
        feels_gap=chance.random() < place.felt,
        trait=chance.gauss(0, 1),
        says_where=chance.random() >= habits["home_blank"],
    )


def _anyone(truth: Truth, chance: random.Random) -> str:
    sizes = [place.size for place in truth.places.values()]
    return chance.choices(list(truth.places), weights=sizes)[0]


def answer(
    truth: Truth, chance: random.Random, person: Person, instrument: str, quarter: int, mood: float
) -> dict[str, Value]:
    """The answers of one person; `mood` is what the people at the event have in common, a standard normal."""
    asked, habits = truth.questionnaire.instruments[instrument], truth.questionnaire.habits
    place = "" if instrument == "staff" else person.home
    stops_at = chance.randrange(2, len(asked)) if chance.random() < habits["break_off"] else len(asked)
    values: dict[str, Value] = {}
    for question in asked[:stops_at]:
        if chance.random() >= habits["skip"]:
            index = truth.questionnaire.index_of(question)
            if index:
                values[question] = _rate(truth, chance, person, question, index, place, quarter, mood)
            else:
                values[question] = _choose(truth.questionnaire, chance, question)
    return values


def _rate(
    truth: Truth, chance: random.Random, person: Person, item: str, index: str, place: str, quarter: int, mood: float
) -> int:
    questionnaire, variance = truth.questionnaire, truth.variance
    luck = chance.random()
    if luck < questionnaire.habits["prefer_not"]:
        return PREFER_NOT
    if luck < questionnaire.habits["prefer_not"] + questionnaire.dont_know.get(item, questionnaire.habits["dont_know"]):
        return DONT_KNOW
    target = truth.level(index, place, quarter) + questionnaire.item_points.get(item, 0.0) + _gap(truth, person, index)
    own = (1 - variance.event - variance.person) ** 0.5 * chance.gauss(0, 1)
    common = variance.event**0.5 * mood + variance.person**0.5 * person.trait
    return category(location(target, variance.spread) + variance.spread * (own + common))


def _gap(truth: Truth, person: Person, index: str) -> float:
    """What the gap moves, so that the mean of the person's neighborhood stays what it is."""
    felt = truth.places[person.home].felt
    return truth.gap.get(index, 0.0) * (felt - 1 if person.feels_gap else felt)


def category(points: float) -> int:
    """The choice, 1-5, nearest to a feeling in points: 0 is 1, 100 is 5."""
    return max(1, min(5, round(points / STEP) + 1))


def location(target: float, spread: float) -> float:
    """Where feelings have to center so that the chosen categories average `target` points (both 0-100).

    The ends of the scale pull averages inward; this undoes it to within half a point.
    """
    means = _means(spread)
    return float(min(max(bisect_left(means, target), 0), len(means) - 1) - 100)


@cache
def _means(spread: float) -> tuple[float, ...]:
    """The mean of the categories in points when feelings center at -100, -99, ... 200."""
    normal = NormalDist(0, spread)
    cuts = [STEP * (step + 0.5) for step in range(4)]
    return tuple(sum(STEP * (1 - normal.cdf(cut - center)) for cut in cuts) for center in range(-100, 201))


def _choose(questionnaire: Questionnaire, chance: random.Random, question: str) -> Value:
    if question in questionnaire.choices:
        return _one(chance, questionnaire.choices[question])
    return _some(chance, questionnaire.many_choices, question)


def _one(chance: random.Random, weights: tuple[float, ...]) -> int:
    return chance.choices(range(1, len(weights) + 1), weights=weights)[0]


def _some(chance: random.Random, many: Mapping[str, tuple[float, ...]], question: str) -> tuple[int, ...]:
    chosen = {_one(chance, many[question])}
    if chance.random() < 0.12:
        chosen.add(_one(chance, many[question]))
    return tuple(sorted(chosen))
