"""Where everybody stands in their form: one row per chat and person, everything they said in it sealed."""

from collections.abc import Collection, Hashable
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import Insert, insert
from storage.memory import UNKNOWN, remembered
from storage.repository import Repository, chat_from_json, chat_to_json
from storage.values import Dialogue
from tickets.dialogue import Chat

_dialogues = tables.dialogues
_CONTENT = "dialogues.content"
_here = sa.and_(_dialogues.c.chat_key == sa.bindparam("key"), _dialogues.c.person_id == sa.bindparam("person"))
_load = sa.select(_dialogues).where(_here).with_for_update()
_of_chat = sa.select(_dialogues).where(_dialogues.c.chat_key == sa.bindparam("key")).with_for_update()
_of_chats = (
    sa.select(_dialogues)
    .where(_dialogues.c.chat_key.in_(sa.bindparam("keys", expanding=True)))
    .order_by(_dialogues.c.chat_key, _dialogues.c.person_id)
    .with_for_update()
)
_nudged = sa.update(_dialogues).where(_here).values(nudged_at=sa.bindparam("at"))
_close = sa.delete(_dialogues).where(_here)
_untouched = (_dialogues.c.form == sa.bindparam("form"), _dialogues.c.updated_at <= sa.bindparam("since"))


def _longest_first(*which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    some = sa.select(_dialogues).where(*_untouched, *which).order_by(_dialogues.c.updated_at)
    return some.limit(sa.bindparam("count")).with_for_update(skip_locked=True)


_idle = _longest_first()
_to_nudge = _longest_first(_dialogues.c.nudged_at.is_(None))
_to_forget = _longest_first(_dialogues.c.nudged_at <= sa.bindparam("nudged_before"))


@cache
def _save(dialect: str) -> Insert:
    new = insert(dialect, _dialogues)
    changed = {name: new.excluded[name] for name in ("form", "version", "content", "revision", "updated_at")}
    return new.on_conflict_do_update(index_elements=["chat_key", "person_id"], set_=changed)


class Dialogues(Repository):
    """Every open dialogue."""

    @remembered(_dialogues)
    async def load(self, chat: Chat, person_id: int) -> Dialogue | None:
        """The open dialogue of a person in a chat; no other process changes it until this transaction ends."""
        key = self._chat_key(chat)
        row = self.memory.foreseen(_dialogues, (key, person_id))
        if row is UNKNOWN:
            row = (await self._run(_load, {"key": key, "person": person_id})).one_or_none()
        return None if row is None else self._dialogue(row, chat)

    async def foresee(self, whose: Collection[tuple[Chat, int]]) -> None:
        """These will be loaded soon: a chat and a person each."""
        rows: dict[Hashable, Any] = {(self._chat_key(chat), person_id): None for chat, person_id in whose}
        keys = list({self._chat_key(chat) for chat, _ in whose})
        for row in await self._run(_of_chats, {"keys": keys}) if keys else ():
            rows[row.chat_key, row.person_id] = row
        self.memory.foresee(_dialogues, rows)

    async def count(self, form: str) -> int:
        """How many dialogues of a form are open."""
        statement = sa.select(sa.func.count()).select_from(_dialogues).where(_dialogues.c.form == form)
        return int((await self._run(statement)).scalar_one())

    async def idle(self, form: str, since: datetime, limit: int) -> tuple[Dialogue, ...]:
        """Dialogues of a form that nobody touched since then, the longest first; this transaction's until it ends."""
        return await self._several(_idle, {"form": form, "since": since, "count": limit})

    async def to_nudge(self, form: str, idle_since: datetime, limit: int) -> tuple[Dialogue, ...]:
        """Dialogues of a form that nobody touched since then and nobody was nudged about, the longest first.

        They are this transaction's: other processes skip them until it ends.
        """
        return await self._several(_to_nudge, {"form": form, "since": idle_since, "count": limit})

    async def to_forget(
        self, form: str, idle_since: datetime, nudged_before: datetime, limit: int
    ) -> tuple[Dialogue, ...]:
        """Dialogues of a form that nobody touched since then and somebody was nudged about long enough ago."""
        values = {"form": form, "since": idle_since, "nudged_before": nudged_before, "count": limit}
        return await self._several(_to_forget, values)

    async def nudged(self, chat: Chat, person_id: int, at: datetime) -> None:
        """The person was asked whether to go on; not again for this dialogue."""
        key = self._chat_key(chat)
        values = {"key": key, "person": person_id, "at": at}
        await self._change_one(_nudged, values, _dialogues, (key, person_id))

    async def move(self, old: Chat, new: Chat) -> None:
        """The chat lives on under another id: what was open there is open here, unless the person began anew here."""
        for row in (await self._run(_of_chat, {"key": self._chat_key(old)})).all():
            dialogue = self._dialogue(row)
            await self.close(old, dialogue.person_id)
            if await self.load(new, dialogue.person_id) is None:
                await self.save(replace(dialogue, chat=new))

    async def _several(self, statement: Executable, values: dict[str, Any]) -> tuple[Dialogue, ...]:
        return tuple(map(self._dialogue, await self._run(statement, values)))

    def _dialogue(self, row: sa.Row[Any], chat: Chat | None = None) -> Dialogue:
        """`chat`: where it is known already, and need not be read."""
        content = self._open_json(row.content, _CONTENT)
        return Dialogue(
            chat=chat or chat_from_json(content["chat"]),
            person_id=row.person_id,
            form=row.form,
            version=row.version,
            data=content["data"],
            revision=row.revision,
            updated_at=row.updated_at,
        )

    async def save(self, dialogue: Dialogue) -> None:
        """Keep a dialogue, in place of the one that this person had in this chat."""
        content = {"chat": chat_to_json(dialogue.chat), "data": dialogue.data}
        key = self._chat_key(dialogue.chat)
        values = {
            "chat_key": key,
            "person_id": dialogue.person_id,
            "form": dialogue.form,
            "version": dialogue.version,
            "content": self._seal_json(content, _CONTENT),
            "revision": dialogue.revision,
            "updated_at": dialogue.updated_at,
        }
        await self._change_one(_save(self._dialect), values, _dialogues, (key, dialogue.person_id))

    async def close(self, chat: Chat, person_id: int) -> None:
        """Forget the dialogue, if there is one."""
        key = self._chat_key(chat)
        await self._change_one(_close, {"key": key, "person": person_id}, _dialogues, (key, person_id))
