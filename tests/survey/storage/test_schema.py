"""Migrations: all or nothing, and no database served that isn't ours."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from survey.errors import StoreMismatch
from survey.storage import schema
from survey.storage.engine import open_engine
from survey.storage.store import Store
from survey.storage.tables import Row

BROKEN = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer))
    op.execute("SELECT nothing FROM nowhere")
"""


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
    (folder / "versions" / "0002_broken.py").write_text(BROKEN)
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    engine = open_engine(url)
    with pytest.raises(SQLAlchemyError):
        schema.migrate(engine, "real")
    assert inspect(engine).get_table_names() == []
    engine.dispose()
