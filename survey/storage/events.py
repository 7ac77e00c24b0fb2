"""Stored places and events."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from survey.errors import SurveyError
from survey.records import Door, Event, Place, Program
from survey.storage.base import Repository
from survey.storage.rows import to_record, to_row
from survey.storage.tables import PAST, EventRow, PlaceRow

_EVENT = {"program": Program, "door": Door, "languages": tuple}
_PLANNED = col(EventRow.id) != PAST


class Places(Repository):
    """The city's neighborhoods, in the order they were given."""

    def all(self) -> tuple[Place, ...]:
        with self.reading() as session:
            rows = session.exec(select(PlaceRow).order_by(col(PlaceRow.position))).all()
            return tuple(to_record(Place, row, {}) for row in rows)

    def put(self, places: Iterable[Place]) -> None:
        """Adds places and renames or reshapes those whose id is known. None is ever removed: answers name them."""
        with self.writing() as session:
            known = {row.id: row for row in session.exec(select(PlaceRow)).all()}
            for place in places:
                position = known[place.id].position if place.id in known else len(known)
                known[place.id] = session.merge(to_row(PlaceRow, place, position=position))


class Events(Repository):
    """Events by id and code."""

    def add(self, event: Event) -> None:
        """Raises SurveyError("code_taken") when the code is in use."""
        try:
            with self.writing() as session:
                session.add(to_row(EventRow, event, languages=list(event.languages)))
        except IntegrityError as error:
            raise SurveyError("code_taken") from error

    def get(self, event_id: UUID) -> Event | None:
        with self.reading() as session:
            row = session.get(EventRow, event_id)
            return to_record(Event, row, _EVENT) if row else None

    def by_code(self, code: str) -> Event | None:
        with self.reading() as session:
            row = session.exec(select(EventRow).where(EventRow.code == code, _PLANNED)).first()
            return to_record(Event, row, _EVENT) if row else None

    def all(self) -> tuple[Event, ...]:
        """All events, newest first."""
        with self.reading() as session:
            order = (col(EventRow.starts_on).desc(), col(EventRow.code))
            rows = session.exec(select(EventRow).where(_PLANNED).order_by(*order)).all()
            return tuple(to_record(Event, row, _EVENT) for row in rows)

    def change(self, event: Event) -> None:
        """Stores changed facts; id and code stay, and so does what only the store knows of it."""
        with self.writing() as session:
            row = session.get_one(EventRow, event.id)
            changed = to_row(EventRow, event, languages=list(event.languages), moved=row.moved)
            session.merge(changed)
