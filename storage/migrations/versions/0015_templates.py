"""Canned answers of agencies and of the coordinator."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "templates",
        sa.Column("id", _id, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by", _id),
        sa.Column("changed_at", _time),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name="fk_templates_changed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_templates"),
        sa.UniqueConstraint("name_key", name="uq_templates_name_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_templates_owner_id", "templates", ["owner", "id"])
