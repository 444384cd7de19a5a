"""What happened in a week, counted for its summary."""

from datetime import datetime

import sqlalchemy as sa

from storage import tables
from storage.repository import Repository
from storage.values import ALL, Agencies, WeekFacts
from tickets.events import EventKind

_tickets = tables.tickets
_events = tables.events
_earlier = tables.events.alias("earlier")


class Weeks(Repository):
    """Counts over spans of time, `since` included, `until` not.

    A ticket is received when it comes to the agency (for ALL: when it was filed); answered at the first answer of
    substance since then, whatever became of it (events tell: reopening strikes `followed_up_at`); closed when its
    reporter, or the end of his silence, closed it.
    """

    async def facts(self, agency: Agencies, since: datetime, until: datetime) -> WeekFacts:
        """What happened to the tickets that are the agency's now."""

        def within(column: sa.ColumnElement[datetime | None]) -> sa.ColumnElement[bool]:
            return sa.and_(column >= since, column < until)

        whose = () if agency is ALL else (_tickets.c.agency == agency,)
        came = sa.func.coalesce(_tickets.c.assigned_at, _tickets.c.created_at)
        received = _tickets.c.created_at if agency is ALL else _tickets.c.assigned_at
        followed_up = EventKind.FOLLOWED_UP.value
        before = sa.exists().where(
            _earlier.c.ticket_id == _tickets.c.id,
            _earlier.c.kind == followed_up,
            _earlier.c.at >= came,
            _earlier.c.at < since,
        )
        answered = (
            sa.select(came.label("came"), sa.func.min(_events.c.at, type_=tables.Instant).label("at"))
            .join_from(_tickets, _events, _events.c.ticket_id == _tickets.c.id)
            .where(_events.c.kind == followed_up, within(_events.c.at), _events.c.at >= came, ~before, *whose)
            .group_by(_tickets.c.id, came)
        )
        return WeekFacts(
            received=await self._count(within(received), *whose),
            answered=tuple((row.came, row.at) for row in await self._run(answered)),
            closed=await self._count(within(_tickets.c.closed_at), *whose),
        )

    async def _count(self, *which: sa.ColumnElement[bool]) -> int:
        return int((await self._run(sa.select(sa.func.count()).select_from(_tickets).where(*which))).scalar_one())
