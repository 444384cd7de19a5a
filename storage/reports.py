"""What recaps are counted from: histories of many tickets as streams of few columns, without words of people."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from storage import tables
from storage.repository import Repository
from tickets.audit import Act
from tickets.cases import TOLD, History, Step
from tickets.distortion import PASTED, PASTED_LETTERS
from tickets.events import EventKind
from tickets.sources import Source

_tickets = tables.tickets
_events = tables.events
_attachments = tables.attachments

_COMES = (EventKind.SUBMITTED.value, EventKind.ASSIGNED.value, EventKind.TRANSFERRED.value)
_WITH_DATA = tuple(
    kind.value for kind in (EventKind.ASSIGNED, EventKind.TRANSFERRED, EventKind.CORRECTED, EventKind.RATED)
)
_FOLLOWED_UP = EventKind.FOLLOWED_UP.value


class Reports(Repository):
    """Facts over spans of time, `since` included, `until` not. Withheld tickets are left out: their very number would
    tell the coordinator what is kept from him.
    """

    async def histories(self, since: datetime, until: datetime, cutoff: datetime) -> tuple[History, ...]:
        """Every ticket that was filed or assigned in the span, with what happened to it before `cutoff`.

        Of what happened later there are only corrections, so that they can be taken back.
        """
        chosen = (
            sa.select(_events.c.ticket_id)
            .where(_events.c.kind.in_(_COMES), _events.c.at >= since, _events.c.at < min(until, cutoff))
            .scalar_subquery()
        )
        steps = await self._steps(chosen, cutoff)
        columns = (_tickets.c.id, _tickets.c.region, _tickets.c.category, _tickets.c.source, _tickets.c.created_at)
        rows = await self._run(
            sa.select(*columns).where(_tickets.c.id.in_(chosen), sa.not_(_tickets.c.withheld)).order_by(_tickets.c.id)
        )
        return tuple(
            History(row.id, row.region, row.category, Source(row.source), row.created_at, steps[row.id]) for row in rows
        )

    async def pasted(self, since: datetime, until: datetime) -> Mapping[str | None, int]:
        """By agency, how many of its answers were sent alike to several tickets. Secret ones cannot be compared."""
        several = sa.func.count(_events.c.ticket_id.distinct())
        statement = (
            sa.select(_events.c.actor_agency, sa.func.count().label("answers"))
            .where(
                _events.c.kind == _FOLLOWED_UP,
                _events.c.at >= since,
                _events.c.at < until,
                sa.func.length(_events.c.text) >= PASTED_LETTERS,
            )
            .group_by(_events.c.actor_agency, _events.c.text)
            .having(several >= PASTED)
        )
        found: dict[str | None, int] = defaultdict(int)
        for row in await self._run(statement):
            found[row.actor_agency] += row.answers
        return found

    async def ever_paired(self, before: datetime) -> frozenset[str]:
        """The agencies that had a group of their own before then, whether they still have it or not."""
        audited = sa.select(tables.audit.c.agency).where(
            tables.audit.c.action == Act.GROUP_PAIRED.value, tables.audit.c.at < before
        )
        now = sa.select(tables.groups.c.agency).where(tables.groups.c.paired_at < before)
        return frozenset(code for code in (await self._run(sa.union(audited, now))).scalars() if code)

    async def _steps(self, chosen: sa.ScalarSelect[int], cutoff: datetime) -> Mapping[int, list[Step]]:
        kind = _events.c.kind
        of_answer = sa.and_(_attachments.c.ticket_id == _events.c.ticket_id, _attachments.c.event_seq == _events.c.seq)
        statement = (
            sa.select(
                _events.c.ticket_id,
                kind,
                _events.c.at,
                sa.case((kind.in_(_WITH_DATA), _events.c.data)).label("data"),
                sa.and_(kind == _FOLLOWED_UP, sa.exists().where(of_answer)).label("with_files"),
            )
            .where(
                _events.c.ticket_id.in_(chosen),
                kind.in_([each.value for each in TOLD]),
                sa.or_(_events.c.at < cutoff, kind == EventKind.CORRECTED.value),
            )
            .order_by(_events.c.ticket_id, _events.c.seq)
        )
        steps: dict[int, list[Step]] = defaultdict(list)
        kinds = {each.value: each for each in TOLD}
        for row in await self._run(statement):
            steps[row.ticket_id].append(Step(kinds[row.kind], row.at, row.data or {}, bool(row.with_files)))
        return steps
