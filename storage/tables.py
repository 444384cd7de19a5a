"""The tables, for both dialects. How they come to be is in `migrations/`; a test holds the two to each other.

What identifies somebody lies in sealed columns (bytes) beside a keyed hash (`…_key`) to find it by. "Not settled" is
`settled_at IS NULL`: an expression without parameters, so that both dialects use the partial index for it.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, MetaData, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_WRITTEN_LENGTH = len("2026-11-23 08:30:00.000000")
_UNWRITABLE = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


class Instant(TypeDecorator[datetime]):
    """A moment. In and out go aware datetimes, out always in UTC; a naive one is refused with ValueError."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """For SQLite what the two steps of SQLAlchemy write, in one: there are some ten of these to an update."""
        return _written if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], datetime | None] | None:
        """The same on the way out, where there are twenty."""
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC for the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite gives naive times, PostgreSQL those of its own zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _written(value: datetime | None) -> str | None:
    """A moment as SQLite keeps it: text of one length, in UTC, so that it sorts."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    in_utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return in_utc.isoformat(" ", "microseconds")[:_WRITTEN_LENGTH]


def _read(value: str | None) -> datetime | None:
    """What `_written` wrote; and whatever else is a moment, which somebody else may have put there."""
    if value is None:
        return None
    if len(value) == _WRITTEN_LENGTH:
        return datetime.fromisoformat(f"{value}+00:00")
    found = datetime.fromisoformat(value)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Words of people. NUL and half characters, which PostgreSQL cannot keep, become U+FFFD on both dialects."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What both dialects can keep."""
        return None if value is None else writable(value)


def writable(words: str) -> str:
    """Words as `Words` keeps them."""
    return words.translate(_UNWRITABLE)


BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite counts up only what is called INTEGER; it holds 64 bits there too."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", BigId, primary_key=True)


def _partial(name: str, *columns: Any, where: sa.ColumnElement[bool]) -> Index:
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


def _partial_where_true(name: str, *columns: Any, flag: Column[bool]) -> Index:
    """SQLite uses a partial index only for a query with its very words; for a flag these are ``flag = 1``."""
    return Index(name, *columns, sqlite_where=sa.text(f"{flag.name} = 1"), postgresql_where=flag)


people = Table(
    "people",
    metadata,
    _id(),
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
    _id(),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False, index=True),
    Column("version", sa.Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("ticket_id", BigId, ForeignKey("tickets.id")),
)

