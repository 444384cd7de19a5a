"""Fill an empty database with months of a province: `python -m bench.seed DATABASE_URL --tickets 1000000 --months 24`.

The same `--seed` and `--now` give the same people, tickets, histories and words; nonces and salts are drawn anew, as
always. SECRET_KEY is read from the environment. Everything is sealed, chained, anchored and indexed as the bot would
have done it: `python -m bot check --deep` finds nothing to mend.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from pydantic import TypeAdapter

from bench.bulk import Bulk, bulk
from bench.casting import Caster, days_of
from bench.made_up import CHANNEL, FIRST_CITIZEN, FIRST_MESSAGE, Being, Place, Sizes, Story, Town
from handlers.complaint import Session
from handlers.search import INDEXED_TO
from storage import tables
from storage.database import Database, migrate
from storage.repository import chat_to_json
from storage.sealing import Sealer
from storage.values import OutboxStatus
from tickets.chain import anchor
from tickets.dialogue import Chat, ChatKind, Priority
from tickets.forms.complaint import COMPLAINT
from tickets.forms.draft import Draft, Part

ONE_DAY = timedelta(days=1)
KEPT = timedelta(days=25)
"""How far the rows of inbox and outbox go back."""
DRAFTS_OF = timedelta(days=6)

_SESSION = TypeAdapter(Session)


async def fill(url: str, secret_key: str, sizes: Sizes, *, now: datetime, seed: int = 1) -> dict[str, int]:
    """Migrate the database if need be and fill it; how many rows each table got.

    Raises ValueError unless there is no ticket in it yet.
    """
    await asyncio.to_thread(migrate, url)
    sealer = Sealer(secret_key)
    database = await Database.open(url, sealer)
    try:
        async with database.transaction() as unit:
            if await unit.tickets.after(0, 1):
                raise ValueError("there are tickets in this database already")
            await unit.notes.put(INDEXED_TO, "all")
    finally:
        await database.close()
    town = Town(sizes, now)
    rows = await bulk(url)
    try:
        await rows.begin()
        await _Filling(rows, sealer, town, now).fill(Story(town, sizes, now, seed), sizes, Random(seed))
        await rows.finish()
    finally:
        await rows.close()
    return rows.counts


class _Filling:
    """One filling of one database."""

    def __init__(self, rows: Bulk, sealer: Sealer, town: Town, now: datetime) -> None:
        self._rows = rows
        self._sealer = sealer
        self._town = town
        self._now = now

    async def fill(self, story: Story, sizes: Sizes, random: Random) -> None:
        """Everything, one table after another as they refer to each other."""
        for being in self._town.people():
            await self._person(being)
        for place in self._town.groups:
            await self._group(place)
        caster = Caster(self._rows, self._sealer, self._town, self._now, sizes.span)
        for cast in story.tickets():
            await caster.write(cast)
        await self._anchors(caster, sizes)
        for row in caster.learnt():
            await self._rows.add(tables.learnt, row)
        for number in range(sizes.drafts):
            await self._draft(number, random)
        for number in range(sizes.outbox):
            await self._sent(number, sizes, random)
        for number in range(sizes.inbox):
            await self._handled(number, sizes)

    async def _person(self, being: Being) -> None:
        profile = {"id": str(being.external_id), "name": being.name, "username": None, "language": "id"}
        notice = self._town.catalogue.notice.version
        row = {
            "id": being.id,
            "channel": CHANNEL,
            "person_key": self._sealer.key_of("person", CHANNEL, str(being.external_id)),
            "profile": self._sealed(profile, "people.profile"),
            "blocked": False,
            "notice_version": notice,
            "notice_at": self._now,
            "created_at": self._now,
        }
        await self._rows.add(tables.people, row)

    async def _group(self, place: Place) -> None:
        chat = Chat(CHANNEL, str(place.chat_id), ChatKind.GROUP, place.title)
        row = {
            "id": place.id,
            "chat_key": self._chat_key(place.chat_id),
            "chat": self._sealed(chat_to_json(chat), "groups.chat"),
            "agency": place.agency,
            "is_coordinator": place.agency is None,
            "active": True,
            "is_admin": True,
            "reads_everything": True,
            "can_manage_topics": False,
            "paired_by": place.admin,
            "paired_at": self._now,
        }
        await self._rows.add(tables.groups, row)
        seen = {"group_id": place.id, "person_id": place.admin, "seen_at": self._now}
        await self._rows.add(tables.group_people, seen)

    async def _anchors(self, caster: Caster, sizes: Sizes) -> None:
        """Every day with a digest of what was written on it: tickets come by id, and their facts in order."""
        digest = ""
        for number, day in enumerate(days_of(self._now, sizes.span), 1):
            digest = anchor(digest, day, caster.links_of(day))
            await self._rows.add(tables.anchors, {"id": number, "day": day, "hash": digest})

    async def _draft(self, number: int, random: Random) -> None:
        """Half a complaint: the region is asked for. Who left it for a day was asked about it once."""
        person, chat_id = self._town.citizen(number), FIRST_CITIZEN + number
        age = DRAFTS_OF * random.random()
        touched = self._now - age
        text = random.choice(self._town.examples).text
        draft = Draft(
            id=f"DRAFT{number:07}",
            started_at=touched,
            asking="region",
            question=1,
            parts=(Part(str(FIRST_MESSAGE), text),),
            category=random.choice(sorted(self._town.catalogue.categories)),
        )
        chat = Chat(CHANNEL, str(chat_id), ChatKind.PRIVATE)
        content = {"chat": chat_to_json(chat), "data": _SESSION.dump_python(Session(draft), mode="json")}
        row = {
            "chat_key": self._chat_key(chat_id),
            "person_id": person,
            "form": COMPLAINT.name,
            "version": COMPLAINT.version,
            "content": self._sealed(content, "dialogues.content"),
            "revision": draft.question,
            "updated_at": touched,
            "nudged_at": touched + ONE_DAY if age > ONE_DAY else None,
        }
        await self._rows.add(tables.dialogues, row)

    async def _sent(self, number: int, sizes: Sizes, random: Random) -> None:
        """A message that arrived: its words are forgotten."""
        at = self._now - KEPT * (1 - number / sizes.outbox)
        citizen = FIRST_CITIZEN + random.randrange(self._town.citizens)
        row = {
            "id": number + 1,
            "chat_key": self._chat_key(citizen),
            "priority": Priority.CITIZEN.value,
            "is_edit": False,
            "status": OutboxStatus.SENT.value,
            "attempts": 1,
            "cost": 1,
            "created_at": at,
            "settled_at": at,
        }
        await self._rows.add(tables.outbox, row)

    async def _handled(self, number: int, sizes: Sizes) -> None:
        """An update that was handled: only its key is kept, against doubles."""
        at = self._now - KEPT * (1 - number / sizes.inbox)
        row = {
            "id": number + 1,
            "channel": CHANNEL,
            "update_key": self._sealer.key_of("update", CHANNEL, f"seed {number}"),
            "lane": self._chat_key(FIRST_CITIZEN + number % self._town.citizens),
            "received_at": at,
            "attempts": 1,
            "settled_at": at,
        }
        await self._rows.add(tables.inbox, row)

    def _chat_key(self, chat_id: int) -> str:
        return self._sealer.key_of("chat", CHANNEL, str(chat_id))

    def _sealed(self, value: Any, context: str) -> bytes:
        return self._sealer.seal(json.dumps(value, separators=(",", ":")).encode(), context)


def _told(counts: dict[str, int], seconds: float) -> Iterable[str]:
    yield from (f"{count:>12,} {name}" for name, count in counts.items() if count)
    yield f"{seconds:.0f} seconds"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", help="the database, as in DATABASE_URL")
    parser.add_argument("--tickets", type=int, default=1_000)
    parser.add_argument("--open-share", type=float, default=0.1)
    parser.add_argument("--drafts", type=int, default=0)
    parser.add_argument("--outbox", type=int, default=0)
    parser.add_argument("--inbox", type=int, default=0)
    parser.add_argument("--groups", type=int, help="agencies' groups; without: one for each agency")
    parser.add_argument("--months", type=int, default=12, help="over how many the tickets came")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--now", type=datetime.fromisoformat, default=datetime.now(UTC))
    given = parser.parse_args()
    sizes = Sizes(given.tickets, given.drafts, given.outbox, given.inbox, given.groups, given.open_share, given.months)
    now = given.now if given.now.tzinfo else given.now.replace(tzinfo=UTC)
    began = time.monotonic()
    counts = asyncio.run(fill(given.url, os.environ["SECRET_KEY"], sizes, now=now, seed=given.seed))
    print("\n".join(_told(counts, time.monotonic() - began)))


if __name__ == "__main__":
    main()
