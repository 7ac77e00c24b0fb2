"""Seeded small cities whose whole truth is known, published release by release for an attacker to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from analysis.figures import Release
from analysis.layers import Layer
from analysis.material import Material, count
from analysis.records import Answered, EventFacts, PlaceFacts, Remark, RemarkSource
from analysis.release import Earlier, build
from questions.model import DONT_KNOW, PREFER_NOT, Band, Crosstab
from tests.analysis.makings import CORE, LIBRARY, THEMES, read

YEAR = 2025
PLACES = ("north", "old-town", "river", "hill", "docks")
PROGRAMS = {"north": "fair", "old-town": "school", "river": "fair", "hill": "walk", "docks": "walk"}
CHANNELS = ("phone", "card", "paper")
BANDS = (Band(1, 2), Band(2.25, 3.75), Band(4, 5))
CROSSED = Crosstab("cross", "trust", "justice", BANDS)
BESIEGED = replace(LIBRARY, crosstabs=(CROSSED,))
WORDS = ("respect", "speed", "respect good", "speed good", "quiet")
CORRECTED = "Some answers were counted in the wrong place"


@dataclass(frozen=True)
class Occasion:
    """An event: its days are the first of one month, or of two; closed from the release after its last.

    Of one with a `size` that many people came, and all of them agreed if it is small.
    """

    id: str
    program: str
    place: str
    month: int
    last_month: int
    instrument: str
    size: int = 0

    def facts(self, today: date) -> EventFacts:
        """What a release says of it."""
        closed = date(YEAR, self.last_month, 20) < today
        return EventFacts(self.id, self.id, self.program, self.place, closed, str(YEAR))


@dataclass(frozen=True)
class Person:
    """What one person said, in which release it is first counted, and where it is counted from a correction on."""

    answer: Answered
    since: int
    remark: Remark | None = None
    corrected: str = ""

    def at(self, release: int, correction: int) -> Answered | None:
        """The answer as a release counts it, None before."""
        if release < self.since:
            return None
        moved = self.corrected and correction and correction <= release
        return replace(self.answer, place=self.corrected) if moved else self.answer


@dataclass(frozen=True)
class City:
    """A year of a city: `days` are those of its releases, `correction` the release that corrects, or 0."""

    seed: int
    occasions: tuple[Occasion, ...]
    people: tuple[Person, ...]
    days: tuple[date, ...]
    correction: int
    complete: bool

    def material(self, release: int) -> Material:
        """All that is new to a release; for a correction all that there is."""
        everything = release == self.correction
        new = [one for one in self.people if one.since == release or (everything and one.since < release)]
        said = [(one, one.at(release, self.correction)) for one in new]
        remarks = [
            replace(one.remark, place=answer.place, voice=number + 1)
            for number, (one, answer) in enumerate(said)
            if one.remark and answer
        ]
        events = tuple(one.facts(self.days[release - 1]) for one in self.occasions)
        places = tuple(PlaceFacts(place, place.title()) for place in PLACES)
        answers = [answer for _, answer in said if answer]
        return Material(BESIEGED, places, events, answers, remarks, read, THEMES, synthetic=True)


@dataclass(frozen=True)
class Published:
    """Releases in order, and what is stored beside them."""

    releases: tuple[Release, ...]
    layers: tuple[Layer, ...]


def publish(city: City, releases: int = 0) -> Published:
    """Every release of a city, each after all before it; only so many where a number is given."""
    made: list[Release] = []
    layers: list[Layer] = []
    for version in range(1, (releases or len(city.days)) + 1):
        given, correcting = city.material(version), version == city.correction
        earlier = Earlier(made[-1] if made else None, tuple(layers))
        built = build(given, count(given), city.days[version - 1], version, earlier, CORRECTED if correcting else "")
        if correcting:
            layers = [replace(layer, until=layer.until or version) for layer in layers]
        layers += built.layers
        made.append(built.release)
    return Published(tuple(made), tuple(layers))


def besiege(seed: int, events: tuple[int, int] = (16, 30)) -> City:
    """A city of so many events; every third has complete answers, every fourth a correction, every sixth a crowd.

    After the crowd, whose means are told to a tenth of a point, a few come late who all agree.
    """
    chance = np.random.default_rng(seed)
    days = tuple(date(YEAR, 3, 1) + timedelta(days=int(step)) for step in np.cumsum([0, 32, 30, 3, 58, 30, 120]))
    occasions = tuple(_occasion(chance, number) for number in range(int(chance.integers(*events))))
    if seed % 6 == 4:
        late = int(chance.integers(15, 50))
        crowd = (
            Occasion("crowd", "fair", "north", 2, 2, "pulse", 1300),
            Occasion("late", "fair", "north", 9, 9, "pulse", late),
        )
        occasions = (*occasions[:6], *crowd)
    complete = seed % 3 == 0
    people = tuple(one for occasion in occasions for one in _crowd(chance, occasion, days, complete))
    correction = 6 if seed % 4 == 1 else 0
    return City(seed, occasions, people, days, correction, complete)


def _occasion(chance: np.random.Generator, number: int) -> Occasion:
    place = str(chance.choice(PLACES, p=(0.3, 0.25, 0.2, 0.2, 0.05)))
    program = PROGRAMS[place] if chance.random() < 0.7 else str(chance.choice(["fair", "walk", "school"]))
    month = int(chance.integers(1, 11))
    last = month + (chance.random() < 0.15)
    return Occasion(f"e{number}", program, place, month, int(last), "full" if chance.random() < 0.25 else "pulse")


def _crowd(chance: np.random.Generator, at: Occasion, days: Sequence[date], complete: bool) -> list[Person]:
    """The people of an event: those of a fifth of all events agree on everything."""
    size = at.size or int(chance.negative_binomial(2, 0.07)) + 2
    agreed, leaning = _mood(chance), float(chance.uniform(2, 4.3))
    if at.size:
        agreed = 0 if at.size > 100 else int(chance.choice([1, 2, 3, 5]))
    late = float(chance.choice([0.0, 0.1, 0.4])) if not at.size else 0.0
    return [_person(chance, at, days, complete, agreed, leaning, late) for _ in range(size)]


def _mood(chance: np.random.Generator) -> int:
    """0, or the one answer that everybody gives."""
    return int(chance.choice([1, 3, 5])) if chance.random() < 0.2 else 0


def _person(
    chance: np.random.Generator,
    at: Occasion,
    days: Sequence[date],
    complete: bool,
    agreed: int,
    leaning: float,
    late: float,
) -> Person:
    home = at.place if chance.random() < 0.85 else str(chance.choice(["", *PLACES]))
    day = date(YEAR, int(chance.integers(at.month, at.last_month + 1)), 5)
    first = next(number for number, release in enumerate(days, 1) if release > day)
    since = min(len(days), first + int(chance.integers(1, 4)) if chance.random() < late else first)
    given = dict.fromkeys(CORE, agreed) if agreed else _felt(chance, leaning)
    values = {name: value for name, value in given.items() if complete or chance.random() < 0.93}
    if not complete and chance.random() < 0.08:
        values["c1"] = int(chance.choice([DONT_KNOW, PREFER_NOT]))
    answer = Answered(at.id, home, day, at.instrument, "en", str(chance.choice(CHANNELS, p=(0.6, 0.25, 0.15))), values)
    corrected = str(chance.choice(PLACES)) if chance.random() < 0.06 else ""
    return Person(answer, since, _remark(chance, answer, complete), corrected)


def _felt(chance: np.random.Generator, leaning: float) -> dict[str, int]:
    """Answers that hang together, as one person's do: else no index is reliable."""
    felt = chance.normal(0, 1.1, len(CORE))
    said = leaning + 0.8 * felt[0] + 0.6 * felt
    return {name: int(np.clip(round(one), 1, 5)) for name, one in zip(CORE, said, strict=True)}


