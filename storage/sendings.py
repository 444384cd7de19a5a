"""Answers and questions on their way to a reporter that can still be taken back: one row each, the words sealed.

Whoever deletes the row decides what becomes of it; nobody else finds it afterwards.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import tables
from storage.repository import BIGGEST_ID, Repository
from storage.values import Sending

_sendings = tables.sendings
_CONTENT = "sendings.content"
_due = (
    sa.select(_sendings)
    .where(_sendings.c.due_at <= sa.bindparam("now"))
    .order_by(_sendings.c.due_at, _sendings.c.id)
    .limit(sa.bindparam("count"))
    .with_for_update(skip_locked=True)
)
_of_ticket = (
    sa.select(_sendings)
    .where(_sendings.c.ticket_id == sa.bindparam("ticket"))
    .order_by(_sendings.c.id)
    .with_for_update()
)
_take = sa.delete(_sendings).where(_sendings.c.id == sa.bindparam("key")).returning(*_sendings.c)


class Sendings(Repository):
    """Everything that was sent and has not gone out yet."""

    async def put(self, sending: Sending) -> int:
        """Keep it until it is due or taken back; its id."""
        values = {
            "group_id": sending.group_id,
            "ticket_id": sending.ticket_id,
            "writer_id": sending.writer_id,
            "sender_id": sending.sender_id,
            "sent_at": sending.sent_at,
            "due_at": sending.due_at,
            "content": self._seal_json(sending.data, _CONTENT),
        }
        made = await self._run(sa.insert(_sendings).returning(_sendings.c.id), values)
        return int(made.scalar_one())

    async def rewrite(self, sending_id: int, data: dict[str, Any]) -> None:
        """What goes out is something else."""
        content = self._seal_json(data, _CONTENT)
        await self._run(sa.update(_sendings).where(_sendings.c.id == sending_id).values(content=content))

    async def due(self, now: datetime, limit: int) -> tuple[Sending, ...]:
        """What is due, longest due first. They are this transaction's: others skip them until it ends."""
        return tuple(map(self._sending, await self._run(_due, {"now": now, "count": limit})))

    async def of_ticket(self, ticket_id: int) -> tuple[Sending, ...]:
        """What is on its way for a ticket, in order; waits for whoever decides about it at this moment."""
        return tuple(map(self._sending, await self._run(_of_ticket, {"ticket": ticket_id})))

    async def take(self, sending_id: int, group_id: int | None = None, sender_id: int | None = None) -> Sending | None:
        """Remove it and have it; None when it is gone, or another group's than the given one.

        With `sender_id`: None as well where that person did not send it, or sent it in a group.
        """
        if not 0 < sending_id <= BIGGEST_ID:
            return None
        statement = _take if group_id is None else _take.where(_sendings.c.group_id == group_id)
        if sender_id is not None:
            statement = statement.where(_sendings.c.sender_id == sender_id, _sendings.c.group_id.is_(None))
        row = (await self._run(statement, {"key": sending_id})).one_or_none()
        return None if row is None else self._sending(row)

    async def postpone(self, sending_id: int, until: datetime) -> None:
        """It could not go out: try again then."""
        await self._run(sa.update(_sendings).where(_sendings.c.id == sending_id).values(due_at=until))

    def _sending(self, row: sa.Row[Any]) -> Sending:
        return Sending(
            group_id=row.group_id,
            ticket_id=row.ticket_id,
            writer_id=row.writer_id,
            sender_id=row.sender_id,
            sent_at=row.sent_at,
            due_at=row.due_at,
            data=self._open_json(row.content, _CONTENT),
            id=row.id,
        )
