"""Reporters who may file no new reports for a while.

A block is found by the same keyed hash as the person: it holds for who erased themselves and came back, and names
nobody. It is a row as long as it runs; what it was, the audit log keeps.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import tables
from storage.people import People
from storage.repository import BIGGEST_ID, Repository
from storage.values import Block, Person

_blocks = tables.blocks
_REASON = "blocks.reason"
_of = (
    sa.select(_blocks)
    .where(_blocks.c.person_key == sa.bindparam("key"), _blocks.c.ends_at > sa.bindparam("now"))
    .order_by(_blocks.c.ends_at.desc(), _blocks.c.id.desc())
)


class Blocks(Repository):
    """Every block that runs, and those that a coordinator is still asked about."""

    async def propose(self, person: Person, *, ticket_id: int, by: int, at: datetime, reason: str) -> int:
        """Begin to ask whether the reporter of a ticket shall be blocked; the id of the question."""
        values = {
            "person_key": self._sealer.key_of("person", person.channel, person.external_id),
            "ticket_id": ticket_id,
            "why": "",
            "reason": self._seal(reason),
            "asked_by": by,
            "asked_at": at,
            "refused": 0,
        }
        made = await self._run(sa.insert(_blocks).values(values).returning(_blocks.c.id))
        return int(made.scalar_one())

    async def get(self, block_id: int) -> Block | None:
        """One that runs or is asked about; nobody else changes it until this transaction ends."""
        if not 0 < block_id <= BIGGEST_ID:
            return None
        row = (await self._run(sa.select(_blocks).where(_blocks.c.id == block_id).with_for_update())).one_or_none()
        return None if row is None else self._block(row)

    async def explain(self, block_id: int, why: str, reason: str) -> None:
        """Why it shall be."""
        this = sa.update(_blocks).where(_blocks.c.id == block_id)
        await self._run(this.values(why=why, reason=self._seal(reason)))

    async def place(self, block_id: int, until: datetime) -> None:
        """From now on it runs."""
        await self._run(sa.update(_blocks).where(_blocks.c.id == block_id).values(ends_at=until))

    async def drop(self, block_id: int) -> None:
        """It runs no more, or is not asked about any more."""
        await self._run(sa.delete(_blocks).where(_blocks.c.id == block_id))

    async def of(self, person: Person, now: datetime) -> tuple[Block, ...]:
        """Those that run for a person, the one that ends last first."""
        key = self._sealer.key_of("person", person.channel, person.external_id)
        return tuple(map(self._block, await self._run(_of, {"key": key, "now": now})))

    async def of_ticket(self, ticket_id: int, now: datetime) -> Block | None:
        """The one that runs for the reporter of a ticket because of that ticket."""
        this = sa.select(_blocks).where(_blocks.c.ticket_id == ticket_id, _blocks.c.ends_at > now)
        row = (await self._run(this.order_by(_blocks.c.id).limit(1))).one_or_none()
        return None if row is None else self._block(row)

    async def running(self, now: datetime, limit: int) -> tuple[Block, ...]:
        """Those that run, the latest first."""
        rows = sa.select(_blocks).where(_blocks.c.ends_at > now).order_by(_blocks.c.id.desc()).limit(limit)
        return tuple(map(self._block, await self._run(rows)))

    async def person_of(self, block_id: int) -> Person | None:
        """Whom it concerns, if they are not erased."""
        whose = sa.select(tables.people.c.id).join(_blocks, _blocks.c.person_key == tables.people.c.person_key)
        person_id = (await self._run(whose.where(_blocks.c.id == block_id))).scalar_one_or_none()
        return None if person_id is None else await People(self._connection, self._sealer).get(person_id)

    async def refused(self, block_id: int, at: datetime) -> None:
        """A report was refused because of it."""
        this = sa.update(_blocks).where(_blocks.c.id == block_id)
        await self._run(this.values(refused=_blocks.c.refused + 1, refused_at=at))

    async def kept(self, block_id: int, at: datetime) -> None:
        """A report of danger was kept in spite of it."""
        await self._run(sa.update(_blocks).where(_blocks.c.id == block_id).values(kept_at=at))

    async def told(self, block_ids: Collection[int], at: datetime) -> None:
        """The person knows of these."""
        await self._run(sa.update(_blocks).where(_blocks.c.id.in_(list(block_ids))).values(told_at=at))

    async def prune(self, now: datetime, asked_before: datetime) -> None:
        """Forget those that ended, and questions that nobody answered since then."""
        unanswered = sa.and_(_blocks.c.ends_at.is_(None), _blocks.c.asked_at < asked_before)
        await self._run(sa.delete(_blocks).where(sa.or_(_blocks.c.ends_at <= now, unanswered)))

    def _seal(self, reason: str) -> bytes:
        return self._sealer.seal(reason.encode("utf-8", "surrogatepass"), _REASON)

    def _block(self, row: sa.Row[Any]) -> Block:
        return Block(
            id=row.id,
            ticket_id=row.ticket_id,
            why=row.why,
            reason=self._sealer.open(row.reason, _REASON).decode("utf-8", "surrogatepass"),
            asked_by=row.asked_by,
            asked_at=row.asked_at,
            ends_at=row.ends_at,
            told_at=row.told_at,
            refused=row.refused,
            refused_at=row.refused_at,
            kept_at=row.kept_at,
        )
