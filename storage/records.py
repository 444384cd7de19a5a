"""What the desk knows of the reports that it recorded: the link and the persons sealed, the link found by its key."""

from typing import Any

import sqlalchemy as sa

from storage import tables
from storage.repository import Repository
from tickets.links import key_of
from tickets.records import Record

_records = tables.records
_CONTENT = "records.content"


class Records(Repository):
    """Every recorded report; one for each ticket that did not come by chat."""

    async def add(self, record: Record) -> None:
        """Keep what is known of a ticket that was just filed."""
        content = {"link": record.link, "said_by": record.said_by, "contact": record.contact}
        values = {
            "ticket_id": record.ticket_id,
            "recorder_id": record.recorder_id,
            "link_key": self._link_key(record.link) if record.link else None,
            "content": self._seal_json(content, _CONTENT),
            "contact_shown": record.contact_shown,
        }
        await self._run(sa.insert(_records).values(values))

    async def of(self, ticket_id: int) -> Record | None:
        """What is known of a ticket; none where it came by chat."""
        row = (await self._run(sa.select(_records).where(_records.c.ticket_id == ticket_id))).one_or_none()
        return None if row is None else self._record(row)

    async def with_link(self, link: str) -> int | None:
        """The newest ticket recorded from the same page, whatever its address was written like."""
        same = sa.select(sa.func.max(_records.c.ticket_id)).where(_records.c.link_key == self._link_key(link))
        found: int | None = (await self._run(same)).scalar_one()
        return found

    async def show_contact(self, ticket_id: int, *, shown: bool) -> None:
        """Whether the agency sees how the person can be reached."""
        this = _records.c.ticket_id == ticket_id
        await self._run(sa.update(_records).where(this).values(contact_shown=shown))

    def _record(self, row: sa.Row[Any]) -> Record:
        content = self._open_json(row.content, _CONTENT)
        return Record(ticket_id=row.ticket_id, recorder_id=row.recorder_id, contact_shown=row.contact_shown, **content)

    def _link_key(self, link: str) -> str:
        return self._sealer.key_of("link", key_of(link))
