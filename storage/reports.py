"""What recaps are counted from: histories of many tickets as streams of few columns, without words of people."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from storage import tables
from storage.dialects import numbers
from storage.repository import Repository
from storage.tables import Instant, moment, raw
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


_SOURCES = {each.value: each for each in Source}
_KINDS = {each.value: each for each in TOLD}
_NOTHING: Mapping[str, Any] = MappingProxyType({})
_AT_ONCE = 4000
"""Tickets read with one statement: what the driver holds of them meanwhile is several times what is kept."""
_kind = _events.c.kind + ""
"""Not by the index of kinds: without statistics SQLite takes it, and reads the events of all years every time."""
_ids = numbers(sa.bindparam("ids", type_=sa.Text))
_filed = (
    sa.select(_tickets.c.id, _tickets.c.region, _tickets.c.category, _tickets.c.source, raw(_tickets.c.created_at))
    .where(_tickets.c.id.op("IN")(_ids), sa.not_(_tickets.c.withheld))
    .order_by(_tickets.c.id)
)
_told = (
    sa.select(
        _events.c.ticket_id,
        _events.c.seq,
        _events.c.kind,
        raw(_events.c.at),
        sa.case((_events.c.kind.in_(_WITH_DATA), sa.cast(_events.c.data, sa.Text))),
    )
    .where(
        _events.c.ticket_id.op("IN")(_ids),
        _kind.in_(list(_KINDS)),
        sa.or_(_events.c.at < sa.bindparam("cutoff", type_=Instant), _kind == EventKind.CORRECTED.value),
    )
    .order_by(_events.c.ticket_id, _events.c.seq)
)
_with_files = sa.select(_attachments.c.ticket_id, _attachments.c.event_seq).where(
    _attachments.c.ticket_id.op("IN")(_ids), _attachments.c.event_seq.is_not(None)
)


class Reports(Repository):
    """Facts over spans of time, `since` included, `until` not. Withheld tickets are left out: their very number would
    tell the coordinator what is kept from him.
    """

    async def histories(self, since: datetime, until: datetime, cutoff: datetime) -> tuple[History, ...]:
        """All that `batches` reads, at once."""
        return tuple([each async for batch in self.batches(since, until, cutoff) for each in batch])

    async def batches(self, since: datetime, until: datetime, cutoff: datetime) -> AsyncIterator[Sequence[History]]:
        """Every ticket that was filed or assigned in the span, with what happened to it before `cutoff`; in the order
        of their ids, so many at a time that they need little memory.

        Of what happened later there are only corrections, so that they can be taken back.
        """
        came = sa.and_(_events.c.kind.in_(_COMES), _events.c.at >= since, _events.c.at < min(until, cutoff))
        chosen = sa.select(_events.c.ticket_id).where(came).distinct().order_by(_events.c.ticket_id)
        ids = [row[0] for row in (await self._run(chosen)).all()]
        for start in range(0, len(ids), _AT_ONCE):
            yield await self._histories(ids[start : start + _AT_ONCE], cutoff)

    async def _histories(self, ids: Sequence[int], cutoff: datetime) -> list[History]:
        listed = {"ids": json.dumps(ids)}
        files = {tuple(row) for row in (await self._run(_with_files, listed)).all()}
        told = (await self._run(_told, {**listed, "cutoff": cutoff})).all()
        steps: dict[int, list[Step]] = defaultdict(list)
        for ticket_id, seq, kind, at, data in told:
            said = _NOTHING if data is None else _read(data)
            steps[ticket_id].append(Step(_KINDS[kind], moment(at), said, (ticket_id, seq) in files))
        filed = (await self._run(_filed, listed)).all()
        return [
            History(ticket_id, region, category, _SOURCES[source], moment(at), steps.get(ticket_id, ()))
            for ticket_id, region, category, source, at in filed
        ]

    async def secret(self, since: datetime, until: datetime) -> frozenset[int]:
        """The ids of secret tickets that were filed in the span."""
        filed = sa.and_(_tickets.c.created_at >= since, _tickets.c.created_at < until)
        rows = await self._run(sa.select(_tickets.c.id).where(filed, _tickets.c.secret))
        return frozenset(row.id for row in rows)

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


@lru_cache(maxsize=1000)
def _read(written: str) -> Mapping[str, Any]:
    """The same few are written again and again."""
    return MappingProxyType(json.loads(written))
