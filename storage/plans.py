"""Action plans: their steps, the open cases that hold somebody back, and the figures month by month."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.repository import BIGGEST_ID, Repository
from tickets.events import EventKind
from tickets.plans import HANDED_ABOUT, CaseName, Hindrance, MonthFigures, Obstacle, Step, Wish
from tickets.ticket import Status

_steps = tables.plan_steps
_months = tables.month_figures
_tickets = tables.tickets
_events = tables.events
_CONTENT = "plan_steps.content"
_NAMED = 4
"""Cases of an obstacle that are named."""


@cache
def _keep(dialect: str) -> Executable:
    new = insert(dialect, _months)
    changed = {name: new.excluded[name] for name in ("assigned", "followed_up", "mean_days", "late")}
    return new.on_conflict_do_update(index_elements=["unit", "month"], set_=changed)


class Plans(Repository):
    """Every plan: a unit (the code of an agency or of a region) has one as soon as it has a step."""

    async def add(self, unit: str, wish: Wish, due: date, by: int, at: datetime) -> int:
        """One more step; its id."""
        values = {
            "unit": unit,
            "content": self._seal_json({"what": wish.what, "owner": wish.owner}, _CONTENT),
            "due": due,
            "made_by": by,
            "made_at": at,
        }
        return int((await self._run(sa.insert(_steps).returning(_steps.c.id), values)).scalar_one())

    async def get(self, step_id: int) -> Step | None:
        """The step with that id."""
        found = await self._some(_steps.c.id == step_id) if step_id <= BIGGEST_ID else ()
        return next(iter(found), None)

    async def of_unit(self, unit: str) -> tuple[Step, ...]:
        """The steps of a plan, in the order in which they were added."""
        return await self._some(_steps.c.unit == unit)

    async def due(self, today: date) -> tuple[Step, ...]:
        """Steps that are not done and whose day has come."""
        return await self._some(_steps.c.done_at.is_(None), _steps.c.due <= today)

    async def settle(self, step_id: int, by: int, at: datetime) -> bool:
        """Tick it off. False when that was done already."""
        undone = sa.and_(_steps.c.id == step_id, _steps.c.done_at.is_(None))
        return (await self._run(sa.update(_steps).where(undone).values(done_by=by, done_at=at))).rowcount == 1

    async def drop(self, step_id: int) -> bool:
        """Strike it out, if it is not done."""
        undone = sa.and_(_steps.c.id == step_id, _steps.c.done_at.is_(None))
        return (await self._run(sa.delete(_steps).where(undone))).rowcount == 1

    async def planned(self) -> Mapping[str, int]:
        """The units that have a plan, and how many of its steps are not done."""
        undone = sa.func.sum(sa.case((_steps.c.done_at.is_(None), 1), else_=0))
        rows = await self._run(sa.select(_steps.c.unit, undone).group_by(_steps.c.unit).order_by(_steps.c.unit))
        return {unit: int(count) for unit, count in rows}

    async def late_by_region(self, now: datetime) -> Mapping[str, int]:
        """How many open tickets without an answer are past their deadline, by region."""
        counted = sa.select(_tickets.c.region, sa.func.count()).where(*_unanswered(now), sa.not_(_tickets.c.withheld))
        return {region: int(count) for region, count in await self._run(counted.group_by(_tickets.c.region))}

    async def obstacles(self, now: datetime, *, agency: str | None = None, region: str = "") -> tuple[Obstacle, ...]:
        """What open cases of an agency, or else of a region, hold it back, the oldest deadlines first."""
        whose = _tickets.c.region == region if agency is None else _tickets.c.agency == agency
        which = {
            Hindrance.UNVERIFIED: (_tickets.c.status == Status.RECEIVED.value,),
            Hindrance.UNANSWERED: _unanswered(now),
            Hindrance.HANDED_ABOUT: (_transfers() >= HANDED_ABOUT,),
            Hindrance.REOPENED: (_tickets.c.reopened > 0,),
        }
        found = []
        for hindrance, shows in which.items():
            if hindrance is Hindrance.UNVERIFIED and agency is not None:
                continue
            of_these = sa.and_(whose, _tickets.c.is_open, sa.not_(_tickets.c.withheld), *shows)
            counted = sa.select(sa.func.count()).select_from(_tickets).where(of_these)
            if count := int((await self._run(counted)).scalar_one()):
                found.append(Obstacle(hindrance, count, await self._cases(of_these)))
        return tuple(found)

    async def keep_month(self, figures: Iterable[tuple[str, MonthFigures]]) -> None:
        """What units were measured by in a month, in place of what was kept before."""
        values = [
            {
                "unit": unit,
                "month": each.month,
                "assigned": each.assigned,
                "followed_up": each.followed_up,
                "mean_days": each.mean_days,
                "late": each.late,
            }
            for unit, each in figures
        ]
        if values:
            await self._run(_keep(self._dialect), values)

    async def months(self, unit: str, limit: int) -> tuple[MonthFigures, ...]:
        """The latest months of a unit, first to last."""
        newest = sa.select(_months).where(_months.c.unit == unit).order_by(_months.c.month.desc()).limit(limit)
        rows = (await self._run(newest)).all()
        return tuple(
            MonthFigures(row.month, row.assigned, row.followed_up, row.mean_days, row.late) for row in reversed(rows)
        )

    async def _cases(self, which: sa.ColumnElement[bool]) -> tuple[CaseName, ...]:
        named = sa.select(_tickets.c.id, _tickets.c.number).where(which)
        oldest = named.order_by(_tickets.c.follow_up_due, _tickets.c.id).limit(_NAMED)
        return tuple(CaseName(*row) for row in (await self._run(oldest)).all())

    async def _some(self, *which: sa.ColumnElement[bool]) -> tuple[Step, ...]:
        rows = await self._run(sa.select(_steps).where(*which).order_by(_steps.c.id))
        return tuple(map(self._step, rows))

    def _step(self, row: sa.Row[Any]) -> Step:
        content = self._open_json(row.content, _CONTENT)
        return Step(row.id, row.unit, content["what"], content["owner"], row.due, row.done_at)


def _unanswered(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return _tickets.c.awaits_follow_up, _tickets.c.follow_up_due < now


def _transfers() -> sa.ScalarSelect[int]:
    of_ticket = sa.and_(_events.c.ticket_id == _tickets.c.id, _events.c.kind == EventKind.TRANSFERRED.value)
    return sa.select(sa.func.count()).where(of_ticket).correlate(_tickets).scalar_subquery()
