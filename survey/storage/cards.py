"""Stored batches of one-time cards, and how many cards of an event are spent. No card is stored."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import col, select

from survey.errors import SurveyError
from survey.handouts import CardBatch
from survey.storage.base import Repository
from survey.storage.rows import to_record, to_row
from survey.storage.tables import CardBatchRow, ReceiptRow


class Cards(Repository):
    """Batches by event; the mark of a spent card lies with the receipts, which lead to no answer."""

    def add(self, batch: CardBatch) -> None:
        """Stores a new batch. Raises SurveyError("batch_printed") when its id is taken."""
        with self.writing() as session:
            if session.get(CardBatchRow, batch.id):
                raise SurveyError("batch_printed")
            session.add(to_row(CardBatchRow, batch, table_name=batch.table))

    def of(self, event: UUID) -> tuple[CardBatch, ...]:
        """The batches of an event, by day and table, withdrawn ones too."""
        with self.reading() as session:
            found = select(CardBatchRow).where(CardBatchRow.event == event)
            ordered = found.order_by(col(CardBatchRow.made_on), col(CardBatchRow.table_name), col(CardBatchRow.id))
            return tuple(to_record(CardBatch, row, {}, table=row.table_name) for row in session.exec(ordered))

    def withdraw(self, event: UUID, batch: UUID) -> None:
        """Makes the cards of one batch of an event unknown. Raises SurveyError("unknown_batch")."""
        with self.writing() as session:
            row = session.get(CardBatchRow, batch)
            if row is None or row.event != event:
                raise SurveyError("unknown_batch")
            row.withdrawn = True

    def withdraw_all(self, events: Sequence[UUID]) -> None:
        """Makes all cards of these events unknown."""
        with self.writing() as session:
            session.execute(update(CardBatchRow).where(col(CardBatchRow.event).in_(events)).values(withdrawn=True))

    def spent(self, event: UUID) -> int:
        """How many cards of an event are spent, rehearsals too, as long as its receipts are kept."""
        with self.reading() as session:
            spent = col(ReceiptRow.card_hash).is_not(None)
            return session.exec(select(func.count()).where(ReceiptRow.event == event, spent)).one()