def _remark(chance: np.random.Generator, answer: Answered, complete: bool) -> Remark | None:
    if chance.random() > 0.5:
        return None
    text = f"{chance.choice(WORDS)} {chance.integers(10**9)}"
    kind = int(chance.integers(1 if complete else 0, 5))
    language = "en" if complete or chance.random() < 0.95 else "es"
    at = (answer.event, answer.place, answer.day)
    return Remark(RemarkSource.SURVEY, *at, language, kind, text, 1, answer.instrument)


SAID: Sequence[Mapping[str, int]] = ({"c1": 1}, {"c1": 5, "c2": 5, "c3": 5, "c4": 5, "c5": 5}, {"c1": DONT_KNOW}, {})
"""What somebody whom the attacker knows may have answered; the last left everything out."""


def before_and_after(city: City, release: int, where: Occasion) -> tuple[Release, ...]:
    """The release after one that one more person answered, at an event and alone: once for each thing they may say."""
    made = publish(replace(city, correction=0), release)
    layers = made.layers
    found = []
    for number, values in enumerate(SAID):
        answer = Answered(where.id, where.place, date(YEAR, where.month, 5), where.instrument, "en", "phone", values)
        remark = Remark(RemarkSource.SURVEY, *(where.id, where.place, answer.day), "en", 1, "respect good", 1, "pulse")
        given = replace(city.material(release), answers=[answer], remarks=[remark] if number % 2 else [])
        today = city.days[release - 1]
        found.append(build(given, count(given), today, release + 1, Earlier(made.releases[-1], layers)).release)
    return tuple(found)
