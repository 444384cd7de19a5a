"""Histories as chains of hashes, anchored day by day; what is there already is linked as it stands.

The words of secret tickets cannot be read here: they stay without a salt, covered by their own seals.
"""

import json
import secrets
from datetime import timezone
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_events = sa.table(
    "events",
    sa.column("ticket_id", sa.BigInteger),
    sa.column("seq", sa.Integer),
    sa.column("kind", sa.Text),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor_kind", sa.Text),
    sa.column("actor_person_id", sa.BigInteger),
    sa.column("actor_agency", sa.Text),
    sa.column("data", sa.JSON),
    sa.column("text", sa.Text),
    sa.column("sealed", sa.LargeBinary),
    sa.column("salt", sa.Text),
    sa.column("words_hash", sa.Text),
    sa.column("hash", sa.Text),
)
_tickets = sa.table(
    "tickets",
    sa.column("id", sa.BigInteger),
    sa.column("number", sa.Text),
    sa.column("secret", sa.Boolean),
    sa.column("text", sa.Text),
    sa.column("address", sa.Text),
)


def upgrade() -> None:
    """Make the columns and the table, and link what is there."""
    for name in ("salt", "words_hash", "hash"):
        op.add_column("events", sa.Column(name, sa.Text()))
    op.add_column("events", sa.Column("anchor", _id))
    op.create_index("ix_events_anchor", "events", ["anchor"])
    op.create_table(
        "anchors",
        sa.Column("id", _id, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_anchors"),
        sa.UniqueConstraint("day", name="uq_anchors_day"),
    )
    _link()


def _link() -> None:
    connection = op.get_bind()
    change = (
        sa.update(_events)
        .where(_events.c.ticket_id == sa.bindparam("of_ticket"), _events.c.seq == sa.bindparam("at_seq"))
        .values(salt=sa.bindparam("a_salt"), words_hash=sa.bindparam("a_words"), hash=sa.bindparam("a_hash"))
    )
    for ticket in connection.execute(sa.select(_tickets).order_by(_tickets.c.id)).all():
        previous, links = _digest("ticket", ticket.number), []
        of_ticket = sa.select(_events).where(_events.c.ticket_id == ticket.id).order_by(_events.c.seq)
        for event in connection.execute(of_ticket).all():
            salt, words = _words(ticket, event)
            at = event.at if event.at.tzinfo else event.at.replace(tzinfo=timezone.utc)
            moment = at.astimezone(timezone.utc).isoformat(timespec="microseconds")
            actor = (event.actor_kind, event.actor_agency)
            previous = _digest(previous, ticket.id, event.seq, event.kind, moment, *actor, event.data, words)
            links.append(
                {"of_ticket": ticket.id, "at_seq": event.seq, "a_salt": salt, "a_words": words, "a_hash": previous}
            )
        if links:
            connection.execute(change, links)


def _words(ticket: sa.Row[Any], event: sa.Row[Any]) -> tuple[str | None, str]:
    if ticket.secret or event.sealed is not None:
        return None, ""
    salt = secrets.token_hex(16)
    complaint = (ticket.text, ticket.address) if event.seq == 1 else ("", "")
    return salt, _digest("words", salt, *complaint, event.text, str(event.actor_person_id))


def _digest(*parts: object) -> str:
    return sha256(json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()).hexdigest()
