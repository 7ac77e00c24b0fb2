"""What happened when: incidents and releases of information, each version kept as it was said"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

NEVER = "What was said is never changed or deleted; a correction is a version of its own."


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_incident_number"),
        sa.CheckConstraint("kind IN ('incident', 'information', 'other')", name="ck_incident_kind"),
        sa.CheckConstraint("status IN ('preliminary', 'confirmed', 'withdrawn')", name="ck_incident_status"),
        sa.PrimaryKeyConstraint("id", "number"),
    )
    freeze = {"sqlite": _freeze_sqlite, "postgresql": _freeze_postgresql}
    freeze[op.get_bind().dialect.name]()


def _freeze_sqlite() -> None:
    """One trigger for each way to change a row: INSERT OR REPLACE deletes without asking the trigger on DELETE."""
    there = "WHEN EXISTS (SELECT 1 FROM incident WHERE id = NEW.id AND number = NEW.number)"
    for what, when in {"insert": there, "update": "", "delete": ""}.items():
        op.execute(
            f"CREATE TRIGGER incident_frozen_{what} BEFORE {what.upper()} ON incident {when} "
            f"BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"
        )


def _freeze_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_to_unsay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{NEVER}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for what, each in {"truncate": "STATEMENT", "delete": "ROW", "update": "ROW"}.items():
        op.execute(
            f"CREATE TRIGGER incident_frozen_{what} BEFORE {what.upper()} ON incident "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_to_unsay()"
        )


def downgrade() -> None:
    raise NotImplementedError("What was said would be lost.")
