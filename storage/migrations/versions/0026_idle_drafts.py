"""Idle drafts are found without looking at all that wait."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A hundred thousand drafts of another form, or asked about already, cost half a second every minute."""
    where = sa.text("nudged_at IS NULL")
    op.drop_index("ix_dialogues_updated_at", "dialogues")
    op.create_index("ix_dialogues_form_updated_at", "dialogues", ["form", "updated_at"])
    op.create_index(
        "ix_dialogues_unasked", "dialogues", ["form", "updated_at"], sqlite_where=where, postgresql_where=where
    )
