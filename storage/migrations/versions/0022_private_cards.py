"""Which coordinators have a ticket's card in their private chat."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nobody has one yet."""
    op.create_table(
        "private_cards",
        sa.Column("ticket_id", _id, nullable=False),
        sa.Column("person_id", _id, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_private_cards_person_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_private_cards_ticket_id"),
        sa.PrimaryKeyConstraint("ticket_id", "person_id", name="pk_private_cards"),
    )
