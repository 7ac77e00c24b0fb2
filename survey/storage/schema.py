"""Bringing a database to this program's schema, or refusing to serve it."""

from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlmodel import Session, select

from survey.errors import StoreMismatch
from survey.storage.tables import StoreIdentityRow

Purpose = Literal["real", "demo"]
"""What a database is for; it never changes."""

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(engine: Engine, purpose: Purpose, revision: str = "head") -> None:
    """Migrates all or nothing, and marks a new database as "real" or "demo".

    Raises StoreMismatch when the database serves the other purpose or comes from a newer program.
    """
    with engine.execution_options(write=True).connect() as connection, connection.begin():
        _refuse_unknown(connection)
        command.upgrade(_config(connection), revision)
        if revision == "head":
            _claim(connection, purpose)


def current_revision(engine: Engine) -> str | None:
    """The revision that the database is at, None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The revision that this program serves."""
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    assert head is not None
    return head


def check(engine: Engine, purpose: Purpose) -> None:
    """Raises StoreMismatch unless the database has this program's schema and this purpose."""
    found = current_revision(engine)
    if found != newest_revision():
        raise StoreMismatch(f"The database is at schema {found}; this program serves {newest_revision()}.")
    with engine.connect() as connection:
        _claim(connection, purpose)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _refuse_unknown(connection: Connection) -> None:
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if found is not None and found not in known:
        raise StoreMismatch(f"The database is at schema {found}, which this program does not know. Update the program.")


def _claim(connection: Connection, purpose: Purpose) -> None:
    with Session(bind=connection, join_transaction_mode="create_savepoint") as session:
        found = session.exec(select(StoreIdentityRow.purpose)).first()
        if found is None:
            session.add(StoreIdentityRow(purpose=purpose))
            session.commit()
        elif found != purpose:
            raise StoreMismatch(f"This database holds {found} answers and can't be opened as a {purpose} one.")
