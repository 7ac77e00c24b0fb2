"""Migrations: all or nothing, and no database served that isn't ours."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from survey.errors import StoreMismatch
from survey.storage import schema
from survey.storage.engine import open_engine
from survey.storage.store import Store
from survey.storage.tables import Row

BROKEN = """
import sqlalchemy as sa
from alembic import op

revision = "broken"
down_revision = "{newest}"


def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer))
    op.execute("SELECT nothing FROM nowhere")
"""

AN_EVENT = f"""INSERT INTO event VALUES ('{"e" * 32}', 'CDF479', '1-2-34', 'Block party', 'town_hall', '', '2026-06-01',
    '2026-06-02', 'UTC', 'pulse', '["en"]', 'auto')"""
OF_AN_ANSWER = "key, event, day, place, instrument, instrument_version, language, channel, rehearsal, answers"
AN_ANSWER = f"""INSERT INTO response ({OF_AN_ANSWER}) VALUES ('{{key}}',
    '{"e" * 32}', '2026-06-01', '', 'pulse', '1', 'en', '{{channel}}', false, '{{{{}}}}')"""


def test_the_migrations_make_the_tables_of_the_model(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []


def test_opening_again_changes_nothing(url: str) -> None:
    Store.open(url, "real").close()
    again = Store.open(url, "real")
    assert schema.current_revision(again.engine) == schema.newest_revision()
    again.close()


@pytest.mark.parametrize(("made_for", "opened_as"), [("real", "demo"), ("demo", "real")])
def test_demo_and_real_can_never_be_mixed(url: str, made_for: schema.Purpose, opened_as: schema.Purpose) -> None:
    Store.open(url, made_for).close()
    with pytest.raises(StoreMismatch, match=f"holds {made_for} answers"):
        Store.open(url, opened_as)


def test_a_newer_database_is_not_served(url: str) -> None:
    store = Store.open(url, "real")
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreMismatch, match="9999"):
        Store.open(url, "real")
    store.close()


def test_a_migration_that_fails_leaves_nothing_behind(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder)
    (folder / "versions" / "9999_broken.py").write_text(BROKEN.format(newest=schema.newest_revision()))
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    engine = open_engine(url)
    with pytest.raises(SQLAlchemyError):
        schema.migrate(engine, "real")
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_database_with_another_rule_is_not_changed_to_the_second_schema(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error, not an assertion, which `python -O` would leave out."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder)
    first = next((folder / "versions").glob("0001*.py"))
    assert "'streamlit', 'import'" in first.read_text()
    first.write_text(first.read_text().replace("'streamlit', 'import'", "'streamlit', 'pigeon', 'import'"))
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":
        with pytest.raises(RuntimeError, match="response"):
            schema.migrate(engine, "real")
    engine.dispose()


def test_the_second_schema_keeps_what_the_first_held(url: str) -> None:
    engine = open_engine(url)
    schema.migrate(engine, "real", "0001")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO store_identity (id, purpose) VALUES (1, 'real')"))
        connection.execute(text(AN_EVENT))
        connection.execute(text(AN_ANSWER.format(key="a" * 32, channel="phone")))
        connection.execute(text(f"INSERT INTO comment VALUES ('{'a' * 32}', 'comment', 'Words.', 0, '1')"))
    engine.dispose()
    store = Store.open(url, "real")
    with store.engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM response")).scalar_one() == 1
        assert connection.execute(text("SELECT text FROM comment")).scalar_one() == "Words."
        connection.execute(text(AN_ANSWER.format(key="b" * 32, channel="card")))
    with pytest.raises(IntegrityError, match="ck_response_channel"), store.engine.begin() as connection:
        connection.execute(text(AN_ANSWER.format(key="c" * 32, channel="pigeon")))
    store.close()
