"""Database engines: the journal rule for SQLite, immediate write transactions, and errors without values."""

import sqlite3
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

BUSY_MILLISECONDS = 5_000
"""How long a write waits for another process. Within this one, writers queue for their turn in order (`turn`):

SQLite has one writer at a time and lets whoever polls at the right moment go first. Of 100 threads, some polled in vain
for five seconds and their answers were refused.
"""


def open_engine(url: str, *, unfinished: bool = False) -> Engine:
    """An engine for SQLite or PostgreSQL; a SQLite file's folder is made when it is missing.

    An `unfinished` SQLite file is one that nobody opens until it is complete and forced to disk by whoever
    builds it; a power cut would lose it anyway, so its writes wait for no disk.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        _make_private(Path(parsed.database))
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    if unfinished:
        event.listen(engine, "connect", _wait_for_no_disk)
    event.listen(engine, "begin", _begin_sqlite)
    return engine.execution_options(turn=Lock(), unfinished=unfinished)


def _make_private(file: Path) -> None:
    """Makes a missing file so that nobody else on the machine can read it; SQLite's journals follow it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        file.touch(mode=0o600)


def journal_rule(version: tuple[int, int, int]) -> tuple[str, str]:
    """Journal mode and synchronous level that lose nothing in a power cut, by SQLite version.

    WAL with FULL from 3.51.3 (or the 3.50.7 and 3.44.6 repairs) on; before, WAL can reset wrongly
    (3.7.0 to 3.51.2), so a rollback journal with EXTRA.
    """
    repaired = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)
    return ("WAL", "FULL") if repaired else ("DELETE", "EXTRA")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event says BEGIN, so that DDL is transactional too
    journal, synchronous = journal_rule(sqlite3.sqlite_version_info)
    for setting in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "synchronous=EXTRA",
        f"journal_mode={journal}",
        f"synchronous={synchronous}",
        "secure_delete=ON",
        "temp_store=MEMORY",  # else sorting and VACUUM would leave answers in temporary files
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {setting}").close()


def _wait_for_no_disk(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF").close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
