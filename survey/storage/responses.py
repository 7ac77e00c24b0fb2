"""Stored answers and receipts. Nothing joins the two."""

import hashlib
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Insert, delete, func, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from analysis.records import Answered, Remark, RemarkSource
from survey.records import Channel, Receipt, Response
from survey.storage.base import Repository
from survey.storage.tables import CommentRow, ReceiptRow, ResponseRow

_INSERT_ONCE = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


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
        if session.execute(statement.on_conflict_do_nothing(index_elements=["key_hash"])).rowcount:  # type: ignore[attr-defined]  # a cursor result
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
            found = (
                select(ResponseRow.event, func.count())
                .where(ResponseRow.rehearsal == False)
                .group_by(ResponseRow.event)
            )  # type: ignore[arg-type]  # noqa: E712, E501 - SQL's own comparison
            return {event: count for event, count in session.exec(found)}

    def answered(self) -> Iterator[Answered]:
        """Every counted answer as analysis sees it, without its key."""
        with self.reading() as session:
            rows = session.exec(select(ResponseRow).where(ResponseRow.rehearsal == False))  # noqa: E712 - SQL's own comparison
            for row in rows:
                values = {
                    name: tuple(value) if isinstance(value, list) else value for name, value in row.answers.items()
                }
                yield Answered(
                    str(row.event),
                    row.place,
                    row.day,
                    row.instrument,
                    row.language,
                    row.channel,
                    values,  # type: ignore[arg-type]  # JSON holds ints, strings and lists
                )

    def remarks(self) -> Iterator[Remark]:
        """Every counted comment as analysis sees it."""
        with self.reading() as session:
            joined = select(ResponseRow, CommentRow).where(
                CommentRow.response == ResponseRow.key,
                ResponseRow.rehearsal == False,  # noqa: E712 - SQL's own comparison
            )
            for row, comment in session.exec(joined):
                yield Remark(
                    RemarkSource.SURVEY, str(row.event), row.place, row.day, row.language, comment.kind, comment.text
                )

    def imported_events(self) -> frozenset[UUID]:
        """Events whose answers came from a file: their receipts are what keeps an import from doubling."""
        with self.reading() as session:
            found = select(ResponseRow.event).where(ResponseRow.channel == Channel.IMPORT.value).distinct()
            return frozenset(session.exec(found))

    def forget_receipts(self, events: Sequence[UUID]) -> int:
        """Removes the receipts of events that closed long ago; returns how many."""
        with self.writing() as session:
            done = session.execute(delete(ReceiptRow).where(ReceiptRow.event.in_(events)))  # type: ignore[attr-defined]  # a column
            return int(done.rowcount)  # type: ignore[attr-defined]  # a cursor result


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
