"""How tickets, events and attachments lie in their rows, and which part of them lies sealed.

Words of a ticket that is not secret lie open, so that the coordinator can search them; those of a secret one do not,
nor do the draft's id, files and their names of any.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from storage.sealing import Sealer
from tickets.declining import read_decline
from tickets.dialogue import Attachment, Location
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.kinds import Kind
from tickets.sampling import lot
from tickets.similarity import Report
from tickets.sources import Source
from tickets.ticket import Status, Ticket

SEALED_TICKET = "tickets.sealed"
SEALED_EVENT = "events.sealed"
SEALED_ATTACHMENT = "attachments.content"

_ATTACHMENT = TypeAdapter(Attachment)
_FILED = ("number", "reporter_id", "created_at", "forgotten_at")
_CHANGING = (
    "category",
    "agency",
    "region",
    "anonymous",
    "secret",
    "urgent",
    "follow_up_due",
    "assigned_at",
    "taken_by",
    "followed_up_at",
    "answered_at",
    "closed_at",
    "checked_at",
    "awaiting_since",
    "merged_into",
    "stars",
    "withheld",
    "sp4n_number",
    "sp4n_status",
    "reopened",
    "revision",
)
_AS_IS = (*_FILED, *_CHANGING)
REPORTED = ("region", "category", "text", "address", "latitude", "longitude", "place", "created_at")
"""Columns of a ticket by which it is compared with another; of a secret one they are not there."""
_WORDS = ("text", "address", "latitude", "longitude", "place", "occurred_on")


def draft_key(sealer: Sealer, draft: str) -> str:
    """What a draft is found by."""
    return sealer.key_of("draft", draft)


def ticket_values(ticket: Ticket, sealer: Sealer) -> dict[str, Any]:
    """The columns of a ticket, all but its id."""
    return {
        **{name: getattr(ticket, name) for name in _FILED},
        **_changing_values(ticket),
        **_words_values(ticket, sealer),
        "source": ticket.source.value,
        "lot": lot(ticket.number),
        "draft_key": draft_key(sealer, ticket.draft),
    }


def step_values(ticket: Ticket, sealer: Sealer) -> dict[str, Any]:
    """The columns that a step may change. Each that is written is taken out of its indices and put back.

    Words stay as they are, but for those of a ticket that the step made secret; none is ever opened again.
    """
    words = _words_values(ticket, sealer) if ticket.secret else {}
    return {**_changing_values(ticket), **words}


def ticket_from(row: Row[Any], attachments: Sequence[Attachment], sealer: Sealer) -> Ticket:
    """The ticket that lies in a row."""
    hidden = json.loads(sealer.open(row.sealed, SEALED_TICKET))
    if row.secret:
        words = {name: hidden[name] for name in _WORDS}
        words["occurred_on"] = date.fromisoformat(words["occurred_on"]) if words["occurred_on"] else None
    else:
        words = {name: getattr(row, name) for name in _WORDS}
    return Ticket(
        **{name: getattr(row, name) for name in _AS_IS},
        id=row.id,
        kind=Kind(row.kind),
        status=Status(row.status),
        source=Source(row.source),
        declining=read_decline(row.declining),
        draft=hidden["draft"],
        text=words["text"],
        address=words["address"],
        location=_location_from(words),
        occurred_on=words["occurred_on"],
        attachments=tuple(attachments),
    )


def report_from(row: Row[Any]) -> Report:
    """What is compared of a ticket that is not secret: of a row with the columns `REPORTED`."""
    at = None if row.latitude is None else Location(row.latitude, row.longitude, row.place)
    return Report(row.region, row.category, row.text, row.address, at, row.created_at)


def text_from(row: Row[Any], sealer: Sealer) -> str:
    """What the reporter wrote: of a row with `text` and, where the ticket is secret, `sealed`."""
    text: str | None = json.loads(sealer.open(row.sealed, SEALED_TICKET))["text"] if row.secret else row.text
    return text or ""


def event_values(ticket: Ticket, event: Event, sealer: Sealer) -> dict[str, Any]:
    """The columns of an event, all but its place in the ticket's history."""
    sealed = sealer.seal(json.dumps(event.text).encode(), SEALED_EVENT) if ticket.secret else None
    return {
        "ticket_id": ticket.id,
        "kind": event.kind.value,
        "at": event.at,
        "actor_kind": event.actor.kind.value,
        "actor_person_id": event.actor.person_id,
        "actor_agency": event.actor.agency,
        "data": dict(event.data),
        "text": None if ticket.secret else event.text,
        "sealed": sealed,
    }


def event_from(row: Row[Any], attachments: Sequence[Attachment], sealer: Sealer) -> Event:
    """The event that lies in a row."""
    return Event(
        kind=EventKind(row.kind),
        at=row.at,
        actor=Actor(ActorKind(row.actor_kind), row.actor_person_id, row.actor_agency),
        data=row.data,
        text=row.text if row.sealed is None else json.loads(sealer.open(row.sealed, SEALED_EVENT)),
        attachments=tuple(attachments),
    )


def attachment_values(
    ticket_id: int, event_seq: int | None, attachments: Sequence[Attachment], sealer: Sealer
) -> list[dict[str, Any]]:
    """The rows of the files of a ticket (no `event_seq`) or of one of its events."""
    return [
        {
            "ticket_id": ticket_id,
            "event_seq": event_seq,
            "content": sealer.seal(json.dumps(_ATTACHMENT.dump_python(item, mode="json")).encode(), SEALED_ATTACHMENT),
        }
        for item in attachments
    ]


def attachment_from(row: Row[Any], sealer: Sealer) -> Attachment:
    """The file that lies in a row."""
    return _ATTACHMENT.validate_python(json.loads(sealer.open(row.content, SEALED_ATTACHMENT)))


def _changing_values(ticket: Ticket) -> dict[str, Any]:
    return {
        **{name: getattr(ticket, name) for name in _CHANGING},
        "kind": ticket.kind.value,
        "status": ticket.status.value,
        "declining": ticket.declining.written() if ticket.declining else None,
        "is_open": ticket.is_open,
        "awaits_follow_up": ticket.awaits_follow_up,
    }


def _words_values(ticket: Ticket, sealer: Sealer) -> dict[str, Any]:
    """The words of a ticket, open or sealed, and the draft's id."""
    words = _words_of(ticket)
    hidden: dict[str, Any] = {"draft": ticket.draft}
    if ticket.secret:
        hidden |= words | {"occurred_on": ticket.occurred_on.isoformat() if ticket.occurred_on else None}
        words = dict.fromkeys(_WORDS)
    return {**words, "sealed": sealer.seal(json.dumps(hidden).encode(), SEALED_TICKET)}


def _words_of(ticket: Ticket) -> dict[str, Any]:
    at = ticket.location
    return {
        "text": ticket.text,
        "address": ticket.address,
        "latitude": at.latitude if at else None,
        "longitude": at.longitude if at else None,
        "place": at.title if at else None,
        "occurred_on": ticket.occurred_on,
    }


def _location_from(words: dict[str, Any]) -> Location | None:
    if words["latitude"] is None:
        return None
    return Location(latitude=words["latitude"], longitude=words["longitude"], title=words["place"])
