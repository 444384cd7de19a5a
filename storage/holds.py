"""Tickets of which nothing may be erased for as long as a case at law needs them."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.repository import BIGGEST_ID, Repository
from storage.values import Hold

_holds = tables.holds
_REASON = "holds.reason"
RUNNING = _holds.c.lifted_at.is_(None)


@cache
def _place(dialect: str) -> Executable:
    return insert(dialect, _holds).on_conflict_do_nothing().returning(_holds.c.id)


class Holds(Repository):
    """Every hold there ever was; at most one runs on a ticket."""

    async def place(self, ticket_id: int, by: int, at: datetime, reason: str) -> bool:
        """Keep everything of the ticket from now on. False where a hold runs already."""
        values = {
            "ticket_id": ticket_id,
            "placed_by": by,
            "placed_at": at,
            "reason": self._sealer.seal(reason.encode("utf-8", "surrogatepass"), _REASON),
        }
        return (await self._run(_place(self._dialect), values)).scalar_one_or_none() is not None

    async def lift(self, hold_id: int, by: int, at: datetime) -> Hold | None:
        """End a hold that runs; none where there is no such one any more."""
        if not 0 < hold_id <= BIGGEST_ID:
            return None
        end = sa.update(_holds).where(_holds.c.id == hold_id, RUNNING).values(lifted_by=by, lifted_at=at)
        row = (await self._run(end.returning(*_holds.c))).one_or_none()
        return None if row is None else self._hold(row)

    async def running(self, limit: int) -> tuple[Hold, ...]:
        """The holds that run, the latest first."""
        rows = await self._run(sa.select(_holds).where(RUNNING).order_by(_holds.c.id.desc()).limit(limit))
        return tuple(map(self._hold, rows))

    async def get(self, hold_id: int) -> Hold | None:
        """A hold that runs."""
        if not 0 < hold_id <= BIGGEST_ID:
            return None
        row = (await self._run(sa.select(_holds).where(_holds.c.id == hold_id, RUNNING))).one_or_none()
        return None if row is None else self._hold(row)

    async def among(self, ticket_ids: Collection[int]) -> frozenset[int]:
        """Which of these tickets are held."""
        if not ticket_ids:
            return frozenset()
        held = sa.select(_holds.c.ticket_id).where(RUNNING, _holds.c.ticket_id.in_(list(ticket_ids)))
        return frozenset((await self._run(held)).scalars())

    def _hold(self, row: sa.Row[tuple[object, ...]]) -> Hold:
        values = row._mapping
        reason = self._sealer.open(values["reason"], _REASON).decode("utf-8", "surrogatepass")
        return Hold(values["id"], values["ticket_id"], values["placed_by"], values["placed_at"], reason)
