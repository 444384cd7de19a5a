"""What is under way between the bot and somebody, and what was said to them."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table

from storage.tables.columns import BigId, Instant, metadata, partial, row_id

dialogues = Table(
    "dialogues",
    metadata,
    Column("chat_key", sa.Text, nullable=False),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("form", sa.Text, nullable=False),
    Column("version", sa.Integer, nullable=False),
    Column("content", sa.LargeBinary, nullable=False),
    Column("revision", sa.Integer, nullable=False),
    Column("updated_at", Instant, nullable=False),
    # Asked once whether the person wants to go on; a later answer does not take it back.
    Column("nudged_at", Instant),
    PrimaryKeyConstraint("chat_key", "person_id"),
    Index("ix_dialogues_form_updated_at", "form", "updated_at"),
)
partial("ix_dialogues_unasked", dialogues.c.form, dialogues.c.updated_at, where=dialogues.c.nudged_at.is_(None))

expectations = Table(
    "expectations",
    metadata,
    Column("person_id", BigId, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("what", sa.Text, nullable=False),
    Column("ticket_id", BigId, ForeignKey("tickets.id")),
    Column("content", sa.LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
)

searches = Table(
    "searches",
    metadata,
    row_id(),
    Column("chat_key", sa.Text, nullable=False),
    Column("content", sa.LargeBinary, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    sqlite_autoincrement=True,
)

# No foreign key to tickets here and in the outbox: rows are written in bulk long after the handler that named the
# ticket, and a mistake of one handler must not undo a whole batch. Tickets are never deleted.
messages = Table(
    "messages",
    metadata,
    row_id(),
    Column("message_key", sa.Text, nullable=False, unique=True),
    Column("chat_key", sa.Text, nullable=False),
    Column("message_id", sa.LargeBinary, nullable=False),
    Column("slot", sa.Text),
    Column("ticket_id", BigId),
    Column("at", Instant, nullable=False),
)
partial("ix_messages_slot", messages.c.chat_key, messages.c.slot, messages.c.id, where=messages.c.slot.is_not(None))

# Coordinators who have a ticket's card in their private chat, to be kept up to date there.
private_cards = Table(
    "private_cards",
    metadata,
    Column("ticket_id", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    PrimaryKeyConstraint("ticket_id", "person_id"),
)

# An answer or a question that was sent, and can be taken back until it is due.
sendings = Table(
    "sendings",
    metadata,
    row_id(),
    Column("group_id", BigId, ForeignKey("groups.id", ondelete="SET NULL"), index=True),
    Column("ticket_id", BigId, ForeignKey("tickets.id"), nullable=False, index=True),
    Column("writer_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("sender_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    Column("content", sa.LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
