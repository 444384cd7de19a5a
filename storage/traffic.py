"""How much goes through the outbox, and how much of each chat's budget that is.

Chats are told apart by their keys: hashes, which name nobody.
"""

from datetime import datetime

import sqlalchemy as sa

from storage import tables
from storage.connection import Connection
from storage.outbox import Outbox
from storage.repository import Repository
from storage.sealing import Sealer
from storage.values import Backlog, OutboxStatus, Passage
from tickets.dialogue import Chat

_outbox, _groups = tables.outbox, tables.groups
_waiting = _outbox.c.settled_at.is_(None)
_is_card = sa.and_(_outbox.c.chat_key == sa.bindparam("chat"), sa.text(tables.IS_CARD), sa.not_(_outbox.c.is_edit))
_cards = sa.select(sa.func.count()).select_from(_outbox).where(_is_card)
NEW_CARDS = sa.union_all(
    _cards.where(_waiting), _cards.where(_outbox.c.settled_at > sa.bindparam("since", type_=tables.Instant))
)

_now = sa.bindparam("now", type_=tables.Instant)
_since = sa.bindparam("since", type_=tables.Instant)
_sent = sa.and_(_outbox.c.settled_at > _since, _outbox.c.status == OutboxStatus.SENT.value)
_all_sent = sa.select(sa.func.coalesce(sa.func.sum(_outbox.c.cost), 0)).where(_sent)
_passages = (
    sa.select(_groups.c.id, _outbox.c.settled_at, _outbox.c.cost)
    .join(_groups, _groups.c.chat_key == _outbox.c.chat_key)
    .where(_sent, _outbox.c.cost > 0)
    .order_by(_outbox.c.settled_at)
)
_spent = _passages.add_columns(_outbox.c.chat_key)
_backlogs = (
    sa.select(
        _groups.c.id,
        sa.func.sum(_outbox.c.cost).label("messages"),
        sa.func.min(_outbox.c.created_at).label("oldest"),
    )
    .join(_groups, _groups.c.chat_key == _outbox.c.chat_key)
    .where(_waiting, sa.or_(_outbox.c.not_before.is_(None), _outbox.c.not_before <= _now))
    .group_by(_groups.c.id)
    .order_by(_groups.c.id)
)


class Traffic(Repository):
    """What the outbox has sent lately, and what waits in it."""

    def __init__(self, connection: Connection, sealer: Sealer, outbox: Outbox) -> None:
        super().__init__(connection, sealer)
        self._outbox = outbox

    async def new_cards(self, chat: Chat, since: datetime) -> int:
        """How many cards wait for the chat, or have reached it after that time."""
        await self._outbox.flush()
        found = await self._run(NEW_CARDS, {"chat": self._chat_key(chat), "since": since})
        return sum(found.scalars())

    async def sent_since(self, since: datetime) -> int:
        """How many messages went out to anybody after that time, as the channel counts them."""
        return int((await self._run(_all_sent, {"since": since})).scalar_one())

    async def to_groups_since(self, since: datetime) -> tuple[Passage, ...]:
        """What reached each group after that time, in order."""
        rows = await self._run(_passages, {"since": since})
        return tuple(Passage(group_id=row.id, at=row.settled_at, messages=row.cost) for row in rows)

    async def spent_since(self, since: datetime) -> tuple[tuple[str, Passage], ...]:
        """The same, each with the key of its chat."""
        rows = await self._run(_spent, {"since": since})
        return tuple((row.chat_key, Passage(row.id, row.settled_at, row.cost)) for row in rows)

    async def backlogs(self, now: datetime) -> tuple[Backlog, ...]:
        """What waits for each group and could be sent; groups for which nothing waits are left out."""
        await self._outbox.flush()
        rows = await self._run(_backlogs, {"now": now})
        return tuple(Backlog(group_id=row.id, messages=int(row.messages), oldest=row.oldest) for row in rows)
