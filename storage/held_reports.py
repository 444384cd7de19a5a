"""Complete reports that a limit holds back: whose draft, since when and why. What they say lies in the draft."""

from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.repository import BIGGEST_ID, Repository
from storage.values import HeldReport

_held = tables.held_reports
_drop = sa.delete(_held).where(_held.c.draft == sa.bindparam("which"))


@cache
def _add(dialect: str) -> Executable:
    return insert(dialect, _held).on_conflict_do_nothing()


class HeldReports(Repository):
    """Every draft that was to be sent and was not."""

    async def add(self, person_id: int, draft: str, why: str, at: datetime) -> None:
        """It is held back; since the first time it was."""
        await self._run(_add(self._dialect), {"person_id": person_id, "draft": draft, "why": why, "at": at})

    async def get(self, held_id: int) -> HeldReport | None:
        """One of them, if it still is."""
        if not 0 < held_id <= BIGGEST_ID:
            return None
        row = (await self._run(sa.select(_held).where(_held.c.id == held_id))).one_or_none()
        return None if row is None else _of(row)

    async def oldest(self, limit: int) -> tuple[HeldReport, ...]:
        """Those that are held back longest, first."""
        return tuple(map(_of, await self._run(sa.select(_held).order_by(_held.c.id).limit(limit))))

    async def drop(self, draft: str) -> None:
        """The draft was sent, or is no more."""
        await self._run(_drop, {"which": draft})


def _of(row: sa.Row[Any]) -> HeldReport:
    return HeldReport(row.id, row.person_id, row.draft, row.why, row.at)
