"""Frozen releases: which answers a release holds, what each release added, and releases that nothing changes"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEVER = "A release is never changed or deleted; a correction is a release of its own."
ONLY_UNTIL = (
    "OLD.until = 0 AND NEW.until > 0 "
    "AND NEW.since = OLD.since AND NEW.year = OLD.year AND NEW.payload = OLD.payload"
)


def upgrade() -> None:
    for table in ("response", "note"):
        _add(table, f"stage INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_{table}_stage CHECK (stage BETWEEN 0 AND 2)")
    op.execute("CREATE INDEX ix_response_new ON response (stage, key) WHERE stage < 2")
    rule = "CONSTRAINT ck_release_replaces CHECK (replaces >= 0 AND replaces < version)"
    _add("release", f"replaces INTEGER DEFAULT 0 NOT NULL {rule}")
    _add("release", "reason TEXT DEFAULT '' NOT NULL")
    op.create_table(
        "layer",
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("year", sa.String(length=4), nullable=False),
        sa.Column("until", sa.Integer(), server_default="0", nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("until = 0 OR until > since", name="ck_layer_until"),
        sa.ForeignKeyConstraint(["since"], ["release.version"]),
        sa.PrimaryKeyConstraint("since", "year"),
    )
    freeze = {"sqlite": _freeze_sqlite, "postgresql": _freeze_postgresql}
    freeze[op.get_bind().dialect.name]()


def _add(table: str, column: str) -> None:
    """Adds a column with its named rule in place: neither engine copies the table for it."""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def _freeze_sqlite() -> None:
    """One trigger for each way to change a row: INSERT OR REPLACE deletes without asking the trigger on DELETE."""
    for table, key in {"release": "version = NEW.version", "layer": "since = NEW.since AND year = NEW.year"}.items():
        _refuse_sqlite(table, "insert", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key})")
        _refuse_sqlite(table, "delete")
    _refuse_sqlite("release", "update")
    _refuse_sqlite("layer", "update", f"WHEN NOT ({ONLY_UNTIL})")


def _refuse_sqlite(table: str, what: str, when: str = "") -> None:
    op.execute(
        f"CREATE TRIGGER {table}_frozen_{what} BEFORE {what.upper()} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"
    )


def _freeze_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_to_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{NEVER}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in ("release", "layer"):
        _refuse_postgresql(table, "truncate", "STATEMENT")
        _refuse_postgresql(table, "delete", "ROW")
    _refuse_postgresql("release", "update", "ROW")
    _refuse_postgresql("layer", "update", "ROW", f"WHEN (NOT ({ONLY_UNTIL}))")


def _refuse_postgresql(table: str, what: str, each: str, when: str = "") -> None:
    op.execute(
        f"CREATE TRIGGER {table}_frozen_{what} BEFORE {what.upper()} ON {table} "
        f"FOR EACH {each} {when} EXECUTE FUNCTION refuse_to_change()"
    )


def downgrade() -> None:
    raise NotImplementedError("What releases hold would be lost.")
