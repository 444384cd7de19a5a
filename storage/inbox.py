"""Updates as they came in, kept until somebody has handled them: stored before they are understood.

A lane is what must stay in order: a chat. Lanes are taken whole: whoever holds the first waiting row of a lane, by
the row's lock or by its lease, is alone in it. What failed has left its lane; replayed, it comes again at the end of
it.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import LOCK_ALONE, insert
from storage.repository import Repository
from storage.values import Failure, InboxRow, Incoming

_inbox = tables.inbox
_CONTENT = "inbox.content"
_ERROR = "inbox.error"
_WINDOW = 5
"""How many times `limit` waiting rows are looked through for lanes that are free."""
_SMALLEST_WINDOW = 200

_pending = _inbox.c.settled_at.is_(None)
_free = sa.or_(_inbox.c.lease_until.is_(None), _inbox.c.lease_until <= sa.bindparam("now"))
_oldest = sa.select(_inbox.c.id, _inbox.c.lane).where(_pending).order_by(_inbox.c.id).limit(sa.bindparam("window"))
_window = _oldest.subquery("oldest")
_heads = sa.select(sa.func.min(_window.c.id)).group_by(_window.c.lane)
_free_lanes = (
    sa.select(_inbox.c.lane)
    .where(_inbox.c.id.in_(_heads), _pending, _free)
    .order_by(_inbox.c.id)
    .limit(sa.bindparam("count"))
    .with_for_update(skip_locked=True)
)
_rows_of_lanes = (
    sa.select(_inbox)
    .where(_inbox.c.lane.in_(sa.bindparam("lanes", expanding=True)), _pending, _free)
    .order_by(_inbox.c.id)
    .limit(sa.bindparam("count"))
)
_these = _inbox.c.id.in_(sa.bindparam("ids", expanding=True))
_lease = sa.update(_inbox).where(_these).values(lease_until=sa.bindparam("until"), attempts=_inbox.c.attempts + 1)
_done = (
    sa.update(_inbox).where(_these).values(settled_at=sa.bindparam("at"), content=None, error=None, lease_until=None)
)
_failed = (
    sa.update(_inbox).where(_these).values(settled_at=sa.bindparam("at"), error=sa.bindparam("why"), lease_until=None)
)
_old = (
    sa.select(_inbox.c.id)
    .where(_inbox.c.settled_at < sa.bindparam("before"), _inbox.c.error.is_(None))
    .order_by(_inbox.c.settled_at)
    .limit(sa.bindparam("most"))
)
PRUNE = sa.delete(_inbox).where(_inbox.c.id.in_(_old))
_again = sa.delete(_inbox).where(_inbox.c.error.is_not(None)).returning(*_inbox.c)


@cache
def _store(dialect: str) -> Executable:
    return insert(dialect, _inbox).on_conflict_do_nothing().returning(_inbox.c.id)


class Inbox(Repository):
    """Every update of the last weeks."""

    async def store(self, items: Sequence[Incoming]) -> int:
        """Keep updates, in this order; those that came before are left out. The number of new ones.

        Raises ValueError when `raw` is not a JSON object: it could never be taken.
        """
        if not items:
            return 0
        rows = [self._values(item) for item in items]
        return len((await self._run(_store(self._dialect), rows)).all())

    async def take(self, now: datetime, limit: int, lease_seconds: float) -> tuple[InboxRow, ...]:
        """The oldest updates to handle, and the sole right to them and to their lanes.

        Handled in this transaction, they are held by it; otherwise until `lease_seconds` from `now`, after which they
        come again. Other processes get other lanes.
        """
        window = max(_SMALLEST_WINDOW, _WINDOW * limit)
        free = await self._run(_free_lanes, {"now": now, "count": limit, "window": window})
        lanes = await self._alone_in(list(free.scalars()))
        if not lanes:
            return ()
        rows = (await self._run(_rows_of_lanes, {"lanes": lanes, "now": now, "count": limit})).all()
        until = now + timedelta(seconds=lease_seconds)
        await self._run(_lease, {"ids": [row.id for row in rows], "until": until})
        return tuple(map(self._row, rows))

    async def _alone_in(self, lanes: list[str]) -> list[str]:
        """Those of the lanes that nobody else is in.

        The lock on a lane's first row is not enough: an update that was stored at the same time by another process
        under a lower number may be seen after a higher one is being handled.
        """
        if self._dialect == "sqlite" or not lanes:
            return lanes
        by_key = {_number_of(lane): lane for lane in lanes}
        return [by_key[key] for key in (await self._run(LOCK_ALONE, {"keys": list(by_key)})).scalars()]

    async def done(self, ids: Collection[int], at: datetime) -> None:
        """They were handled: their content is forgotten, their keys are kept against doubles."""
        if ids:
            await self._run(_done, {"ids": list(ids), "at": at})

    async def failed(self, row_id: int, error: str, at: datetime) -> None:
        """The handler raised; the row leaves its lane, and waits for `replay`."""
        why = self._sealer.seal(error.encode("utf-8", "backslashreplace"), _ERROR)
        await self._run(_failed, {"ids": [row_id], "at": at, "why": why})

    async def replay(self, ids: Collection[int] | None = None) -> int:
        """Put failed updates (all of them, without `ids`) at the end of their lanes, under new ids. How many."""
        which = _again if ids is None else _again.where(_inbox.c.id.in_(list(ids)))
        rows = sorted((await self._run(which)).all(), key=lambda row: row.id)
        fresh = {"settled_at": None, "error": None, "lease_until": None}
        again = [{name: row._mapping[name] for name in row._fields if name != "id"} | fresh for row in rows]
        if again:
            await self._run(sa.insert(_inbox), again)
        return len(again)

    async def counts(self) -> dict[str, int]:
        """How many rows are ``pending``, ``failed`` and ``done``."""
        pending = await self._count(_pending)
        failed = await self._count(_inbox.c.error.is_not(None))
        settled = await self._count(_inbox.c.settled_at.is_not(None))
        return {"pending": pending, "failed": failed, "done": settled - failed}

    async def failures(self, limit: int) -> tuple[Failure, ...]:
        """What failed, newest first."""
        failed = sa.select(_inbox).where(_inbox.c.error.is_not(None)).order_by(_inbox.c.id.desc()).limit(limit)
        return tuple(map(self._failure, await self._run(failed)))

    async def oldest_waiting(self) -> datetime | None:
        """When the update came in that has been waiting longest."""
        oldest = sa.select(_inbox.c.received_at).where(_pending).order_by(_inbox.c.id).limit(1)
        found: datetime | None = (await self._run(oldest)).scalar_one_or_none()
        return found

    async def prune(self, before: datetime, most: int) -> int:
        """Forget updates that were handled before that time, keys and all, the oldest first. How many: at most that
        many at a time.
        """
        return (await self._run(PRUNE, {"before": before, "most": most})).rowcount

    async def _count(self, which: sa.ColumnElement[bool]) -> int:
        return int((await self._run(sa.select(sa.func.count()).select_from(_inbox).where(which))).scalar_one())

    def _values(self, item: Incoming) -> dict[str, Any]:
        raw = (
            _checked(item.raw) if isinstance(item.raw, bytes) else json.dumps(item.raw, separators=(",", ":")).encode()
        )
        lane = ("lane", item.channel, item.lane) if item.lane else ("lane of one", item.channel, item.key)
        return {
            "channel": item.channel,
            "update_key": self._sealer.key_of("update", item.channel, item.key),
            "lane": self._sealer.key_of(*lane),
            "content": self._sealer.seal(json.dumps(item.key).encode() + b"\n" + raw, _CONTENT),
            "received_at": item.at,
            "attempts": 0,
        }

    def _row(self, row: sa.Row[Any]) -> InboxRow:
        key, _, raw = self._sealer.open(row.content, _CONTENT).partition(b"\n")
        return InboxRow(
            id=row.id,
            channel=row.channel,
            key=json.loads(key),
            lane=row.lane,
            raw=json.loads(raw),
            received_at=row.received_at,
            attempts=row.attempts + 1,
        )

    def _failure(self, row: sa.Row[Any]) -> Failure:
        key, _, _ = self._sealer.open(row.content, _CONTENT).partition(b"\n")
        return Failure(
            id=row.id,
            channel=row.channel,
            key=json.loads(key),
            error=self._sealer.open(row.error, _ERROR).decode(),
            failed_at=row.settled_at,
            attempts=row.attempts,
        )


def _number_of(lane: str) -> int:
    """A lane's key as PostgreSQL numbers its locks: 64 bits, signed."""
    return int.from_bytes(bytes.fromhex(lane)[:8], signed=True)


def _checked(raw: bytes) -> bytes:
    if not isinstance(json.loads(raw), dict):
        raise ValueError("an update must be a JSON object")
    return raw
