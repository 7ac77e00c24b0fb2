"""Which answers a release holds: new ones are taken, read in pages, and settled in the transaction that stores it.

Pages, since one long read of many answers would keep SQLite's writers waiting, and residents are among them.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, literal_column, select, update
from sqlmodel import Session

from analysis.records import Answered, Remark, RemarkSource, Value
from survey.storage.tables import Row

NEW, TAKEN, RELEASED = 0, 1, 2
"""The stages of an answer and of a note: not in a release, in the one that is being made, in one that is stored."""

PAGE = 2_000
"""Answers that are read at once."""

Reading = Callable[[], AbstractContextManager[Session]]
_RESPONSE, _COMMENT = Row.metadata.tables["response"], Row.metadata.tables["comment"]
_STAGE, _KEY = _RESPONSE.c.stage, _RESPONSE.c.key
_OF_ANSWERS = ("event", "place", "day", "instrument", "language", "channel", "answers")
_OF_REMARKS = ("key", "event", "place", "day", "language", "instrument")
_OPEN: ColumnElement[bool] = literal_column(
    "response.stage < 2"
)  # word for word the rule of the index of answers not yet released

COUNTED = _RESPONSE.c.rehearsal.is_(False)
NEWLY_COUNTED = and_(_OPEN, _STAGE == NEW, COUNTED)
IN_THE_MAKING = and_(_OPEN, _STAGE == TAKEN)
TAKEN_OR_RELEASED = and_(COUNTED, _STAGE >= TAKEN)


def waiting(session: Session) -> int:
    """How many counted answers are in no release, nor in one that is being made."""
    return _count(session, NEWLY_COUNTED)


def number_waiting() -> ScalarSelect[int]:
    """The same within another statement, whatever table that is about."""
    return select(func.count()).select_from(_RESPONSE).where(NEWLY_COUNTED).correlate(None).scalar_subquery()


def take(session: Session, least: int) -> int:
    """Takes every counted answer that is new, where there are `least` of them or more.

    Returns how many are taken now, with those of a run that was broken off.
    """
    if waiting(session) >= least:
        session.execute(update(_RESPONSE).where(NEWLY_COUNTED).values(stage=TAKEN))
    return _count(session, IN_THE_MAKING)


def _count(session: Session, chosen: ColumnElement[bool]) -> int:
    return int(session.execute(select(func.count()).select_from(_RESPONSE).where(chosen)).scalar_one())


def settle(session: Session) -> int:
    """Puts what was taken into the release; how many answers that were."""
    settled: Any = session.execute(update(_RESPONSE).where(IN_THE_MAKING).values(stage=RELEASED))
    return int(settled.rowcount)


def answers(reading: Reading, chosen: ColumnElement[bool]) -> Iterator[Answered]:
    """The chosen answers as analysis sees them, without their keys."""
    wanted = select(*(_RESPONSE.c[name] for name in _OF_ANSWERS))
    for event, place, day, instrument, language, channel, given in _in_pages(reading, wanted, chosen):
        values = {name: _restored(value) for name, value in given.items()}
        yield Answered(str(event), place, day, instrument, language, channel, values)


def remarks(reading: Reading, chosen: ColumnElement[bool]) -> Iterator[Remark]:
    """Comments of the chosen answers; those of one response have the same voice, not its key."""
    columns = (*(_RESPONSE.c[name] for name in _OF_REMARKS), _COMMENT.c.kind, _COMMENT.c.text)
    wanted = select(*columns).where(_COMMENT.c.response == _KEY).order_by(_KEY, _COMMENT.c.question)
    voice, speaking = 0, UUID(int=0)
    for key, event, place, day, language, instrument, kind, said in _in_pages(reading, wanted, chosen):
        voice, speaking = voice + (key != speaking), key
        yield Remark(
            source=RemarkSource.SURVEY,
            event=str(event),
            place=place,
            day=day,
            language=language,
            kind=kind,
            text=said,
            instrument=instrument,
            voice=voice,
        )


def _in_pages(reading: Reading, wanted: Select[Any], chosen: ColumnElement[bool]) -> Iterator[Any]:
    """The rows of `wanted` in the order of the answers' random keys, each page in a short transaction of its own."""
    key, after = _KEY, UUID(int=0)
    keys = select(key).where(chosen).order_by(key).limit(PAGE)
    while True:
        with reading() as session:
            page = session.execute(keys.where(key > after)).scalars().all()
            if not page:
                return
            last = page[-1]
            rows = session.execute(wanted.where(chosen, key > after, key <= last)).all()
        yield from rows
        after = last


def _restored(value: Any) -> Value:
    """JSON has no tuples: lists are sets of choices."""
    return tuple(value) if isinstance(value, list) else value
