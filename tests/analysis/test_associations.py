"""What goes with trust: found where it was planted, told only of enough people, and not moved by a few."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from analysis import release
from analysis.figures import Release
from analysis.inferences import Association
from analysis.pairs import PREDICTOR
from analysis.records import Answered
from analysis.release import Built, Earlier
from questions.model import PREFER_NOT, Choice, Index, Instrument, Library, Question, QuestionKind
from tests.analysis.makings import JULY, TRUST, instrument, material

ITEMS = ("c2", "c3", "c4", "c5")
HELP = Index("cooperation", "Help", ("c9",), 1, 5)
CONTACT = Question(
    "contact",
    QuestionKind.CHOICE,
    "contact",
    "contact",
    "own",
    choices=tuple(Choice(number, str(number), str(number)) for number in (1, 2, 3, 4)),
)
CORE = instrument("full", ("c1", *ITEMS, "c9"))
FULL: Instrument = replace(CORE, questions=(*CORE.questions, CONTACT))
INDICES = (TRUST, Index(PREDICTOR, "Fairness", ITEMS, 1, 5), HELP)
LIBRARY = Library(
    (), {"full": FULL, "pulse": instrument("pulse", ("c1", *ITEMS, "c9"))}, {one.id: one for one in INDICES}
)
LOWER = -12
"""Points of trust by which those to whom police came are planted under everyone else."""


def people(count: int, seed: int = 1) -> list[Answered]:
    """Trust goes up by 5 points for 10 of fairness, and is lower for contact 1; events have levels of their own."""
    chance = np.random.default_rng(seed)
    found = []
    for number in range(count):
        event, contact = number % 8, int(chance.choice([1, 2, 4], p=[0.3, 0.3, 0.4]))
        fair = np.clip(np.rint(3 + chance.normal() + 0.7 * chance.normal(size=4)), 1, 5)
        points = 25 + 0.5 * 25 * (fair.mean() - 1) + LOWER * (contact == 1) + 2 * event + chance.normal(0, 12)
        trust = int(np.clip(round(points / 25) + 1, 1, 5))
        values = {"c1": trust, **dict(zip(ITEMS, map(int, fair), strict=True)), "contact": contact}
        values["c9"] = int(chance.integers(1, 6))
        found.append(Answered(f"e{event}", "north", JULY, "full", "en", "phone", values))
    return found


def published(answers: list[Answered], *before: Built) -> Built:
    """The release after those before it."""
    version = len(before) + 1
    made = material(answers, library=LIBRARY, open_events=frozenset(one.event for one in answers))
    layers = tuple(layer for one in before for layer in one.layers)
    earlier = Earlier(before[-1].release, layers) if before else release.NOTHING_EARLIER
    return release.build(made, release.count(made), date(2025, 8, version), version, earlier)


def rows(found: Release) -> dict[tuple[str, str, str], Association]:
    return {(one.predictor, one.outcome, one.group): one for one in found.associations}


@pytest.fixture(scope="module")
def first() -> Built:
    return published(people(900))


def test_what_was_planted_is_found_and_what_was_not_is_not(first: Built) -> None:
    found = rows(first.release)
    slope = found[PREDICTOR, "trust", ""]
    assert slope.low <= 5 <= slope.high and slope.low > 3
    assert slope.adjusted_low is not None and slope.adjusted_high is not None
    assert slope.adjusted_low <= 5 <= slope.adjusted_high
    none = found[PREDICTOR, "cooperation", ""]
    assert none.low <= 0 <= none.high
    came, without = found["contact", "trust", "came"], found["contact", "trust", "none"]
    assert came.high < without.low and without.adjusted is None
    assert came.adjusted_high is not None and came.adjusted_high < 0
    assert came.adjusted_low is not None and came.adjusted_low <= LOWER <= came.adjusted_high


def test_all_is_rounded_and_bases_go_by_fives(first: Built) -> None:
    for one in first.release.associations:
        assert one.base % 5 == 0 and one.base >= 50
        numbers = [one.plain, one.low, one.high, *([] if one.adjusted is None else [one.adjusted])]
        step = 10 if one.group == "" else 1
        assert all(number * step == pytest.approx(round(number * step)) for number in numbers)


def test_too_few_people_or_events_tell_nothing() -> None:
    assert not published(people(45)).release.associations
    few = [replace(one, event=f"e{number % 4}") for number, one in enumerate(people(300))]
    assert not published(few).release.associations


def test_a_slope_of_fewer_than_a_hundred_is_in_whole_points() -> None:
    found = rows(published(people(80)).release)
    slope = found[PREDICTOR, "trust", ""]
    assert all(number == round(number) for number in (slope.plain, slope.low, slope.high))


def test_a_few_people_more_move_nothing_and_ten_do(first: Built) -> None:
    nine = published(people(9, seed=2), first)
    assert nine.release.associations == first.release.associations
    more = published(people(40, seed=3), first, nine)
    moved = rows(more.release)[PREDICTOR, "trust", ""]
    assert moved.release == 3 and moved != rows(first.release)[PREDICTOR, "trust", ""]


def test_a_group_that_would_tell_of_a_few_others_is_not_told() -> None:
    """Everybody told their contact but three: they would follow from the others' means and the whole."""
    some = people(400)
    hushed = [
        replace(one, values={**one.values, "contact": PREFER_NOT}) if n < 3 else one for n, one in enumerate(some)
    ]
    groups = {one.group for one in published(hushed).release.associations if one.predictor == "contact"}
    everyone = {one.group for one in published(some).release.associations if one.predictor == "contact"}
    assert everyone == {"came", "went", "none"} and len(groups) < 3


