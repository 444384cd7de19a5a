"""New tickets that stand in a group's list instead of having a card each, while they come too fast for cards.

A ticket stands in at most one list of a group, until it has a card there or goes to another agency.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage import tables
from storage.repository import Repository
from storage.values import Bundle, Bundled
from tickets.dialogue import Chat

_bundled, _groups = tables.bundled, tables.groups
_STALE_ROWS = 1000
"""Looked at in one transaction."""

_in_group = sa.and_(_bundled.c.group_id == sa.bindparam("of_group"), _bundled.c.ticket_id == sa.bindparam("of_ticket"))
_waits = _bundled.c.left_at.is_(None)
_in_list = sa.and_(_bundled.c.group_id == sa.bindparam("of_group"), _bundled.c.list == sa.bindparam("of_list"))

_forget = sa.delete(_bundled).where(_in_group)
_touch = sa.update(_bundled).where(_in_group, _waits).values(is_stale=True)
_take_out = sa.update(_bundled).where(_in_group, _waits).values(is_stale=True, left_at=sa.bindparam("at"))
_holds = (
    sa.select(_bundled.c.id)
    .join(_groups, _groups.c.id == _bundled.c.group_id)
    .where(_groups.c.chat_key == sa.bindparam("chat"), _bundled.c.ticket_id == sa.bindparam("of_ticket"), _waits)
)
_stale = (
    sa.select(_bundled.c.group_id, _bundled.c.list)
    .where(_bundled.c.is_stale)
    .order_by(_bundled.c.id)
    .limit(_STALE_ROWS)
    .with_for_update(skip_locked=True)
)
_was_shown = sa.select(sa.func.count(_bundled.c.shown_at)).where(_in_list)
_waiting = sa.select(_bundled).where(_in_list, _waits).order_by(_bundled.c.id)
_came = sa.select(sa.func.count()).select_from(_bundled).where(_in_list)
_lately = (
    sa.select(sa.func.count())
    .select_from(_bundled)
    .where(_bundled.c.group_id == sa.bindparam("of_group"), _bundled.c.added_at > sa.bindparam("since"))
)
_shown = (
    sa.update(_bundled)
    .where(_in_list)
    .values(is_stale=False, shown_at=sa.func.coalesce(_bundled.c.shown_at, sa.bindparam("at", type_=tables.Instant)))
)


class Bundles(Repository):
    """Every ticket that ever stood in a list, and the lists."""

    async def add(self, group_id: int, number: int, ticket_id: int, at: datetime) -> None:
        """The ticket stands at the end of that list of the group from now on."""
        await self._run(_forget, {"of_group": group_id, "of_ticket": ticket_id})
        values = {"group_id": group_id, "list": number, "ticket_id": ticket_id, "added_at": at, "is_stale": True}
        await self._run(sa.insert(_bundled), values)

    async def touch(self, group_id: int, ticket_id: int) -> bool:
        """Something became of the ticket: its list is to be shown anew. False when it stands in none."""
        return (await self._run(_touch, {"of_group": group_id, "of_ticket": ticket_id})).rowcount > 0

    async def take_out(self, group_id: int, ticket_id: int, at: datetime) -> bool:
        """The ticket has a card now, or is not this group's any more. False when it stood in no list."""
        return (await self._run(_take_out, {"of_group": group_id, "of_ticket": ticket_id, "at": at})).rowcount > 0

    async def holds(self, chat: Chat, ticket_id: int) -> bool:
        """Whether the ticket stands in a list of this chat, and has no card there."""
        found = await self._run(_holds, {"chat": self._chat_key(chat), "of_ticket": ticket_id})
        return found.first() is not None

    async def came_since(self, group_id: int, since: datetime) -> int:
        """How many tickets came into lists of the group after that time."""
        return int((await self._run(_lately, {"of_group": group_id, "since": since})).scalar_one())

    async def came(self, bundle: Bundle) -> int:
        """How many tickets ever came into the list."""
        return int((await self._run(_came, self._of(bundle))).scalar_one())

    async def find(self, group_id: int, number: int) -> Bundle:
        """A group's list by its number; without tickets where there was none."""
        seen = (await self._run(_was_shown, {"of_group": group_id, "of_list": number})).scalar_one()
        return Bundle(group_id, number, was_shown=bool(seen))

    async def stale(self) -> tuple[Bundle, ...]:
        """The lists to be shown anew, the oldest first. Other processes skip them until this transaction ends."""
        rows = (await self._run(_stale)).all()
        keys = dict.fromkeys((row.group_id, row.list) for row in rows)
        return tuple([await self.find(group_id, number) for group_id, number in keys])

    async def waiting(self, bundle: Bundle) -> tuple[Bundled, ...]:
        """The tickets of the list that have no card, in the order in which they came."""
        rows: Sequence[sa.Row[tuple[object, ...]]] = (await self._run(_waiting, self._of(bundle))).all()
        return tuple(Bundled(seq=row.id, ticket_id=row.ticket_id, added_at=row.added_at) for row in rows)

    async def shown(self, bundle: Bundle, at: datetime) -> None:
        """The list stands in the group as it is now."""
        await self._run(_shown, self._of(bundle) | {"at": at})

    def _of(self, bundle: Bundle) -> dict[str, object]:
        return {"of_group": bundle.group_id, "of_list": bundle.number}
