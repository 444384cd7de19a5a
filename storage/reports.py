"""What recaps are counted from: histories of many tickets as streams of few columns, without words of people."""

import json
from collections import defaultdict
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime
from functools import partial, reduce
from typing import Any

import sqlalchemy as sa

from storage import tables
from storage.batches import NEW_LINE, TAB, Batch
from storage.dialects import in_utc, numbers
from storage.repository import Repository
from storage.steps import ahead
from storage.tables import Instant
from tickets.audit import Act
from tickets.cases import TOLD
from tickets.distortion import PASTED, PASTED_LETTERS
from tickets.events import EventKind

_tickets = tables.tickets
_events = tables.events
_attachments = tables.attachments

_COMES = (EventKind.SUBMITTED.value, EventKind.ASSIGNED.value, EventKind.TRANSFERRED.value)
_WITH_DATA = tuple(
    kind.value for kind in (EventKind.ASSIGNED, EventKind.TRANSFERRED, EventKind.CORRECTED, EventKind.RATED)
)
_FOLLOWED_UP = EventKind.FOLLOWED_UP.value


_AT_ONCE = 2000
"""Tickets read with one statement: what is held of them meanwhile is several times what is kept."""
_kind = _events.c.kind + ""
"""Not by the index of kinds: without statistics SQLite takes it, and reads the events of all years every time."""
_ids = numbers(sa.bindparam("ids", type_=sa.Text))


def _lines(of: sa.ColumnElement[bool], *columns: sa.ColumnElement[Any]) -> sa.ScalarSelect[str]:
    """Rows as one text, in no order: a line for each, with tabs between the values; the last one may be none."""
    *first, last = [sa.cast(column, sa.Text) for column in columns]
    line = reduce(lambda left, right: left + TAB + right, [*first, sa.func.coalesce(last, "")])
    return sa.select(sa.func.aggregate_strings(line, NEW_LINE)).where(of).scalar_subquery()


_batch = sa.select(
    _lines(
        sa.and_(
            _events.c.ticket_id.op("IN")(_ids),
            _kind.in_([kind.value for kind in TOLD]),
            sa.or_(_events.c.at < sa.bindparam("cutoff", type_=Instant), _kind == EventKind.CORRECTED.value),
        ),
        _events.c.ticket_id,
        _events.c.seq,
        _events.c.kind,
        in_utc(_events.c.at),
        sa.case((_events.c.kind.in_(_WITH_DATA), sa.cast(_events.c.data, sa.Text))),
    ),
    _lines(
        sa.and_(_tickets.c.id.op("IN")(_ids), sa.not_(_tickets.c.withheld)),
        _tickets.c.id,
        _tickets.c.region,
        _tickets.c.category,
        _tickets.c.source,
        in_utc(_tickets.c.created_at),
    ),
    _lines(
        sa.and_(_attachments.c.ticket_id.op("IN")(_ids), _attachments.c.event_seq.is_not(None)),
        _attachments.c.ticket_id,
        _attachments.c.event_seq,
    ),
)
"""A batch is one row: the database puts it together while the last one is counted, for which a driver that hands over
row by row leaves no time.
"""


class Reports(Repository):
    """Facts over spans of time, `since` included, `until` not. Withheld tickets are left out: their very number would
    tell the coordinator what is kept from him.
    """

    async def batches(self, since: datetime, until: datetime, cutoff: datetime) -> AsyncGenerator[Batch, None]:
        """Every ticket that was filed or assigned in the span, with what happened to it before `cutoff`; in the order
        of their ids, so many at a time that they need little memory.

        Of what happened later there are only corrections, so that they can be taken back. The next tickets are read
        while those that came are worked on: ask the unit for nothing else before the last have come.
        """
        came = sa.and_(_events.c.kind.in_(_COMES), _events.c.at >= since, _events.c.at < min(until, cutoff))
        chosen = sa.select(_events.c.ticket_id).where(came).distinct().order_by(_events.c.ticket_id)
        ids = [row[0] for row in (await self._run(chosen)).all()]
        parts = [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]
        async with aclosing(ahead([partial(self._read, part, cutoff) for part in parts])) as reading:
            async for batch in reading:
                yield batch

    async def _read(self, ids: Sequence[int], cutoff: datetime) -> Batch:
        return Batch(*(await self._run(_batch, {"ids": json.dumps(ids), "cutoff": cutoff})).one())

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
