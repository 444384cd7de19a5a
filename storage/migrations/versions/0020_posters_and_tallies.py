"""Links on posters, posters to be drawn, and what is counted of the form and of the links."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make their tables."""
    op.create_table(
        "promo_links",
        sa.Column("id", _id, nullable=False),
        sa.Column("wish_key", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text()),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("region", sa.Text()),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_promo_links"),
        sa.UniqueConstraint("wish_key", name="uq_promo_links_wish_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_promo_links_agency", "promo_links", ["agency"])
    op.create_table(
        "poster_orders",
        sa.Column("id", _id, nullable=False),
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("link_id", _id, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_poster_orders"),
        sa.ForeignKeyConstraint(["link_id"], ["promo_links.id"], name="fk_poster_orders_link_id_promo_links"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tallies",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "month", "what", name="pk_tallies"),
    )
