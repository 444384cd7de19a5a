"""Steps of action plans, and what each agency and region was measured by month by month."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_at = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make their tables."""
    op.create_table(
        "plan_steps",
        sa.Column("id", _id, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("made_by", _id, nullable=False),
        sa.Column("made_at", _at, nullable=False),
        sa.Column("done_by", _id),
        sa.Column("done_at", _at),
        sa.PrimaryKeyConstraint("id", name="pk_plan_steps"),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name="fk_plan_steps_made_by"),
        sa.ForeignKeyConstraint(["done_by"], ["people.id"], name="fk_plan_steps_done_by"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_steps_unit_id", "plan_steps", ["unit", "id"])
    open_ones = sa.text("done_at IS NULL")
    op.create_index("ix_plan_steps_open", "plan_steps", ["due"], sqlite_where=open_ones, postgresql_where=open_ones)
    op.create_table(
        "month_figures",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("assigned", sa.Integer(), nullable=False),
        sa.Column("followed_up", sa.Integer(), nullable=False),
        sa.Column("mean_days", sa.Double()),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "month", name="pk_month_figures"),
    )
