"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
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
    """Make them."""
    op.create_table(
        "people",
        sa.Column("id", _id, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("person_key", sa.Text(), nullable=False),
        sa.Column("profile", sa.LargeBinary(), nullable=False),
        sa.Column("chosen_language", sa.Text()),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("notice_version", sa.Text()),
        sa.Column("notice_at", _time),
        sa.Column("created_at", _time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("person_key", name="uq_people_person_key"),
        sqlite_autoincrement=True,
    )

    op.create_table(
        "groups",
        sa.Column("id", _id, nullable=False),
        sa.Column("chat_key", sa.Text(), nullable=False),
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("agency", sa.Text()),
        sa.Column("is_coordinator", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("reads_everything", sa.Boolean(), nullable=False),
        sa.Column("paired_by", _id),
        sa.Column("paired_at", _time, nullable=False),
        sa.Column("quiet", sa.Text()),
        sa.ForeignKeyConstraint(["paired_by"], ["people.id"], name="fk_groups_paired_by"),
        sa.PrimaryKeyConstraint("id", name="pk_groups"),
        sa.UniqueConstraint("chat_key", name="uq_groups_chat_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_groups_agency", "groups", ["agency"])

    op.create_table(
        "group_aliases",
        sa.Column("chat_key", sa.Text(), nullable=False),
        sa.Column("group_id", _id, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_group_aliases_group_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_key", name="pk_group_aliases"),
    )
    op.create_index("ix_group_aliases_group_id", "group_aliases", ["group_id"])

    op.create_table(
        "group_people",
        sa.Column("group_id", _id, nullable=False),
        sa.Column("person_id", _id, nullable=False),
        sa.Column("seen_at", _time, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_group_people_group_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_group_people_person_id"),
        sa.PrimaryKeyConstraint("group_id", "person_id", name="pk_group_people"),
    )

    op.create_table(
        "duties",
        sa.Column("group_id", _id, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("person_id", _id, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_duties_group_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_duties_person_id"),
        sa.PrimaryKeyConstraint("group_id", "weekday", "part", name="pk_duties"),
    )

    op.create_table(
        "duty_changes",
        sa.Column("group_id", _id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", _id, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_duty_changes_group_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_duty_changes_person_id"),
        sa.PrimaryKeyConstraint("group_id", "day", name="pk_duty_changes"),
    )

    op.create_table(
        "invitations",
        sa.Column("id", _id, nullable=False),
        sa.Column("code_key", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("made_by", _id, nullable=False),
        sa.Column("made_at", _time, nullable=False),
        sa.Column("expires_at", _time, nullable=False),
        sa.Column("used_at", _time),
        sa.Column("revoked_at", _time),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name="fk_invitations_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("code_key", name="uq_invitations_code_key"),
    )
    op.create_index("ix_invitations_agency", "invitations", ["agency"])

    op.create_table(
        "dialogues",
        sa.Column("chat_key", sa.Text(), nullable=False),
        sa.Column("person_id", _id, nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", _time, nullable=False),
        sa.Column("nudged_at", _time),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_dialogues_person_id"),
        sa.PrimaryKeyConstraint("chat_key", "person_id", name="pk_dialogues"),
    )
    op.create_index("ix_dialogues_updated_at", "dialogues", ["updated_at"])

    op.create_table(
        "tickets",
        sa.Column("id", _id, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("draft_key", sa.Text(), nullable=False),
        sa.Column("reporter_id", _id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text()),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("awaits_follow_up", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("address", sa.Text()),
        sa.Column("latitude", sa.Double()),
        sa.Column("longitude", sa.Double()),
        sa.Column("place", sa.Text()),
        sa.Column("occurred_on", sa.Date()),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", _time, nullable=False),
        sa.Column("follow_up_due", _time, nullable=False),
        sa.Column("assigned_at", _time),
        sa.Column("taken_by", _id),
        sa.Column("followed_up_at", _time),
        sa.Column("answered_at", _time),
        sa.Column("closed_at", _time),
        sa.Column("awaiting_since", _time),
        sa.Column("declining", sa.Text()),
        sa.Column("stars", sa.Integer()),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["reporter_id"], ["people.id"], name="fk_tickets_reporter_id"),
        sa.ForeignKeyConstraint(["taken_by"], ["people.id"], name="fk_tickets_taken_by"),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.UniqueConstraint("draft_key", name="uq_tickets_draft_key"),
        sa.UniqueConstraint("number", name="uq_tickets_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tickets_awaiting", "tickets", ["follow_up_due", "agency"], **_where_true("awaits_follow_up"))
    op.create_index("ix_tickets_open", "tickets", ["agency", "follow_up_due", "id"], **_where_true("is_open"))
    op.create_index("ix_tickets_reporter_id_id", "tickets", ["reporter_id", "id"])

    op.create_table(
        "expectations",
        sa.Column("person_id", _id, nullable=False, autoincrement=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("ticket_id", _id),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", _time, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_expectations_person_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_expectations_ticket_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_expectations"),
    )

    op.create_table(
        "events",
        sa.Column("ticket_id", _id, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", _time, nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_person_id", _id),
        sa.Column("actor_agency", sa.Text()),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("sealed", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["actor_person_id"], ["people.id"], name="fk_events_actor_person_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_events_ticket_id"),
        sa.PrimaryKeyConstraint("ticket_id", "seq", name="pk_events"),
    )
    op.create_index("ix_events_kind_at", "events", ["kind", "at"])

    op.create_table(
        "attachments",
        sa.Column("id", _id, nullable=False),
        sa.Column("ticket_id", _id, nullable=False),
        sa.Column("event_seq", sa.Integer()),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_attachments_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_ticket_id_event_seq", "attachments", ["ticket_id", "event_seq"])

    op.create_table(
        "consents",
        sa.Column("id", _id, nullable=False),
        sa.Column("person_id", _id, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("at", _time, nullable=False),
        sa.Column("ticket_id", _id),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_consents_person_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_consents_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index("ix_consents_person_id", "consents", ["person_id"])

    op.create_table(
        "messages",
        sa.Column("id", _id, nullable=False),
        sa.Column("message_key", sa.Text(), nullable=False),
        sa.Column("chat_key", sa.Text(), nullable=False),
        sa.Column("message_id", sa.LargeBinary(), nullable=False),
        sa.Column("slot", sa.Text()),
        sa.Column("ticket_id", _id),
        sa.Column("at", _time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("message_key", name="uq_messages_message_key"),
    )
    op.create_index("ix_messages_slot", "messages", ["chat_key", "slot", "id"], **_where("slot IS NOT NULL"))

    op.create_table(
        "reminders",
        sa.Column("id", _id, nullable=False),
        sa.Column("ticket_id", _id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", _time, nullable=False),
        sa.Column("done_at", _time),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_reminders_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint("ticket_id", "kind", "due_at", name="uq_reminders_ticket_id_kind_due_at"),
    )
    op.create_index("ix_reminders_due", "reminders", ["due_at"], **_where("done_at IS NULL"))

    op.create_table(
        "occasions",
        sa.Column("occasion_key", sa.Text(), nullable=False),
        sa.Column("at", _time, nullable=False),
        sa.PrimaryKeyConstraint("occasion_key", name="pk_occasions"),
    )

    op.create_table(
        "notes",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_notes"),
    )

    op.create_table(
        "inbox",
        sa.Column("id", _id, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("update_key", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("received_at", _time, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", _time),
        sa.Column("settled_at", _time),
        sa.Column("error", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("update_key", name="uq_inbox_update_key"),
    )
    op.create_index("ix_inbox_failed", "inbox", ["id"], **_where("error IS NOT NULL"))
    op.create_index("ix_inbox_lane", "inbox", ["lane", "id"], **_where("settled_at IS NULL"))
    op.create_index("ix_inbox_pending", "inbox", ["id", "lane"], **_where("settled_at IS NULL"))
    op.create_index("ix_inbox_settled_at", "inbox", ["settled_at"], **_where("settled_at IS NOT NULL"))

    op.create_table(
        "outbox",
        sa.Column("id", _id, nullable=False),
        sa.Column("chat_key", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("is_edit", sa.Boolean(), nullable=False),
        sa.Column("slot", sa.Text()),
        sa.Column("ticket_id", _id),
        sa.Column("unique_hash", sa.Text()),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", _time, nullable=False),
        sa.Column("not_before", _time),
        sa.Column("blocked_until", _time),
        sa.Column("settled_at", _time),
        sa.Column("error", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("unique_hash", name="uq_outbox_unique_hash"),
    )
    op.create_index(
        "ix_outbox_blocked",
        "outbox",
        ["blocked_until", "chat_key"],
        **_where("settled_at IS NULL AND blocked_until IS NOT NULL"),
    )
    op.create_index("ix_outbox_chat", "outbox", ["chat_key", "id"], **_where("settled_at IS NULL"))
    op.create_index("ix_outbox_priority", "outbox", ["priority", "id", "chat_key"], **_where("settled_at IS NULL"))
    op.create_index("ix_outbox_settled_at", "outbox", ["settled_at", "status"], **_where("settled_at IS NOT NULL"))
