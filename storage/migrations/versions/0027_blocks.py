"""Reporters who may file no new reports for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_at = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nobody is blocked before a coordinator says so."""
    op.create_table(
        "blocks",
        sa.Column("id", _id, nullable=False),
        sa.Column("person_key", sa.Text(), nullable=False),
        sa.Column("ticket_id", _id),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", _id, nullable=False),
        sa.Column("asked_at", _at, nullable=False),
        sa.Column("ends_at", _at),
        sa.Column("told_at", _at),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("refused_at", _at),
        sa.PrimaryKeyConstraint("id", name="pk_blocks"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_blocks_ticket_id_tickets"),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name="fk_blocks_asked_by_people"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_blocks_person_key", "blocks", ["person_key"])
    op.create_index("ix_blocks_ticket_id", "blocks", ["ticket_id"])
