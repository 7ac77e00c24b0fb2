"""A made-up city with three years of answers: who spoke where and when, drawn quarter by quarter from a seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

import numpy as np

from analysis.figures import Label
from analysis.text import themes
from analysis.text.reading import CommentReading, read_comment
from analysis.text.themes import ThemeHit
from questions.model import DONT_KNOW, PREFER_NOT, Choice, Index, Instrument, Library, Question, QuestionKind
from survey.demo.comments import KINDS, sentence_about
from survey.records import Channel, Event, Place, Program

PLACES, INDICES, ITEMS, THEMES = 100, 12, 2, 20
YEARS = (2023, 2024, 2025)
ATTENDANCE = 35
AT_HOME, NOWHERE = 0.85, 0.03
"""The share of people who live where the event is, and of those who name no neighborhood."""
ASKED_ALL, COMMENTS = 0.6, 0.25
"""The share of events with the long questionnaire, and of people who write a comment."""
SHORT = 5
"""Indices that the short questionnaire has."""
FIRST_DAY = 92 - 15
WORDS = ("night", "park", "school", "weekend", "street")
"""Five themes of the benchmark's own beside those of the codebook, each found by its word."""

CODES = [1, 2, 3, 4, 5, DONT_KNOW, PREFER_NOT]
ITEM_NAMES = tuple(f"q{index}_{item}" for index in range(INDICES) for item in range(ITEMS))


@dataclass(frozen=True)
class Said:
    """One person's answers, as rows of the store need them; `text` is "" without a comment."""

    key: UUID
    event: Event
    place: str
    day: date
    channel: Channel
    values: dict[str, int]
    kind: int
    text: str


def quarters() -> tuple[tuple[int, int], ...]:
    """All quarters as (year, 0 to 3), oldest first."""
    return tuple((year, quarter) for year in YEARS for quarter in range(4))


def opening(year: int, quarter: int) -> date:
    """The first day of a quarter, which may be the fifth of a year."""
    return date(year + quarter // 4, 3 * (quarter % 4) + 1, 1)


def places() -> tuple[Place, ...]:
    return tuple(Place(f"p{number:02}", f"Place {number:02}", "") for number in range(PLACES))


def library() -> Library:
    """Twelve indices of two items each; the short questionnaire asks the first five, the long one all."""
    points = tuple(Choice(code, f"scale.{code}", str(code)) for code in CODES)
    asked = [Question(name, QuestionKind.RATING, "made up", name, "own", choices=points) for name in ITEM_NAMES]
    found = [Index(f"i{n:02}", f"Index {n}", ITEM_NAMES[ITEMS * n : ITEMS * (n + 1)], 1, 5) for n in range(INDICES)]
    short = Instrument("short", "1", "Short", "resident", 2, tuple(asked[: SHORT * ITEMS]))
    long = Instrument("long", "1", "Long", "resident", 6, tuple(asked))
    return Library((), {one.id: one for one in (short, long)}, {index.id: index for index in found})


def labels() -> tuple[Label, ...]:
    """The codebook's themes and the benchmark's own: twenty."""
    own = [Label(f"word_{word}", {"en": word}) for word in WORDS]
    return (*themes.labels()[: THEMES - len(own)], *own)


def read(text: str, hint: str) -> CommentReading:
    """The real reader's findings, and the benchmark's own themes."""
    found = read_comment(text, hint)
    if not isinstance(found.themes, tuple):
        return found
    own = tuple(_hit(text, word) for word in WORDS if word in text)
    return replace(found, themes=(*found.themes, *own))


def _hit(text: str, word: str) -> ThemeHit:
    return ThemeHit(f"word_{word}", word, text.index(word), text.index(word) + len(word), "1")


@dataclass(frozen=True)
class City:
    """A city of about `people` answers in all; everything follows from `seed`."""

    people: int
    seed: int

    def events(self, year: int, quarter: int) -> tuple[Event, ...]:
        """A quarter's events, each on one day; some neighborhoods have three times as many as others."""
        chance = np.random.default_rng((self.seed, year, quarter))
        often = np.linspace(1, 3, PLACES)
        count = max(1, round(self.people / ATTENDANCE / len(quarters())))
        where = chance.choice(PLACES, count, p=often / often.sum())
        days = chance.integers(0, FIRST_DAY, count)
        make = partial(_event, chance, year, quarter)
        return tuple(make(*one) for one in zip(range(count), where.tolist(), days.tolist(), strict=True))

    def said(self, year: int, quarter: int) -> Iterator[Said]:
        """Everybody of a quarter, event by event."""
        chance = np.random.default_rng((self.seed, year, quarter, 1))
        words = random.Random(f"{self.seed} {year} {quarter}")
        for event in self.events(year, quarter):
            yield from _people(chance, words, event)


def _event(chance: np.random.Generator, year: int, quarter: int, number: int, where: int, day: int) -> Event:
    on = opening(year, quarter) + timedelta(days=day)
    code = f"{year % 100:02}{quarter}{number:05}"
    asked = "long" if chance.random() < ASKED_ALL else "short"
    program = list(Program)[int(chance.integers(len(Program)))]
    key = UUID(bytes=chance.bytes(16), version=4)
    return Event(key, code, code, f"Event {code}", program, f"p{where:02}", on, on, "UTC", asked, ("en",))


def _people(chance: np.random.Generator, words: random.Random, event: Event) -> Iterator[Said]:
    """The people of one event: more alike than chance, as neighbors are."""
    count = int(chance.negative_binomial(4, 4 / (4 + ATTENDANCE)))
    homes = _homes(chance, count, event.place)
    used = len(ITEM_NAMES) if event.instrument == "long" else SHORT * ITEMS
    level = 3.2 + 0.3 * chance.standard_normal() + 0.7 * chance.standard_normal((count, 1))
    points = np.clip(np.rint(level + 0.7 * chance.standard_normal((count, used))), 1, 5).astype(int)
    points[chance.random((count, used)) < 0.03] = DONT_KNOW
    points[chance.random((count, used)) < 0.01] = PREFER_NOT
    given = (chance.random((count, used)) >= 0.05).tolist()
    writes = (chance.random(count) < COMMENTS).tolist()
    carded = (chance.random(count) < 0.2).tolist()
    for person, row in enumerate(points.tolist()):
        values = {name: row[place] for place, name in enumerate(ITEM_NAMES[:used]) if given[person][place]}
        kind = words.randrange(1, 5) if writes[person] else 0
        channel = Channel.CARD if carded[person] else Channel.PHONE
        key = UUID(int=words.getrandbits(128), version=4)
        text = _text(words, kind) if kind else ""
        yield Said(key, event, homes[person], event.starts_on, channel, values, kind, text)


def _homes(chance: np.random.Generator, count: int, place: str) -> list[str]:
    drawn = chance.random(count).tolist()
    elsewhere = chance.integers(0, PLACES, count).tolist()
    return [
        place if draw < AT_HOME else "" if draw > 1 - NOWHERE else f"p{other:02}"
        for draw, other in zip(drawn, elsewhere, strict=True)
    ]


def _text(words: random.Random, kind: int) -> str:
    """One or two sentences of the demo city's, in English."""
    spoken = [label.id for label in themes.labels()]
    about = words.sample(spoken, 1 + (words.random() < 0.4))
    return " ".join(sentence_about(words, "en", theme, KINDS[kind - 1]) for theme in about)
