"""Stored accounts, sign-ins and the audit of what staff did."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, func, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from survey.errors import SurveyError
from survey.records import Account, Role, Side, StaffSession
from survey.storage.base import Repository
from survey.storage.rows import to_record, to_row
from survey.storage.tables import AccountRow, AuditRow, StaffSessionRow

_ACCOUNT = {"role": Role, "side": Side}


class Accounts(Repository):
    """Members of staff and their signed-in browsers."""

    def add(self, account: Account, *, only_if_first: bool = False) -> None:
        """Raises SurveyError("name_taken") or, with `only_if_first`, ("already_set_up")."""
        try:
            with self.writing() as session:
                if only_if_first:
                    self._wait_for_others(session)
                if only_if_first and session.exec(select(func.count()).select_from(AccountRow)).one():
                    raise SurveyError("already_set_up")
                session.add(to_row(AccountRow, account))
        except IntegrityError as error:
            raise SurveyError("name_taken") from error

    def _wait_for_others(self, session: Session) -> None:
        """Lets one transaction at a time add an account: SQLite never lets two write, PostgreSQL has to be told."""
        if self._engine.dialect.name == "postgresql":
            session.execute(text("LOCK TABLE account IN EXCLUSIVE MODE"))

    def change(self, account: Account) -> None:
        """Stores changed facts and ends the account's sign-ins."""
        with self.writing() as session:
            session.merge(to_row(AccountRow, account))
            session.execute(delete(StaffSessionRow).where(col(StaffSessionRow.account) == account.id))

    def get(self, account_id: UUID) -> Account | None:
        with self.reading() as session:
            row = session.get(AccountRow, account_id)
            return to_record(Account, row, _ACCOUNT) if row else None

    def by_name(self, name: str) -> Account | None:
        with self.reading() as session:
            row = session.exec(select(AccountRow).where(AccountRow.name == name)).first()
            return to_record(Account, row, _ACCOUNT) if row else None

    def all(self) -> tuple[Account, ...]:
        with self.reading() as session:
            rows = session.exec(select(AccountRow).order_by(AccountRow.name)).all()
            return tuple(to_record(Account, row, _ACCOUNT) for row in rows)

    def count(self) -> int:
        with self.reading() as session:
            return session.exec(select(func.count()).select_from(AccountRow)).one()

    def start_session(self, staff_session: StaffSession, now: datetime) -> None:
        """Keeps a sign-in and drops those that ran out."""
        with self.writing() as session:
            session.execute(delete(StaffSessionRow).where(col(StaffSessionRow.expires_at) < now))
            session.add(to_row(StaffSessionRow, staff_session))

    def session_account(self, token_hash: str, now: datetime) -> Account | None:
        """Whose sign-in this is, if it has not run out and the account is active."""
        with self.reading() as session:
            joined = select(AccountRow).where(
                StaffSessionRow.token_hash == token_hash,
                StaffSessionRow.account == AccountRow.id,
                StaffSessionRow.expires_at > now,
                col(AccountRow.active).is_(True),
            )
            row = session.exec(joined).first()
            return to_record(Account, row, _ACCOUNT) if row else None

    def end_session(self, token_hash: str) -> None:
        with self.writing() as session:
            session.execute(delete(StaffSessionRow).where(col(StaffSessionRow.token_hash) == token_hash))


class Audit(Repository):
    """What staff did, day by day."""

    def note(self, entry_id: UUID, day: date, account: UUID | None, action: str, subject: str = "") -> None:
        with self.writing() as session:
            session.add(AuditRow(id=entry_id, day=day, account=account, action=action, subject=subject[:200]))

    def all(self) -> tuple[tuple[date, UUID | None, str, str], ...]:
        """(day, account, action, subject), newest day first."""
        with self.reading() as session:
            rows = session.exec(select(AuditRow).order_by(col(AuditRow.day).desc())).all()
            return tuple((row.day, row.account, row.action, row.subject) for row in rows)
