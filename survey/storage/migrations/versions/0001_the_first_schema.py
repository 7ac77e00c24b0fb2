"""The first schema"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "role IN ('liaison', 'leader', 'analyst', 'steward', 'administrator')", name="ck_account_role"
        ),
        sa.CheckConstraint("side IN ('police', 'independent')", name="ck_account_side"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", name="uq_account_name"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("account", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "city_setting",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("phrase", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("program", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("instrument", sa.String(length=64), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("door", sa.String(length=16), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_event_days"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code", name="uq_event_code"),
    )
    op.create_table(
        "language_acceptance",
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("accepted_by", sa.String(length=80), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("language", "digest"),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("outline", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "release",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "store_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.CheckConstraint("purpose IN ('real', 'demo')", name="ck_store_identity_purpose"),
        sa.CheckConstraint("id = 1", name="ck_store_identity_single"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "listening_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event"],
            ["event.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("event", name="uq_listening_session_event"),
    )
    op.create_table(
        "receipt",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("card_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["event"],
            ["event.id"],
        ),
        sa.PrimaryKeyConstraint("key_hash"),
        sa.UniqueConstraint("card_hash", name="uq_receipt_card"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index("ix_receipt_event", ["event"], unique=False)

    op.create_table(
        "response",
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("instrument", sa.String(length=64), nullable=False),
        sa.Column("instrument_version", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("rehearsal", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.CheckConstraint("channel IN ('phone', 'streamlit', 'import', 'demo')", name="ck_response_channel"),
        sa.ForeignKeyConstraint(
            ["event"],
            ["event.id"],
        ),
        sa.PrimaryKeyConstraint("key"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index("ix_response_event", ["event"], unique=False)

    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_table(
        "comment",
        sa.Column("response", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("redactor", sa.String(length=32), nullable=False),
        sa.CheckConstraint("kind BETWEEN 0 AND 4", name="ck_comment_kind"),
        sa.ForeignKeyConstraint(
            ["response"],
            ["response.key"],
        ),
        sa.PrimaryKeyConstraint("response", "question"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "commitment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("owner_role", sa.String(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("session", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint("status IN ('promised', 'under_way', 'done', 'dropped')", name="ck_commitment_status"),
        sa.ForeignKeyConstraint(
            ["session"],
            ["listening_session.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("agree", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.CheckConstraint("kind IN ('verbatim', 'paraphrase')", name="ck_note_kind"),
        sa.CheckConstraint("agree BETWEEN 1 AND 500", name="ck_note_agree"),
        sa.ForeignKeyConstraint(
            ["session"],
            ["listening_session.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("note")
    op.drop_table("commitment")
    op.drop_table("comment")
    op.drop_table("staff_session")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index("ix_response_event")

    op.drop_table("response")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index("ix_receipt_event")

    op.drop_table("receipt")
    op.drop_table("listening_session")
    op.drop_table("store_identity")
    op.drop_table("release")
    op.drop_table("place")
    op.drop_table("language_acceptance")
    op.drop_table("event")
    op.drop_table("city_setting")
    op.drop_table("audit")
    op.drop_table("account")
