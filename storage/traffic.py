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
from tickets.dialogue import Chat

_outbox = tables.outbox
_waiting = _outbox.c.settled_at.is_(None)
_is_card = sa.and_(
    _outbox.c.chat_key == sa.bindparam("chat"), _outbox.c.slot.like("card:%"), sa.not_(_outbox.c.is_edit)
)
_cards = sa.select(sa.func.count()).select_from(_outbox).where(_is_card)
_new_cards = sa.union_all(
    _cards.where(_waiting), _cards.where(_outbox.c.settled_at > sa.bindparam("since", type_=tables.Instant))
)


class Traffic(Repository):
    """What the outbox has sent lately, and what waits in it."""

    def __init__(self, connection: Connection, sealer: Sealer, outbox: Outbox) -> None:
        super().__init__(connection, sealer)
        self._outbox = outbox

    async def new_cards(self, chat: Chat, since: datetime) -> int:
        """How many cards wait for the chat, or have reached it after that time."""
        await self._outbox.flush()
        found = await self._run(_new_cards, {"chat": self._chat_key(chat), "since": since})
        return sum(found.scalars())
