"""Complete reports that a limit holds back."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing is known of what was held back before."""
    op.create_table(
        "held_reports",
        sa.Column("id", _id, nullable=False),
        sa.Column("person_id", _id, nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_held_reports"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_held_reports_person_id_people"),
        sa.UniqueConstraint("draft", name="uq_held_reports_draft"),
        sqlite_autoincrement=True,
    )
