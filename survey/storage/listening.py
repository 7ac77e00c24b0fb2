"""Stored listening sessions, their notes, and commitments."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import col, select

from analysis.records import Remark, RemarkSource
from survey.errors import SurveyError
from survey.records import Commitment, CommitmentStatus, ListeningSession, Note, NoteKind
from survey.storage.base import Repository
from survey.storage.rows import to_record, to_row
from survey.storage.staged import NEW, RELEASED, TAKEN
from survey.storage.tables import CommitmentRow, EventRow, ListeningSessionRow, NoteRow

_STAGE = col(NoteRow.stage)
_NOTE = {"kind": NoteKind}
_COMMITMENT = {"status": CommitmentStatus}


class Listening(Repository):
    """Listening sessions and what was noted at their tables."""

    def open(self, session_record: ListeningSession) -> ListeningSession:
        """Stores the session, or returns the one that the event already has."""
        with self.writing() as session:
            found = session.exec(
                select(ListeningSessionRow).where(ListeningSessionRow.event == session_record.event)
            ).first()
            if found:
                return to_record(ListeningSession, found, {})
            session.add(to_row(ListeningSessionRow, session_record))
            return session_record

    def get(self, session_id: UUID) -> ListeningSession | None:
        with self.reading() as session:
            row = session.get(ListeningSessionRow, session_id)
            return to_record(ListeningSession, row, {}) if row else None

    def all(self) -> tuple[ListeningSession, ...]:
        """All sessions, newest first."""
        with self.reading() as session:
            order = col(ListeningSessionRow.opened_on).desc()
            return tuple(
                to_record(ListeningSession, row, {})
                for row in session.exec(select(ListeningSessionRow).order_by(order))
            )

    def close(self, session_id: UUID, day: date) -> None:
        """Closes the session; closing twice keeps the first day."""
        with self.writing() as session:
            row = session.get_one(ListeningSessionRow, session_id)
            row.closed_on = row.closed_on or day

    def write(self, note: Note) -> None:
        """Adds or replaces a note. Raises SurveyError("session_closed") once its session is closed."""
        with self.writing() as session:
            if session.get_one(ListeningSessionRow, note.session).closed_on is not None:
                raise SurveyError("session_closed")
            session.merge(to_row(NoteRow, note, table_name=note.table))

    def notes(self, session_id: UUID) -> tuple[Note, ...]:
        """A session's notes by table."""
        with self.reading() as session:
            rows = session.exec(
                select(NoteRow).where(NoteRow.session == session_id).order_by(col(NoteRow.table_name), col(NoteRow.id))
            )
            return tuple(to_record(Note, row, _NOTE, table=row.table_name) for row in rows)

    def take(self) -> int:
        """Takes the notes of closed sessions into the release that is to be made; returns how many are taken now."""
        closed = select(ListeningSessionRow.id).where(col(ListeningSessionRow.closed_on).is_not(None))
        new = update(NoteRow).where(_STAGE == NEW, col(NoteRow.session).in_(closed))
        with self.writing() as session:
            session.execute(new.values(stage=TAKEN))
            return session.exec(select(func.count()).where(_STAGE == TAKEN)).one()

    def taken_remarks(self, *, again: bool = False) -> Iterator[Remark]:
        """The notes that were taken; with `again` those of every release too."""
        return self._remarks((TAKEN, RELEASED) if again else (TAKEN,))

    def remarks(self) -> Iterator[Remark]:
        """The notes of closed sessions as analysis sees them; those of one table have the same voice."""
        return self._remarks((NEW, TAKEN, RELEASED))

    def _remarks(self, stages: Sequence[int]) -> Iterator[Remark]:
        tables: dict[tuple[UUID, str], int] = {}
        joined = select(NoteRow, ListeningSessionRow, EventRow).where(
            NoteRow.session == ListeningSessionRow.id,
            ListeningSessionRow.event == EventRow.id,
            col(ListeningSessionRow.closed_on).is_not(None),
            _STAGE.in_(stages),
        )
        with self.reading() as session:
            found = session.exec(joined).all()
        for note, held, event in found:
            yield Remark(
                RemarkSource.SESSION,
                str(event.id),
                event.place,
                held.opened_on,
                note.language,
                0,
                note.text,
                note.agree,
                voice=tables.setdefault((held.id, note.table_name.casefold()), len(tables) + 1),
            )


class Commitments(Repository):
    """What was promised, and what came of it."""

    def put(self, commitment: Commitment) -> None:
        with self.writing() as session:
            session.merge(to_row(CommitmentRow, commitment))

    def get(self, commitment_id: UUID) -> Commitment | None:
        with self.reading() as session:
            row = session.get(CommitmentRow, commitment_id)
            return to_record(Commitment, row, _COMMITMENT) if row else None

    def all(self) -> tuple[Commitment, ...]:
        """All commitments, the newest first; of one day's, the one that is due first."""
        with self.reading() as session:
            order = (col(CommitmentRow.made_on).desc(), col(CommitmentRow.due_on), col(CommitmentRow.id))
            return tuple(
                to_record(Commitment, row, _COMMITMENT) for row in session.exec(select(CommitmentRow).order_by(*order))
            )
