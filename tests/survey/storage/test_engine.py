"""The journal rule and what SQLite is told."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from survey.storage.engine import journal_rule
from survey.storage.store import Store


@pytest.mark.parametrize(
    ("version", "rule"),
    [
        ((3, 40, 1), ("DELETE", "EXTRA")),
        ((3, 44, 5), ("DELETE", "EXTRA")),
        ((3, 44, 6), ("WAL", "FULL")),
        ((3, 45, 0), ("DELETE", "EXTRA")),
        ((3, 50, 7), ("WAL", "FULL")),
        ((3, 51, 2), ("DELETE", "EXTRA")),
        ((3, 51, 3), ("WAL", "FULL")),
        ((3, 60, 0), ("WAL", "FULL")),
    ],
)
def test_no_journal_that_can_lose_answers(version: tuple[int, int, int], rule: tuple[str, str]) -> None:
    assert journal_rule(version) == rule


def test_every_connection_is_told(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 's.sqlite3'}", "real")
    with store.engine.connect() as connection:
        told = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("synchronous", "secure_delete", "foreign_keys", "busy_timeout")
        }
    assert told["synchronous"] in (2, 3)
    assert (told["secure_delete"], told["foreign_keys"], told["busy_timeout"]) == (1, 1, 5000)
    store.close()


def test_errors_never_quote_what_was_being_saved(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 's.sqlite3'}", "real")
    with pytest.raises(Exception) as caught, store.engine.begin() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:comment)"), {"comment": "my secret"})
    assert "my secret" not in str(caught.value)
    store.close()


def test_only_its_owner_may_read_the_file_of_answers(tmp_path: Path) -> None:
    file = tmp_path / "data" / "s.sqlite3"
    store = Store.open(f"sqlite:///{file}", "real")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o640)  # whoever runs it may decide otherwise
    store.close()
    Store.open(f"sqlite:///{file}", "real").close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
