"""How many files somebody has sent within a minute."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Counting begins now."""
    op.create_table(
        "file_minutes",
        sa.Column("person_id", _id, autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_file_minutes"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_file_minutes_person_id_people"),
    )
