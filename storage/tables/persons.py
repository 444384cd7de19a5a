"""Who writes to the desk and who works at it, and what each of them may do."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, PrimaryKeyConstraint, Table

from storage.tables.columns import BigId, Instant, metadata, partial, row_id

people = Table(
    "people",
    metadata,
    row_id(),
    Column("channel", sa.Text, nullable=False),
    Column("person_key", sa.Text, nullable=False, unique=True),
    Column("profile", sa.LargeBinary, nullable=False),
    Column("chosen_language", sa.Text),
    Column("blocked", sa.Boolean, nullable=False),
    Column("notice_version", sa.Text),
    Column("notice_at", Instant),
    Column("created_at", Instant, nullable=False),
    # Nobody any more: the row stays because others refer to it.
    Column("erased_at", Instant),
    sqlite_autoincrement=True,
)

consents = Table(
    "consents",
    metadata,
    row_id(),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False, index=True),
    Column("version", sa.Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("ticket_id", BigId, ForeignKey("tickets.id")),
)

roles = Table(
    "roles",
    metadata,
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("role", sa.Text, nullable=False),
    # Of an agency's admin; empty for other roles.
    Column("agency", sa.Text, nullable=False),
    Column("given_by", BigId, ForeignKey("people.id")),
    Column("given_at", Instant, nullable=False),
    PrimaryKeyConstraint("person_id", "role", "agency"),
)

role_invitations = Table(
    "role_invitations",
    metadata,
    row_id(),
    Column("code_key", sa.Text, nullable=False, unique=True),
    Column("role", sa.Text, nullable=False),
    Column("agency", sa.Text, nullable=False),
    Column("made_by", BigId, ForeignKey("people.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
)

# Who asked to be erased. The chat is there until the last trace of it is gone.
erasures = Table(
    "erasures",
    metadata,
    row_id(),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False, index=True),
    Column("chat", sa.LargeBinary),
    Column("asked_at", Instant, nullable=False),
    Column("done_at", Instant),
    sqlite_autoincrement=True,
)
partial("ix_erasures_open", erasures.c.id, where=erasures.c.chat.is_not(None))

claim_tries = Table(
    "claim_tries",
    metadata,
    row_id(),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

# Reporters who may file nothing new until `ends_at`; without it, a question that a coordinator has not answered yet.
blocks = Table(
    "blocks",
    metadata,
    row_id(),
    # As in `people`: whoever is erased and comes back is found again until the block ends.
    Column("person_key", sa.Text, nullable=False, index=True),
    # The report whose reporter it is; none once that is nobody's.
    Column("ticket_id", BigId, ForeignKey("tickets.id"), index=True),
    # A code of `tickets.blocking`; empty where there are words.
    Column("why", sa.Text, nullable=False),
    Column("reason", sa.LargeBinary, nullable=False),
    Column("asked_by", BigId, ForeignKey("people.id"), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("ends_at", Instant),
    # When the person was told.
    Column("told_at", Instant),
    # How many reports were refused, and when the last one was.
    Column("refused", sa.Integer, nullable=False),
    Column("refused_at", Instant),
    # When a report of danger was last kept for the coordinator in spite of it.
    Column("kept_at", Instant),
    sqlite_autoincrement=True,
)

# Reports that are held back, until they are sent. The report is its writer's draft; only what somebody blocked, who has
# no draft, writes of danger lies in `content`, sealed.
held_reports = Table(
    "held_reports",
    metadata,
    row_id(),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("draft", sa.Text, nullable=False, unique=True),
    # A code of `tickets.pace`.
    Column("why", sa.Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("content", sa.LargeBinary),
    sqlite_autoincrement=True,
)

# How many files somebody has sent in the minute that began then.
file_minutes = Table(
    "file_minutes",
    metadata,
    Column("person_id", BigId, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("since", Instant, nullable=False),
    Column("files", sa.Integer, nullable=False),
)
