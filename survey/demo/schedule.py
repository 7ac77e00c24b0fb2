"""When and where the demo city asks: three years of events of every kind, in quarters that count from 0 to 12."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from survey.demo.truth import Truth
from survey.events import ALPHABET, PHRASE_NOUNS
from survey.records import Door, Event, Program

QUARTERS = 12
"""Full quarters before the present one."""
PER_PLACE_QUARTER = 52
PER_EVENT = 40
LANGUAGES = ("en", "es", "ar", "ht", "pt", "so", "vi", "zh")
SPARSE = 0.05
SEASON = (0.75, 1.1, 1.2, 0.95)
MIX = (
    (Program.COMMUNITY_EVENT, "pulse", 30),
    (Program.FOOT_BEAT, "pulse", 26),
    (Program.YOUTH_SPORTS, "pulse", 12),
    (Program.TOWN_HALL, "full", 16),
    (Program.AFTER_SERVICE, "pulse", 8),
    (Program.POLICE_ACADEMY, "full", 8),
)
NAMES = {
    Program.COMMUNITY_EVENT: ("Block party", "Street fair", "Porch supper", "Market day", "Clean-up morning"),
    Program.FOOT_BEAT: ("Foot beat week", "Walk and talk", "Corner hours"),
    Program.YOUTH_SPORTS: ("Evening league", "Family sports day", "Saturday ball games"),
    Program.TOWN_HALL: ("Neighborhood assembly", "Town hall evening"),
    Program.AFTER_SERVICE: ("After a call for service",),
    Program.POLICE_ACADEMY: ("Residents' police academy",),
    Program.SCHOOL_ACTIVITY: ("School visit", "Career day", "Reading hour"),
    Program.RIDE_ALONG: ("Ride-along week",),
    Program.LISTENING_SESSION: ("Listening session",),
}


@dataclass(frozen=True)
class Planned:
    """An event, the quarter it lies in (0-12) and how many answer."""

    event: Event
    quarter: int
    answers: int


@dataclass(frozen=True)
class Calendar:
    """The demo's three years, up to a day."""

    today: date

    def first_day(self, quarter: int) -> date:
        """The first day of a quarter; quarter 12 is the one that `today` lies in."""
        months = self.today.year * 12 + (self.today.month - 1) // 3 * 3 + (quarter - QUARTERS) * 3
        return date(months // 12, months % 12 + 1, 1)

    def last_day(self, quarter: int) -> date:
        """The last day of a quarter that has passed: for the present one, yesterday or its first day."""
        if quarter == QUARTERS:
            return max(self.first_day(quarter), self.today - timedelta(days=1))
        return self.first_day(quarter + 1) - timedelta(days=1)

    def elapsed(self, quarter: int) -> float:
        """How much of a quarter has passed, 0-1."""
        return min(1.0, (self.last_day(quarter) - self.first_day(quarter)).days / 91)

    def season(self, quarter: int) -> float:
        """How busy the time of the year is, 1 on average."""
        return SEASON[(self.first_day(quarter).month - 1) // 3]


class Planner:
    """Makes events with codes, phrases and ids drawn from one source of chance."""

    def __init__(self, truth: Truth, chance: random.Random, today: date) -> None:
        self.truth, self.chance, self.calendar = truth, chance, Calendar(today)
        self._names = {place.id: place.name for place in truth.neighborhoods}
        self._codes = {"DEMO"}

    def past(self, quarter: int, program: Program, instrument: str, place: str, answers: int, days: int = 2) -> Planned:
        """An event that is over, on some days of a quarter."""
        first, last = self.calendar.first_day(quarter), self.calendar.last_day(quarter)
        starts = first + timedelta(days=self.chance.randrange(max(1, (last - first).days - days + 2)))
        ends = max(starts, min(starts + timedelta(days=days - 1), last))
        name = f"{self.chance.choice(NAMES[program])}, {self._names[place]}" if place else NAMES[program][0]
        return Planned(self.event(name, program, instrument, place, starts, ends), quarter, answers)

    def event(self, name: str, program: Program, instrument: str, place: str, starts: date, ends: date) -> Event:
        """An event with the next free code."""
        return Event(
            id=UUID(int=self.chance.getrandbits(128), version=4),
            code=self._code(),
            phrase="{}-{}-{}".format(*self.chance.sample(range(PHRASE_NOUNS), 2), self.chance.randint(10, 99)),
            name=name,
            program=program,
            place=place,
            starts_on=starts,
            ends_on=ends,
            time_zone=self.truth.city["time_zone"],
            instrument=instrument,
            languages=LANGUAGES,
            door=Door.AUTO,
        )

    def _code(self) -> str:
        code = "DEMO"
        while code in self._codes:
            code = "DEMO" + "".join(self.chance.choices(ALPHABET, k=4))
        self._codes.add(code)
        return code


def plan_events(truth: Truth, chance: random.Random, today: date, scale: float) -> tuple[Planned, ...]:
    """Every event of the city, oldest quarter first; `scale` multiplies how many people answer."""
    planner = Planner(truth, chance, today)
    planned = [
        *(one for quarter in range(QUARTERS + 1) for one in _quarter(planner, quarter)),
        *_present(planner),
    ]
    return tuple(Planned(one.event, one.quarter, round(one.answers * scale)) for one in planned)


def _quarter(planner: Planner, quarter: int) -> Iterator[Planned]:
    for place in planner.truth.places:
        yield from _neighborhood(planner, quarter, place)
    yield from _citywide(planner, quarter)


def _neighborhood(planner: Planner, quarter: int, place: str) -> Iterator[Planned]:
    """The events of one neighborhood and quarter; now and then a quarter is left out, or nearly."""
    chance, calendar = planner.chance, planner.calendar
    wanted = PER_PLACE_QUARTER * planner.truth.places[place].size * calendar.season(quarter) * calendar.elapsed(quarter)
    if chance.random() < SPARSE:
        wanted *= 0.1
    events = max(1, round(wanted / PER_EVENT))
    for _ in range(events):
        program, instrument, _weight = chance.choices(MIX, weights=[weight for *_, weight in MIX])[0]
        answers = round(wanted / events * chance.lognormvariate(0, 0.22))
        days = 31 if program is Program.AFTER_SERVICE else chance.randint(1, 3)
        yield planner.past(quarter, program, instrument, place, answers, days)
    league = any(change.quarter <= quarter and place in change.places for change in planner.truth.changes[:1])
    if league or chance.random() < 0.3:
        program = Program.YOUTH_SPORTS if league else Program.SCHOOL_ACTIVITY
        yield planner.past(quarter, program, "youth", place, round(chance.uniform(14, 34) * calendar.elapsed(quarter)))


def _citywide(planner: Planner, quarter: int) -> Iterator[Planned]:
    """What is asked of the whole city, and the kinds of event that only some neighborhoods have."""
    chance, calendar = planner.chance, planner.calendar
    places = list(planner.truth.places)
    first, last, elapsed = calendar.first_day(quarter), calendar.last_day(quarter), calendar.elapsed(quarter)
    when = f"{first.year}, quarter {(first.month + 2) // 3}"
    online = planner.event(f"Online survey {when}", Program.ONLINE, "full", "", first, last)
    yield Planned(online, quarter, round(70 * elapsed))
    calls = planner.event(f"After a call for service {when}", Program.AFTER_SERVICE, "encounter", "", first, last)
    yield Planned(calls, quarter, round(85 * elapsed))
    yield planner.past(quarter, Program.RIDE_ALONG, "pulse", chance.choice(places), chance.randint(3, 16), 7)
    if quarter < QUARTERS:
        place = places[(quarter * 5) % len(places)]
        yield planner.past(quarter, Program.LISTENING_SESSION, "listening_exit", place, chance.randint(18, 44), 1)
    if quarter % 4 == 1:
        staff = planner.event(f"Staff survey {first.year}", Program.ONLINE, "staff", "", first, last)
        yield Planned(staff, quarter, 96)


def _present(planner: Planner) -> Iterator[Planned]:
    """What is open today or still to come."""
    today, place = planner.calendar.today, planner.truth.neighborhoods[5].id
    begun, ahead = today - timedelta(days=40), today + timedelta(days=365)
    ongoing = planner.event("Try it: two minutes about trust", Program.COMMUNITY_EVENT, "pulse", place, begun, ahead)
    yield Planned(replace(ongoing, code="DEMO"), QUARTERS, 36)
    fair = planner.event("Winter fair" if today.month > 6 else "Summer fair", Program.COMMUNITY_EVENT, "pulse", "",
                         today + timedelta(days=12), today + timedelta(days=12))  # fmt: skip
    yield Planned(fair, QUARTERS, 0)
    assembly = planner.event("Neighborhood assembly, Tannery", Program.TOWN_HALL, "full", "tannery",
                             today + timedelta(days=20), today + timedelta(days=20))  # fmt: skip
    yield Planned(assembly, QUARTERS, 0)
