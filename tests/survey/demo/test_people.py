"""How people answer: the scale gives back the points that were planted, and events and people cluster."""

import random
from statistics import mean, pvariance

import pytest

from survey.demo.people import Person, answer, category, location
from survey.demo.truth import load_truth

TRUTH = load_truth()


@pytest.mark.parametrize("target", [25, 40, 55, 70, 85])
def test_the_average_of_the_choices_is_the_target(target: float) -> None:
    chance = random.Random(1)
    spread = TRUTH.variance.spread
    center = location(target, spread)
    points = [(category(chance.gauss(center, spread)) - 1) * 25 for _ in range(20_000)]
    assert mean(points) == pytest.approx(target, abs=1.2)


def test_what_people_at_one_event_share_is_a_twentieth_of_the_variance() -> None:
    chance = random.Random(2)
    size, means, within = 60, [], []
    for _ in range(400):
        mood = chance.gauss(0, 1)
        points = [_trust(chance, mood) for _ in range(size)]
        means.append(mean(points))
        within.append(pvariance(points) * size / (size - 1))
    between = pvariance(means) - mean(within) / size
    assert between / (between + mean(within)) == pytest.approx(0.05, abs=0.015)


def test_no_opinion_is_more_common_about_fairness_than_about_safety() -> None:
    chance = random.Random(3)
    given = [answer(TRUTH, chance, _person(chance), "pulse", 5, 0.0) for _ in range(3000)]
    rate = {item: mean(values.get(item) == -1 for values in given) for item in ("c6", "c8")}
    assert rate["c6"] > 0.1 > 0.03 > rate["c8"]
    assert 0 < mean(len(values) < 9 for values in given) < 0.3


def _person(chance: random.Random) -> Person:
    return Person("old-quay", "en", feels_gap=False, trait=chance.gauss(0, 1), says_where=True)


def _trust(chance: random.Random, mood: float) -> float:
    value = -1
    while value < 0:
        values = answer(TRUTH, chance, _person(chance), "pulse", 5, mood)
        value = values.get("c1", -1)  # type: ignore[assignment]  # ratings are whole numbers
    return (value - 1) * 25