def straight(answers: list[Answered], count: int) -> list[Answered]:
    """The same, with so many people who chose 5 throughout, or 4, in turn."""
    return [
        replace(one, values={**one.values, **dict.fromkeys(("c1", *ITEMS, "c9"), 5 - n // 8 % 2)}) if n < count else one
        for n, one in enumerate(answers)
    ]


def test_those_who_answered_all_alike_are_flagged_and_the_rest_told_without_them() -> None:
    some = people(600)
    found = rows(published(straight(some, 120)).release)
    same, varied = found["straight_lining", "cooperation", "same"], found["straight_lining", "cooperation", "varied"]
    assert 120 <= same.base <= 160 and same.base + varied.base == 600
    assert same.plain > varied.plain + 20 and varied.adjusted is None
    assert varied.low <= 50 <= varied.high


def test_a_few_flagged_people_are_not_told_by_what_is_left() -> None:
    chosen = [replace(one, values={**one.values, "c9": 1, "c1": 2}) for one in people(400)]
    found = published(straight(chosen, 4)).release.associations
    assert not [one for one in found if one.predictor == "straight_lining"]
    more = published(straight(chosen, 20)).release.associations
    assert {one.group for one in more if one.predictor == "straight_lining"} == {"varied"}


def test_nothing_is_told_where_it_would_tell_that_nearly_all_flagged_people_chose_one_end() -> None:
    some = people(600)
    ends = [
        replace(one, values={**one.values, **dict.fromkeys(("c1", *ITEMS, "c9"), 5)}) if n < 120 else one
        for n, one in enumerate(some)
    ]
    assert not [one for one in published(ends).release.associations if one.predictor == "straight_lining"]


def test_the_few_of_another_questionnaire_are_not_told_by_the_groups_of_this_one() -> None:
    """The city's figure less the means by contact would be the four who were not asked about contact."""
    some = people(400)
    others = [replace(one, instrument="pulse") if n < 4 else one for n, one in enumerate(some)]
    groups = {one.group for one in published(others).release.associations if one.predictor == "contact"}
    assert len(groups) < 3
    more = [replace(one, instrument="pulse") if n < 60 else one for n, one in enumerate(some)]
    assert len({one.group for one in published(more).release.associations if one.predictor == "contact"}) == 3
