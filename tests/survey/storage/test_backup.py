"""Backups: whole, private, sound, never over another file, and silent about who came first."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from survey.errors import SurveyError
from survey.storage import backup
from survey.storage.store import Store
from tests.survey.storage.test_order import AT_ONE_EVENT, arrivals, pages


@pytest.fixture
def filled(tmp_path: Path) -> Store:
    return Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}", "real")


def test_a_backup_is_a_store_with_everything_and_lies_in_the_order_of_keys(filled: Store, tmp_path: Path) -> None:
    keys, copy = arrivals(filled), tmp_path / "backup.sqlite3"
    came = [key.hex for key in keys]
    assert came in pages(tmp_path / "store.sqlite3", keys), "the store does not lie as it came: this proves nothing"
    filled.back_up(copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert all(page == sorted(page) for page in pages(copy, keys))
    restored = Store.open(f"sqlite:///{copy}", "real")
    assert restored.responses.count(filled.events.all()[0].id) == AT_ONE_EVENT
    restored.close()
    filled.close()


def test_nothing_is_overwritten(filled: Store, tmp_path: Path) -> None:
    copy = tmp_path / "backup.sqlite3"
    copy.write_text("precious")
    with pytest.raises(SurveyError, match="backup_exists"):
        filled.back_up(copy)
    assert copy.read_text() == "precious"
    with pytest.raises(SurveyError, match="backup_unwritable"):
        filled.back_up(tmp_path / "no such folder" / "backup.sqlite3")
    filled.close()


def test_a_copy_that_is_not_sound_is_no_backup(filled: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as connection:
        connection.execute(
            "INSERT INTO comment (response, question, text, kind, redactor) VALUES ('nobody', 'c', 'x', 0, '1')"
        )
        connection.commit()
    with pytest.raises(SurveyError, match="backup_damaged"):
        filled.back_up(tmp_path / "backup.sqlite3")
    assert not (tmp_path / "backup.sqlite3").exists()
    filled.close()


@pytest.mark.postgresql
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_is_told_how_without_its_password(store: Store, tmp_path: Path) -> None:
    store.engine.url = store.engine.url.set(password="hunter2")
    with pytest.raises(SurveyError, match="backup_postgresql") as refused:
        backup.back_up(store.engine, tmp_path / "backup.dump")
    said = str(refused.value.fields["command"])
    assert said.startswith("pg_dump --format=custom --file=") and "postgresql://survey@" in said
    assert "hunter2" not in said and not (tmp_path / "backup.dump").exists()
