"""Reports that are held back: whose draft, since when and why. What they say lies in the draft, or sealed beside it."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.repository import BIGGEST_ID, Repository
from storage.values import HeldReport
from tickets.pace import Limit

_held = tables.held_reports
_CONTENT = "held_reports.content"
_drop = sa.delete(_held).where(_held.c.draft == sa.bindparam("which"))


@cache
def _add(dialect: str) -> Executable:
    return insert(dialect, _held).on_conflict_do_nothing()


@cache
def _keep(dialect: str) -> Executable:
    new = insert(dialect, _held)
    return new.on_conflict_do_update(index_elements=["draft"], set_={"content": new.excluded.content})


class HeldReports(Repository):
    """Every draft that was to be sent and was not, and every report of danger that is kept of somebody blocked."""

    async def add(self, person_id: int, draft: str, why: str, at: datetime) -> None:
        """It is held back; since the first time it was."""
        await self._run(_add(self._dialect), {"person_id": person_id, "draft": draft, "why": why, "at": at})

    async def keep(self, held: HeldReport) -> None:
        """One with a draft of its own: a new one, or what the one known by that draft says now."""
        values = {
            "person_id": held.person_id,
            "draft": held.draft,
            "why": held.why,
            "at": held.at,
            "content": self._seal_json(held.content, _CONTENT),
        }
        await self._run(_keep(self._dialect), values)

    async def get(self, held_id: int) -> HeldReport | None:
        """One of them, if it still is."""
        return await self._one(_held.c.id == held_id) if 0 < held_id <= BIGGEST_ID else None

    async def of_draft(self, draft: str) -> HeldReport | None:
        """Whether and why a draft is held back."""
        return await self._one(_held.c.draft == draft)

    async def kept_of(self, person_id: int) -> HeldReport | None:
        """What is kept of somebody who has it in no draft."""
        return await self._one(_held.c.person_id == person_id, _held.c.content.is_not(None))

    async def oldest(self, limit: int) -> tuple[HeldReport, ...]:
        """Those that no limit holds back, for they tell of danger; then those that are held back longest."""
        order = (_held.c.why != Limit.BLOCKED, _held.c.id)
        return tuple(map(self._of, await self._run(sa.select(_held).order_by(*order).limit(limit))))

    async def drop(self, draft: str) -> None:
        """The draft was sent, or is no more."""
        await self._run(_drop, {"which": draft})

    async def prune(self, before: datetime) -> None:
        """Forget what was kept before then; drafts have a life of their own."""
        await self._run(sa.delete(_held).where(_held.c.content.is_not(None), _held.c.at < before))

    async def _one(self, *which: sa.ColumnElement[bool]) -> HeldReport | None:
        row = (await self._run(sa.select(_held).where(*which).order_by(_held.c.id).limit(1))).one_or_none()
        return None if row is None else self._of(row)

    def _of(self, row: sa.Row[Any]) -> HeldReport:
        content: Mapping[str, Any] | None = self._open_json(row.content, _CONTENT) if row.content else None
        return HeldReport(row.id, row.person_id, row.draft, row.why, row.at, content)
