"""Urgent messages go before the answers to citizens."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What waits by its old name would go after the citizens' once more."""
    outbox = sa.table("outbox", sa.column("priority", sa.Text), sa.column("settled_at", sa.DateTime))
    op.execute(
        sa.update(outbox)
        .where(outbox.c.priority == "2-urgent", outbox.c.settled_at.is_(None))
        .values(priority="0-urgent")
    )
