"""How many cards a group gets is counted without reading all that went out lately."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """While all of Telegram's pace is used, each new report looked through the minute's messages once for each group."""
    card = "slot LIKE 'card:%'"
    op.create_index(
        "ix_outbox_cards",
        "outbox",
        ["chat_key", "settled_at"],
        sqlite_where=sa.text(f"{card} AND is_edit = 0"),
        postgresql_where=sa.text(f"{card} AND NOT is_edit"),
    )
