"""Every resident can answer: channels, one-time cards, paper forms and speakers' corrections"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CHANNELS = "'phone', 'streamlit', 'import', 'demo'"
MORE_CHANNELS = "'phone', 'streamlit', 'kiosk', 'paper', 'card', 'import', 'demo'"
ROLES = "'liaison', 'leader', 'analyst', 'steward', 'administrator'"
MORE_ROLES = f"{ROLES}, 'helper'"


def upgrade() -> None:
    _allow("response", "channel", CHANNELS, MORE_CHANNELS)
    _allow("account", "role", ROLES, MORE_ROLES)
    op.create_table(
        "card_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("printed", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint("printed BETWEEN 1 AND 1000", name="ck_card_batch_printed"),
        sa.ForeignKeyConstraint(["event"], ["event.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "form_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.CheckConstraint("first >= 1 AND last >= first", name="ck_form_batch_numbers"),
        sa.ForeignKeyConstraint(["event"], ["event.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("event", "first", name="uq_form_batch_first"),
    )
    op.create_table(
        "keyed_form",
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("first_by", sa.Uuid(), nullable=True),
        sa.Column("first", sa.JSON(), nullable=True),
        sa.Column("second_by", sa.Uuid(), nullable=True),
        sa.Column("second", sa.JSON(), nullable=True),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("differing", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_keyed_form_number"),
        sa.CheckConstraint("differing BETWEEN 0 AND compared", name="ck_keyed_form_differing"),
        sa.ForeignKeyConstraint(["event"], ["event.id"]),
        sa.PrimaryKeyConstraint("event", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "correction",
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("text_id", sa.String(length=120), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("language", "text_id"),
    )


def _allow(table: str, column: str, before: str, after: str) -> None:
    """Changes which values a column may hold.

    SQLite can't change a constraint; copying the table would first delete what others refer to. Its manual allows to
    rewrite the definition in place where, as here, no stored row changes (sqlite.org/lang_altertable.html, section 7).
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(f"ck_{table}_{column}", table, type_="check")
        op.create_check_constraint(f"ck_{table}_{column}", table, f"{column} IN ({after})")
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = :name AND instr(sql, :before)"
        ),
        {"name": table, "before": f"{column} IN ({before})", "after": f"{column} IN ({after})"},
    )
    if changed.rowcount != 1:
        raise RuntimeError(f"The table {table} has not the rule for {column} that this change expects.")
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")


def downgrade() -> None:
    raise NotImplementedError("Answers that came by the new ways would be lost.")
