"""Whether a ticket is kept from the coordinator's groups, because it is about his agency."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None so far is."""
    op.add_column("tickets", sa.Column("withheld", sa.Boolean(), nullable=False, server_default=sa.false()))
