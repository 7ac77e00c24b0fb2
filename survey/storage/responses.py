"""Stored answers and receipts. Nothing joins the two."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Executable, delete, func, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from analysis.records import Answered, Remark
from survey.errors import SurveyError
from survey.records import Channel, Receipt, Response
from survey.storage import order, staged
from survey.storage.base import Repository
from survey.storage.doubt_table import DoubtRow
from survey.storage.doubts import doubt_values
from survey.storage.tables import PAST, CommentRow, EventRow, ReceiptRow, ResponseRow, Row

NO_CARDS: Mapping[UUID, str] = MappingProxyType({})
_COUNTED = col(ResponseRow.rehearsal).is_(False)
_TABLES = Row.metadata.tables
_INSERT_ONCE: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Responses(Repository):
    """The only place that answers are written to and read from."""

    def save(
        self, arrivals: Sequence[tuple[UUID, str, Response]], cards: Mapping[UUID, str] = NO_CARDS
    ) -> tuple[Receipt, ...]:
        """Stores (client key, receipt code, response) in one transaction, each key once; `cards` are spent by key.

        A key that was received before stores nothing and gets its first receipt again. Raises
        SurveyError("card_used") and stores nothing at all where another key spent one of the cards.
        """
        with self.writing() as session:
            connection = session.connection()
            receipts = tuple(
                self._claim(connection, key, code, response, cards.get(key)) for key, code, response in arrivals
            )
            new = [
                response for (_, _, response), receipt in zip(arrivals, receipts, strict=True) if not receipt.repeated
            ]
            _insert(connection, ResponseRow, [_response_values(response) for response in new])
            _insert(connection, CommentRow, [values for response in new for values in _comment_values(response)])
            comments = [comment for response in new for comment in response.comments]
            _insert(connection, DoubtRow, [values for one in comments for values in doubt_values(one.doubts)])
            return receipts

    def _claim(self, connection: Connection, key: UUID, code: str, response: Response, card: str | None) -> Receipt:
        """Uses a client's key and card up, or finds that the key was used before."""
        key_hash = hashlib.sha256(key.bytes).hexdigest()
        values = {"key_hash": key_hash, "event": response.event, "code": code, "card_hash": card}
        values["imported"] = response.channel is Channel.IMPORT
        if connection.execute(_use_once(self._engine.dialect.name), values).first():
            return Receipt(code, repeated=False)
        of_key = select(ReceiptRow.code).where(col(ReceiptRow.key_hash) == key_hash)
        first = connection.execute(of_key).scalar_one_or_none()
        if first is None:  # not the key stood in the way, so it was the card
            raise SurveyError("card_used")
        return Receipt(first, repeated=True)

    def receipts(self, keys: Sequence[UUID]) -> dict[UUID, Receipt]:
        """The first receipts of those keys that were received before."""
        hashes = {hashlib.sha256(key.bytes).hexdigest(): key for key in keys}
        found = select(ReceiptRow.key_hash, ReceiptRow.code).where(col(ReceiptRow.key_hash).in_(hashes))
        with self.reading() as session:
            return {hashes[key_hash]: Receipt(code, repeated=True) for key_hash, code in session.exec(found)}

    def count(self, event: UUID, *, rehearsal: bool = False) -> int:
        """How many answers an event has received; those that no longer name it still count."""
        with self.reading() as session:
            found = select(func.count()).where(ResponseRow.event == event, ResponseRow.rehearsal == rehearsal)
            moved = select(EventRow.moved).where(EventRow.id == event)
            return session.exec(found).one() + (0 if rehearsal else session.exec(moved).first() or 0)

    def channels(self, event: UUID, *, rehearsal: bool = False) -> dict[Channel, int]:
        """How many answers an event has received by each channel."""
        with self.reading() as session:
            found = select(ResponseRow.channel, func.count()).where(
                ResponseRow.event == event, ResponseRow.rehearsal == rehearsal
            )
            return {Channel(name): count for name, count in session.exec(found.group_by(col(ResponseRow.channel)))}

    def counts(self) -> dict[UUID, int]:
        """How many counted answers each event has received, with those that no longer name it."""
        with self.reading() as session:
            found = select(ResponseRow.event, func.count()).where(_COUNTED).group_by(col(ResponseRow.event))
            here = dict(session.exec(found).all())
            moved = dict(session.exec(select(EventRow.id, EventRow.moved).where(col(EventRow.moved) > 0)).all())
            return {event: here.get(event, 0) + moved.get(event, 0) for event in (here.keys() | moved.keys()) - {PAST}}

    def waiting(self) -> int:
        """How many counted answers no release holds yet."""
        with self.reading() as session:
            return staged.waiting(session)

    def take(self, least: int = 1) -> int:
        """Takes new counted answers into the release that is to be made, `least` or none; how many are taken now."""
        with self.writing() as session:
            return staged.take(session, least)

    def taken_answers(self, *, again: bool = False) -> Iterator[Answered]:
        """The answers that were taken, without their keys; with `again` those of every release too."""
        return staged.answers(self.reading, staged.TAKEN_OR_RELEASED if again else staged.IN_THE_MAKING)

    def taken_remarks(self, *, again: bool = False) -> Iterator[Remark]:
        """The comments of those answers."""
        return staged.remarks(self.reading, staged.TAKEN_OR_RELEASED if again else staged.IN_THE_MAKING)

    def answered(self) -> Iterator[Answered]:
        """Every counted answer as analysis sees it, in a release or not. Nothing that is shown may come from here."""
        return staged.answers(self.reading, staged.COUNTED)

    def remarks(self) -> Iterator[Remark]:
        """Every counted comment, likewise."""
        return staged.remarks(self.reading, staged.COUNTED)

    def forget_order(self) -> None:
        """Rewrites what is stored, so that it no longer lies in the order in which it came."""
        order.forget_order(self._engine)

    def forget_receipts(self, events: Sequence[UUID]) -> int:
        """Removes the receipts of events that closed long ago, imports apart; returns how many."""
        with self.writing() as session:
            old = delete(ReceiptRow).where(col(ReceiptRow.event).in_(events), col(ReceiptRow.imported).is_(False))
            return len(session.execute(old.returning(col(ReceiptRow.key_hash))).all())


@cache
def _use_once(dialect: str) -> Executable:
    """The statement that stores a receipt and returns its code, or nothing if its key or its card is there already."""
    statement = _INSERT_ONCE[dialect](_TABLES["receipt"]).on_conflict_do_nothing()
    once: Executable = statement.returning(_TABLES["receipt"].c.code)
    return once


def _insert(connection: Connection, kind: type[Row], values: list[dict[str, Any]]) -> None:
    """Stores many rows by one statement: the table's own, since the ORM's takes five times as long."""
    if values:
        connection.execute(insert(_TABLES[str(kind.__tablename__)]), values)


def _response_values(response: Response) -> dict[str, Any]:
    return {
        "key": response.key,
        "event": response.event,
        "day": response.day,
        "place": response.place,
        "instrument": response.instrument,
        "instrument_version": response.instrument_version,
        "language": response.language,
        "channel": response.channel.value,
        "rehearsal": response.rehearsal,
        "answers": dict(response.values),
    }


def _comment_values(response: Response) -> Iterator[dict[str, Any]]:
    for comment in response.comments:
        yield {
            "response": response.key,
            "question": comment.question,
            "text": comment.text,
            "kind": comment.kind,
            "redactor": comment.redactor,
        }
