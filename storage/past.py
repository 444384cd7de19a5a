"""Past tickets to try other rules on: their texts and what happened to them, in batches that fit into memory."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from storage import tables
from storage.repository import Repository
from storage.ticket_rows import text_from
from tickets.cases import TOLD, History, Step
from tickets.events import EventKind
from tickets.sources import Source
from tickets.what_if import Past

_tickets = tables.tickets
_events = tables.events
_KINDS = {kind.value: kind for kind in TOLD}
_COLUMNS = (
    _tickets.c.id,
    _tickets.c.number,
    _tickets.c.region,
    _tickets.c.category,
    _tickets.c.source,
    _tickets.c.created_at,
    _tickets.c.secret,
    _tickets.c.text,
    sa.case((_tickets.c.secret, _tickets.c.sealed)).label("sealed"),
)
_filed, _number = _tickets.c.created_at, _tickets.c.id
_next = (
    sa.select(*_COLUMNS)
    .where(
        _filed >= sa.bindparam("after"),
        _filed < sa.bindparam("until"),
        sa.or_(_filed > sa.bindparam("after"), _number > sa.bindparam("id")),
        sa.not_(_tickets.c.withheld),
    )
    .order_by(_filed, _number)
    .limit(sa.bindparam("count"))
)
_kind = _events.c.kind + ""
"""Not by the index of kinds: SQLite without statistics would look through everybody's events for every batch."""
_happened = (
    sa.select(_events.c.ticket_id, _events.c.kind, _events.c.at, _events.c.data)
    .where(
        _events.c.ticket_id.in_(sa.bindparam("ids", expanding=True)),
        _kind.in_(list(_KINDS)),
        sa.or_(_events.c.at < sa.bindparam("cutoff"), _kind == EventKind.CORRECTED.value),
    )
    .order_by(_events.c.ticket_id, _events.c.seq)
)


class Place(NamedTuple):
    """Behind which ticket the next batch begins."""

    created_at: datetime
    ticket_id: int = 0


class PastTickets(Repository):
    """Tickets in the order in which they were filed. Withheld ones are left out, as in recaps."""

    async def batch(self, after: Place, until: datetime, cutoff: datetime, limit: int) -> tuple[Past, ...]:
        """The next tickets that were filed before `until`, with what happened before `cutoff`; none: that was all.

        Of what happened later there are only corrections, so that they can be taken back.
        """
        values = {"after": after.created_at, "id": after.ticket_id, "until": until, "count": limit}
        rows = (await self._run(_next, values)).all()
        steps = await self._steps([row.id for row in rows], cutoff)
        return tuple(
            Past(
                number=row.number,
                history=History(
                    row.id, row.region, row.category, Source(row.source), row.created_at, steps.get(row.id, ())
                ),
                text=text_from(row, self._sealer),
            )
            for row in rows
        )

    async def _steps(self, ids: Sequence[int], cutoff: datetime) -> dict[int, list[Step]]:
        steps: dict[int, list[Step]] = defaultdict(list)
        for row in await self._run(_happened, {"ids": ids, "cutoff": cutoff}):
            steps[row.ticket_id].append(Step(_KINDS[row.kind], row.at, row.data or {}))
        return steps
