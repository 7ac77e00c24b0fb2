"""Rewriting stored answers in the order of their random keys, since fresh ones still lie as they came.

SQLite fills each page from its end, and PostgreSQL stamps each row with its transaction: with either, whoever has the
database could put the answers of an event in order, and lay each beside its receipt.
"""

from collections.abc import Callable, Mapping
from contextlib import closing

from sqlalchemy import Engine, text

_TABLES = {"response": "key", "comment": "response", "receipt": "key_hash", "doubt": "id"}


def forget_order(engine: Engine) -> None:
    """Leaves no trace in the tables of which answer came before which; logs and backups of the database stay."""
    _FORGET[engine.dialect.name](engine)


def _rewrite_sqlite(engine: Engine) -> None:
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            cursor.execute(statement)


def _rewrite_postgresql(engine: Engine) -> None:
    """One transaction stamps all rows alike; a second, which no longer sees the old ones, sorts what is left."""
    writing = engine.execution_options(write=True)
    with writing.begin() as connection:
        for table, column in _TABLES.items():
            connection.execute(text(f"UPDATE {table} SET {column} = {column}"))
    with writing.begin() as connection:
        for table in _TABLES:
            connection.execute(text(f"CLUSTER {table} USING {table}_pkey"))


_FORGET: Mapping[str, Callable[[Engine], None]] = {"sqlite": _rewrite_sqlite, "postgresql": _rewrite_postgresql}
