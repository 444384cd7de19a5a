"""The people, chats and tickets of the storage tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from storage.values import Incoming
from tickets.dialogue import Attachment, Chat, ChatKind, Content, Edit, Location, MediaKind, Parcel, Sender, Text
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.kinds import Kind
from tickets.ticket import Status, Ticket

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

SARI = Sender("5550101777", "Sari Rahmawati", "sarirahma", "id")
BUDI = Sender("5550202888", "Budi Santoso", None, "id")
SARI_CHAT = Chat("telegram", "5550101777", ChatKind.PRIVATE)
BUDI_CHAT = Chat("telegram", "5550202888", ChatKind.PRIVATE)
PUPR_CHAT = Chat("telegram", "-1009988776655", ChatKind.GROUP, "Dinas PUPR Banjarbaru")
NEW_PUPR_CHAT = Chat("telegram", "-1001122334455", ChatKind.GROUP, "Dinas PUPR Banjarbaru")

PHOTO = Attachment(MediaKind.PHOTO, "AgACAgUAAx", "AQADu", name="", size=81234, album="alb-1")
LETTER = Attachment(MediaKind.DOCUMENT, "BQACAgUAAx", "AgADv", name="surat-warga.pdf", size=4096)
PLACE = Location(-3.4572, 114.8103, "Pasar Bauntung")
BY_SARI = Actor(ActorKind.REPORTER, 1)


def incoming(key: str | int, chat: Chat = SARI_CHAT, **fields: Any) -> Incoming:
    """An update in the lane of a chat."""
    return Incoming(chat.channel, str(key), chat.id, {"update_id": key} | fields, NOW)


def text(words: str, chat: Chat = SARI_CHAT, **fields: Any) -> Parcel:
    """A message of text."""
    return _parcel(chat, Text(html=words), fields)


def edit(words: str, slot: str, chat: Chat = SARI_CHAT, **fields: Any) -> Parcel:
    """An edit of the message in a slot."""
    return _parcel(chat, Edit(html=words), {"slot": slot} | fields)


def a_ticket(**fields: Any) -> Ticket:
    """A complaint about a road, from the person with id 1, with the agency `pupr`."""
    usual: dict[str, Any] = {
        "number": "LP-2611-7F3K9Q",
        "reporter_id": 1,
        "kind": Kind.COMPLAINT,
        "text": "Jalan berlubang di depan pasar",
        "category": "jalan",
        "agency": "pupr",
        "region": "banjarbaru",
        "address": "Jl. Pangeran Hidayatullah",
        "location": PLACE,
        "occurred_on": date(2026, 11, 20),
        "anonymous": False,
        "secret": False,
        "urgent": False,
        "status": Status.ASSIGNED,
        "created_at": NOW,
        "assigned_at": NOW,
        "follow_up_due": NOW + 5 * DAY,
        "draft": "telegram:5550101777:1",
        "attachments": (PHOTO, LETTER),
    }
    return Ticket(**usual | fields)


def submitted(words: str = "", **fields: Any) -> Event:
    """The first event of a ticket."""
    return Event(kind=EventKind.SUBMITTED, at=NOW, actor=BY_SARI, text=words, **fields)


def _parcel(chat: Chat, content: Content, fields: dict[str, Any]) -> Parcel:
    return Parcel(chat=chat, content=content, **fields)
