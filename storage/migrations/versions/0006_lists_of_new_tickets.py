"""Lists of new tickets instead of a card each, and what a message costs."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """No ticket stands in a list yet; of the messages so far, each counts as one."""
    op.create_table(
        "bundled",
        sa.Column("id", _id, nullable=False),
        sa.Column("group_id", _id, nullable=False),
        sa.Column("list", sa.Integer(), nullable=False),
        sa.Column("ticket_id", _id, nullable=False),
        sa.Column("added_at", _time, nullable=False),
        sa.Column("shown_at", _time),
        sa.Column("left_at", _time),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name="fk_bundled_group_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_bundled_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bundled"),
        sa.UniqueConstraint("group_id", "ticket_id", name="uq_bundled_group_id_ticket_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_bundled_group_id_list_id", "bundled", ["group_id", "list", "id"])
    op.create_index(
        "ix_bundled_stale",
        "bundled",
        ["id"],
        sqlite_where=sa.text("is_stale = 1"),
        postgresql_where=sa.text("is_stale"),
    )
    op.create_index("ix_bundled_ticket_id", "bundled", ["ticket_id"])
    op.add_column("outbox", sa.Column("cost", sa.Integer(), nullable=False, server_default="1"))
