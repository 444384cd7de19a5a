"""Keeping and verifying the chains of `tickets.chain`: links within a ticket, anchors across all of them."""

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.repository import Repository
from storage.sealing import Sealer
from storage.tables import writable
from storage.ticket_rows import event_from, ticket_from
from tickets import chain
from tickets.chain import Fact
from tickets.events import ActorKind, Event, EventKind
from tickets.ticket import Ticket

_events = tables.events
_tickets = tables.tickets
_anchors = tables.anchors
_SALT_BYTES = 16


@cache
def _new(dialect: str) -> Executable:
    return insert(dialect, _anchors).on_conflict_do_nothing().returning(_anchors.c.id)


_newest_anchor = sa.select(_anchors).order_by(_anchors.c.id.desc()).limit(1)
_links_of = (
    sa.select(_events.c.hash)
    .where(_events.c.anchor == sa.bindparam("anchor_id"))
    .order_by(_events.c.ticket_id, _events.c.seq)
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """All that was written since the anchor before. `day` is UTC's, `digest` 64 hex digits to keep elsewhere."""

    id: int
    day: str
    digest: str


@dataclass(frozen=True, slots=True)
class Verified:
    """A stretch of tickets: how many and up to which id, how many facts, how many without words, what is wrong."""

    tickets: int
    last_id: int
    facts: int
    wordless: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A fact's place in its ticket's history, and its hash."""

    seq: int
    hash: str | None


FIRST = Link(0, None)
"""What the first fact of a ticket follows upon."""


def link_values(ticket: Ticket, event: Event, values: Mapping[str, Any], last: Link) -> dict[str, Any]:
    """What makes a new row of events a link: its place, its hash, and the salted digest of its words."""
    salt, seq = secrets.token_hex(_SALT_BYTES), last.seq + 1
    words = chain.seal_words(salt, words_of(ticket, event, seq))
    before = chain.start(ticket.number) if last is FIRST else last.hash or ""
    fact = Fact(ticket.id, seq, event.kind, event.at, values["actor_kind"], values["actor_agency"], event.data, words)
    return {"seq": seq, "salt": salt, "words_hash": words, "hash": chain.link(before, fact)}


def words_of(ticket: Ticket, event: Event, seq: int) -> tuple[str, ...]:
    """What may have to be erased: the words of a fact and who it was; with the first, what the complaint says."""
    complaint = (ticket.text, ticket.address) if seq == 1 else ("", "")
    return tuple(map(writable, (*complaint, event.text, str(event.actor.person_id))))


@dataclass(frozen=True, slots=True)
class Witness:
    """A fact with its place in the chain. `salt` is none when its words were erased, `anchor` until it is anchored."""

    event: Event
    link: Link
    words_hash: str
    salt: str | None
    anchor: int | None


@dataclass(frozen=True, slots=True)
class AnchoredDay:
    """What an anchor was made of: the digest of the one before, and every link of that time."""

    anchor: Anchor
    previous: str
    links: tuple[str, ...]


class Chains(Repository):
    """The chains of all tickets."""

    async def anchor(self, now: datetime) -> Anchor | None:
        """Anchor what was written since the last anchor; none when today (UTC) has one already."""
        day = now.astimezone(UTC).date().isoformat()
        last = (await self._run(_newest_anchor)).one_or_none()
        if last is not None and last.day >= day:
            return None
        anchor_id = (await self._run(_new(self._dialect), {"day": day, "hash": ""})).scalar_one_or_none()
        if anchor_id is None:  # another process was quicker
            return None
        await self._run(sa.update(_events).where(_events.c.anchor.is_(None)).values(anchor=anchor_id))
        digest = await self._digest(anchor_id, day, "" if last is None else last.hash)
        await self._run(sa.update(_anchors).where(_anchors.c.id == anchor_id).values(hash=digest))
        return Anchor(anchor_id, day, digest)

    async def anchors(self) -> tuple[Anchor, ...]:
        """All anchors, oldest first."""
        rows = await self._run(sa.select(_anchors).order_by(_anchors.c.id))
        return tuple(Anchor(row.id, row.day, row.hash) for row in rows)

    async def witnesses(self, ticket_id: int) -> tuple[Witness, ...]:
        """The facts of a ticket as they stand in the chain, oldest first, without their files."""
        rows = await self._run(sa.select(_events).where(_events.c.ticket_id == ticket_id).order_by(_events.c.seq))
        return tuple(
            Witness(
                event_from(row, (), self._sealer), Link(row.seq, row.hash), row.words_hash or "", row.salt, row.anchor
            )
            for row in rows
        )

    async def days(self, anchor_ids: Collection[int]) -> tuple[AnchoredDay, ...]:
        """What these anchors were made of, oldest first."""
        anchors = await self.anchors()
        found = []
        for before, anchor in zip((None, *anchors), anchors, strict=False):
            if anchor.id in anchor_ids:
                links = (await self._run(_links_of, {"anchor_id": anchor.id})).scalars()
                found.append(AnchoredDay(anchor, before.digest if before else "", tuple(map(str, links))))
        return tuple(found)

    async def holds(self, anchor: Anchor, before: Anchor | None) -> bool:
        """Whether the facts of that time are those that were anchored, no more and no less."""
        return await self._digest(anchor.id, anchor.day, "" if before is None else before.digest) == anchor.digest

    async def verify(self, after: int, limit: int) -> Verified:
        """Look through the tickets with an id above `after`."""
        some = sa.select(_tickets).where(_tickets.c.id > after).order_by(_tickets.c.id).limit(limit)
        rows = (await self._run(some)).all()
        if not rows:
            return Verified(0, after, 0, 0, ())
        ids = _events.c.ticket_id.between(rows[0].id, rows[-1].id)
        of_ticket: dict[int, list[Any]] = defaultdict(list)
        for event in await self._run(sa.select(_events).where(ids).order_by(_events.c.ticket_id, _events.c.seq)):
            of_ticket[event.ticket_id].append(event)
        facts = [event for row in rows for event in of_ticket[row.id]]
        faults = tuple(fault for row in rows for fault in _faults(row, of_ticket[row.id], self._sealer))
        wordless = sum(event.salt is None for event in facts)
        return Verified(len(rows), rows[-1].id, len(facts), wordless, faults)

    async def forget_words(self, ticket_id: int) -> None:
        """The words of a ticket, and who wrote them, are erased in the same transaction.

        Without the salts, what is left of them in the chain tells nothing, and the chain holds.
        """
        await self._run(sa.update(_events).where(_events.c.ticket_id == ticket_id).values(salt=None))

    async def _digest(self, anchor_id: int, day: str, previous: str) -> str:
        links = (await self._run(_links_of, {"anchor_id": anchor_id})).scalars()
        return chain.anchor(previous, day, links)


def _faults(row: Any, events: Sequence[Any], sealer: Sealer) -> Iterator[str]:
    ticket = ticket_from(row, (), sealer)
    previous = chain.start(ticket.number)
    expected = 1
    for event in events:
        if event.seq != expected:
            yield f"{ticket.number}: fact {expected} is missing"
        expected = event.seq + 1
        words = event.words_hash or ""
        actor = event.actor_kind, event.actor_agency
        fact = Fact(ticket.id, event.seq, event.kind, event.at, *actor, event.data, words)
        if event.hash != chain.link(previous, fact):
            yield f"{ticket.number}: fact {event.seq} ({event.kind}) is not as it was written"
        elif event.salt is not None and words != chain.seal_words(
            event.salt, words_of(ticket, event_from(event, (), sealer), event.seq)
        ):
            yield f"{ticket.number}: the words of fact {event.seq} ({event.kind}) are not as they were written"
        previous = event.hash or ""
    if len(events) < ticket.revision + _at_filing(events):
        yield f"{ticket.number}: the last facts are missing"


def _at_filing(events: Sequence[Any]) -> int:
    """How many facts a ticket began with; every later one made a revision."""
    is_given = (
        len(events) > 1
        and events[1].kind == EventKind.ASSIGNED
        and events[1].actor_kind == ActorKind.SYSTEM
        and events[1].at == events[0].at
    )
    return 2 if is_given else 1
