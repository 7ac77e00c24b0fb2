"""SQLModel tables. They don't validate: records are checked before, and named constraints hold the line."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, DateTime, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Row(SQLModel, registry=registry()):
    """The base of all tables, with a registry of its own so that a hot reload defines them afresh."""


NO_ROW_ORDER = {"sqlite_with_rowid": False}
ZERO = {"server_default": "0"}


class StoreIdentityRow(Row, table=True):
    """What this database is for: "real" or "demo". Exactly one row."""

    __tablename__ = "store_identity"
    __table_args__ = (
        CheckConstraint("id = 1", name="ck_store_identity_single"),
        CheckConstraint("purpose IN ('real', 'demo')", name="ck_store_identity_purpose"),
    )
    id: int = Field(default=1, primary_key=True)
    purpose: str


class PlaceRow(Row, table=True):
    __tablename__ = "place"
    id: str = Field(primary_key=True, max_length=64)
    name: str = Field(max_length=120)
    outline: str = Field(default="", sa_column=Column(Text, nullable=False))
    position: int


PAST = UUID("0e5ad9a4-6c7d-4c57-8a13-1f3b0d6b9c52")
"""The event of answers that no longer name theirs: a row that keeps the reference whole, and nobody planned it."""


class EventRow(Row, table=True):
    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("code", name="uq_event_code"),
        CheckConstraint("ends_on >= starts_on", name="ck_event_days"),
    )
    id: UUID = Field(primary_key=True)
    code: str = Field(max_length=16)
    phrase: str = Field(max_length=32)
    name: str = Field(max_length=120)
    program: str = Field(max_length=32)
    place: str = Field(default="", max_length=64)
    starts_on: date
    ends_on: date
    time_zone: str = Field(max_length=64)
    instrument: str = Field(max_length=64)
    languages: list[str] = Field(sa_column=Column(JSON, nullable=False))
    door: str = Field(max_length=16)
    moved: int = 0  # how many of its answers no longer name it


class ResponseRow(Row, table=True):
    """One answer: its own random key, the day only, no row order."""

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint(
            "channel IN ('phone', 'streamlit', 'kiosk', 'paper', 'card', 'import', 'demo')", name="ck_response_channel"
        ),
        CheckConstraint("stage BETWEEN 0 AND 2", name="ck_response_stage"),
        Index("ix_response_event", "event"),
        Index("ix_response_new", "stage", "key", sqlite_where=text("stage < 2"), postgresql_where=text("stage < 2")),
        NO_ROW_ORDER,
    )
    key: UUID = Field(primary_key=True)
    event: UUID = Field(foreign_key="event.id")
    day: date
    place: str = Field(default="", max_length=64)
    instrument: str = Field(max_length=64)
    instrument_version: str = Field(max_length=32)
    language: str = Field(max_length=16)
    channel: str = Field(max_length=16)
    rehearsal: bool
    answers: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    stage: int = Field(default=0, sa_column_kwargs=ZERO)


class CommentRow(Row, table=True):
    """A redacted comment of a response; the raw text is never stored."""

    __tablename__ = "comment"
    __table_args__ = (CheckConstraint("kind BETWEEN 0 AND 4", name="ck_comment_kind"), NO_ROW_ORDER)
    response: UUID = Field(primary_key=True, foreign_key="response.key")
    question: str = Field(primary_key=True, max_length=64)
    text: str = Field(sa_column=Column(Text, nullable=False))
    kind: int
    redactor: str = Field(max_length=32)


class ReceiptRow(Row, table=True):
    """That a key was used, and the code its owner was given; joins to no response and is purged."""

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("card_hash", name="uq_receipt_card"),
        Index("ix_receipt_event", "event"),
        NO_ROW_ORDER,
    )
    key_hash: str = Field(primary_key=True, max_length=64)
    event: UUID = Field(foreign_key="event.id")
    code: str = Field(max_length=16)
    card_hash: str | None = Field(default=None, max_length=64)
    imported: bool = False  # kept for good, since it keeps a file's row from being added twice


class CardBatchRow(Row, table=True):
    """How many one-time cards were printed; the cards themselves are not kept."""

    __tablename__ = "card_batch"
    __table_args__ = (CheckConstraint("printed BETWEEN 1 AND 1000", name="ck_card_batch_printed"),)
    id: UUID = Field(primary_key=True)
    event: UUID = Field(foreign_key="event.id")
    table_name: str = Field(max_length=40)
    printed: int
    made_on: date
    withdrawn: bool = False


class FormBatchRow(Row, table=True):
    """Which numbers stand on printed paper forms of an event."""

    __tablename__ = "form_batch"
    __table_args__ = (
        UniqueConstraint("event", "first", name="uq_form_batch_first"),
        CheckConstraint("first >= 1 AND last >= first", name="ck_form_batch_numbers"),
    )
    id: UUID = Field(primary_key=True)
    event: UUID = Field(foreign_key="event.id")
    first: int
    last: int
    made_on: date


class KeyedFormRow(Row, table=True):
    """A paper form on its way in; once sent, its answers are gone from here and nothing joins them to its number."""

    __tablename__ = "keyed_form"
    __table_args__ = (
        CheckConstraint("number >= 1", name="ck_keyed_form_number"),
        CheckConstraint("differing BETWEEN 0 AND compared", name="ck_keyed_form_differing"),
        NO_ROW_ORDER,
    )
    event: UUID = Field(primary_key=True, foreign_key="event.id")
    number: int = Field(primary_key=True)
    language: str = Field(max_length=16)
    first_by: UUID | None = None
    first: dict[str, object] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    second_by: UUID | None = None
    second: dict[str, object] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    compared: int = 0
    differing: int = 0
    sent: bool = False


class CorrectionRow(Row, table=True):
    """A speaker's changed wording of one text."""

    __tablename__ = "correction"
    language: str = Field(primary_key=True, max_length=16)
    text_id: str = Field(primary_key=True, max_length=120)
    source: str = Field(sa_column=Column(Text, nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    by: str = Field(max_length=80)
    on: date


class AccountRow(Row, table=True):
    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("name", name="uq_account_name"),
        CheckConstraint(
            "role IN ('liaison', 'leader', 'analyst', 'steward', 'administrator', 'helper')", name="ck_account_role"
        ),
        CheckConstraint("side IN ('police', 'independent')", name="ck_account_side"),
    )
    id: UUID = Field(primary_key=True)
    name: str = Field(max_length=80)
    role: str = Field(max_length=16)
    side: str = Field(max_length=16)
    password_hash: str = Field(max_length=200)
    active: bool = True


class StaffSessionRow(Row, table=True):
    __tablename__ = "staff_session"
    token_hash: str = Field(primary_key=True, max_length=64)
    account: UUID = Field(foreign_key="account.id")
    expires_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class CitySettingRow(Row, table=True):
    __tablename__ = "city_setting"
    name: str = Field(primary_key=True, max_length=64)
    value: str = Field(sa_column=Column(Text, nullable=False))


class LanguageAcceptanceRow(Row, table=True):
    __tablename__ = "language_acceptance"
    language: str = Field(primary_key=True, max_length=16)
    digest: str = Field(primary_key=True, max_length=64)
    accepted_by: str = Field(max_length=80)
    accepted_on: date


class ListeningSessionRow(Row, table=True):
    __tablename__ = "listening_session"
    __table_args__ = (UniqueConstraint("event", name="uq_listening_session_event"),)
    id: UUID = Field(primary_key=True)
    event: UUID = Field(foreign_key="event.id")
    opened_on: date
    closed_on: date | None = None


class NoteRow(Row, table=True):
    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("agree BETWEEN 1 AND 500", name="ck_note_agree"),
        CheckConstraint("kind IN ('verbatim', 'paraphrase')", name="ck_note_kind"),
        CheckConstraint("stage BETWEEN 0 AND 2", name="ck_note_stage"),
    )
    id: UUID = Field(primary_key=True)
    session: UUID = Field(foreign_key="listening_session.id")
    table_name: str = Field(max_length=40)
    kind: str = Field(max_length=16)
    topic: str = Field(max_length=64)
    text: str = Field(sa_column=Column(Text, nullable=False))
    agree: int
    language: str = Field(max_length=16)
    stage: int = Field(default=0, sa_column_kwargs=ZERO)


