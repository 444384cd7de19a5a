"""How a ticket stands in SP4N-LAPOR!, as its status file told."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is known of the tickets so far."""
    op.add_column("tickets", sa.Column("sp4n_status", sa.Text()))
