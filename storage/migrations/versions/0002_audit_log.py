"""The audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make its table."""
    op.create_table(
        "audit",
        sa.Column("id", _id, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", _id),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("ticket_id", _id),
        sa.Column("agency", sa.Text()),
        sa.Column("group_id", _id),
        sa.Column("about_id", _id),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("reason", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["about_id"], ["people.id"], name="fk_audit_about_id"),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name="fk_audit_actor_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_audit_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_about_id_id", "audit", ["about_id", "id"])
    op.create_index("ix_audit_action_id", "audit", ["action", "id"])
    op.create_index("ix_audit_actor_id_id", "audit", ["actor_id", "id"])
    op.create_index("ix_audit_agency_id", "audit", ["agency", "id"])
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_ticket_id_id", "audit", ["ticket_id", "id"])
