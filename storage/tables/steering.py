"""What the coordinator steers by and answers for."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from storage.tables.columns import BigId, Instant, Words, metadata, partial, row_id

issues = Table(
    "issues",
    metadata,
    row_id(),
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
    row_id(),
    Column("issue_id", BigId, ForeignKey("issues.id"), nullable=False),
    Column("link_key", sa.Text, nullable=False),
    Column("link", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", BigId, ForeignKey("people.id"), nullable=False),
    UniqueConstraint("issue_id", "link_key"),
)

# Recaps that were asked for and are not drawn yet.
recap_orders = Table(
    "recap_orders",
    metadata,
    row_id(),
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
    row_id(),
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
    row_id(),
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
    row_id(),
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
partial("ix_plan_steps_open", plan_steps.c.due, where=plan_steps.c.done_at.is_(None))

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

# Groups are forgotten when they are unpaired; what was done in them is not.
audit = Table(
    "audit",
    metadata,
    row_id(),
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
