"""What the desk knows of reports that came in elsewhere and were recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One row for each recorded ticket."""
    op.create_table(
        "records",
        sa.Column("ticket_id", _id, nullable=False, autoincrement=False),
        sa.Column("recorder_id", _id, nullable=False),
        sa.Column("link_key", sa.Text()),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("contact_shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_records_ticket_id"),
        sa.ForeignKeyConstraint(["recorder_id"], ["people.id"], name="fk_records_recorder_id"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_records"),
    )
    op.create_index("ix_records_link_key", "records", ["link_key"])
