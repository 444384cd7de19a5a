"""The rows of made-up tickets: those of a mould are made once, with the program's own functions, and cast many times.

A cast has its own id, number, draft, reporter, times and links of its chain; what it says, it shares with its mould.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from bench.bulk import Bulk
from bench.made_up import CHANNEL, FIRST_CITIZEN, FIRST_MESSAGE, Cast, Mould, Town
from handlers.cards import slot as card_slot
from storage import tables
from storage.chains import words_of
from storage.lessons import BUCKETS
from storage.sealing import Sealer
from storage.searches import word_rows
from storage.tables import writable
from storage.ticket_rows import attachment_values, draft_key, event_values, ticket_values
from tickets import chain
from tickets.addressees import lesson_of
from tickets.chain import Fact
from tickets.events import ActorKind, Event
from tickets.sampling import lot
from tickets.ticket import Ticket

ONE_DAY = timedelta(days=1)
_HASH_BYTES = 32
_SALT = "5eed" * 8
_TIMES = ("created_at", "assigned_at", "followed_up_at", "answered_at", "closed_at", "awaiting_since")
_OF_TICKET = Bulk.places(tables.tickets, "id", "number", "draft_key", "reporter_id", "lot", "follow_up_due")
_TIMES_OF_TICKET = Bulk.places(tables.tickets, *_TIMES)
_OF_EVENT = Bulk.places(tables.events, "ticket_id", "at", "actor_person_id", "words_hash", "hash", "anchor")


class _Fact:
    """An event of a mould with its row."""

    def __init__(self, mould: Mould, event: Event, seq: int, rows: Bulk, sealer: Sealer) -> None:
        self.event = event
        self.after = event.at - mould.ticket.created_at
        self.is_reporters = event.actor.kind is ActorKind.REPORTER
        self.words = words_of(mould.ticket, event, seq)
        self.hash = chain.seal_words(_SALT, self.words)
        values = event_values(mould.ticket, event, sealer) | {"seq": seq, "salt": _SALT, "words_hash": self.hash}
        self.values = rows.values(tables.events, values)


class _Rows:
    """The rows of a mould."""

    def __init__(self, mould: Mould, rows: Bulk, sealer: Sealer) -> None:
        ticket = mould.ticket
        self.ticket = rows.values(tables.tickets, ticket_values(ticket, sealer))
        times = [(place, getattr(ticket, name)) for name, place in zip(_TIMES, _TIMES_OF_TICKET, strict=True)]
        self.times = [(place, at - ticket.created_at) for place, at in times if at is not None]
        self.facts = [_Fact(mould, event, seq, rows, sealer) for seq, event in enumerate(mould.events, 1)]
        self.files = attachment_values(0, None, ticket.attachments, sealer)
        self.parts: list[int] = []
        self.buckets: list[int] = []


class Caster:
    """Writes casts; remembers what all of them together amount to."""

    def __init__(self, rows: Bulk, sealer: Sealer, town: Town, now: datetime, span: timedelta) -> None:
        self._rows = rows
        self._sealer = sealer
        self._town = town
        self._now = now
        self._moulds: dict[Mould, _Rows] = {}
        self._parts: dict[tuple[str, bool], int] = {}
        self._anchors = {day: number for number, day in enumerate(days_of(now, span), 1)}
        self._links: dict[int, bytearray] = {number: bytearray() for number in self._anchors.values()}
        self._learnt: Counter[tuple[int, str]] = Counter()

    async def write(self, cast: Cast) -> None:
        """Every row of a ticket. Tickets come by id: so the links of a day are in order."""
        mould = self._moulds.get(cast.mould) or await self._made(cast.mould)
        await self._ticket(cast, mould)
        await self._facts(cast, mould)
        await self._rows.has_parts(cast.id, mould.parts)
        await self._consent(cast)
        await self._messages(cast)
        await self._remind(cast)
        if mould.buckets and cast.mould.ticket.agency:
            agency = cast.mould.ticket.agency
            await self._rows.add(tables.lessons, {"ticket_id": cast.id, "agency": agency, "buckets": mould.buckets})
            self._learnt.update((bucket, agency) for bucket in (0, *mould.buckets))

    def links_of(self, day: str) -> Iterator[str]:
        """The hashes of what was written on a day, by ticket and place."""
        links = self._links[self._anchors[day]]
        return (links[at : at + _HASH_BYTES].hex() for at in range(0, len(links), _HASH_BYTES))

    def learnt(self) -> Iterator[dict[str, Any]]:
        """What all tickets taught."""
        for (bucket, agency), count in self._learnt.items():
            yield {"bucket": bucket, "agency": agency, "tickets": count}

    async def _made(self, mould: Mould) -> _Rows:
        made = self._moulds[mould] = _Rows(mould, self._rows, self._sealer)
        ticket = mould.ticket
        parts = [await self._part(text, ticket) for text in mould.parts]
        parts.append(await self._part("", ticket, region=ticket.region, agency=ticket.agency))
        made.parts = sorted(set(parts))
        category = self._town.catalogue.categories[ticket.category]
        if ticket.followed_up_at and not ticket.secret and not category.sensitive:
            words = lesson_of(ticket.text, self._town.catalogue)
            keys = (self._sealer.key_of("learnt", word) for word in words)
            made.buckets = sorted({int(key[:12], 16) % BUCKETS + 1 for key in keys})
        return made

    async def _part(self, text: str, ticket: Ticket, region: str = "", agency: str | None = None) -> int:
        """The number of a piece of text (or of a region with an agency) among the words that are indexed."""
        key = (text or f"{region}:{agency}", ticket.secret)
        if key not in self._parts:
            self._parts[key] = len(self._parts) + 1
            nowhere = replace(ticket, region="", agency=None)
            nothing = {row["word"] for row in word_rows(nowhere, (), self._sealer)}
            found = word_rows(replace(nowhere, region=region, agency=agency), (text,), self._sealer)
            await self._rows.add_part(self._parts[key], sorted({row["word"] for row in found} - nothing))
        return self._parts[key]

    async def _ticket(self, cast: Cast, mould: _Rows) -> None:
        values = mould.ticket.copy()
        draft = draft_key(self._sealer, f"SEED{cast.id:010}")
        own = (cast.id, cast.number, draft, cast.reporter_id, lot(cast.number), self._rows.moment(cast.due))
        for place, value in zip(_OF_TICKET, own, strict=True):
            values[place] = value
        for place, after in mould.times:
            values[place] = self._rows.moment(cast.at + after)
        await self._rows.put(tables.tickets, values)
        for file in mould.files:
            await self._rows.add(tables.attachments, file | {"id": cast.id, "ticket_id": cast.id})

    async def _facts(self, cast: Cast, mould: _Rows) -> None:
        previous = chain.start(cast.number)
        for seq, fact in enumerate(mould.facts, 1):
            event, at, words = fact.event, cast.at + fact.after, fact.hash
            person = event.actor.person_id
            if fact.is_reporters:
                person = cast.reporter_id
                words = chain.seal_words(_SALT, (*fact.words[:-1], writable(str(person))))
            actor = event.actor.kind.value, event.actor.agency
            previous = chain.link(previous, Fact(cast.id, seq, event.kind, at, *actor, event.data, words))
            anchor = self._anchor(at)
            self._links[anchor].extend(bytes.fromhex(previous))
            values = fact.values.copy()
            own = (cast.id, self._rows.moment(at), person, words, previous, anchor)
            for place, value in zip(_OF_EVENT, own, strict=True):
                values[place] = value
            await self._rows.put(tables.events, values)

    def _anchor(self, at: datetime) -> int:
        return self._anchors[at.date().isoformat()]

    async def _consent(self, cast: Cast) -> None:
        version = self._town.catalogue.notice.version
        agreed = {"id": cast.id, "person_id": cast.reporter_id, "version": version, "at": cast.at}
        await self._rows.add(tables.consents, agreed | {"ticket_id": cast.id})

    async def _messages(self, cast: Cast) -> None:
        """The card in the group, and the receipt."""
        citizen = FIRST_CITIZEN + cast.reporter_id - self._town.citizen(0)
        sent = ((cast.mould.group.chat_id, card_slot(cast.id)), (citizen, f"receipt:{cast.id}"))
        for number, (chat_id, slot) in enumerate(sent):
            message_id = str(FIRST_MESSAGE + 2 * cast.id + number)
            chat_key = self._sealer.key_of("chat", CHANNEL, str(chat_id))
            row = {
                "id": 2 * cast.id + number - 1,
                "message_key": self._sealer.key_of("message", chat_key, message_id),
                "chat_key": chat_key,
                "message_id": self._sealer.seal(message_id.encode(), "messages.message_id"),
                "slot": slot,
                "ticket_id": cast.id,
                "at": cast.at,
            }
            await self._rows.add(tables.messages, row)

    async def _remind(self, cast: Cast) -> None:
        """What was due was sent; what is to come is there while somebody is waited for."""
        for number, reminder in enumerate(self._town.reminders(cast.due, cast.at)):
            is_past = reminder.at <= self._now
            if not is_past and not cast.mould.ticket.awaits_follow_up:
                continue
            row = {
                "id": 2 * cast.id + number - 1,
                "ticket_id": cast.id,
                "kind": reminder.kind.value,
                "due_at": reminder.at,
                "done_at": reminder.at if is_past else None,
            }
            await self._rows.add(tables.reminders, row)


@cache
def days_of(now: datetime, span: timedelta) -> Sequence[str]:
    """The days (UTC) of that span until now, today among them."""
    today = now.astimezone(UTC).date()
    return [(today - ONE_DAY * back).isoformat() for back in range(span.days + 1, -1, -1)]
