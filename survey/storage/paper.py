"""Stored paper forms: which numbers were printed, and what is typed in until it is sent on."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, func, text, update
from sqlmodel import Session, col, select

from analysis.records import Value
from survey.errors import SurveyError
from survey.handouts import FormBatch, KeyedForm
from survey.storage.base import Repository
from survey.storage.rows import to_record, to_row
from survey.storage.tables import FormBatchRow, KeyedFormRow, ReceiptRow

FORM_KEYS = UUID("5a3df1f2-7c2b-4d0e-9a39-5b6f6f0c3f11")
"""The name space of keys that forms are sent with."""

_ROW = col(KeyedFormRow.event), col(KeyedFormRow.number)
_TYPED = col(KeyedFormRow.first).is_not(None)
_ERASED: dict[str, Any] = {
    "language": "",
    "first_by": None,
    "first": None,
    "second_by": None,
    "second": None,
    "sent": True,
}


def form_key(event: UUID, number: int) -> UUID:
    """The client key of a form's answers: the same at every try to send them."""
    return uuid5(FORM_KEYS, f"{event} {number}")


class Paper(Repository):
    """Printed batches and the forms of events. Every change names the state it needs, so that two can't do it twice."""

    def print_batch(self, batch_id: UUID, event: UUID, count: int, language: str, day: date) -> FormBatch:
        """Gives the next `count` numbers of an event to forms in a language."""
        with self.writing() as session:
            if self._engine.dialect.name == "postgresql":  # SQLite never lets two write
                session.execute(text("LOCK TABLE form_batch IN EXCLUSIVE MODE"))
            last = session.exec(select(func.max(FormBatchRow.last)).where(FormBatchRow.event == event)).one() or 0
            batch = FormBatch(batch_id, event, last + 1, last + count, day)
            session.add(to_row(FormBatchRow, batch))
            forms = (KeyedForm(event, number, language, None, None) for number in range(batch.first, batch.last + 1))
            session.add_all(to_row(KeyedFormRow, form) for form in forms)
            return batch

    def batches(self, event: UUID) -> tuple[FormBatch, ...]:
        """What was printed for an event, the first numbers first."""
        with self.reading() as session:
            found = select(FormBatchRow).where(FormBatchRow.event == event).order_by(col(FormBatchRow.first))
            return tuple(to_record(FormBatch, row, {}) for row in session.exec(found))

    def events(self) -> frozenset[UUID]:
        """The events that forms were printed for."""
        with self.reading() as session:
            return frozenset(session.exec(select(FormBatchRow.event).distinct()))

    def forms(self, event: UUID) -> tuple[KeyedForm, ...]:
        """All forms of an event by number."""
        with self.reading() as session:
            found = select(KeyedFormRow).where(KeyedFormRow.event == event).order_by(col(KeyedFormRow.number))
            return tuple(_form(row) for row in session.exec(found))

    def form(self, event: UUID, number: int) -> KeyedForm | None:
        """One form, None where no form with this number was printed."""
        with self.reading() as session:
            row = session.get(KeyedFormRow, (event, number))
            return _form(row) if row else None

    def keep_first(self, event: UUID, number: int, by: UUID, values: Mapping[str, Value]) -> None:
        """Keeps what was typed in first. Raises SurveyError("form_keyed") when that was done before."""
        free = col(KeyedFormRow.first).is_(None) & col(KeyedFormRow.sent).is_(False)
        self._change(event, number, free, first_by=by, first=dict(values))

    def reopen(self, event: UUID, number: int, typed: Mapping[str, Value]) -> None:
        """Forgets a typing so that the form is typed in anew. Raises SurveyError("form_keyed") if it's another one."""
        with self.writing() as session:
            row = session.get(KeyedFormRow, (event, number), with_for_update=True)
            if row is None or _values(row.first) != dict(typed):
                raise SurveyError("form_keyed")
            row.first_by = row.first = row.second_by = row.second = None

    def keep_second(
        self, event: UUID, number: int, by: UUID, differing: Mapping[str, Value] | None, compared: int, count: int
    ) -> None:
        """Keeps how a second person's typing compares, and it whole while something is to be decided."""
        free = _TYPED & col(KeyedFormRow.second_by).is_(None) & (col(KeyedFormRow.first_by) != by)
        second = None if differing is None else dict(differing)
        self._change(event, number, free, second_by=by, second=second, compared=compared, differing=count)

    def decide(self, event: UUID, number: int, values: Mapping[str, Value]) -> None:
        """Keeps what the paper says where two typings differed. Raises SurveyError("form_keyed") if that was done."""
        self._change(event, number, col(KeyedFormRow.second).is_not(None), first=dict(values), second=None)

    def close(self, event: UUID, numbers: Sequence[int]) -> None:
        """Erases what was typed and by whom; the numbers stay used."""
        with self.writing() as session:
            _erase(session, event, numbers)

    def settle(self) -> int:
        """Erases every form whose answers were received, also when sending broke off in between; returns how many."""
        with self.writing() as session:
            waiting = session.exec(select(*_ROW).where(_TYPED)).all()
            hashes = {hashlib.sha256(form_key(*row).bytes).hexdigest(): row for row in waiting}
            known = session.exec(select(ReceiptRow.key_hash).where(col(ReceiptRow.key_hash).in_(hashes))).all()
            for event in {hashes[found][0] for found in known}:
                _erase(session, event, [hashes[found][1] for found in known if hashes[found][0] == event])
            return len(known)

    def _change(self, event: UUID, number: int, state: ColumnElement[bool], **values: Any) -> None:
        with self.writing() as session:
            here = (_ROW[0] == event) & (_ROW[1] == number) & state
            if not session.execute(update(KeyedFormRow).where(here).values(**values).returning(_ROW[1])).all():
                raise SurveyError("form_keyed")


def _erase(session: Session, event: UUID, numbers: Sequence[int]) -> None:
    session.execute(update(KeyedFormRow).where((_ROW[0] == event) & _ROW[1].in_(numbers)).values(**_ERASED))


def _form(row: KeyedFormRow) -> KeyedForm:
    return to_record(KeyedForm, row, {"first": _values, "second": _values})


def _values(found: Mapping[str, Any] | None) -> dict[str, Value] | None:
    """JSON has no tuples: lists are sets of choices."""
    if found is None:
        return None
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
