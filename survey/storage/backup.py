"""Copying a live database into one file: whole, checked, and in the order of random keys."""

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Engine

from survey.errors import SurveyError


def back_up(engine: Engine, file: Path) -> None:
    """Writes a new file that only its owner can read, while the server goes on.

    Raises SurveyError: "backup_exists", since nothing is overwritten; "backup_unwritable"; "backup_damaged" when the
    copy is not sound; "backup_postgresql" with the command to use there.
    """
    _BACK_UP[engine.dialect.name](engine, file)


def _copy_sqlite(engine: Engine, file: Path) -> None:
    """VACUUM INTO writes rows anew, key by key, so that a backup never lies in the order of arrival."""
    _claim(file)
    try:
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute("VACUUM INTO ?", (str(file),))
        _check(file)
        _force_to_disk(file)
    except sqlite3.Error as error:  # its text names files and reasons, never what is stored
        file.unlink()
        raise SurveyError("backup_unwritable", file=file, reason=error) from error
    except BaseException:
        file.unlink()
        raise


def _claim(file: Path) -> None:
    """Makes the file, empty, as SQLite allows it to be; whoever else makes it first keeps it."""
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise SurveyError("backup_exists", file=file) from error
    except OSError as error:
        raise SurveyError("backup_unwritable", file=file, reason=error.strerror) from error


def _check(file: Path) -> None:
    with closing(sqlite3.connect(file)) as copy:
        sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not sound or copy.execute("PRAGMA foreign_key_check").fetchall():
            raise SurveyError("backup_damaged", file=file)


def _force_to_disk(file: Path) -> None:
    for place in (file, file.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _leave_to_postgresql(engine: Engine, file: Path) -> None:
    """PostgreSQL's own program knows best; the address is said without its password."""
    to = engine.url
    address = URL.create("postgresql", to.username, None, to.host, to.port, to.database, to.query).render_as_string()
    raise SurveyError("backup_postgresql", command=f"pg_dump --format=custom --file={file} '{address}'")


_BACK_UP: Mapping[str, Callable[[Engine, Path], None]] = {
    "sqlite": _copy_sqlite,
    "postgresql": _leave_to_postgresql,
}
