"""What tickets teach about whose words are whose."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing is learnt from tickets that are there already: who confirmed their agency is not known."""
    op.create_table(
        "learnt",
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "agency", name="pk_learnt"),
    )
    op.create_table(
        "lessons",
        sa.Column("ticket_id", _big, nullable=False, autoincrement=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("buckets", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_lessons"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_lessons_ticket_id_tickets", ondelete="CASCADE"),
    )
