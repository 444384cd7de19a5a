"""Roles that people hold, and the one-time codes by which they get them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make their tables."""
    op.create_table(
        "roles",
        sa.Column("person_id", _id, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("given_by", _id),
        sa.Column("given_at", _time, nullable=False),
        sa.ForeignKeyConstraint(["given_by"], ["people.id"], name="fk_roles_given_by"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_roles_person_id"),
        sa.PrimaryKeyConstraint("person_id", "role", "agency", name="pk_roles"),
    )
    op.create_table(
        "role_invitations",
        sa.Column("id", _id, nullable=False),
        sa.Column("code_key", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("made_by", _id, nullable=False),
        sa.Column("made_at", _time, nullable=False),
        sa.Column("expires_at", _time, nullable=False),
        sa.Column("used_at", _time),
        sa.Column("revoked_at", _time),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name="fk_role_invitations_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_role_invitations"),
        sa.UniqueConstraint("code_key", name="uq_role_invitations_code_key"),
    )
