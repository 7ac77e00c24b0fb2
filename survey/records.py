"""The records that services and storage pass around: plain frozen values, one per noun."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from analysis.records import PlaceFacts, Value


class Program(StrEnum):
    """Kinds of events, after the source paper's examples of contact outside enforcement."""

    LISTENING_SESSION = "listening_session"
    COMMUNITY_EVENT = "community_event"
    SCHOOL_ACTIVITY = "school_activity"
    YOUTH_SPORTS = "youth_sports"
    RIDE_ALONG = "ride_along"
    POLICE_ACADEMY = "police_academy"
    FOOT_BEAT = "foot_beat"
    TOWN_HALL = "town_hall"
    AFTER_SERVICE = "after_service"  # one code per district and month, never per call
    ONLINE = "online"


class Door(StrEnum):
    """Which page `/s/CODE` opens: by screen, or fixed for the event."""

    AUTO = "auto"
    PHONE = "phone"
    STREAMLIT = "streamlit"


class Channel(StrEnum):
    """How an answer came in."""

    PHONE = "phone"
    STREAMLIT = "streamlit"
    KIOSK = "kiosk"
    PAPER = "paper"
    CARD = "card"  # the phone page with a one-time card
    IMPORT = "import"
    DEMO = "demo"


class EventState(StrEnum):
    """Where an event stands on a day; answers before it opens are rehearsals."""

    REHEARSAL = "rehearsal"
    OPEN = "open"
    CLOSED = "closed"


Place = PlaceFacts
"""A neighborhood, the same for storing as for analysis."""


@dataclass(frozen=True)
class Event:
    """One occasion with its own code. `phrase` is the seed of the phrase on poster and page; both days count."""

    id: UUID
    code: str
    phrase: str
    name: str
    program: Program
    place: str
    starts_on: date
    ends_on: date
    time_zone: str
    instrument: str
    languages: tuple[str, ...]
    door: Door = Door.AUTO


@dataclass(frozen=True)
class Submission:
    """What a door hands to `submit()`: checked by readers, not yet redacted. `key` is made by the client.

    `card` is the hash of a one-time card that was verified, "" without one. `day` is given by imports, the demo, paper
    and queues of phones and tablets that were sent late; else it is the clock's.
    """

    key: UUID
    values: Mapping[str, Value]
    language: str
    channel: Channel
    day: date | None = None
    card: str = ""


@dataclass(frozen=True)
class Doubt:
    """Words of a comment behind its mask number `mask`, sealed: somebody independent decides before `goes_on`."""

    id: UUID
    response: UUID
    question: str
    mask: int
    kind: str
    sealed: bytes = field(repr=False)
    goes_on: date


@dataclass(frozen=True)
class Comment:
    """One redacted comment; `kind` is the author's own label or 0. Its doubts are stored apart from it."""

    question: str
    text: str
    kind: int
    redactor: str
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Response:
    """One stored answer: a key of its own, the day, and what was answered."""

    key: UUID
    event: UUID
    day: date
    place: str
    instrument: str
    instrument_version: str
    language: str
    channel: Channel
    rehearsal: bool
    values: Mapping[str, Value]
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What a person gets back after the commit; `repeated` when that key was received before."""

    code: str
    repeated: bool


class Role(StrEnum):
    """What an account is for: a `HELPER` types paper forms in, named by the steward.

    Never stored: `VISITOR` looks around the demo city, `OPERATOR` runs commands.
    """

    LIAISON = "liaison"
    LEADER = "leader"
    ANALYST = "analyst"
    STEWARD = "steward"
    ADMINISTRATOR = "administrator"
    HELPER = "helper"
    VISITOR = "visitor"
    OPERATOR = "operator"


STAFF_ROLES = tuple(role for role in Role if role not in (Role.VISITOR, Role.OPERATOR))
"""The roles that an account can have."""


class Side(StrEnum):
    """Who an account answers to."""

    POLICE = "police"
    INDEPENDENT = "independent"


@dataclass(frozen=True)
class Account:
    """A member of staff."""

    id: UUID
    name: str
    role: Role
    side: Side
    password_hash: str = field(default="", repr=False)
    active: bool = True


@dataclass(frozen=True)
class StaffSession:
    """A signed-in browser, kept on the server under the hash of its token."""

    token_hash: str
    account: UUID
    expires_at: datetime


@dataclass(frozen=True)
class CityProfile:
    """Who runs this survey and the words that posters and pages need."""

    city: str = ""
    department: str = ""
    runs_it: str = ""
    public_url: str = ""
    public_url_tested: bool = False
    emergency: str = "911"
    crisis_line: str = "988"
    complaint: str = ""
    youth_comments: bool = False  # the steward's to allow

    @property
    def ready_for_public(self) -> bool:
        """Posters for anything but a tested https address are marked TEST ONLY."""
        return self.public_url_tested and self.public_url.startswith("https://")


@dataclass(frozen=True)
class LanguageAcceptance:
    """A named speaker accepted the wording that has this digest."""

    language: str
    digest: str
    accepted_by: str
    accepted_on: date


@dataclass(frozen=True)
class Correction:
    """A text that a named speaker changed. It holds as long as the English it was made for, `source`, stays."""

    language: str
    text_id: str
    source: str
    text: str
    by: str
    on: date


class NoteKind(StrEnum):
    """Whether a note holds what was said or what the note-taker made of it."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"


@dataclass(frozen=True)
class ListeningSession:
    """One listening session at an event; `closed_on` is None while notes are taken."""

    id: UUID
    event: UUID
    opened_on: date
    closed_on: date | None = None


@dataclass(frozen=True)
class Note:
    """One point made at a table; `agree` is how many people there were behind it. Text is redacted."""

    id: UUID
    session: UUID
    table: str
    kind: NoteKind
    topic: str
    text: str
    agree: int
    language: str


class CommitmentStatus(StrEnum):
    """Where a promise stands, in public."""

    PROMISED = "promised"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Commitment:
    """You said, we did: what was heard, what is promised, by which role and when."""

    id: UUID
    theme: str
    place: str
    heard: str
    promise: str
    owner_role: str
    due_on: date
    status: CommitmentStatus
    made_on: date
    session: UUID | None = None
    outcome: str = ""


class IncidentKind(StrEnum):
    """What a mark on a trend is about."""

    INCIDENT = "incident"
    INFORMATION = "information"  # something was published about an incident
    OTHER = "other"


class IncidentStatus(StrEnum):
    """How sure it is; what is withdrawn stays in the list and leaves the charts."""

    PRELIMINARY = "preliminary"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What a version of an incident was to the one before it."""

    FIRST = "first"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Incident:
    """One version, from 1, of what was said in public about something that happened; `why` it says something else."""

    id: UUID
    number: int
    day: date
    place: str
    kind: IncidentKind
    words: str
    status: IncidentStatus
    made_on: date
    why: str = ""


@dataclass(frozen=True)
class ReleaseEntry:
    """One line of the list of releases: `digest` is of its text; `replaces` is the release it corrects, or 0."""

    version: int
    made_on: date
    digest: str
    replaces: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Taken:
    """How many answers and notes a release that is being made has taken."""

    answers: int = 0
    notes: int = 0
