"""Which sent message belongs to which case, and which one stands in which slot of its chat."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from storage import tables
from storage.dialects import Insert, insert
from storage.memory import remembered
from storage.repository import Repository
from tickets.dialogue import Chat

_messages = tables.messages
_MESSAGE_ID = "messages.message_id"
_in_slot = sa.and_(_messages.c.chat_key == sa.bindparam("chat"), _messages.c.slot == sa.bindparam("name"))
_newest = sa.select(_messages.c.message_id).where(_in_slot).order_by(_messages.c.id.desc()).limit(1)
_stands_for = sa.select(_messages.c.ticket_id, _messages.c.slot).where(_messages.c.message_key == sa.bindparam("key"))
_forget = sa.update(_messages).where(_in_slot).values(slot=None)


@cache
def _link(dialect: str) -> Insert:
    new = insert(dialect, _messages)
    changed = {name: new.excluded[name] for name in ("slot", "ticket_id", "at")}
    return new.on_conflict_do_update(index_elements=["message_key"], set_=changed)


class SentMessages(Repository):
    """Every message that a reply or an edit may mean."""

    async def link(self, chat: Chat, message_id: str, ticket_id: int | None, slot: str | None, at: datetime) -> None:
        """Note what a message stands for; said again, the last word counts."""
        await self.link_many([self.link_of(self._chat_key(chat), message_id, ticket_id, slot, at)])

    def link_of(
        self, chat_key: str, message_id: str, ticket_id: int | None, slot: str | None, at: datetime
    ) -> dict[str, Any]:
        """The row of such a note, for `link_many`."""
        return {
            "message_key": self._message_key(chat_key, message_id),
            "chat_key": chat_key,
            "message_id": self._sealer.seal(message_id.encode(), _MESSAGE_ID),
            "ticket_id": ticket_id,
            "slot": slot,
            "at": at,
        }

    async def link_many(self, links: Sequence[dict[str, Any]]) -> None:
        """Note many at once."""
        if links:
            await self._run(_link(self._dialect), links)

    async def ticket_of(self, chat: Chat, message_id: str) -> int | None:
        """The case that a message of this chat belongs to."""
        ticket_id, _ = await self._stands_for(self._message_key(self._chat_key(chat), message_id))
        return ticket_id

    async def slot_of(self, chat: Chat, message_id: str) -> str | None:
        """The slot that a message of this chat stands in."""
        _, slot = await self._stands_for(self._message_key(self._chat_key(chat), message_id))
        return slot

    @remembered(_messages)
    async def _stands_for(self, message_key: str) -> tuple[int | None, str | None]:
        found = (await self._run(_stands_for, {"key": message_key})).one_or_none()
        return (None, None) if found is None else (found.ticket_id, found.slot)

    @remembered(_messages)
    async def find(self, chat: Chat, slot: str) -> str | None:
        """The id of the newest message in a slot of this chat."""
        found = (await self._run(_newest, {"chat": self._chat_key(chat), "name": slot})).scalar_one_or_none()
        return None if found is None else self._sealer.open(found, _MESSAGE_ID).decode()

    async def stands_in(self, chat: Chat, message_id: str | None, slot: str) -> bool:
        """Whether a message is the newest one in that slot of its chat.

        A message stands in one slot only: who asks for several learns of the others from what was read for the first.
        """
        if message_id is None or await self.slot_of(chat, message_id) != slot:
            return False
        return await self.find(chat, slot) == message_id

    async def stood_in(self, chat: Chat, message_id: str | None, slot: str) -> bool:
        """Whether a message is, or was before a newer one, the one in that slot of its chat.

        So a question of ours is known by every reply to it, however often it was asked since.
        """
        return message_id is not None and await self.slot_of(chat, message_id) == slot

    async def forget(self, chat: Chat, slot: str) -> None:
        """Nothing stands in the slot any more; the messages stay with their case."""
        await self._run(_forget, {"chat": self._chat_key(chat), "name": slot})

    def _message_key(self, chat_key: str, message_id: str) -> str:
        return self._sealer.key_of("message", chat_key, message_id)
