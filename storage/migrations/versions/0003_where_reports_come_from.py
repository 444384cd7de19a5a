"""Where a ticket came from, and its number in SP4N-LAPOR!."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every ticket so far came in by chat."""
    op.add_column("tickets", sa.Column("source", sa.Text(), nullable=False, server_default="telegram"))
    op.add_column("tickets", sa.Column("sp4n_number", sa.Text()))
    op.create_index("ix_tickets_sp4n_number", "tickets", ["sp4n_number"], unique=True)
