"""Retention: receipts of imports are marked, and events count the answers that no longer name them"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("receipt", sa.Column("imported", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("event", sa.Column("moved", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE receipt SET imported = true WHERE event IN (SELECT event FROM response WHERE channel = 'import')"
    )


def downgrade() -> None:
    raise NotImplementedError("Which event the old answers came from is gone.")
