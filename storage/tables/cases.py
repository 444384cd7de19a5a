"""Tickets, and what belongs to one."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from storage.tables.columns import BigId, Instant, Words, metadata, partial, partial_where_true, row_id

tickets = Table(
    "tickets",
    metadata,
    row_id(),
    Column("number", sa.Text, nullable=False, unique=True),
    Column("draft_key", sa.Text, nullable=False, unique=True),
    Column("reporter_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("kind", sa.Text, nullable=False),
    Column("category", sa.Text, nullable=False),
    Column("agency", sa.Text),
    Column("region", sa.Text, nullable=False),
    Column("anonymous", sa.Boolean, nullable=False),
    Column("secret", sa.Boolean, nullable=False),
    Column("urgent", sa.Boolean, nullable=False),
    Column("status", sa.Text, nullable=False),
    # What the rules say of the status, kept so that queries and indices need not know it. Rules change: migrate these.
    Column("is_open", sa.Boolean, nullable=False),
    Column("awaits_follow_up", sa.Boolean, nullable=False),
    # A secret ticket has none of these four; they are in `sealed` then.
    Column("text", Words),
    Column("address", Words),
    Column("latitude", sa.Double),
    Column("longitude", sa.Double),
    Column("place", Words),
    Column("occurred_on", sa.Date),
    Column("sealed", sa.LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("follow_up_due", Instant, nullable=False),
    Column("assigned_at", Instant),
    Column("taken_by", BigId, ForeignKey("people.id")),
    Column("followed_up_at", Instant),
    Column("answered_at", Instant),
    Column("closed_at", Instant),
    Column("awaiting_since", Instant),
    Column("declining", sa.Text),
    Column("merged_into", BigId),
    Column("stars", sa.Integer),
    Column("withheld", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("source", sa.Text, nullable=False, server_default="telegram"),
    Column("sp4n_number", sa.Text),
    Column("sp4n_status", Words),
    Column("reopened", sa.Integer, nullable=False),
    Column("revision", sa.Integer, nullable=False),
    # Drawn from the number (`tickets.sampling`).
    Column("lot", sa.Integer),
    Column("checked_at", Instant),
    # Its words, its files and its reporter are erased.
    Column("forgotten_at", Instant),
    Index("ix_tickets_reporter_id_id", "reporter_id", "id"),
    Index("ix_tickets_status_id", "status", "id"),
    Index("ix_tickets_created_at", "created_at"),
    Index("ix_tickets_region_category_created_at", "region", "category", "created_at"),
    Index("ix_tickets_sp4n_number", "sp4n_number", unique=True),
    sqlite_autoincrement=True,
)
partial_where_true(
    "ix_tickets_open",
    tickets.c.agency,
    tickets.c.follow_up_due,
    tickets.c.id,
    tickets.c.awaits_follow_up,
    tickets.c.is_open,  # or SQLite counts by the index, and reads every ticket for what it knows of it
    flag=tickets.c.is_open,
)
partial_where_true(
    "ix_tickets_awaiting",
    tickets.c.follow_up_due,
    tickets.c.agency,
    tickets.c.withheld,
    tickets.c.awaits_follow_up,
    flag=tickets.c.awaits_follow_up,
)
partial("ix_tickets_assigned", tickets.c.assigned_at, tickets.c.agency, where=tickets.c.assigned_at.is_not(None))
partial("ix_tickets_closed", tickets.c.closed_at, tickets.c.agency, where=tickets.c.closed_at.is_not(None))
partial("ix_tickets_merged_into", tickets.c.merged_into, where=tickets.c.merged_into.is_not(None))
partial(
    "ix_tickets_unchecked",
    tickets.c.status,
    tickets.c.closed_at,
    tickets.c.id,
    tickets.c.lot,
    where=sa.and_(tickets.c.closed_at.is_not(None), tickets.c.checked_at.is_(None)),
)
partial(
    "ix_tickets_kept",
    tickets.c.reporter_id,
    tickets.c.closed_at,
    where=sa.and_(tickets.c.closed_at.is_not(None), tickets.c.forgotten_at.is_(None)),
)

followers = Table(
    "followers",
    metadata,
    Column("ticket_id", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("via", sa.Text, nullable=False),
    Column("since", Instant, nullable=False),
    PrimaryKeyConstraint("ticket_id", "person_id"),
    Index("ix_followers_person_id_ticket_id", "person_id", "ticket_id"),
)

incidents = Table(
    "incidents",
    metadata,
    row_id(),
    Column("region", sa.Text, nullable=False),
    Column("category", sa.Text, nullable=False),
    Column("status", sa.Text, nullable=False),
    # Proposed or running: at most one of a kind.
    Column("is_open", sa.Boolean, nullable=False),
    Column("ticket_id", BigId, ForeignKey("tickets.id")),
    Column("reporters", sa.Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Index("ix_incidents_region_category_at", "region", "category", "at"),
    sqlite_autoincrement=True,
)
Index(
    "uq_incidents_open",
    incidents.c.region,
    incidents.c.category,
    unique=True,
    sqlite_where=sa.text("is_open = 1"),
    postgresql_where=incidents.c.is_open,
)
partial("ix_incidents_ticket_id", incidents.c.ticket_id, where=incidents.c.ticket_id.is_not(None))

broadcasts = Table(
    "broadcasts",
    metadata,
    row_id(),
    Column("incident_id", BigId, ForeignKey("incidents.id"), nullable=False),
    Column("text", Words, nullable=False),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("total", sa.Integer, nullable=False),
    # How many stood in the message that shows the progress; none before anything was sent.
    Column("shown", sa.Integer),
    Column("is_running", sa.Boolean, nullable=False),
    sqlite_autoincrement=True,
)
partial_where_true("ix_broadcasts_running", broadcasts.c.id, flag=broadcasts.c.is_running)

# The words of tickets as keyed hashes; see `storage.searches`.
ticket_words = Table(
    "ticket_words",
    metadata,
    Column("word", sa.BigInteger, nullable=False),
    Column("ticket_id", BigId, ForeignKey("tickets.id"), nullable=False),
    PrimaryKeyConstraint("word", "ticket_id"),
    sqlite_with_rowid=False,
)

events = Table(
    "events",
    metadata,
    Column("ticket_id", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("seq", sa.Integer, nullable=False),
    Column("kind", sa.Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor_kind", sa.Text, nullable=False),
    Column("actor_person_id", BigId, ForeignKey("people.id")),
    Column("actor_agency", sa.Text),
    Column("data", sa.JSON, nullable=False),
    Column("text", Words),
    Column("sealed", sa.LargeBinary),
    # The chain: what this fact is linked by, and in which anchor it is. Without a salt its words are not covered.
    Column("salt", sa.Text),
    Column("words_hash", sa.Text),
    Column("hash", sa.Text),
    Column("anchor", BigId, index=True),
    PrimaryKeyConstraint("ticket_id", "seq"),
    Index("ix_events_kind_at", "kind", "at"),
)

anchors = Table(
    "anchors",
    metadata,
    row_id(),
    Column("day", sa.Text, nullable=False, unique=True),
    Column("hash", sa.Text, nullable=False),
)

attachments = Table(
    "attachments",
    metadata,
    row_id(),
    Column("ticket_id", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("event_seq", sa.Integer),
    Column("content", sa.LargeBinary, nullable=False),
    Index("ix_attachments_ticket_id_event_seq", "ticket_id", "event_seq"),
)

# What the desk knows of a report that it recorded. The link is looked up by its key.
records = Table(
    "records",
    metadata,
    Column("ticket_id", BigId, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("recorder_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("link_key", sa.Text, index=True),
    Column("content", sa.LargeBinary, nullable=False),
    Column("contact_shown", sa.Boolean, nullable=False),
)

reminders = Table(
    "reminders",
    metadata,
    row_id(),
    Column("ticket_id", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("kind", sa.Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("done_at", Instant),
    UniqueConstraint("ticket_id", "kind", "due_at"),
)
partial("ix_reminders_due", reminders.c.due_at, where=reminders.c.done_at.is_(None))

# Tickets of which nothing may be erased while a hold runs: a case at law.
holds = Table(
    "holds",
    metadata,
    row_id(),
    Column("ticket_id", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("placed_by", BigId, ForeignKey("people.id"), nullable=False),
    Column("placed_at", Instant, nullable=False),
    Column("reason", sa.LargeBinary, nullable=False),
    Column("lifted_by", BigId, ForeignKey("people.id")),
    Column("lifted_at", Instant),
    sqlite_autoincrement=True,
)
_running = holds.c.lifted_at.is_(None)
Index("uq_holds_running", holds.c.ticket_id, unique=True, sqlite_where=_running, postgresql_where=_running)

# By this code, which its reporter alone was shown, another account of theirs is given the ticket.
receipts = Table(
    "receipts",
    metadata,
    Column("ticket_id", BigId, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("code_key", sa.Text, nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)

# How many tickets of an agency hold a word of a bucket; bucket 0 counts the tickets themselves.
learnt = Table(
    "learnt",
    metadata,
    Column("bucket", sa.Integer, nullable=False),
    Column("agency", sa.Text, nullable=False),
    Column("tickets", sa.Integer, nullable=False),
    PrimaryKeyConstraint("bucket", "agency"),
)

# What each ticket taught, to be taken back when its agency turns out to be another.
lessons = Table(
    "lessons",
    metadata,
    Column("ticket_id", BigId, ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("agency", sa.Text, nullable=False),
    Column("buckets", sa.JSON, nullable=False),
)
