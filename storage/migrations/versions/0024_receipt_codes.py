"""Codes that bring a report to another account of its reporter."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """No ticket has a code before its reporter asks for one."""
    op.create_table(
        "receipts",
        sa.Column(
            "ticket_id",
            _BIG_ID,
            sa.ForeignKey("tickets.id", name="fk_receipts_ticket_id_tickets"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("code_key", sa.Text(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("code_key", name="uq_receipts_code_key"),
    )
    op.create_table(
        "claim_tries",
        sa.Column("id", _BIG_ID, primary_key=True),
        sa.Column(
            "person_id", _BIG_ID, sa.ForeignKey("people.id", name="fk_claim_tries_person_id_people"), nullable=False
        ),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("ix_claim_tries_at", "claim_tries", ["at"])
