"""What is erased at people's wish or by age, and what must be kept for the law meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nothing is erased, and nothing held, so far."""
    op.add_column("people", sa.Column("erased_at", _MOMENT))
    op.add_column("tickets", sa.Column("forgotten_at", _MOMENT))
    kept = sa.text("closed_at IS NOT NULL AND forgotten_at IS NULL")
    op.create_index("ix_tickets_kept", "tickets", ["reporter_id", "closed_at"], sqlite_where=kept, postgresql_where=kept)
    op.create_table(
        "erasures",
        sa.Column("id", _BIG_ID, primary_key=True),
        sa.Column("person_id", _BIG_ID, sa.ForeignKey("people.id", name="fk_erasures_person_id_people"), nullable=False),
        sa.Column("chat", sa.LargeBinary()),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("done_at", _MOMENT),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_erasures_person_id", "erasures", ["person_id"])
    waits = sa.text("chat IS NOT NULL")
    op.create_index("ix_erasures_open", "erasures", ["id"], sqlite_where=waits, postgresql_where=waits)
    op.create_table(
        "holds",
        sa.Column("id", _BIG_ID, primary_key=True),
        sa.Column(
            "ticket_id", _BIG_ID, sa.ForeignKey("tickets.id", name="fk_holds_ticket_id_tickets"), nullable=False
        ),
        sa.Column("placed_by", _BIG_ID, sa.ForeignKey("people.id", name="fk_holds_placed_by_people"), nullable=False),
        sa.Column("placed_at", _MOMENT, nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("lifted_by", _BIG_ID, sa.ForeignKey("people.id", name="fk_holds_lifted_by_people")),
        sa.Column("lifted_at", _MOMENT),
        sqlite_autoincrement=True,
    )
    running = sa.text("lifted_at IS NULL")
    op.create_index(
        "uq_holds_running", "holds", ["ticket_id"], unique=True, sqlite_where=running, postgresql_where=running
    )
