"""Topics of cases in forum groups."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No group is known yet to let the bot make topics: the next look at its rights tells."""
    op.add_column("groups", sa.Column("can_manage_topics", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "topics",
        sa.Column("chat_key", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("thread", sa.LargeBinary()),
        sa.Column("thread_key", sa.Text()),
        sa.Column("shown_name", sa.Text(), nullable=False),
        sa.Column("shown_closed", sa.Boolean(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("chat_key", "ticket_id", name="pk_topics"),
        sa.UniqueConstraint("thread_key", name="uq_topics_thread_key"),
    )
