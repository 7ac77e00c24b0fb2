"""The generator: the same seed and day make the same city, whatever the day, with every kind of event in it."""

from collections import Counter
from datetime import date, timedelta
from statistics import mean

import pytest

from survey.demo.generator import SEED, DemoCity, generate
from survey.demo.schedule import LANGUAGES, Calendar
from survey.demo.truth import load_truth
from survey.events import ALPHABET, EventState, state
from survey.i18n import load_texts
from survey.records import Channel, CommitmentStatus, Door, Program
from tests.survey.demo.conftest import Built

TRUTH = load_truth()
TODAY = date(2026, 6, 15)
SPLIT = ("foundry-row", "heron-flats", "switchyard", "tannery")


def test_the_same_seed_and_day_make_the_same_city() -> None:
    once = generate(TRUTH, 7, TODAY, scale=0.1)
    assert generate(TRUTH, 7, TODAY, scale=0.1) == once
    assert generate(TRUTH, 8, TODAY, scale=0.1) != once


def test_scale_multiplies_answers_and_leaves_the_calendar_alone(built: Built) -> None:
    tenth = generate(TRUTH, SEED, TODAY, scale=0.1)
    assert [event.starts_on for event in tenth.events] == [event.starts_on for event in built.generated.events]
    assert len(tenth.answers) == pytest.approx(len(built.generated.answers) / 10, rel=0.1)


@pytest.mark.parametrize("today", [TODAY, date(2026, 11, 23), date(2027, 1, 1), date(2028, 2, 29), date(2026, 3, 31)])
def test_three_years_end_today_whatever_the_day(today: date) -> None:
    city = generate(TRUTH, 3, today, scale=0.05)
    days = [one.submission.day for one in city.answers if one.submission.day]
    assert len(days) == len(city.answers)
    assert max(days) <= today
    assert min(days) >= Calendar(today).first_day(0) > today - timedelta(days=366 * 3 + 92)
    assert all(one.event.starts_on <= day <= one.event.ends_on for one, day in zip(city.answers, days, strict=True))


def test_events_of_every_kind_and_questionnaire_open_closed_and_to_come(built: Built) -> None:
    events = built.generated.events
    assert {event.program for event in events} == set(Program)
    assert {event.instrument for event in events} == set(TRUTH.questionnaire.instruments)
    assert {state(event, TODAY) for event in events} == set(EventState)


def test_codes_begin_with_demo_and_are_all_different(built: Built) -> None:
    codes = [event.code for event in built.generated.events]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("DEMO") and set(code[4:]) <= set(ALPHABET) for code in codes)


def test_the_event_to_try_is_open_in_every_language_for_a_year(built: Built) -> None:
    (event,) = (event for event in built.generated.events if event.code == "DEMO")
    assert state(event, TODAY) is state(event, TODAY + timedelta(days=300)) is EventState.OPEN
    assert event.starts_on < TODAY
    assert set(event.languages) == set(load_texts().languages)
    assert (event.instrument, event.languages, event.door) == ("pulse", LANGUAGES, Door.AUTO)


def test_neighborhoods_and_quarters_are_uneven(built: Built) -> None:
    pulse = [one for one in built.generated.answers if one.event.instrument in ("pulse", "full") and one.quarter < 12]
    assert {one.submission.channel for one in pulse} == {Channel.DEMO}
    cells = Counter((one.submission.values.get("neighborhood"), one.quarter) for one in pulse)
    sizes = [count for (place, _), count in cells.items() if place]
    assert 40 < mean(sizes) < 60
    assert min(sizes) < 12 and max(sizes) > 80
    blank = sum(count for (place, _), count in cells.items() if not place) / len(pulse)
    elsewhere = sum(one.home != one.event.place for one in pulse if one.event.place)
    assert 0.05 < blank < 0.12
    assert 0.15 < elsewhere / len(pulse) < 0.35


def test_promises_stand_everywhere_and_some_are_late(built: Built) -> None:
    promises = built.generated.promises
    assert {promise.status for promise in promises} == set(CommitmentStatus)
    ended = (CommitmentStatus.DONE, CommitmentStatus.DROPPED)
    assert sum(promise.draft.due_on < TODAY for promise in promises if promise.status not in ended) >= 2


def test_planted_changes_are_in_the_answers_of_any_seed() -> None:
    cities = [generate(TRUTH, seed, TODAY) for seed in range(4)]
    league = mean(_moved(city, ("foundry-row", "heron-flats"), range(4), range(6, 12)) for city in cities)
    arrest = mean(_moved(city, ("switchyard",), range(7), range(7, 9)) for city in cities)
    assert league == pytest.approx(8, abs=2.5)
    assert arrest == pytest.approx(-11, abs=3.5)


def _moved(city: DemoCity, places: tuple[str, ...], before: range, after: range) -> float:
    """By how many points trust moved in these places, beyond how it moved where nothing was planted."""
    rest = tuple(place for place in TRUTH.places if place not in SPLIT)
    here, there = (_trust(city, some, after) - _trust(city, some, before) for some in (places, rest))
    return here - there


def _trust(city: DemoCity, places: tuple[str, ...], quarters: range) -> float:
    said = [
        one.submission.values.get("c1", -1) for one in city.answers if one.home in places and one.quarter in quarters
    ]
    return mean((value - 1) * 25 for value in said if isinstance(value, int) and value > 0)
