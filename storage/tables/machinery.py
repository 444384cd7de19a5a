"""What the desk runs on: what came in, what goes out, and what is to be done once."""

import sqlalchemy as sa
from sqlalchemy import Column, Index, Table

from storage.tables.columns import BigId, Instant, metadata, partial, row_id

occasions = Table(
    "occasions",
    metadata,
    Column("occasion_key", sa.Text, primary_key=True),
    Column("at", Instant, nullable=False),
)

notes = Table(
    "notes",
    metadata,
    Column("key", sa.Text, primary_key=True),
    Column("value", sa.LargeBinary, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    row_id(),
    Column("channel", sa.Text, nullable=False),
    Column("update_key", sa.Text, nullable=False, unique=True),
    Column("lane", sa.Text, nullable=False),
    # Key and raw update; emptied once it is handled.
    Column("content", sa.LargeBinary),
    Column("received_at", Instant, nullable=False),
    Column("attempts", sa.Integer, nullable=False),
    Column("lease_until", Instant),
    Column("settled_at", Instant),
    Column("error", sa.LargeBinary),
)
partial("ix_inbox_settled_at", inbox.c.settled_at, where=inbox.c.settled_at.is_not(None))
partial("ix_inbox_pending", inbox.c.id, inbox.c.lane, where=inbox.c.settled_at.is_(None))
partial("ix_inbox_lane", inbox.c.lane, inbox.c.id, where=inbox.c.settled_at.is_(None))
partial("ix_inbox_failed", inbox.c.id, where=inbox.c.error.is_not(None))

outbox = Table(
    "outbox",
    metadata,
    row_id(),
    Column("chat_key", sa.Text, nullable=False),
    Column("priority", sa.Text, nullable=False),
    Column("is_edit", sa.Boolean, nullable=False),
    Column("slot", sa.Text),
    Column("ticket_id", BigId),
    # The broadcast that the message is part of.
    Column("batch", BigId),
    Column("unique_hash", sa.Text, unique=True),
    # The whole parcel; emptied once it is sent.
    Column("content", sa.LargeBinary),
    Column("status", sa.Text, nullable=False),
    Column("attempts", sa.Integer, nullable=False),
    # How many messages it is to the channel's limits: an album is as many as it has files.
    Column("cost", sa.Integer, nullable=False, server_default="1"),
    Column("created_at", Instant, nullable=False),
    # The parcel is not there before this time …
    Column("not_before", Instant),
    # … and until this one it holds up its whole chat: it is being sent, or the channel asked us to wait.
    Column("blocked_until", Instant),
    Column("settled_at", Instant),
    Column("error", sa.LargeBinary),
)
partial("ix_outbox_settled_at", outbox.c.settled_at, outbox.c.status, where=outbox.c.settled_at.is_not(None))
partial("ix_outbox_batch", outbox.c.batch, outbox.c.status, where=outbox.c.batch.is_not(None))
_waiting = outbox.c.settled_at.is_(None)
partial("ix_outbox_priority", outbox.c.priority, outbox.c.id, outbox.c.chat_key, where=_waiting)
partial("ix_outbox_chat", outbox.c.chat_key, outbox.c.id, where=_waiting)
partial(
    "ix_outbox_blocked",
    outbox.c.blocked_until,
    outbox.c.chat_key,
    where=sa.and_(_waiting, outbox.c.blocked_until.is_not(None)),
)
IS_CARD = "slot LIKE 'card:%'"
"""Which messages of the outbox are cards, in the very words of the index (see `partial_where_true`)."""
Index(
    "ix_outbox_cards",
    outbox.c.chat_key,
    outbox.c.settled_at,
    sqlite_where=sa.text(f"{IS_CARD} AND is_edit = 0"),
    postgresql_where=sa.text(f"{IS_CARD} AND NOT is_edit"),
)

# What several processes share (PostgreSQL); times are the server's, so that the clocks of their machines do not matter.

# Who does, for now, what is to be done once.
leases = Table(
    "leases",
    metadata,
    Column("name", sa.Text, primary_key=True),
    Column("holder", sa.Text, nullable=False),
    Column("until", Instant, nullable=False),
)

# A bucket of messages that may go out, over all chats of a channel; below zero everybody waits.
allowances = Table(
    "allowances",
    metadata,
    Column("name", sa.Text, primary_key=True),
    Column("level", sa.Double, nullable=False),
    # How many were given at the last time of asking.
    Column("granted", sa.Double, nullable=False),
    Column("at", Instant, nullable=False),
)

# What went out to groups within the last minute or two.
group_sends = Table(
    "group_sends",
    metadata,
    row_id(),
    Column("chat_key", sa.Text, nullable=False),
    Column("cost", sa.Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_group_sends_chat_key_at", "chat_key", "at"),
    Index("ix_group_sends_at", "at"),
)
