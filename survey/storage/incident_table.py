"""The table of what happened when: each line is one version, which is never changed (migration 0007)."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field

from survey.storage.tables import Row


class IncidentRow(Row, table=True):
    """One version of what was said in public about something that happened."""

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("number >= 1", name="ck_incident_number"),
        CheckConstraint("kind IN ('incident', 'information', 'other')", name="ck_incident_kind"),
        CheckConstraint("status IN ('preliminary', 'confirmed', 'withdrawn')", name="ck_incident_status"),
    )
    id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True)
    day: date
    place: str = Field(default="", max_length=64)
    kind: str = Field(max_length=16)
    words: str = Field(sa_column=Column(Text, nullable=False))
    status: str = Field(max_length=16)
    made_on: date
    why: str = Field(default="", sa_column=Column(Text, nullable=False))