class CommitmentRow(Row, table=True):
    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("status IN ('promised', 'under_way', 'done', 'dropped')", name="ck_commitment_status"),
    )
    id: UUID = Field(primary_key=True)
    theme: str = Field(max_length=64)
    place: str = Field(default="", max_length=64)
    heard: str = Field(sa_column=Column(Text, nullable=False))
    promise: str = Field(sa_column=Column(Text, nullable=False))
    owner_role: str = Field(max_length=80)
    due_on: date
    status: str = Field(max_length=16)
    made_on: date
    session: UUID | None = Field(default=None, foreign_key="listening_session.id")
    outcome: str = Field(default="", sa_column=Column(Text, nullable=False))


class ReleaseRow(Row, table=True):
    """A stored release: written once, never changed; triggers of the database refuse it too (migration 0003)."""

    __tablename__ = "release"
    __table_args__ = (CheckConstraint("replaces >= 0 AND replaces < version", name="ck_release_replaces"),)
    version: int = Field(primary_key=True)
    made_on: date
    digest: str = Field(max_length=64)
    payload: str = Field(sa_column=Column(Text, nullable=False))
    replaces: int = Field(default=0, sa_column_kwargs=ZERO)
    reason: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))


class LayerRow(Row, table=True):
    """What one release added to the counts of one year. Private; only `until` is ever set, once, by a correction."""

    __tablename__ = "layer"
    __table_args__ = (CheckConstraint("until = 0 OR until > since", name="ck_layer_until"),)
    since: int = Field(primary_key=True, foreign_key="release.version")
    year: str = Field(primary_key=True, max_length=4)
    until: int = Field(default=0, sa_column_kwargs=ZERO)
    payload: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class AuditRow(Row, table=True):
    """What a member of staff did, by day; never anything about an answer."""

    __tablename__ = "audit"
    id: UUID = Field(primary_key=True)
    day: date
    account: UUID | None = None
    action: str = Field(max_length=64)
    subject: str = Field(default="", max_length=200)
