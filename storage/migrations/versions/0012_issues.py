"""What the media write about, and what agencies publish about it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "issues",
        sa.Column("id", _id, nullable=False),
        sa.Column("link_key", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("found_at", _time, nullable=False),
        sa.Column("agency", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("announced_at", _time),
        sa.Column("asked_at", _time),
        sa.Column("due_at", _time),
        sa.Column("asked_by", _id),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name="fk_issues_asked_by"),
        sa.PrimaryKeyConstraint("id", name="pk_issues"),
        sa.UniqueConstraint("link_key", name="uq_issues_link_key"),
    )
    op.create_index("ix_issues_state_agency", "issues", ["state", "agency"])
    op.create_table(
        "issue_answers",
        sa.Column("id", _id, nullable=False),
        sa.Column("issue_id", _id, nullable=False),
        sa.Column("link_key", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("at", _time, nullable=False),
        sa.Column("by", _id, nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name="fk_issue_answers_issue_id"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_issue_answers_by"),
        sa.PrimaryKeyConstraint("id", name="pk_issue_answers"),
        sa.UniqueConstraint("issue_id", "link_key", name="uq_issue_answers_issue_id_link_key"),
    )
