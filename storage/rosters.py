"""Who of a group answers on which day, and which people are known from the group."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from storage import tables
from storage.dialects import Insert, insert
from storage.repository import BIGGEST_ID, Repository
from tickets.roster import Part, Roster

_duties = tables.duties
_changes = tables.duty_changes
_people = tables.group_people


_plan_of = sa.select(_duties).where(_duties.c.group_id == sa.bindparam("group"))
_changes_of = sa.select(_changes).where(
    _changes.c.group_id == sa.bindparam("group"), _changes.c.day >= sa.bindparam("today")
)


@cache
def _assign(dialect: str) -> Insert:
    new = insert(dialect, _duties)
    return new.on_conflict_do_update(
        index_elements=["group_id", "weekday", "part"], set_={"person_id": new.excluded.person_id}
    )


@cache
def _replace(dialect: str) -> Insert:
    new = insert(dialect, _changes)
    return new.on_conflict_do_update(index_elements=["group_id", "day"], set_={"person_id": new.excluded.person_id})


@cache
def _see(dialect: str) -> Insert:
    new = insert(dialect, _people)
    return new.on_conflict_do_update(index_elements=["group_id", "person_id"], set_={"seen_at": new.excluded.seen_at})


class Rosters(Repository):
    """Every group's plan, and its people as far as they ever wrote to us or pressed something there."""

    async def of_group(self, group_id: int, today: date) -> Roster:
        """The group's plan, with its changes from today on."""
        duty: dict[int, int] = {}
        stand_ins: dict[int, int] = {}
        for row in await self._run(_plan_of, {"group": group_id}):
            (duty if row.part == Part.DUTY else stand_ins)[row.weekday] = row.person_id
        to_come = await self._run(_changes_of, {"group": group_id, "today": today})
        changes = {row.day: row.person_id for row in to_come}
        return Roster(duty, stand_ins, changes)

    async def assign(self, group_id: int, weekdays: Iterable[int], part: Part, person_id: int) -> None:
        """Somebody does that part on these weekdays, instead of whoever did."""
        rows: list[dict[str, Any]] = [
            {"group_id": group_id, "weekday": weekday, "part": part.value, "person_id": person_id}
            for weekday in weekdays
        ]
        if rows:
            await self._run(_assign(self._dialect), rows)

    async def clear(self, group_id: int, weekdays: Iterable[int], part: Part | None = None) -> None:
        """Nobody does that part (or any) on these weekdays."""
        which = [_duties.c.group_id == group_id, _duties.c.weekday.in_(list(weekdays))]
        if part is not None:
            which.append(_duties.c.part == part.value)
        await self._run(sa.delete(_duties).where(*which))

    async def replace_on(self, group_id: int, day: date, person_id: int) -> None:
        """Somebody answers on that one day, whatever the plan says."""
        await self._run(_replace(self._dialect), {"group_id": group_id, "day": day, "person_id": person_id})

    async def forget(self, group_id: int) -> None:
        """The group begins anew: no plan, no changes, nobody known."""
        for table in (_duties, _changes, _people):
            await self._run(sa.delete(table).where(table.c.group_id == group_id))

    async def drop(self, group_id: int, person_id: int) -> None:
        """Somebody is not of the group any more: neither planned nor known there."""
        for table in (_duties, _changes, _people):
            await self._run(sa.delete(table).where(table.c.group_id == group_id, table.c.person_id == person_id))

    async def seen(self, group_id: int, person_id: int, at: datetime) -> None:
        """Somebody acted in the group."""
        await self._run(_see(self._dialect), {"group_id": group_id, "person_id": person_id, "seen_at": at})

    async def people(self, group_id: int, limit: int) -> tuple[int, ...]:
        """The ids of the people known from the group, who acted last first."""
        here = sa.select(_people.c.person_id).where(_people.c.group_id == group_id)
        newest = here.order_by(_people.c.seen_at.desc(), _people.c.person_id).limit(limit)
        return tuple((await self._run(newest)).scalars())

    async def last_acts(self) -> dict[int, datetime]:
        """When somebody last acted in each group, by the group's id."""
        newest = sa.select(_people.c.group_id, sa.func.max(_people.c.seen_at, type_=_people.c.seen_at.type))
        rows = await self._run(newest.group_by(_people.c.group_id))
        return {row[0]: row[1] for row in rows}

    async def planned(self) -> frozenset[int]:
        """The groups that have a plan for any day."""
        return frozenset((await self._run(sa.select(_duties.c.group_id).distinct())).scalars())

    async def knows(self, group_id: int, person_id: int) -> bool:
        """Whether that person is known from the group."""
        if person_id > BIGGEST_ID:
            return False
        here = sa.and_(_people.c.group_id == group_id, _people.c.person_id == person_id)
        return (await self._run(sa.select(_people.c.person_id).where(here))).first() is not None
