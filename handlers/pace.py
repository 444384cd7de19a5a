"""How many reports one person, and all of them, can send: what goes beyond stays with its writer as a draft, complete.

It can be sent later, and the coordinator sees it and can let it through (`handlers.held_reports`). Nothing is lost and
nobody is locked out: urgent reports, additions and answers always go through.
"""

from datetime import datetime, timedelta

from handlers.desk import Desk
from messages import citizen
from storage.values import Person
from tickets.forms.draft import Draft
from tickets.pace import Limit

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


async def holds(person: Person, draft: Draft, desk: Desk) -> bool:
    """Whether the draft has to wait; its writer is told until when, and how to send it then."""
    until = None if draft.danger else await _until(person, desk)
    if until is not None:
        paused = citizen.ReportsPaused(limit=desk.office.reports_per_hour, until=until)
        await desk.unit.held_reports.add(person.id, draft.id, Limit.PERSON, desk.now)
        await desk.say(person, paused)
        return True
    limit = None if draft.danger else await _crowded(person, desk)
    if limit is not None:
        await desk.unit.held_reports.add(person.id, draft.id, limit, desk.now)
        await desk.say(person, citizen.ReportsCrowded(until=desk.now + MINUTE))
    return limit is not None


async def _until(person: Person, desk: Desk) -> datetime | None:
    """When the person may send the next report; none for now."""
    limit = desk.office.reports_per_hour
    first = await desk.unit.tickets.sent_at(person.id, limit - 1) if limit else None
    return None if first is None or desk.now - first >= HOUR else first + HOUR


async def _crowded(person: Person, desk: Desk) -> Limit | None:
    """Which limit for everybody holds a report back now, if one does."""
    everybody, newcomers = desk.office.reports_per_minute, desk.office.first_reports_per_minute
    since = desk.now - MINUTE
    if everybody and await desk.unit.tickets.count_sent(since) >= everybody:
        return Limit.ALL
    if not newcomers or await desk.unit.tickets.sent_at(person.id) is not None:
        return None
    return Limit.FIRST if await desk.unit.tickets.count_sent(since, first=True) >= newcomers else None
