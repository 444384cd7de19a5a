"""What several processes on one PostgreSQL share: who leads, and how much may go out. By the server's clock.

SQLite serves one process, which knows all this by itself; nothing here is used there.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.repository import Repository

_leases, _allowances, _sends = tables.leases, tables.allowances, tables.group_sends
_clock = sa.func.clock_timestamp(type_=tables.Instant)


def _in(seconds: str) -> sa.ColumnElement[Any]:
    """That many seconds from now."""
    return _clock + sa.func.make_interval(0, 0, 0, 0, 0, 0, sa.bindparam(seconds, type_=sa.Double))


def _since(moment: sa.ColumnElement[Any]) -> sa.ColumnElement[float]:
    """How many seconds ago that was."""
    return sa.cast(sa.extract("epoch", _clock - moment), sa.Double)


@cache
def _hold(dialect: str) -> Executable:
    new = insert(dialect, _leases).values(
        name=sa.bindparam("name"), holder=sa.bindparam("holder"), until=_in("seconds")
    )
    is_free = sa.or_(_leases.c.holder == new.excluded.holder, _leases.c.until <= _clock)
    taken = {"holder": new.excluded.holder, "until": new.excluded.until}
    return new.on_conflict_do_update(index_elements=["name"], set_=taken, where=is_free).returning(_leases.c.name)


_let_go = sa.delete(_leases).where(_leases.c.name == sa.bindparam("lease"), _leases.c.holder == sa.bindparam("by"))

_this = _allowances.c.name == sa.bindparam("key")
_rate, _size, _cost = (sa.bindparam(name, type_=sa.Double) for name in ("rate", "size", "cost"))
_level = sa.func.least(_size, _allowances.c.level + _since(_allowances.c.at) * _rate)
_granted = sa.func.least(_cost, sa.func.greatest(sa.func.floor(_level), 0.0))
_spend = (
    sa.update(_allowances)
    .where(_this)
    .values(level=_level - _granted, granted=_granted, at=_clock)
    .returning(_allowances.c.level, _allowances.c.granted)
)
_stop = (
    sa.update(_allowances)
    .where(_this)
    .values(level=sa.func.least(_level, sa.bindparam("debt", type_=sa.Double)), at=_clock)
)

_lately = _sends.c.at > _in("back")
_sent_to = (
    sa.select(_sends.c.chat_key, _sends.c.cost, _since(_sends.c.at).label("ago"))
    .where(_sends.c.chat_key.in_(sa.bindparam("chats", expanding=True)), _lately)
    .order_by(_sends.c.at)
)
_note = sa.insert(_sends).values(chat_key=sa.bindparam("chat"), cost=sa.bindparam("messages"), at=_clock)
_forget = sa.delete(_sends).where(_sends.c.at < _in("back"))


@cache
def _open(dialect: str) -> Executable:
    full = insert(dialect, _allowances).values(
        name=sa.bindparam("key"), level=sa.bindparam("full", type_=sa.Double), granted=0.0, at=_clock
    )
    return full.on_conflict_do_nothing()


@dataclass(frozen=True, slots=True)
class Granted:
    """How many messages may go out now, and how many more could."""

    messages: int
    left: float


class Leases(Repository):
    """Who does what is to be done once, until they say so no more."""

    async def hold(self, name: str, holder: str, seconds: float) -> bool:
        """Take it, or keep it, for so long; False while somebody else has it."""
        values = {"name": name, "holder": holder, "seconds": seconds}
        return (await self._run(_hold(self._dialect), values)).one_or_none() is not None

    async def let_go(self, name: str, holder: str) -> None:
        """Somebody else may take it at once."""
        await self._run(_let_go, {"lease": name, "by": holder})


class Allowance(Repository):
    """The messages that may go out, over all and to each group."""

    async def open(self, name: str, size: float) -> None:
        """A full bucket, unless there is one already."""
        await self._run(_open(self._dialect), {"key": name, "full": size})

    async def spend(self, name: str, cost: int, per_second: float, size: float) -> Granted:
        """Take as many as there are, `cost` at most. The bucket is this transaction's from now on: end it soon."""
        values = {"key": name, "cost": cost, "rate": per_second, "size": size}
        row = (await self._run(_spend, values)).one()
        return Granted(int(row.granted), row.level)

    async def stop(self, name: str, seconds: float, per_second: float, size: float) -> None:
        """Nothing is to go out for so long."""
        values = {"key": name, "debt": -seconds * per_second, "rate": per_second, "size": size}
        await self._run(_stop, values)

    async def sent_to(self, chats: Collection[str], seconds: float) -> Mapping[str, Sequence[tuple[int, float]]]:
        """What went out to these groups within so many seconds, oldest first: how many messages, how long ago."""
        found: dict[str, list[tuple[int, float]]] = {chat: [] for chat in chats}
        for row in await self._run(_sent_to, {"chats": list(chats), "back": -seconds}):
            found[row.chat_key].append((row.cost, row.ago))
        return found

    async def note(self, costs: Mapping[str, int]) -> None:
        """So much goes out to these groups now."""
        if costs:
            await self._run(_note, [{"chat": chat, "messages": cost} for chat, cost in costs.items()])

    async def forget(self, seconds: float) -> None:
        """What is older than that is of no interest any more."""
        await self._run(_forget, {"back": -seconds})
