"""What is due to go, counted and removed: each pair of methods asks the same question before and after."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Delete, and_, delete, func, insert, or_, text, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from survey.storage import order, staged
from survey.storage.base import Repository
from survey.storage.doubt_table import DoubtRow
from survey.storage.tables import (
    PAST,
    AuditRow,
    CitySettingRow,
    CommentRow,
    EventRow,
    ReceiptRow,
    ResponseRow,
    Row,
    StaffSessionRow,
)

_PERIODS = "retention"
_REWRITTEN = ("staff_session", "audit", "doubt")
"""Tables that PostgreSQL rewrites as well; `order` does so for answers and receipts."""


class Retention(Repository):
    """How long things are kept, what is due, and its removal. Everything here can be run again at any time."""

    def periods(self) -> dict[str, int]:
        """The lengths that the city chose, by rule; what it did not choose is not in it."""
        with self.reading() as session:
            row = session.get(CitySettingRow, _PERIODS)
            return {str(name): int(length) for name, length in json.loads(row.value).items()} if row else {}

    def set_periods(self, periods: Mapping[str, int]) -> None:
        with self.writing() as session:
            session.merge(CitySettingRow(name=_PERIODS, value=json.dumps(dict(periods))))

    def old_receipts(self, closed_before: date) -> int:
        """Receipts of events that closed before this day, imports apart."""
        closed = select(EventRow.id).where(EventRow.ends_on < closed_before)
        return self._count(ReceiptRow, col(ReceiptRow.event).in_(closed), col(ReceiptRow.imported).is_(False))

    def old_rehearsals(self, closed_before: date) -> int:
        """Rehearsals for events that closed before this day."""
        return self._count(ResponseRow, *_rehearsals(closed_before))

    def remove_rehearsals(self, closed_before: date) -> int:
        """Removes them with their comments; returns how many."""
        keys = select(ResponseRow.key).where(*_rehearsals(closed_before))
        with self.writing() as session:
            session.execute(delete(CommentRow).where(col(CommentRow.response).in_(keys)))
            return _removed(session, delete(ResponseRow).where(*_rehearsals(closed_before)))

    def old_answers(self, given_before: date) -> int:
        """Answers of before this day that still name their event, in a release or not; rehearsals apart."""
        return self._count(ResponseRow, *_old_answers(given_before))

    def move_answers(self, given_before: date, least: int = 1) -> int:
        """Takes their event from them and makes the day the first of the month; returns how many.

        Those in a release, and those that wait for one where fewer than `least` do. One transaction for each event:
        nobody who answers meanwhile waits for all of them.
        """
        movable = _movable(given_before, least)
        due = select(col(ResponseRow.event), col(ResponseRow.day)).where(*movable).distinct()
        with self.reading() as session:
            days = sorted(session.exec(due).all(), key=lambda found: str(found[0]))
        return sum(
            self._move(event, [day for _, day in found], movable)
            for event, found in groupby(days, key=lambda found: found[0])
        )

    def years_without_events(self, given_before: date = date.min, least: int = 1) -> frozenset[str]:
        """The calendar years in which answers no longer name their event, or would not once these were moved."""
        gone = or_(col(ResponseRow.event) == PAST, and_(*_movable(given_before, least)))
        with self.reading() as session:
            days = session.exec(select(col(ResponseRow.day)).where(gone).distinct())
            return frozenset(str(day.year) for day in days)

    def old_doubts(self, last_day: date) -> int:
        """Sealed words whose day is this one or came before."""
        return self._count(DoubtRow, col(DoubtRow.goes_on) <= last_day)

    def ended_sessions(self, now: datetime) -> int:
        """Sign-ins of staff that ran out."""
        return self._count(StaffSessionRow, col(StaffSessionRow.expires_at) < now)

    def remove_sessions(self, now: datetime) -> int:
        with self.writing() as session:
            return _removed(session, delete(StaffSessionRow).where(col(StaffSessionRow.expires_at) < now))

    def old_notes(self, before: date) -> int:
        """Notes of what staff did before this day."""
        return self._count(AuditRow, col(AuditRow.day) < before)

    def remove_notes(self, before: date) -> int:
        with self.writing() as session:
            return _removed(session, delete(AuditRow).where(col(AuditRow.day) < before))

    def traces(self) -> int:
        """Pages of a SQLite file, or bytes of its write-ahead file, that are in no table and could hold what went."""
        if self._engine.dialect.name != "sqlite":
            return 0
        waiting = Path(f"{self._engine.url.database}-wal")
        with self._engine.connect() as connection:
            free = connection.exec_driver_sql("PRAGMA freelist_count").scalar_one()
        return int(free) + (waiting.stat().st_size if waiting.exists() else 0)

    def rewrite(self) -> bool:
        """Writes the whole database anew, so that nothing removed lies in it; False where others kept it busy."""
        try:
            order.forget_order(self._engine)
        except (OperationalError, sqlite3.OperationalError):
            return False
        if self._engine.dialect.name == "postgresql":
            alone = self._engine.execution_options(isolation_level="AUTOCOMMIT")
            with alone.connect() as connection:
                connection.execute(text(f"VACUUM FULL {', '.join(_REWRITTEN)}"))
        return True

    def _count(self, kind: type[Row], *where: ColumnElement[bool] | bool) -> int:
        with self.reading() as session:
            return session.exec(select(func.count()).select_from(kind).where(*where)).one()

    def _move(self, event: UUID, days: Sequence[date], movable: Sequence[ColumnElement[bool]]) -> int:
        with self.writing() as session:
            _make_past_event(session)
            here = col(ResponseRow.event) == event, *movable
            moved = 0
            for day in days:
                forgotten = {"event": PAST, "day": day.replace(day=1)}
                change = update(ResponseRow).where(*here, col(ResponseRow.day) == day).values(**forgotten)
                moved += len(session.execute(change.returning(col(ResponseRow.key))).all())
            session.execute(update(EventRow).where(col(EventRow.id) == event).values(moved=EventRow.moved + moved))
            return moved


def _removed(session: Session, statement: Delete) -> int:
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]  # a result of DELETE has it


def _rehearsals(closed_before: date) -> tuple[Any, ...]:
    closed = select(EventRow.id).where(EventRow.ends_on < closed_before)
    return col(ResponseRow.rehearsal).is_(True), col(ResponseRow.event).in_(closed)


def _old_answers(given_before: date) -> tuple[Any, ...]:
    return staged.COUNTED, col(ResponseRow.day) < given_before, col(ResponseRow.event) != PAST


def _movable(given_before: date, least: int) -> tuple[Any, ...]:
    """Those that a release counts, since it took their event over; and those that may wait for years until one does.

    Where `least` or more wait, the next release takes them, with their events. What is in the making stays as it is.
    """
    stage, few = col(ResponseRow.stage), staged.number_waiting() < least
    return *_old_answers(given_before), or_(stage == staged.RELEASED, and_(stage == staged.NEW, few))


def _make_past_event(session: Session) -> None:
    """The event of answers that no longer name theirs, made when it is first needed. No door knows its code."""
    if session.get(EventRow, PAST) is None:
        named = {"code": "-", "phrase": "0-1-10", "name": "", "program": "", "place": "", "instrument": ""}
        days = {"starts_on": date.min, "ends_on": date.min, "time_zone": "UTC"}
        session.execute(insert(EventRow).values(id=PAST, **named, **days, languages=[], door="auto", moved=0))
