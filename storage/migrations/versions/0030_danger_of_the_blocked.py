"""What somebody blocked writes of danger is kept, one report in a while."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was kept so far."""
    op.add_column("held_reports", sa.Column("content", sa.LargeBinary()))
    op.add_column("blocks", sa.Column("kept_at", sa.DateTime(timezone=True)))
