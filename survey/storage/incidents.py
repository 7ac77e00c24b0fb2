"""Stored versions of what happened when; each is added once and stays."""

from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from survey.errors import SurveyError
from survey.records import Incident, IncidentKind, IncidentStatus
from survey.storage.base import Repository
from survey.storage.incident_table import IncidentRow
from survey.storage.rows import to_record, to_row

_INCIDENT = {"kind": IncidentKind, "status": IncidentStatus}


class Incidents(Repository):
    """What happened when, as it was said at first and ever since."""

    def add(self, version: Incident) -> None:
        """Adds the next version. Raises SurveyError("incident_meanwhile") where another one came in between."""
        with self.writing() as session:
            newest = session.exec(select(func.max(IncidentRow.number)).where(IncidentRow.id == version.id)).one()
            if version.number != (newest or 0) + 1:
                raise SurveyError("incident_meanwhile")
            session.add(to_row(IncidentRow, version))

    def versions(self, incident: UUID) -> tuple[Incident, ...]:
        """All versions of one, the first one first; none where it is not known."""
        with self.reading() as session:
            found = select(IncidentRow).where(IncidentRow.id == incident).order_by(col(IncidentRow.number))
            return tuple(to_record(Incident, row, _INCIDENT) for row in session.exec(found))

    def all(self) -> tuple[Incident, ...]:
        """Every version of everything, in the order of ids and numbers."""
        with self.reading() as session:
            found = select(IncidentRow).order_by(col(IncidentRow.id), col(IncidentRow.number))
            return tuple(to_record(Incident, row, _INCIDENT) for row in session.exec(found))
