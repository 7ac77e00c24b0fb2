"""The demo city as plain records, drawn from what is true with a seed: no database, no clock."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from survey.demo.comments import Written, write
from survey.demo.people import answer, meet
from survey.demo.promises import DemoPromise, DemoSession, hold_sessions, make_promises
from survey.demo.schedule import Calendar, Planned, plan_events
from survey.demo.truth import Truth
from survey.records import Channel, CityProfile, Event, Place, Submission

VERSION = "2"
"""Raise with any change of what is generated: demo cities of another version are built anew."""
SEED = 20150


@dataclass(frozen=True)
class DemoAnswer:
    """One answer with what is true of it: where the person lives, and what their comment speaks of."""

    event: Event
    quarter: int
    home: str
    submission: Submission
    written: Written | None


@dataclass(frozen=True)
class DemoCity:
    """A whole city. `answers` are in the order of `events`, which are oldest first."""

    profile: CityProfile
    places: tuple[Place, ...]
    events: tuple[Event, ...]
    answers: tuple[DemoAnswer, ...]
    sessions: tuple[DemoSession, ...]
    promises: tuple[DemoPromise, ...]


def generate(truth: Truth, seed: int, today: date, scale: float = 1.0) -> DemoCity:
    """The city that this truth, seed and day make, always the same; `scale` multiplies how many people answer."""
    chance = random.Random(seed)
    planned = plan_events(truth, chance, today, scale)
    answers = tuple(one for event in planned for one in _answers(truth, chance, Calendar(today), event))
    sessions = hold_sessions(truth, chance, planned)
    return DemoCity(
        profile=_profile(truth),
        places=truth.neighborhoods,
        events=tuple(one.event for one in planned),
        answers=answers,
        sessions=sessions,
        promises=make_promises(today),
    )


def _profile(truth: Truth) -> CityProfile:
    city = truth.city
    return CityProfile(
        city=city["city"], department=city["department"], runs_it=city["runs_it"], complaint=city["complaint"]
    )


def _answers(truth: Truth, chance: random.Random, calendar: Calendar, planned: Planned) -> Iterator[DemoAnswer]:
    mood = chance.gauss(0, 1)
    for _ in range(planned.answers):
        yield _answer(truth, chance, _day(chance, calendar, planned), planned, mood)


def _day(chance: random.Random, calendar: Calendar, planned: Planned) -> date:
    """A day of the event in its quarter that has passed."""
    first = max(planned.event.starts_on, calendar.first_day(planned.quarter))
    last = min(planned.event.ends_on, calendar.last_day(planned.quarter))
    return first + timedelta(days=chance.randrange(max(1, (last - first).days + 1)))


def _answer(truth: Truth, chance: random.Random, day: date, planned: Planned, mood: float) -> DemoAnswer:
    event, asked = planned.event, truth.questionnaire
    person = meet(truth, chance, event.place)
    values = answer(truth, chance, person, event.instrument, planned.quarter, mood)
    if event.instrument in asked.asks_place and person.says_where:
        values["neighborhood"] = person.home
    written = None
    question = asked.comment_question.get(event.instrument)
    if question and chance.random() < truth.comments.share:
        written = write(truth, chance, person, planned.quarter)
        values[question] = written.text
        if question == "comment" and written.label:
            values["comment_kind"] = written.label
    key = UUID(int=chance.getrandbits(128), version=4)
    language = person.language if person.language in event.languages else "en"
    return DemoAnswer(
        event, planned.quarter, person.home, Submission(key, values, language, Channel.DEMO, day), written
    )
