"""The group chats that work on tickets, which role each has, and the ids under which they lived before."""

import json
from dataclasses import asdict, replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import Insert, insert
from storage.memory import remembered
from storage.repository import Repository, chat_from_json, chat_to_json
from storage.sealing import Sealer
from storage.values import Group, Rights
from tickets.dialogue import Chat
from tickets.quiet import QuietHours, read

_groups = tables.groups
_aliases = tables.group_aliases
_CHAT = "groups.chat"
_by_key = sa.select(_groups).where(_groups.c.chat_key == sa.bindparam("key"))
_active_by_id = sa.select(_groups).where(_groups.c.id == sa.bindparam("group"), _groups.c.active)
_by_alias = (
    sa.select(_groups)
    .join(_aliases, _aliases.c.group_id == _groups.c.id)
    .where(_aliases.c.chat_key == sa.bindparam("key"))
)
_active = sa.select(_groups).where(_groups.c.active).order_by(_groups.c.id)
_active_ids = sa.select(_groups.c.id).where(_groups.c.active).order_by(_groups.c.id)
_active_of_agency = _active.where(_groups.c.agency == sa.bindparam("code"))
_active_coordinators = _active.where(_groups.c.is_coordinator)
_concerned = _active.where(sa.or_(_groups.c.agency == sa.bindparam("code"), _groups.c.is_coordinator))


@lru_cache(maxsize=1024)
def _opened(sealer: Sealer, sealed: bytes) -> Chat:
    """The chat of a group, whose seal says all of it: the same sealed bytes are not opened again."""
    return chat_from_json(json.loads(sealer.open(sealed, _CHAT)))


@cache
def _pair(dialect: str) -> Executable:
    new = insert(dialect, _groups)
    role = ("agency", "is_coordinator", "active", "paired_by", "paired_at")
    changed = {name: new.excluded[name] for name in role}
    return new.on_conflict_do_update(index_elements=["chat_key"], set_=changed).returning(*_groups.c)


@cache
def _add_alias(dialect: str) -> Insert:
    new = insert(dialect, _aliases)
    return new.on_conflict_do_update(index_elements=["chat_key"], set_={"group_id": new.excluded.group_id})


