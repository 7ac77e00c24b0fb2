"""What the tests of numbers are made of: a small library, people, remarks and a reader that knows three words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis import periods
from analysis.figures import Label
from analysis.material import Material
from analysis.records import Answered, EventFacts, PlaceFacts, Remark, RemarkSource, Value
from analysis.text.language import Language
from analysis.text.model import Unscored
from analysis.text.sentiment import Sentiment
from questions.model import DONT_KNOW, PREFER_NOT, Choice, Index, Instrument, Library, Question, QuestionKind

JULY = date(2025, 7, 10)
LATER = date(2026, 3, 1)
TRUST = Index("trust", "Trust", ("c1",), 1, 5)
JUSTICE = Index("justice", "Justice", ("c2", "c3", "c4", "c5"), 1, 5)
INSIDE = Index("inside", "Inside", ("s1",), 1, 5)
THEMES = (Label("respect", {"en": "Respect"}), Label("speed", {"en": "Speed"}))


def rating(name: str, low: int = 1, high: int = 5) -> Question:
    """A rating with both off-scale choices."""
    points = [*range(low, high + 1), DONT_KNOW, PREFER_NOT]
    choices = tuple(Choice(point, f"scale.{point}", str(point)) for point in points)
    return Question(name, QuestionKind.RATING, "construct", name, "own", choices=choices)


def instrument(name: str, items: Sequence[str], audience: str = "resident", public_source: str = "") -> Instrument:
    """An instrument of ratings."""
    return Instrument(name, "1", name, audience, 2, tuple(rating(item) for item in items), public_source)


CORE = ("c1", "c2", "c3", "c4", "c5")
LIBRARY = Library(
    modules=(),
    instruments={
        "pulse": instrument("pulse", CORE),
        "full": instrument("full", CORE),
        "staff": instrument("staff", ("s1", "c1"), "staff"),
        "published": instrument("published", ("c1",), public_source="A city"),
    },
    indices={index.id: index for index in (TRUST, JUSTICE, INSIDE)},
)


def people(
    count: int,
    place: str = "north",
    day: date = JULY,
    event: str = "",
    instrument: str = "pulse",
    values: Mapping[str, Value] | None = None,
) -> list[Answered]:
    """So many people of one place and day, at six events unless one is named, answering 1-5 in turn unless told."""
    return [
        Answered(
            event or f"{day:%m%d}-{number % 6}",
            place,
            day,
            instrument,
            "en",
            "phone",
            values if values is not None else {"c1": number % 5 + 1},
        )
        for number in range(count)
    ]


def comments(count: int, text: str, place: str = "north", day: date = JULY, instrument: str = "pulse") -> list[Remark]:
    """So many different comments with the same words in them, at six events."""
    return [
        Remark(RemarkSource.SURVEY, f"e{number % 6}", place, day, "en", 2, f"{text} {place} {number}", 1, instrument)
        for number in range(count)
    ]


def notes(count: int, text: str, people_each: int, place: str = "north", day: date = JULY) -> list[Remark]:
    """So many notes of listening sessions, each with the same number of people behind it, at six sessions."""
    return [
        Remark(RemarkSource.SESSION, f"s{number % 6}", place, day, "en", 0, f"{text} {place} {number}", people_each)
        for number in range(count)
    ]


@dataclass(frozen=True)
class Hit:
    theme: str
    start: int
    end: int
    version: str = "7"


@dataclass(frozen=True)
class Reading:
    language: Language
    sentiment: Sentiment | Unscored
    themes: tuple[Hit, ...] | Unscored


def read(text: str, hint: str) -> Reading:
    """Finds "respect" and "speed"; "good" is positive; another language than English is not read."""
    language = Language(hint, "form", "1", confident=True)
    if hint != "en":
        return Reading(language, Unscored("no_measured_method"), Unscored("no_codebook"))
    hits = tuple(
        Hit(word, text.index(word), text.index(word) + len(word)) for word in ("respect", "speed") if word in text
    )
    return Reading(language, Sentiment("positive" if "good" in text else "neutral", 0.0, "fixed", "1", ()), hits)


def material(
    answers: Sequence[Answered] = (),
    remarks: Sequence[Remark] = (),
    library: Library = LIBRARY,
    open_events: frozenset[str] = frozenset(),
) -> Material:
    """Everything for a release; each event that was answered at is known, and closed unless it is said to be open."""
    held = sorted({item.event for item in answers} | {item.event for item in remarks})
    quarters = {item.event: (periods.quarter(item.day),) for item in answers}
    events = tuple(
        EventFacts(event, event, "fair", "north", event not in open_events, quarters=quarters.get(event, ()))
        for event in held
    )
    places = tuple(PlaceFacts(place, place.title()) for place in ("north", "old-town", "river"))
    return Material(library, places, events, answers, remarks, read, THEMES, synthetic=True)
