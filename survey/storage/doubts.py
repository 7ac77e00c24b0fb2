"""Stored doubtful words: sealed beside the comment that they were taken out of, until they are decided or too old."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from analysis.text.masks import unmask
from survey.errors import SurveyError
from survey.records import Doubt
from survey.storage.base import Repository
from survey.storage.doubt_table import DoubtRow
from survey.storage.rows import to_record
from survey.storage.tables import CommentRow

_OF_COMMENT = (col(DoubtRow.response) == col(CommentRow.response)) & (
    col(DoubtRow.question) == col(CommentRow.question)
)


class Doubts(Repository):
    """What waits. Rows have random ids, are read in their order, and are deleted for good."""

    def waiting(self, day: date) -> tuple[tuple[Doubt, str], ...]:
        """Each doubt that may still be decided on a day, with its comment as it is stored now."""
        with self.reading() as session:
            found = select(DoubtRow, CommentRow.text).join(CommentRow, _OF_COMMENT)
            current = found.where(col(DoubtRow.goes_on) > day).order_by(col(DoubtRow.id))
            return tuple((to_record(Doubt, row, {}), text) for row, text in session.exec(current))

    def count(self) -> int:
        """How many wait, too old ones included."""
        with self.reading() as session:
            return session.exec(select(func.count()).select_from(DoubtRow)).one()

    def drop(self, doubt: UUID) -> None:
        """Deletes one. Raises SurveyError("doubt_decided") when it is gone."""
        with self.writing() as session:
            session.delete(_locked(session, doubt))

    def give_back(self, doubt: UUID, opened: Callable[[Doubt], str]) -> None:
        """Puts the words, as `opened` reads them, back into the stored comment and deletes the doubt.

        Raises SurveyError("doubt_decided") when it is gone, or when its comment no longer has that mask.
        """
        with self.writing() as session:
            row = _locked(session, doubt)
            comment = session.get_one(CommentRow, (row.response, row.question), with_for_update=True)
            try:
                comment.text = unmask(comment.text, row.mask, opened(to_record(Doubt, row, {})))
            except ValueError as error:
                raise SurveyError("doubt_decided") from error
            later = (col(DoubtRow.response) == row.response) & (col(DoubtRow.question) == row.question)
            later &= col(DoubtRow.mask) > row.mask
            session.execute(update(DoubtRow).where(later).values(mask=DoubtRow.mask - 1))
            session.delete(row)

    def forget(self, day: date) -> int:
        """Deletes what must be gone by a day; returns how many."""
        old = col(DoubtRow.goes_on) <= day
        with self.reading() as session:  # asked every minute: nobody should wait where there is nothing to delete
            if session.exec(select(DoubtRow.id).where(old).limit(1)).first() is None:
                return 0
        with self.writing() as session:
            return len(session.execute(delete(DoubtRow).where(old).returning(col(DoubtRow.id))).all())


def doubt_values(doubts: Sequence[Doubt]) -> list[dict[str, object]]:
    """The rows of new doubts, for the transaction that stores their answers."""
    return [vars(doubt) for doubt in doubts]


def _locked(session: Session, doubt: UUID) -> DoubtRow:
    """The row, which nobody else decides meanwhile; its comment is locked first, as every decision about it does."""
    row = session.get(DoubtRow, doubt)
    if row is not None:
        session.get(CommentRow, (row.response, row.question), with_for_update=True)
        row = session.get(DoubtRow, doubt, with_for_update=True, populate_existing=True)
    if row is None:
        raise SurveyError("doubt_decided")
    return row
