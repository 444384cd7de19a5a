"""The audit log: rows are added and read, never changed and never deleted."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import tables
from storage.repository import Repository
from tickets.audit import Entry, Search

_audit = tables.audit
_REASON = "audit.reason"


class Audit(Repository):
    """What those with power did."""

    async def record(self, entry: Entry) -> Entry:
        """Write a line; it comes back with its id."""
        values = {
            "at": entry.at,
            "actor_id": entry.actor,
            "action": entry.action,
            "ticket_id": entry.ticket,
            "agency": entry.agency,
            "group_id": entry.group,
            "about_id": entry.about,
            "data": dict(entry.data),
            "reason": self._sealer.seal(entry.reason.encode(), _REASON) if entry.reason else None,
        }
        return self._entry((await self._run(sa.insert(_audit).values(values).returning(*_audit.c))).one())

    async def read(self, search: Search, limit: int, offset: int = 0) -> tuple[Entry, ...]:
        """The lines that fit, newest first."""
        statement = sa.select(_audit).where(*_which(search)).order_by(_audit.c.id.desc())
        return tuple(map(self._entry, await self._run(statement.limit(limit).offset(offset))))

    async def count(self, search: Search) -> int:
        """How many lines `read` would give without a limit."""
        return int(
            (await self._run(sa.select(sa.func.count()).select_from(_audit).where(*_which(search)))).scalar_one()
        )

    async def prune(self, before: datetime) -> None:
        """Forget lines of before that time."""
        await self._run(sa.delete(_audit).where(_audit.c.at < before))

    def _entry(self, row: sa.Row[Any]) -> Entry:
        return Entry(
            id=row.id,
            action=row.action,
            at=row.at,
            actor=row.actor_id,
            ticket=row.ticket_id,
            agency=row.agency,
            group=row.group_id,
            about=row.about_id,
            data=row.data,
            reason="" if row.reason is None else self._sealer.open(row.reason, _REASON).decode(),
        )


def _which(search: Search) -> list[sa.ColumnElement[bool]]:
    same = {
        _audit.c.action: search.action,
        _audit.c.actor_id: search.actor,
        _audit.c.ticket_id: search.ticket,
        _audit.c.agency: search.agency,
        _audit.c.about_id: search.about,
    }
    which: list[sa.ColumnElement[bool]] = [column == value for column, value in same.items() if value is not None]
    if search.since is not None:
        which.append(_audit.c.at >= search.since)
    if search.before is not None:
        which.append(_audit.c.at < search.before)
    return which
