"""The table of doubtful words. Like all tables it doesn't validate; named constraints hold the line."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, LargeBinary
from sqlmodel import Field

from survey.storage.tables import NO_ROW_ORDER, Row


class DoubtRow(Row, table=True):
    """Words behind one mask of a stored comment, sealed, until somebody independent decides or the day comes."""

    __tablename__ = "doubt"
    __table_args__ = (
        ForeignKeyConstraint(
            ["response", "question"],
            ["comment.response", "comment.question"],
            name="fk_doubt_comment",
            ondelete="CASCADE",
        ),
        CheckConstraint("mask >= 0", name="ck_doubt_mask"),
        NO_ROW_ORDER,
    )
    id: UUID = Field(primary_key=True)
    response: UUID
    question: str = Field(max_length=64)
    mask: int
    kind: str = Field(max_length=16)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    goes_on: date
