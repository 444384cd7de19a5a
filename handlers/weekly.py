"""The week in numbers, at its end: once for each group, never at night, and not when nothing happened.

What was sent before the end and can still be taken back is waited for: it counts as of when it was sent.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from handlers import overview, sharing
from handlers.desk import Desk
from handlers.turns import Turns
from messages import duty as words
from storage.values import ALL, Agencies, Group, WeekFacts
from tickets.dialogue import Priority, Repeat
from tickets.overview import Filter
from tickets.quiet import is_quiet
from tickets.weeks import Week, week_to_report

NOTHING = WeekFacts(0, (), 0)

Known = tuple[Mapping[Agencies, WeekFacts], int]
"""What the week brought each agency, and how much is late in all."""


async def chore(turns: Turns) -> None:
    """Sum the week up for each group where that is due now. A group that is silent now gets it afterwards."""
    waiting = await turns.write(_waiting)
    if waiting:
        known = await turns.read(_look)
        for group_id in waiting:
            await turns.attempt(partial(_bring, group_id, known))


async def _waiting(desk: Desk) -> tuple[int, ...]:
    """The groups that have not got it."""
    week = _week(desk)
    if week is None:
        return ()
    keys = {_key(group_id, week): group_id for group_id in await desk.unit.groups.active_ids()}
    return tuple([keys[key] for key in await desk.unit.reminders.not_yet(tuple(keys))])


async def _look(desk: Desk) -> Known:
    week = _week(desk)
    facts = await desk.unit.weeks.facts(week.since, week.until) if week else {}
    return facts, await desk.unit.tickets.count_overdue(desk.now)


async def _bring(group_id: int, known: Known, desk: Desk) -> None:
    week = _week(desk)
    group = await desk.unit.groups.find_active(group_id)
    if week is None or group is None or is_quiet(group.quiet, desk.office.calendar, desk.now):
        return
    if await desk.unit.reminders.once(_key(group_id, week), desk.now):
        await _sum_up(group, week, known, desk)


def _week(desk: Desk) -> Week | None:
    return week_to_report(desk.office.calendar, desk.now - desk.office.undo)


def _key(group_id: int, week: Week) -> str:
    return f"week:{group_id}:{week.day}"


async def _sum_up(group: Group, week: Week, known: Known, desk: Desk) -> None:
    of_agency, late = known
    facts = of_agency.get(ALL if group.is_coordinator else group.agency, NOTHING)
    if not group.is_coordinator:
        late = await desk.unit.tickets.count_overdue(desk.now, group.agency)
    if not (facts.received or facts.answered or facts.closed or late):
        return
    summary = words.WeekSummary(
        agency=None if group.is_coordinator else desk.agency_name(group.agency),
        since=week.since,
        until=week.until,
        received=facts.received,
        answered=len(facts.answered),
        closed=facts.closed,
        late=late,
        mean_days=_mean_days(facts.answered, desk),
    )
    rows = ((overview.link("see_overdue", Filter.OVERDUE, desk),),) if late else ()
    rows = (*rows, *sharing.rows(desk)) if facts.received else rows
    await desk.say(group.chat, summary, rows=rows, priority=Priority.REMINDER, repeat=Repeat.NEVER)


def _mean_days(answered: tuple[tuple[datetime, datetime], ...], desk: Desk) -> float | None:
    """Working days from the assignment to the answer, on average; the same day is none."""
    calendar = desk.office.calendar
    known = [(came, done) for came, done in answered if calendar.local_date(came).year in calendar.known_years]
    days = [calendar.working_days_between(came, done) for came, done in known]
    return sum(days) / len(days) if days else None
