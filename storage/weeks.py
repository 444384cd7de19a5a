"""What happened in a week, counted for its summary."""

from datetime import datetime

import sqlalchemy as sa

from storage import tables
from storage.repository import Repository
from storage.values import ALL, Agencies, WeekFacts

_tickets = tables.tickets


class Weeks(Repository):
    """Counts over spans of time, `since` included, `until` not.

    A ticket is received when it comes to the agency (for ALL: when it was filed); answered at the first answer of
    substance since then; closed when its reporter, or the end of his silence, closed it.
    """

    async def facts(self, agency: Agencies, since: datetime, until: datetime) -> WeekFacts:
        """What happened to the tickets that are the agency's now."""

        def within(column: sa.ColumnElement[datetime | None]) -> sa.ColumnElement[bool]:
            return sa.and_(column >= since, column < until)

        whose = () if agency is ALL else (_tickets.c.agency == agency,)
        came = sa.func.coalesce(_tickets.c.assigned_at, _tickets.c.created_at)
        received = _tickets.c.created_at if agency is ALL else _tickets.c.assigned_at
        answered = sa.select(came.label("came"), _tickets.c.followed_up_at).where(
            within(_tickets.c.followed_up_at), *whose
        )
        return WeekFacts(
            received=await self._count(within(received), *whose),
            answered=tuple((row.came, row.followed_up_at) for row in await self._run(answered)),
            closed=await self._count(within(_tickets.c.closed_at), *whose),
        )

    async def _count(self, *which: sa.ColumnElement[bool]) -> int:
        return int((await self._run(sa.select(sa.func.count()).select_from(_tickets).where(*which))).scalar_one())
