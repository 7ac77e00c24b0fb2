"""Doubtful words wait, sealed, for the independent steward"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "doubt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("mask", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("goes_on", sa.Date(), nullable=False),
        sa.CheckConstraint("mask >= 0", name="ck_doubt_mask"),
        sa.ForeignKeyConstraint(
            ["response", "question"],
            ["comment.response", "comment.question"],
            name="fk_doubt_comment",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("doubt")
