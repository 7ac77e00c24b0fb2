"""Running a listening session: notes by table, closed once, then part of what people said."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from analysis.text.redaction import redact
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.permissions import Permission, require
from survey.records import Account, Event, ListeningSession, Note, NoteKind


@dataclass(frozen=True)
class NoteDraft:
    """One point as the note-taker writes it."""

    table: str
    kind: NoteKind
    topic: str
    text: str
    agree: int
    language: str


def open_session(context: Context, actor: Account | None, event: Event) -> ListeningSession:
    """Opens the event's listening session, or returns the one it has."""
    require(actor, Permission.RUN_SESSIONS)
    return context.store.listening.open(ListeningSession(context.new_id(), event.id, context.today(event.time_zone)))


def write_note(
    context: Context, actor: Account | None, session: UUID, draft: NoteDraft, topics: Mapping[str, object]
) -> Note:
    """Adds a note, redacted. `topics` are the codebook's themes by id.

    Raises InvalidInput with every problem, or SurveyError("session_closed").
    """
    require(actor, Permission.RUN_SESSIONS)
    problems = _problems(draft, topics)
    if problems:
        raise InvalidInput(problems)
    text = redact(draft.text.strip(), draft.language).text
    note = Note(
        context.new_id(), session, draft.table.strip(), draft.kind, draft.topic, text, draft.agree, draft.language
    )
    context.store.listening.write(note)
    return note


def close_session(context: Context, actor: Account | None, session: UUID) -> None:
    """Closes the session: from now on its notes count, and no more can be written. Raises SurveyError("no_notes")."""
    by = require(actor, Permission.RUN_SESSIONS)
    if not context.store.listening.notes(session):
        raise SurveyError("no_notes")
    context.store.listening.close(session, context.today())
    context.store.audit.note(context.new_id(), context.today(), by.id, "closed_session", str(session))


def listed(context: Context, actor: Account | None) -> tuple[ListeningSession, ...]:
    """All listening sessions, newest first. Raises SurveyError("not_allowed")."""
    require(actor, Permission.RUN_SESSIONS)
    return context.store.listening.all()


def notes(context: Context, actor: Account | None, session: UUID) -> tuple[Note, ...]:
    """A session's notes by table. Raises SurveyError("not_allowed")."""
    require(actor, Permission.RUN_SESSIONS)
    return context.store.listening.notes(session)


def _problems(draft: NoteDraft, topics: Mapping[str, object]) -> dict[str, str]:
    problems = {}
    if not 1 <= len(draft.table.strip()) <= 40:
        problems["table"] = "table_needed"
    if not 3 <= len(draft.text.strip()) <= 1000:
        problems["text"] = "note_length"
    if draft.topic and draft.topic not in topics:
        problems["topic"] = "unknown_topic"
    if not 1 <= draft.agree <= 500:
        problems["agree"] = "agree_range"
    return problems
