"""Which closed tickets the coordinator is asked to look at, and when he did."""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_PORTION = 5000


def upgrade() -> None:
    """Every ticket draws its lot from its number, those that are there already, too; none of them was checked."""
    op.add_column("tickets", sa.Column("lot", sa.Integer()))
    op.add_column("tickets", sa.Column("checked_at", sa.DateTime(timezone=True)))
    tickets = sa.table("tickets", sa.column("id", sa.BigInteger), sa.column("number", sa.Text), sa.column("lot"))
    connection, last = op.get_bind(), 0
    while True:
        portion = sa.select(tickets.c.id, tickets.c.number).where(tickets.c.id > last)
        rows = connection.execute(portion.order_by(tickets.c.id).limit(_PORTION)).all()
        if not rows:
            break
        lots = [{"of": row.id, "drawn": _lot(row.number)} for row in rows]
        draw = sa.update(tickets).where(tickets.c.id == sa.bindparam("of")).values(lot=sa.bindparam("drawn"))
        connection.execute(draw, lots)
        last = rows[-1].id
    unchecked = sa.text("closed_at IS NOT NULL AND checked_at IS NULL")
    op.create_index(
        "ix_tickets_unchecked",
        "tickets",
        ["status", "closed_at", "id", "lot"],
        sqlite_where=unchecked,
        postgresql_where=unchecked,
    )


def _lot(number: str) -> int:
    return int.from_bytes(sha256(number.encode()).digest()[:4]) % 100
