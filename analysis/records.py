"""What analysis receives: answers, remarks, places and events as plain values, without key or meaningful order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Value = int | str | tuple[int, ...]


class RemarkSource(StrEnum):
    """Where a remark comes from; sources are counted and shown apart."""

    SURVEY = "survey"
    SESSION = "session"


@dataclass(frozen=True)
class Answered:
    """One person's answers. `place` is "" where none is known; `day` is the finest time there is."""

    event: str
    place: str
    day: date
    instrument: str
    language: str
    channel: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Remark:
    """One redacted comment, or one note of a listening session.

    `kind` is the author's own label (1 thank-you, 2 concern, 3 idea, 4 question) or 0; `people` is
    how many are behind it: 1 for a comment, the people at the table who agreed for a note. `instrument`
    is the questionnaire a comment was written in, "" for a note or where it is not known. Remarks with the
    same `voice` are one person's, or one table's; it is given out anew at each reading, 0 where not known.
    """

    source: RemarkSource
    event: str
    place: str
    day: date
    language: str
    kind: int
    text: str
    people: int = 1
    instrument: str = ""
    voice: int = 0


@dataclass(frozen=True)
class PlaceFacts:
    """A neighborhood: `outline` is a GeoJSON geometry as JSON text, "" where there is none."""

    id: str
    name: str
    outline: str = ""


@dataclass(frozen=True)
class EventFacts:
    """What a figure may say of an event. `closed` events only get figures of their own, in the `year` they ended.

    `quarters` are those it was held in, oldest first; () where that is not known.
    """

    id: str
    name: str
    program: str
    place: str
    closed: bool
    year: str = ""
    quarters: tuple[str, ...] = ()
