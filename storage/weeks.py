"""What happened in a week, counted for its summary."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from storage import tables
from storage.repository import Repository
from storage.values import ALL, Agencies, PublicWeek, WeekFacts
from tickets.events import EventKind
from tickets.ticket import Status

_tickets = tables.tickets
_events = tables.events
_NOT_TOLD = [each.value for each in (Status.OUT_OF_AUTHORITY, Status.MERGED, Status.ARCHIVED)]
_FOLLOW_UPS = [each.value for each in (EventKind.FOLLOWED_UP, EventKind.CONFIRMED, EventKind.EXPIRED)]
_earlier = tables.events.alias("earlier")
_kind = _earlier.c.kind + ""
"""Not by the index of kinds: SQLite would look through everybody's answers since then, for every ticket."""


def _within(column: sa.ColumnElement[datetime | None]) -> sa.ColumnElement[bool]:
    return sa.and_(column >= sa.bindparam("since"), column < sa.bindparam("until"))


def _of_agencies(when: sa.ColumnElement[datetime | None]) -> sa.Select[tuple[str | None, int]]:
    """How many of each agency's tickets have that time within the span."""
    counted = sa.select(_tickets.c.agency, sa.func.count().label("number")).where(_within(when))
    return counted.group_by(_tickets.c.agency)


_came = sa.func.coalesce(_tickets.c.assigned_at, _tickets.c.created_at)
_received, _closed = _of_agencies(_tickets.c.assigned_at), _of_agencies(_tickets.c.closed_at)
_filed = sa.select(sa.func.count()).select_from(_tickets).where(_within(_tickets.c.created_at))
_before = sa.exists().where(
    _earlier.c.ticket_id == _tickets.c.id,
    _kind == EventKind.FOLLOWED_UP.value,
    _earlier.c.at >= _came,
    _earlier.c.at < sa.bindparam("since"),
)
_answered = (
    sa.select(_tickets.c.agency, _came.label("came"), sa.func.min(_events.c.at, type_=tables.Instant).label("at"))
    .join_from(_tickets, _events, _events.c.ticket_id == _tickets.c.id)
    .where(_events.c.kind == EventKind.FOLLOWED_UP.value, _within(_events.c.at), _events.c.at >= _came, ~_before)
    .group_by(_tickets.c.id, _tickets.c.agency, _came)
)


class Weeks(Repository):
    """Counts over spans of time, `since` included, `until` not.

    A ticket is received when it comes to the agency (for ALL: when it was filed); answered at the first answer of
    substance since then, whatever became of it (events tell: reopening strikes `followed_up_at`); closed when its
    reporter, or the end of his silence, closed it.
    """

    async def facts(self, since: datetime, until: datetime) -> Mapping[Agencies, WeekFacts]:
        """What happened to the tickets that are each agency's now (none: the coordinator's), and to ALL."""
        span = {"since": since, "until": until}
        received = {row.agency: row.number for row in await self._run(_received, span)}
        closed = {row.agency: row.number for row in await self._run(_closed, span)}
        answered: dict[str | None, list[tuple[datetime, datetime]]] = defaultdict(list)
        for row in await self._run(_answered, span):
            answered[row.agency].append((row.came, row.at))
        filed = (await self._run(_filed, span)).scalar_one()
        every = [pair for pairs in answered.values() for pair in pairs]
        found: dict[Agencies, WeekFacts] = {
            agency: WeekFacts(received.get(agency, 0), tuple(answered.get(agency, ())), closed.get(agency, 0))
            for agency in {*received, *closed, *answered}
        }
        return found | {ALL: WeekFacts(filed, tuple(every), sum(closed.values()))}

    async def public(self, agency: Agencies, since: datetime, until: datetime, but: Sequence[str]) -> PublicWeek:
        """How many reports came that may be told of, and how many of these were followed up since, or closed; also when
        they were reopened afterwards, as in the recaps.

        Not those that are secret, of the categories `but`, or that no agency need act on.
        """
        received = _tickets.c.created_at if agency is ALL else _tickets.c.assigned_at
        told = (
            received >= since,
            received < until,
            sa.not_(_tickets.c.secret),
            sa.not_(_tickets.c.withheld),
            _tickets.c.category.not_in(but),
            _tickets.c.status.not_in(_NOT_TOLD),
            *(() if agency is ALL else (_tickets.c.agency == agency,)),
        )
        was_followed_up = sa.exists().where(
            _events.c.ticket_id == _tickets.c.id, _events.c.kind.in_(_FOLLOW_UPS), _events.c.at >= _came
        )
        done = sa.or_(_tickets.c.followed_up_at.is_not(None), _tickets.c.closed_at.is_not(None), was_followed_up)
        return PublicWeek(await self._count(*told), await self._count(*told, done))

    async def _count(self, *which: sa.ColumnElement[bool]) -> int:
        return int((await self._run(sa.select(sa.func.count()).select_from(_tickets).where(*which))).scalar_one())
