"""Rewriting stored answers in the order of their random keys, since fresh ones still lie as they came.

SQLite fills each page from its end and puts new pages last, and PostgreSQL stamps each row with its transaction: with
either, whoever has the database could put the answers of an event in order, and lay each beside its receipt.
"""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import closing, nullcontext
from dataclasses import dataclass

from sqlalchemy import Engine, text

from survey.storage.engine import BUSY_MILLISECONDS

_TABLES = {"response": "key", "comment": "response", "receipt": "key_hash", "doubt": "id"}
_UNSAMPLED = {
    "comment": ("text",),
    "doubt": ("sealed",),
    "note": ("text",),
    "receipt": ("key_hash", "card_hash", "code"),
}
"""Columns of which PostgreSQL shall keep no statistics: those are copies of values, and outlive their rows."""
LONGEST = 0.25
"""Seconds that a rewrite may hold up who sends an answer; one that took longer is not tried again soon."""
MOST = {"sqlite": 60_000, "postgresql": 8_000}
"""Answers up to which a rewrite between releases is tried at all: so many took 0.2 s on a machine of two cores that had
nothing else to do, and up to 1 s on one that did (`python -m benchmarks.canaries`)."""
PATIENCE = 200
"""Milliseconds that a rewrite between releases waits for others to finish reading: meanwhile nobody else may begin."""
SOON, MUCH_LATER = 60.0, 86_400.0
"""Seconds until the next try, after one that was quick enough and after one that was not."""

log = logging.getLogger("survey")


def forget_order(engine: Engine, patience: int = BUSY_MILLISECONDS) -> None:
    """Leaves no trace in the tables of which answer came before which; logs and backups of the database stay."""
    _FORGET[engine.dialect.name](engine, patience)


@dataclass
class Forgetting:
    """Rewrites between releases too, soon after answers came, as long as that is quick."""

    engine: Engine
    clock: Callable[[], float] = time.monotonic
    _known: tuple[int, ...] = ()
    _not_before: float = float("-inf")

    def again(self) -> bool:
        """Rewrites if anything came since the last time, and if that did not take too long; whether it did."""
        began = self.clock()
        rows = self._rows() if began >= self._not_before else self._known
        if rows == self._known or rows[0] > MOST[self.engine.dialect.name]:
            return False
        forget_order(self.engine, PATIENCE)
        took, self._known = self.clock() - began, rows
        self._not_before = self.clock() + (SOON if took <= LONGEST else MUCH_LATER)
        if took > LONGEST:
            log.warning("rewriting answers took %.1f s: the next comes with a release, or in a day", took)
        return True

    def _rows(self) -> tuple[int, ...]:
        """How many rows each table has."""
        with self.engine.connect() as connection:
            counts = (connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in _TABLES)
            return tuple(counts)


def _rewrite_sqlite(engine: Engine, patience: int) -> None:
    turn = engine.get_execution_options().get("turn", nullcontext())
    with turn, closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        try:
            for statement in (f"PRAGMA busy_timeout={patience}", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                cursor.execute(statement)
        finally:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")


def _rewrite_postgresql(engine: Engine, patience: int) -> None:
    """One transaction stamps all rows alike; a second, which no longer sees the old ones, sorts what is left."""
    writing = engine.execution_options(write=True)
    with writing.begin() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = {patience}"))
        for table, column in connection.execute(text(_SAMPLED)).all():
            if column in _UNSAMPLED.get(table, ()):
                connection.execute(text(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0"))
        for table, column in _TABLES.items():
            connection.execute(text(f"UPDATE {table} SET {column} = {column}"))
    with writing.begin() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = {patience}"))
        for table in _TABLES:
            connection.execute(text(f"CLUSTER {table} USING {table}_pkey"))


_SAMPLED = """
SELECT pg_class.relname, pg_attribute.attname FROM pg_attribute JOIN pg_class ON pg_class.oid = pg_attribute.attrelid
WHERE pg_class.relnamespace = current_schema()::regnamespace AND pg_class.relkind = 'r'
AND pg_attribute.attstattarget IS DISTINCT FROM 0 AND pg_attribute.attnum > 0
"""
_FORGET: Mapping[str, Callable[[Engine, int], None]] = {"sqlite": _rewrite_sqlite, "postgresql": _rewrite_postgresql}
