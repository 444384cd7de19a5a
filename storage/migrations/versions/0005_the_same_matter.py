"""Tickets about the same matter: merged ones, people who follow one, incidents and what is sent to all of them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_time = sa.DateTime(timezone=True)


def _where(condition: str) -> dict[str, Any]:
    """Restrict an index to some rows."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _where_true(column: str) -> dict[str, Any]:
    """Restrict an index to rows where a column is true; the query's words must be the same, and SQLite's have a 1."""
    return {"sqlite_where": sa.text(f"{column} = 1"), "postgresql_where": sa.text(column)}


def upgrade() -> None:
    """Make the tables; tickets merged so far learn the id of the other one from its number."""
    op.add_column("tickets", sa.Column("merged_into", _id))
    op.execute(
        "UPDATE tickets SET merged_into = (SELECT o.id FROM tickets AS o"
        " WHERE tickets.declining = 'duplicate:' || o.number) WHERE status = 'merged'"
    )
    op.create_index("ix_tickets_merged_into", "tickets", ["merged_into"], **_where("merged_into IS NOT NULL"))
    op.create_index("ix_tickets_region_category_created_at", "tickets", ["region", "category", "created_at"])
    op.add_column("outbox", sa.Column("batch", _id))
    op.create_index("ix_outbox_batch", "outbox", ["batch", "status"], **_where("batch IS NOT NULL"))
    op.create_table(
        "followers",
        sa.Column("ticket_id", _id, nullable=False),
        sa.Column("person_id", _id, nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("since", _time, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_followers_ticket_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_followers_person_id"),
        sa.PrimaryKeyConstraint("ticket_id", "person_id", name="pk_followers"),
    )
    op.create_index("ix_followers_person_id_ticket_id", "followers", ["person_id", "ticket_id"])
    _incidents()


def _incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", _id, nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("ticket_id", _id),
        sa.Column("reporters", sa.Integer(), nullable=False),
        sa.Column("at", _time, nullable=False),
        sa.Column("last_at", _time, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_incidents_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_incidents_region_category_at", "incidents", ["region", "category", "at"])
    op.create_index("ix_incidents_ticket_id", "incidents", ["ticket_id"], **_where("ticket_id IS NOT NULL"))
    op.create_index("uq_incidents_open", "incidents", ["region", "category"], unique=True, **_where_true("is_open"))
    op.create_table(
        "broadcasts",
        sa.Column("id", _id, nullable=False),
        sa.Column("incident_id", _id, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", _id, nullable=False),
        sa.Column("at", _time, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer()),
        sa.Column("is_running", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_broadcasts_incident_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_broadcasts_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_broadcasts_running", "broadcasts", ["id"], **_where_true("is_running"))
