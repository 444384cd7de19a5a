"""What is overdue and what a week brought is counted without reading the tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """For 500 digests what is overdue was looked through 500 times, for 500 weeks every ticket there ever was."""
    for name in ("ix_tickets_open", "ix_tickets_awaiting"):
        op.drop_index(name, "tickets")
    awaits = "awaits_follow_up"
    _index("ix_tickets_open", ["agency", "follow_up_due", "id", awaits, "is_open"], "is_open = 1", "is_open")
    _index("ix_tickets_awaiting", ["follow_up_due", "agency", "withheld", awaits], f"{awaits} = 1", awaits)
    for name in ("assigned", "closed"):
        known = f"{name}_at IS NOT NULL"
        _index(f"ix_tickets_{name}", [f"{name}_at", "agency"], known, known)


def _index(name: str, columns: list[str], sqlite: str, postgresql: str) -> None:
    op.create_index(name, "tickets", columns, sqlite_where=sa.text(sqlite), postgresql_where=sa.text(postgresql))
