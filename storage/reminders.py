"""What is to happen by itself: reminders of tickets, and occasions that come once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import Insert, insert
from storage.repository import Repository
from storage.values import Due

_reminders = tables.reminders
_due = (
    sa.select(_reminders)
    .where(_reminders.c.done_at.is_(None), _reminders.c.due_at <= sa.bindparam("now"))
    .order_by(_reminders.c.due_at, _reminders.c.id)
    .limit(sa.bindparam("count"))
    .with_for_update(skip_locked=True)
)
_still_due = (
    sa.select(_reminders)
    .where(
        _reminders.c.id == sa.bindparam("reminder"),
        _reminders.c.done_at.is_(None),
        _reminders.c.due_at <= sa.bindparam("now"),
    )
    .with_for_update(skip_locked=True)
)
_done = sa.update(_reminders).where(_reminders.c.id == sa.bindparam("reminder")).values(done_at=sa.bindparam("at"))
_cancel = sa.delete(_reminders).where(_reminders.c.ticket_id == sa.bindparam("ticket"), _reminders.c.done_at.is_(None))
_said = sa.select(tables.occasions.c.occasion_key).where(
    tables.occasions.c.occasion_key.in_(sa.bindparam("keys", expanding=True))
)


@cache
def _schedule(dialect: str) -> Insert:
    return insert(dialect, _reminders).on_conflict_do_nothing()


@cache
def _once(dialect: str) -> Executable:
    return insert(dialect, tables.occasions).on_conflict_do_nothing().returning(tables.occasions.c.occasion_key)


class Reminders(Repository):
    """Every reminder, sent or to come. Any number of processes may look for those that are due."""

    async def schedule(self, ticket_id: int, kind: str, due_at: datetime) -> None:
        """Remind of a ticket at that time; the same reminder a second time is the first one."""
        await self.schedule_all(ticket_id, ((kind, due_at),))

    async def schedule_all(self, ticket_id: int, each: Iterable[tuple[str, datetime]]) -> None:
        """Remind of a ticket several times: by kind, when."""
        rows = [{"ticket_id": ticket_id, "kind": kind, "due_at": due_at} for kind, due_at in each]
        if rows:
            await self._run(_schedule(self._dialect), rows)

    async def cancel(self, ticket_id: int) -> None:
        """Drop what is still to come for a ticket; it may be scheduled again."""
        await self._run(_cancel, {"ticket": ticket_id})

    async def due(self, now: datetime, limit: int) -> tuple[Due, ...]:
        """What is due, longest due first. They are this transaction's: others skip them until it ends."""
        return tuple(map(_read, await self._run(_due, {"now": now, "count": limit})))

    async def still_due(self, reminder_id: int, now: datetime) -> Due | None:
        """The reminder, unless it was sent, cancelled or postponed meanwhile, or another process has it; this
        transaction's until it ends.
        """
        row = (await self._run(_still_due, {"reminder": reminder_id, "now": now})).one_or_none()
        return None if row is None else _read(row)

    async def done(self, reminder_id: int, at: datetime) -> None:
        """It has been sent (or was pointless); it does not come again."""
        await self._run(_done, {"reminder": reminder_id, "at": at})

    async def postpone(self, reminder_id: int, until: datetime) -> None:
        """Not now: it comes again then."""
        await self._run(sa.update(_reminders).where(_reminders.c.id == reminder_id).values(due_at=until, done_at=None))

    async def not_yet(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Those of the keys that nobody said to `once`, in their order."""
        hashes = {self._sealer.key_of("occasion", key): key for key in keys}
        said = set((await self._run(_said, {"keys": list(hashes)})).scalars())
        return tuple(key for hashed, key in hashes.items() if hashed not in said)

    async def once(self, key: str, at: datetime) -> bool:
        """Whether this is the first time that anybody says this key (``digest:7:2026-11-23``)."""
        values = {"occasion_key": self._sealer.key_of("occasion", key), "at": at}
        return (await self._run(_once(self._dialect), values)).one_or_none() is not None


def _read(row: sa.Row[Any]) -> Due:
    return Due(id=row.id, ticket_id=row.ticket_id, kind=row.kind, due_at=row.due_at)
