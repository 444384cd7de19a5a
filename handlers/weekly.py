"""The week in numbers, at its end: once for each group, never at night, and not when nothing happened.

What was sent before the end and can still be taken back is waited for: it counts as of when it was sent.
"""

from datetime import datetime

from handlers import overview, sharing
from handlers.desk import Desk
from messages import duty as words
from storage.values import ALL, Group
from tickets.dialogue import Priority, Repeat
from tickets.overview import Filter
from tickets.quiet import is_quiet
from tickets.weeks import Week, week_to_report

AT_ONCE = 5
"""Groups of one transaction."""


async def tick(desk: Desk) -> bool:
    """Sum the week up for some groups where that is due now; whether there may be more of them.

    A group that is silent now gets it afterwards.
    """
    week = week_to_report(desk.office.calendar, desk.now - desk.office.undo)
    if week is None:
        return False
    keys = {f"week:{group_id}:{week.day}": group_id for group_id in await desk.unit.groups.active_ids()}
    told = 0
    for key in await desk.unit.reminders.not_yet(tuple(keys)):
        group = await desk.unit.groups.get(keys[key])
        if is_quiet(group.quiet, desk.office.calendar, desk.now):
            continue
        if await desk.unit.reminders.once(key, desk.now):
            await _sum_up(group, week, desk)
            told += 1
        if told == AT_ONCE:
            return True
    return False


async def _sum_up(group: Group, week: Week, desk: Desk) -> None:
    agency = ALL if group.is_coordinator else group.agency
    facts = await desk.unit.weeks.facts(agency, week.since, week.until)
    late = await desk.unit.tickets.count_overdue(desk.now, agency)
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