class Groups(Repository):
    """Every paired group chat; one chat serves one role."""

    @remembered(_groups, _aliases)
    async def find(self, chat: Chat) -> Group | None:
        """The group of a chat, also under an id that it had before it moved."""
        key = {"key": self._chat_key(chat)}
        row = (await self._run(_by_key, key)).one_or_none()
        if row is None:
            row = (await self._run(_by_alias, key)).one_or_none()
        return None if row is None else self._group(row)

    async def get(self, group_id: int) -> Group:
        """The group with this id. Raises LookupError when there is none (any more)."""
        row = (await self._run(sa.select(_groups).where(_groups.c.id == group_id))).one_or_none()
        if row is None:
            raise LookupError(f"no group {group_id}")
        return self._group(row)

    async def find_active(self, group_id: int) -> Group | None:
        """The group with this id, if there is one (still) and the bot is in it."""
        row = (await self._run(_active_by_id, {"group": group_id})).one_or_none()
        return None if row is None else self._group(row)

    @remembered(_groups)
    async def of_agency(self, code: str) -> tuple[Group, ...]:
        """The agency's groups that the bot is in."""
        return await self._several(_active_of_agency, {"code": code})

    @remembered(_groups)
    async def coordinators(self) -> tuple[Group, ...]:
        """The coordinator's groups that the bot is in."""
        return await self._several(_active_coordinators)

    @remembered(_groups)
    async def concerned(self, code: str | None) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
        """What `of_agency` and `coordinators` give, in one look; of no agency there are none."""
        found = await self._several(_concerned, {"code": code})
        coordinators = tuple(group for group in found if group.is_coordinator)
        return tuple(group for group in found if code is not None and group.agency == code), coordinators

    async def active_ids(self) -> tuple[int, ...]:
        """The ids of `all_active`."""
        return tuple((await self._run(_active_ids)).scalars())

    async def all_active(self) -> tuple[Group, ...]:
        """Every paired group that the bot is in."""
        return await self._several(_active)

    async def pair(self, chat: Chat, agency: str | None, is_coordinator: bool, by: int, at: datetime) -> Group:
        """Give a chat its role, instead of the one it had; what the bot may do in it stays known."""
        found = await self.find(chat)
        if found is not None and found.chat.id != chat.id:  # it is called by an id of before its move
            chat = replace(chat, id=found.chat.id)
        values = {
            "chat_key": self._chat_key(chat),
            "chat": self._sealed(chat),
            "agency": agency,
            "is_coordinator": is_coordinator,
            "active": True,
            "is_admin": False,
            "reads_everything": False,
            "can_manage_topics": False,
            "paired_by": by,
            "paired_at": at,
        }
        return self._group((await self._run(_pair(self._dialect), values)).one())

    async def unpair(self, group_id: int) -> None:
        """Forget the group: `find` does not know its chat any more."""
        await self._run(sa.delete(_groups).where(_groups.c.id == group_id))

    async def rename(self, group_id: int, title: str) -> None:
        """Keep the chat's new title."""
        group = await self.get(group_id)
        await self._change(group_id, chat=self._sealed(replace(group.chat, title=title)))

    async def move(self, group_id: int, new_chat_id: str) -> None:
        """The chat lives on under another id; the old one still finds it.

        Where the new id was paired in the meantime, that group is this one: it ends, and its role with it.
        """
        group = await self.get(group_id)
        chat = replace(group.chat, id=new_chat_id)
        key, old_key = self._chat_key(chat), self._chat_key(group.chat)
        if key == old_key:
            return
        twin = (await self._run(_by_key, {"key": key})).one_or_none()
        if twin is not None:
            moved = sa.update(_aliases).where(_aliases.c.group_id == twin.id).values(group_id=group_id)
            await self._run(moved)
            await self.unpair(twin.id)
        await self._run(_add_alias(self._dialect), {"chat_key": old_key, "group_id": group_id})
        await self._change(group_id, chat_key=key, chat=self._sealed(chat))

    async def set_active(self, group_id: int, active: bool) -> None:
        """Note whether the bot is in the group."""
        await self._change(group_id, active=active)

    async def set_rights(self, group_id: int, rights: Rights) -> None:
        """Note what the bot may do in the group."""
        await self._change(group_id, **asdict(rights))

    async def set_forum(self, group_id: int, is_forum: bool) -> None:
        """Note whether the group has topics, which its admins can turn on and off."""
        group = await self.get(group_id)
        if group.chat.is_forum != is_forum:
            await self._change(group_id, chat=self._sealed(replace(group.chat, is_forum=is_forum)))

    async def refuse_topics(self, group_id: int) -> None:
        """Note that the channel lets us make no topics there, until the rights are looked at again."""
        await self._change(group_id, can_manage_topics=False)

    async def set_quiet(self, group_id: int, quiet: QuietHours | None) -> None:
        """Keep the group's silent hours; None: it has none."""
        await self._change(group_id, quiet=None if quiet is None else quiet.code)

    async def _several(self, statement: Executable, values: dict[str, Any] | None = None) -> tuple[Group, ...]:
        return tuple(map(self._group, await self._run(statement, values)))

    async def _change(self, group_id: int, **values: Any) -> None:
        await self._run(sa.update(_groups).where(_groups.c.id == group_id).values(values))

    def _sealed(self, chat: Chat) -> bytes:
        return self._seal_json(chat_to_json(chat), _CHAT)

    def _group(self, row: sa.Row[Any]) -> Group:
        return Group(
            id=row.id,
            chat=_opened(self._sealer, row.chat),
            agency=row.agency,
            is_coordinator=row.is_coordinator,
            active=row.active,
            is_admin=row.is_admin,
            reads_everything=row.reads_everything,
            paired_by=row.paired_by,
            paired_at=row.paired_at,
            quiet=read(row.quiet) if row.quiet else None,
            can_manage_topics=row.can_manage_topics,
        )
