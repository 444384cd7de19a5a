"""What /cari needs: the words of tickets as keyed hashes, and the searches whose pages can be turned."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and the indices for filters without words."""
    op.create_table(
        "ticket_words",
        sa.Column("word", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", _id, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ticket_words_ticket_id"),
        sa.PrimaryKeyConstraint("word", "ticket_id", name="pk_ticket_words"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "searches",
        sa.Column("id", _id, nullable=False),
        sa.Column("chat_key", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_searches"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_searches_at", "searches", ["at"])
    op.create_index("ix_tickets_created_at", "tickets", ["created_at"])
    op.create_index("ix_tickets_status_id", "tickets", ["status", "id"])
