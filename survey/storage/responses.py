"""Stored answers and receipts. Nothing joins the two."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Insert, delete, func, insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from analysis.records import Answered, Remark, RemarkSource, Value
from survey.records import Channel, Receipt, Response
from survey.storage.base import Repository
from survey.storage.tables import CommentRow, ReceiptRow, ResponseRow

_COUNTED = col(ResponseRow.rehearsal).is_(False)
_INSERT_ONCE: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Responses(Repository):
    """The only place that answers are written to and read from."""

    def save(self, arrivals: Sequence[tuple[UUID, str, Response]]) -> tuple[Receipt, ...]:
        """Stores (client key, receipt code, response) in one transaction, each key once.

        A key that was received before stores nothing and gets its first receipt again.
        """
        with self.writing() as session:
            return tuple(self._save_one(session, *arrival) for arrival in arrivals)

    def _save_one(self, session: Session, key: UUID, code: str, response: Response) -> Receipt:
        key_hash = hashlib.sha256(key.bytes).hexdigest()
        receipt = {"key_hash": key_hash, "event": response.event, "code": code, "card_hash": None}
        statement = _INSERT_ONCE[self._engine.dialect.name](ReceiptRow).values(**receipt)
        once = statement.on_conflict_do_nothing(index_elements=["key_hash"]).returning(col(ReceiptRow.code))
        if session.execute(once).first():
            for part in _rows(response):
                session.execute(part)
            return Receipt(code, repeated=False)
        first = session.get(ReceiptRow, key_hash)
        assert first is not None
        return Receipt(first.code, repeated=True)

    def count(self, event: UUID, *, rehearsal: bool = False) -> int:
        """How many answers an event has received."""
        with self.reading() as session:
            found = select(func.count()).where(ResponseRow.event == event, ResponseRow.rehearsal == rehearsal)
            return session.exec(found).one()

    def counts(self) -> dict[UUID, int]:
        """How many counted answers each event has received."""
        with self.reading() as session:
            found = select(ResponseRow.event, func.count()).where(_COUNTED).group_by(col(ResponseRow.event))
            return dict(session.exec(found).all())

    def answered(self) -> Iterator[Answered]:
        """Every counted answer as analysis sees it, without its key."""
        with self.reading() as session:
            for row in session.exec(select(ResponseRow).where(_COUNTED)):
                values = {name: _restored(value) for name, value in row.answers.items()}
                yield Answered(str(row.event), row.place, row.day, row.instrument, row.language, row.channel, values)

    def remarks(self) -> Iterator[Remark]:
        """Every counted comment as analysis sees it."""
        with self.reading() as session:
            joined = select(ResponseRow, CommentRow).where(col(CommentRow.response) == col(ResponseRow.key), _COUNTED)
            for row, comment in session.exec(joined):
                yield Remark(
                    source=RemarkSource.SURVEY,
                    event=str(row.event),
                    place=row.place,
                    day=row.day,
                    language=row.language,
                    kind=comment.kind,
                    text=comment.text,
                    instrument=row.instrument,
                )

    def forget_order(self) -> None:
        """Rewrites PostgreSQL's tables in the order of their random keys; SQLite's have no other order."""
        if self._engine.dialect.name == "postgresql":
            with self.writing() as session:
                for table in ("response", "comment", "receipt"):
                    session.execute(text(f"CLUSTER {table} USING {table}_pkey"))

    def imported_events(self) -> frozenset[UUID]:
        """Events whose answers came from a file: their receipts are what keeps an import from doubling."""
        with self.reading() as session:
            found = select(ResponseRow.event).where(ResponseRow.channel == Channel.IMPORT.value).distinct()
            return frozenset(session.exec(found))

    def forget_receipts(self, events: Sequence[UUID]) -> int:
        """Removes the receipts of events that closed long ago; returns how many."""
        with self.writing() as session:
            old = delete(ReceiptRow).where(col(ReceiptRow.event).in_(events))
            return len(session.execute(old.returning(col(ReceiptRow.key_hash))).all())


def _restored(value: Any) -> Value:
    """JSON has no tuples: lists are sets of choices."""
    return tuple(value) if isinstance(value, list) else value


def _rows(response: Response) -> Iterator[Insert]:
    yield insert(ResponseRow).values(
        key=response.key,
        event=response.event,
        day=response.day,
        place=response.place,
        instrument=response.instrument,
        instrument_version=response.instrument_version,
        language=response.language,
        channel=response.channel.value,
        rehearsal=response.rehearsal,
        answers=dict(response.values),
    )
    for comment in response.comments:
        yield insert(CommentRow).values(
            response=response.key,
            question=comment.question,
            text=comment.text,
            kind=comment.kind,
            redactor=comment.redactor,
        )
