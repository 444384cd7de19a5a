"""How many reports one person can send: what goes beyond stays with him as a draft, complete, and can be sent later.

Nothing is lost and nobody is locked out: urgent reports, additions and answers always go through.
"""

from datetime import datetime, timedelta

from handlers.desk import Desk
from messages import citizen
from storage.values import Person
from tickets.forms.draft import Draft

HOUR = timedelta(hours=1)


async def holds(person: Person, draft: Draft, desk: Desk) -> bool:
    """Whether the draft has to wait; its writer is told until when, and how to send it then."""
    until = None if draft.danger else await _until(person, desk)
    if until is None:
        return False
    paused = citizen.ReportsPaused(limit=desk.office.reports_per_hour, until=until)
    await desk.say(person, paused)
    return True


async def _until(person: Person, desk: Desk) -> datetime | None:
    """When the next report may be sent; none for now."""
    limit = desk.office.reports_per_hour
    latest = await desk.unit.tickets.of_reporter(person.id, limit) if limit else ()
    if not latest or len(latest) < limit or desk.now - latest[-1].created_at >= HOUR:
        return None
    return latest[-1].created_at + HOUR
