"""Incidents: many reports of one matter in a short time, and the news sent to all of their reporters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.memory import remembered
from storage.repository import Repository
from storage.values import Broadcast, Incident, IncidentStatus

_incidents = tables.incidents
_broadcasts = tables.broadcasts
_OPEN = frozenset({IncidentStatus.PROPOSED, IncidentStatus.RUNNING})


_newest = sa.select(_incidents).order_by(_incidents.c.at.desc(), _incidents.c.id.desc()).limit(1)
_latest = _newest.where(
    _incidents.c.region == sa.bindparam("region"), _incidents.c.category == sa.bindparam("category")
)
_latest_locked = _latest.with_for_update()
_of_ticket = _newest.where(_incidents.c.ticket_id == sa.bindparam("ticket"))


@cache
def _insert(dialect: str) -> Executable:
    return insert(dialect, _incidents).on_conflict_do_nothing().returning(_incidents.c.id)


class Incidents(Repository):
    """At most one of a region and category is proposed or running."""

    async def propose(self, region: str, category: str, reporters: int, at: datetime) -> Incident | None:
        """A new incident to be proposed; none when one is proposed or running already."""
        incident = Incident(0, region, category, IncidentStatus.PROPOSED, None, reporters, at, at)
        new_id = (await self._run(_insert(self._dialect), _values(incident))).scalar_one_or_none()
        return None if new_id is None else replace(incident, id=new_id)

    async def get(self, incident_id: int, *, lock: bool = False) -> Incident | None:
        """The incident with this id."""
        return await self._one(_incidents.c.id == incident_id, lock=lock)

    async def of_ticket(self, ticket_id: int) -> Incident | None:
        """The incident that the ticket is worked on for."""
        row = (await self._run(_of_ticket, {"ticket": ticket_id})).one_or_none()
        return None if row is None else _from(row)

    @remembered(_incidents)
    async def latest(self, region: str, category: str, *, lock: bool = False) -> Incident | None:
        """The newest incident of a region and category, whatever became of it."""
        found = await self._run(_latest_locked if lock else _latest, {"region": region, "category": category})
        row = found.one_or_none()
        return None if row is None else _from(row)

    async def save(self, incident: Incident) -> None:
        """Keep a changed incident."""
        await self._run(sa.update(_incidents).where(_incidents.c.id == incident.id).values(_values(incident)))

    async def draft_broadcast(self, incident_id: int, text: str, person_id: int, at: datetime) -> int:
        """News that nobody was sent yet; its id is the batch of its messages."""
        values = {
            "incident_id": incident_id,
            "text": text,
            "person_id": person_id,
            "at": at,
            "total": 0,
            "is_running": False,
        }
        return int((await self._run(sa.insert(_broadcasts).values(values).returning(_broadcasts.c.id))).scalar_one())

    async def broadcast(self, broadcast_id: int) -> Broadcast | None:
        """The news with this id; locked, so that they are sent once."""
        one = sa.select(_broadcasts).where(_broadcasts.c.id == broadcast_id).with_for_update()
        row = (await self._run(one)).one_or_none()
        return None if row is None else Broadcast(**row._mapping)

    async def begin(self, broadcast_id: int, total: int) -> None:
        """The news are on their way to so many people."""
        change = sa.update(_broadcasts).where(_broadcasts.c.id == broadcast_id)
        await self._run(change.values(total=total, shown=0, is_running=True))

    async def running_broadcasts(self) -> Sequence[Broadcast]:
        """News of which the progress message does not say the end yet."""
        running = sa.select(_broadcasts).where(_broadcasts.c.is_running).order_by(_broadcasts.c.id)
        return [Broadcast(**row._mapping) for row in await self._run(running)]

    async def show(self, broadcast_id: int, shown: int, *, is_running: bool) -> None:
        """Note what the progress message says."""
        change = sa.update(_broadcasts).where(_broadcasts.c.id == broadcast_id)
        await self._run(change.values(shown=shown, is_running=is_running))

    async def _one(self, *which: sa.ColumnElement[bool], lock: bool = False) -> Incident | None:
        newest = _newest.where(*which)
        row = (await self._run(newest.with_for_update() if lock else newest)).one_or_none()
        return None if row is None else _from(row)


def _values(incident: Incident) -> dict[str, Any]:
    return {
        "region": incident.region,
        "category": incident.category,
        "status": incident.status.value,
        "is_open": incident.status in _OPEN,
        "ticket_id": incident.ticket_id,
        "reporters": incident.reporters,
        "at": incident.at,
        "last_at": incident.last_at,
    }


def _from(row: sa.Row[Any]) -> Incident:
    return Incident(
        id=row.id,
        region=row.region,
        category=row.category,
        status=IncidentStatus(row.status),
        ticket_id=row.ticket_id,
        reporters=row.reporters,
        at=row.at,
        last_at=row.last_at,
    )