groups = Table(
    "groups",
    metadata,
    _id(),
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
    _id(),
    Column("code_key", sa.Text, nullable=False, unique=True),
    Column("agency", sa.Text, nullable=False, index=True),
    Column("made_by", BigId, ForeignKey("people.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
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
    _id(),
    Column("code_key", sa.Text, nullable=False, unique=True),
    Column("role", sa.Text, nullable=False),
    Column("agency", sa.Text, nullable=False),
    Column("made_by", BigId, ForeignKey("people.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
)

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
_partial("ix_dialogues_unasked", dialogues.c.form, dialogues.c.updated_at, where=dialogues.c.nudged_at.is_(None))

expectations = Table(
    "expectations",
    metadata,
    Column("person_id", BigId, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("what", sa.Text, nullable=False),
    Column("ticket_id", BigId, ForeignKey("tickets.id")),
    Column("content", sa.LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    _id(),
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
_partial_where_true(
    "ix_tickets_open",
    tickets.c.agency,
    tickets.c.follow_up_due,
    tickets.c.id,
    tickets.c.awaits_follow_up,
    tickets.c.is_open,  # or SQLite counts by the index, and reads every ticket for what it knows of it
    flag=tickets.c.is_open,
)
_partial_where_true(
    "ix_tickets_awaiting",
    tickets.c.follow_up_due,
    tickets.c.agency,
    tickets.c.withheld,
    tickets.c.awaits_follow_up,
    flag=tickets.c.awaits_follow_up,
)
_partial("ix_tickets_assigned", tickets.c.assigned_at, tickets.c.agency, where=tickets.c.assigned_at.is_not(None))
_partial("ix_tickets_closed", tickets.c.closed_at, tickets.c.agency, where=tickets.c.closed_at.is_not(None))
_partial("ix_tickets_merged_into", tickets.c.merged_into, where=tickets.c.merged_into.is_not(None))
_partial(
    "ix_tickets_unchecked",
    tickets.c.status,
    tickets.c.closed_at,
    tickets.c.id,
    tickets.c.lot,
    where=sa.and_(tickets.c.closed_at.is_not(None), tickets.c.checked_at.is_(None)),
)
_partial(
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
    _id(),
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
_partial("ix_incidents_ticket_id", incidents.c.ticket_id, where=incidents.c.ticket_id.is_not(None))

broadcasts = Table(
    "broadcasts",
    metadata,
    _id(),
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
_partial_where_true("ix_broadcasts_running", broadcasts.c.id, flag=broadcasts.c.is_running)

# The words of tickets as keyed hashes; see `storage.searches`.
ticket_words = Table(
    "ticket_words",
    metadata,
    Column("word", sa.BigInteger, nullable=False),
    Column("ticket_id", BigId, ForeignKey("tickets.id"), nullable=False),
    PrimaryKeyConstraint("word", "ticket_id"),
    sqlite_with_rowid=False,
)

searches = Table(
    "searches",
    metadata,
    _id(),
    Column("chat_key", sa.Text, nullable=False),
    Column("content", sa.LargeBinary, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    sqlite_autoincrement=True,
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
    _id(),
    Column("day", sa.Text, nullable=False, unique=True),
    Column("hash", sa.Text, nullable=False),
)

attachments = Table(
    "attachments",
    metadata,
    _id(),
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

issues = Table(
    "issues",
    metadata,
    _id(),
    Column("link_key", sa.Text, nullable=False, unique=True),
    Column("link", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("summary", Words, nullable=False),
    Column("feed", sa.Text, nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("agency", sa.Text),
    Column("state", sa.Text, nullable=False),
    Column("announced_at", Instant),
    Column("asked_at", Instant),
    Column("due_at", Instant),
    Column("asked_by", BigId, ForeignKey("people.id")),
    Index("ix_issues_state_agency", "state", "agency"),
)

issue_answers = Table(
    "issue_answers",
    metadata,
    _id(),
    Column("issue_id", BigId, ForeignKey("issues.id"), nullable=False),
    Column("link_key", sa.Text, nullable=False),
    Column("link", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", BigId, ForeignKey("people.id"), nullable=False),
    UniqueConstraint("issue_id", "link_key"),
)

# No foreign key to tickets here and in the outbox: rows are written in bulk long after the handler that named the
# ticket, and a mistake of one handler must not undo a whole batch. Tickets are never deleted.
messages = Table(
    "messages",
    metadata,
    _id(),
    Column("message_key", sa.Text, nullable=False, unique=True),
    Column("chat_key", sa.Text, nullable=False),
    Column("message_id", sa.LargeBinary, nullable=False),
    Column("slot", sa.Text),
    Column("ticket_id", BigId),
    Column("at", Instant, nullable=False),
)
_partial("ix_messages_slot", messages.c.chat_key, messages.c.slot, messages.c.id, where=messages.c.slot.is_not(None))

# Coordinators who have a ticket's card in their private chat, to be kept up to date there.
private_cards = Table(
    "private_cards",
    metadata,
    Column("ticket_id", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    PrimaryKeyConstraint("ticket_id", "person_id"),
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

reminders = Table(
    "reminders",
    metadata,
    _id(),
    Column("ticket_id", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("kind", sa.Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("done_at", Instant),
    UniqueConstraint("ticket_id", "kind", "due_at"),
)
_partial("ix_reminders_due", reminders.c.due_at, where=reminders.c.done_at.is_(None))

# An answer or a question that was sent, and can be taken back until it is due.
sendings = Table(
    "sendings",
    metadata,
    _id(),
    Column("group_id", BigId, ForeignKey("groups.id", ondelete="SET NULL"), index=True),
    Column("ticket_id", BigId, ForeignKey("tickets.id"), nullable=False, index=True),
    Column("writer_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("sender_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    Column("content", sa.LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

# The owner is an agency's code, or empty: the coordinator.
templates = Table(
    "templates",
    metadata,
    _id(),
    Column("owner", sa.Text, nullable=False),
    Column("name_key", sa.Text, nullable=False, unique=True),
    Column("content", sa.LargeBinary, nullable=False),
    Column("revision", sa.Integer, nullable=False),
    Column("changed_by", BigId, ForeignKey("people.id")),
    Column("changed_at", Instant),
    Index("ix_templates_owner_id", "owner", "id"),
    sqlite_autoincrement=True,
)

# Recaps that were asked for and are not drawn yet.
recap_orders = Table(
    "recap_orders",
    metadata,
    _id(),
    Column("chat", sa.LargeBinary, nullable=False),
    Column("view", sa.Text, nullable=False),
    Column("since", sa.Date, nullable=False),
    Column("until", sa.Date, nullable=False),
    Column("agency", sa.Text),
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

# What a poster's link is for. Nothing of those who come by it.
promo_links = Table(
    "promo_links",
    metadata,
    _id(),
    Column("wish_key", sa.Text, nullable=False, unique=True),
    Column("agency", sa.Text, index=True),
    Column("place", Words, nullable=False),
    Column("region", sa.Text),
    Column("made_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

# Posters that somebody asked for and that are not drawn yet.
poster_orders = Table(
    "poster_orders",
    metadata,
    _id(),
    Column("chat", sa.LargeBinary, nullable=False),
    Column("link_id", BigId, ForeignKey("promo_links.id"), nullable=False),
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

# Counts of a month, without people, tickets or times: of the form, of a poster's link.
tallies = Table(
    "tallies",
    metadata,
    Column("subject", sa.Text, nullable=False),
    Column("month", sa.Date, nullable=False),
    Column("what", sa.Text, nullable=False),
    Column("count", sa.Integer, nullable=False),
    PrimaryKeyConstraint("subject", "month", "what"),
)

plan_steps = Table(
    "plan_steps",
    metadata,
    _id(),
    # The code of an agency or of a region.
    Column("unit", sa.Text, nullable=False),
    Column("content", sa.LargeBinary, nullable=False),
    Column("due", sa.Date, nullable=False),
    Column("made_by", BigId, ForeignKey("people.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("done_by", BigId, ForeignKey("people.id")),
    Column("done_at", Instant),
    Index("ix_plan_steps_unit_id", "unit", "id"),
    sqlite_autoincrement=True,
)
_partial("ix_plan_steps_open", plan_steps.c.due, where=plan_steps.c.done_at.is_(None))

# What a recap of a whole month said of an agency or a region.
month_figures = Table(
    "month_figures",
    metadata,
    Column("unit", sa.Text, nullable=False),
    Column("month", sa.Date, nullable=False),
    Column("assigned", sa.Integer, nullable=False),
    Column("followed_up", sa.Integer, nullable=False),
    Column("mean_days", sa.Double),
    Column("late", sa.Integer, nullable=False),
    PrimaryKeyConstraint("unit", "month"),
)

occasions = Table(
    "occasions",
    metadata,
    Column("occasion_key", sa.Text, primary_key=True),
    Column("at", Instant, nullable=False),
)

# Groups are forgotten when they are unpaired; what was done in them is not.
audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", Instant, nullable=False, index=True),
    Column("actor_id", BigId, ForeignKey("people.id")),
    Column("action", sa.Text, nullable=False),
    Column("ticket_id", BigId, ForeignKey("tickets.id")),
    Column("agency", sa.Text),
    Column("group_id", BigId),
    Column("about_id", BigId, ForeignKey("people.id")),
    Column("data", sa.JSON, nullable=False),
    Column("reason", sa.LargeBinary),
    Index("ix_audit_about_id_id", "about_id", "id"),
    Index("ix_audit_action_id", "action", "id"),
    Index("ix_audit_actor_id_id", "actor_id", "id"),
    Index("ix_audit_agency_id", "agency", "id"),
    Index("ix_audit_ticket_id_id", "ticket_id", "id"),
    sqlite_autoincrement=True,
)

# Who asked to be erased. The chat is there until the last trace of it is gone.
erasures = Table(
    "erasures",
    metadata,
    _id(),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False, index=True),
    Column("chat", sa.LargeBinary),
    Column("asked_at", Instant, nullable=False),
    Column("done_at", Instant),
    sqlite_autoincrement=True,
)
_partial("ix_erasures_open", erasures.c.id, where=erasures.c.chat.is_not(None))

# Tickets of which nothing may be erased while a hold runs: a case at law.
holds = Table(
    "holds",
    metadata,
    _id(),
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

claim_tries = Table(
    "claim_tries",
    metadata,
    _id(),
    Column("person_id", BigId, ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

# Reporters who may file nothing new until `ends_at`; without it, a question that a coordinator has not answered yet.
blocks = Table(
    "blocks",
    metadata,
    _id(),
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
    _id(),
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

bundled = Table(
    "bundled",
    metadata,
    _id(),
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
_partial_where_true("ix_bundled_stale", bundled.c.id, flag=bundled.c.is_stale)

notes = Table(
    "notes",
    metadata,
    Column("key", sa.Text, primary_key=True),
    Column("value", sa.LargeBinary, nullable=False),
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

inbox = Table(
    "inbox",
    metadata,
    _id(),
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
_partial("ix_inbox_settled_at", inbox.c.settled_at, where=inbox.c.settled_at.is_not(None))
_partial("ix_inbox_pending", inbox.c.id, inbox.c.lane, where=inbox.c.settled_at.is_(None))
_partial("ix_inbox_lane", inbox.c.lane, inbox.c.id, where=inbox.c.settled_at.is_(None))
_partial("ix_inbox_failed", inbox.c.id, where=inbox.c.error.is_not(None))

outbox = Table(
    "outbox",
    metadata,
    _id(),
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
_partial("ix_outbox_settled_at", outbox.c.settled_at, outbox.c.status, where=outbox.c.settled_at.is_not(None))
_partial("ix_outbox_batch", outbox.c.batch, outbox.c.status, where=outbox.c.batch.is_not(None))
_waiting = outbox.c.settled_at.is_(None)
_partial("ix_outbox_priority", outbox.c.priority, outbox.c.id, outbox.c.chat_key, where=_waiting)
_partial("ix_outbox_chat", outbox.c.chat_key, outbox.c.id, where=_waiting)
_partial(
    "ix_outbox_blocked",
    outbox.c.blocked_until,
    outbox.c.chat_key,
    where=sa.and_(_waiting, outbox.c.blocked_until.is_not(None)),
)
IS_CARD = "slot LIKE 'card:%'"
"""Which messages of the outbox are cards, in the very words of the index (see `_partial_where_true`)."""
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
    _id(),
    Column("chat_key", sa.Text, nullable=False),
    Column("cost", sa.Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_group_sends_chat_key_at", "chat_key", "at"),
    Index("ix_group_sends_at", "at"),
)
