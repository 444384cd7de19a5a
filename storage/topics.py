"""Which case has which topic in which forum: what is wanted of it, and what the channel shows."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.repository import Repository
from tickets.dialogue import Chat
from tickets.topics import Topic

_topics = tables.topics
_THREAD = "topics.thread"
_this = sa.and_(_topics.c.chat_key == sa.bindparam("chat"), _topics.c.ticket_id == sa.bindparam("ticket"))
_find = sa.select(_topics).where(_this)
_ticket_in = sa.select(_topics.c.ticket_id).where(_topics.c.thread_key == sa.bindparam("key"))


@cache
def _want(dialect: str) -> Executable:
    new = insert(dialect, _topics)
    wanted = {"name": new.excluded.name, "closed": new.excluded.closed}
    return new.on_conflict_do_update(index_elements=["chat_key", "ticket_id"], set_=wanted).returning(*_topics.c)


class Topics(Repository):
    """The topics of all cases; a case has at most one in a chat."""

    async def find(self, chat: Chat, ticket_id: int) -> Topic | None:
        """The topic of a case in that chat, made or not; None if it is to have none."""
        row = (await self._run(_find, {"chat": self._chat_key(chat), "ticket": ticket_id})).one_or_none()
        return None if row is None else self._topic(row)

    async def ticket_in(self, chat: Chat, thread: str) -> int | None:
        """The case whose topic that is."""
        key = self._thread_key(self._chat_key(chat), thread)
        found: int | None = (await self._run(_ticket_in, {"key": key})).scalar_one_or_none()
        return found

    async def want(self, chat: Chat, ticket_id: int, name: str, *, closed: bool) -> Topic:
        """The case is to have a topic in that chat, from now on called and closed like this."""
        values = {
            "chat_key": self._chat_key(chat),
            "ticket_id": ticket_id,
            "name": name,
            "closed": closed,
            "shown_name": "",
            "shown_closed": False,
            "made": 0,
        }
        return self._topic((await self._run(_want(self._dialect), values)).one())

    async def change(self, chat: Chat, ticket_id: int, *, name: str | None = None, closed: bool) -> bool:
        """If the case has a topic there: what is wanted of it from now on. Tells whether that is something new."""
        differs = _topics.c.closed != closed
        values: dict[str, Any] = {"closed": closed}
        if name is not None:
            differs = sa.or_(differs, _topics.c.name != name)
            values["name"] = name
        which = sa.and_(_topics.c.chat_key == self._chat_key(chat), _topics.c.ticket_id == ticket_id, differs)
        return (await self._run(sa.update(_topics).where(which).values(values))).rowcount > 0

    async def keep(self, chat: Chat, ticket_id: int, topic: Topic) -> None:
        """What the channel shows now; what is wanted stays as it is, it may have changed in the meantime."""
        key = self._chat_key(chat)
        thread = topic.thread
        await self._change(
            key,
            ticket_id,
            thread=None if thread is None else self._sealer.seal(thread.encode(), _THREAD),
            thread_key=None if thread is None else self._thread_key(key, thread),
            shown_name=topic.shown_name,
            shown_closed=topic.shown_closed,
            made=topic.made,
        )

    async def lose(self, chat: Chat, ticket_id: int) -> None:
        """Somebody deleted it; it may be made anew."""
        await self._change(self._chat_key(chat), ticket_id, thread=None, thread_key=None)

    async def give_up(self, chat: Chat, ticket_id: int | None = None) -> None:
        """The topics that are not made yet (or that one) are not to be made."""
        which = [_topics.c.chat_key == self._chat_key(chat), _topics.c.thread.is_(None)]
        if ticket_id is not None:
            which.append(_topics.c.ticket_id == ticket_id)
        await self._run(sa.delete(_topics).where(*which))

    async def forget(self, chat: Chat) -> None:
        """The chat is no more, nor are its topics."""
        await self._run(sa.delete(_topics).where(_topics.c.chat_key == self._chat_key(chat)))

    async def _change(self, chat_key: str, ticket_id: int, **values: Any) -> None:
        which = sa.and_(_topics.c.chat_key == chat_key, _topics.c.ticket_id == ticket_id)
        await self._run(sa.update(_topics).where(which).values(values))

    def _thread_key(self, chat_key: str, thread: str) -> str:
        return self._sealer.key_of("topic", chat_key, thread)

    def _topic(self, row: sa.Row[Any]) -> Topic:
        return Topic(
            name=row.name,
            closed=row.closed,
            thread=None if row.thread is None else self._sealer.open(row.thread, _THREAD).decode(),
            shown_name=row.shown_name,
            shown_closed=row.shown_closed,
            made=row.made,
        )
