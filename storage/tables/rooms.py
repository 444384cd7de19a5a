"""Groups of agencies and of the coordinator: who is in them and what stands there."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from storage.tables.columns import BigId, Instant, metadata, partial_where_true, row_id

groups = Table(
    "groups",
    metadata,
    row_id(),
    Column("chat_key", sa.Text, nullable=False, unique=True),
    Column("chat", sa.LargeBinary, nullable=False),
    Column("agency", sa.Text, index=True),
    Column("is_coordinator", sa.Boolean, nullable=False),
    Column("active", sa.Boolean, nullable=False),
    Column("is_admin", sa.Boolean, nullable=False),
    Column("reads_everything", sa.Boolean, nullable=False),
    Column("can_manage_topics", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("paired_by", BigId, ForeignKey("people.id")),
    Column("paired_at", Instant, nullable=False),
    Column("quiet", sa.Text),
    sqlite_autoincrement=True,
)

group_aliases = Table(
    "group_aliases",
    metadata,
    Column("chat_key", sa.Text, primary_key=True),
    Column("group_id", BigId, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False, index=True),
)

group_people = Table(
    "group_people",
    metadata,
    Column("group_id", BigId, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("seen_at", Instant, nullable=False),
    PrimaryKeyConstraint("group_id", "person_id"),
)

duties = Table(
    "duties",
    metadata,
    Column("group_id", BigId, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("weekday", sa.Integer, nullable=False),
    Column("part", sa.Text, nullable=False),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    PrimaryKeyConstraint("group_id", "weekday", "part"),
)

duty_changes = Table(
    "duty_changes",
    metadata,
    Column("group_id", BigId, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("day", sa.Date, nullable=False),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    PrimaryKeyConstraint("group_id", "day"),
)

invitations = Table(
    "invitations",
    metadata,
    row_id(),
    Column("code_key", sa.Text, nullable=False, unique=True),
    Column("agency", sa.Text, nullable=False, index=True),
    Column("made_by", BigId, ForeignKey("people.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
)

# No foreign key here either: a mistake must not keep anything from being sent.
topics = Table(
    "topics",
    metadata,
    Column("chat_key", sa.Text, nullable=False),
    Column("ticket_id", BigId, nullable=False),
    # What is wanted …
    Column("name", sa.Text, nullable=False),
    Column("closed", sa.Boolean, nullable=False),
    # … and what there is: no thread while it is not made.
    Column("thread", sa.LargeBinary),
    Column("thread_key", sa.Text, unique=True),
    Column("shown_name", sa.Text, nullable=False),
    Column("shown_closed", sa.Boolean, nullable=False),
    Column("made", sa.Integer, nullable=False),
    PrimaryKeyConstraint("chat_key", "ticket_id"),
)

# The owner is an agency's code, or empty: the coordinator.
templates = Table(
    "templates",
    metadata,
    row_id(),
    Column("owner", sa.Text, nullable=False),
    Column("name_key", sa.Text, nullable=False, unique=True),
    Column("content", sa.LargeBinary, nullable=False),
    Column("revision", sa.Integer, nullable=False),
    Column("changed_by", BigId, ForeignKey("people.id")),
    Column("changed_at", Instant),
    Index("ix_templates_owner_id", "owner", "id"),
    sqlite_autoincrement=True,
)

bundled = Table(
    "bundled",
    metadata,
    row_id(),
    Column("group_id", BigId, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    # The list in which the ticket is shown instead of a card.
    Column("list", sa.Integer, nullable=False),
    Column("ticket_id", BigId, ForeignKey("tickets.id"), nullable=False, index=True),
    Column("added_at", Instant, nullable=False),
    Column("shown_at", Instant),
    # It has a card, or went to another agency.
    Column("left_at", Instant),
    # The list does not show yet what became of it.
    Column("is_stale", sa.Boolean, nullable=False),
    UniqueConstraint("group_id", "ticket_id"),
    Index("ix_bundled_group_id_list_id", "group_id", "list", "id"),
    sqlite_autoincrement=True,
)
partial_where_true("ix_bundled_stale", bundled.c.id, flag=bundled.c.is_stale)
