"""One release is made at a time: a lock that the operating system, or PostgreSQL, frees when its holder is killed."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from survey.errors import SurveyError

BESIDE = ".making-a-release"
"""How the file beside a SQLite database ends whose lock this is. It stays empty."""

_NUMBER = 20_150_704  # PostgreSQL knows such locks by a number, in each database its own


def alone(engine: Engine) -> AbstractContextManager[None]:
    """Holds the lock. Raises SurveyError("release_under_way") at once when another process or thread has it."""
    if engine.get_execution_options().get("unfinished") or engine.url.database in (None, "", ":memory:"):
        return nullcontext()  # nobody else has this database open
    return _ALONE[engine.dialect.name](engine)


@contextmanager
def _alone_sqlite(engine: Engine) -> Iterator[None]:
    """An exclusive transaction on a file of its own: one on the database would keep residents' answers out."""
    place = Path(f"{engine.url.database}{BESIDE}")
    if not place.exists():  # a file that is there may be locked, and opening it here would lose the lock
        place.touch(mode=0o600)
    with closing(sqlite3.connect(place, timeout=0, isolation_level=None, check_same_thread=False)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE").close()
        except sqlite3.OperationalError as error:
            raise SurveyError("release_under_way") from error
        yield


@contextmanager
def _alone_postgresql(engine: Engine) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": _NUMBER}).scalar_one():
            raise SurveyError("release_under_way")
        try:
            yield
        finally:
            with suppress(DBAPIError):  # whoever lost the connection has lost the lock too
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _NUMBER})


_ALONE: Mapping[str, Callable[[Engine], AbstractContextManager[None]]] = {
    "sqlite": _alone_sqlite,
    "postgresql": _alone_postgresql,
}
