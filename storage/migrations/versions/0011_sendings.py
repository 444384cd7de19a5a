"""Answers and questions that were sent and can be taken back for a few seconds."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "sendings",
        sa.Column("id", _id, nullable=False),
        sa.Column("group_id", _id),
        sa.Column("ticket_id", _id, nullable=False),
        sa.Column("writer_id", _id, nullable=False),
        sa.Column("sender_id", _id, nullable=False),
        sa.Column("sent_at", _time, nullable=False),
        sa.Column("due_at", _time, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_sendings_group_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["sender_id"], ["people.id"], name="fk_sendings_sender_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_sendings_ticket_id"),
        sa.ForeignKeyConstraint(["writer_id"], ["people.id"], name="fk_sendings_writer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sendings"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sendings_due_at", "sendings", ["due_at"])
    op.create_index("ix_sendings_group_id", "sendings", ["group_id"])
    op.create_index("ix_sendings_ticket_id", "sendings", ["ticket_id"])
