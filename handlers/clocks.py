"""What comes by itself while we wait for the reporter, laid down; and the deadline once the waiting is over.

The agency's own clock is started and stopped in `handlers.follow_up`; what happens when something is due is in
`handlers.waiting`.
"""

from datetime import datetime

from handlers.desk import Desk
from tickets.deadlines import WaitKind, data_ends, data_reminder, due, last_call, silence_ends
from tickets.pauses import pauses
from tickets.ticket import Status, Ticket


async def watch(ticket: Ticket, desk: Desk) -> None:
    """The ticket waits for the reporter: lay down when he is reminded, and when the end is announced.

    The end itself is laid down with its announcement, so that nothing ends unannounced. A ticket that does not wait is
    left as it is.
    """
    if ticket.awaiting_since is None:
        return
    calendar, rules = desk.office.calendar, desk.office.rules
    await desk.unit.reminders.cancel(ticket.id)
    if ticket.status is Status.WAITING_REPORTER:
        reminder = data_reminder(calendar, rules, ticket.awaiting_since)
        await desk.unit.reminders.schedule(ticket.id, WaitKind.REMINDER.value, reminder)
    call = last_call(calendar, rules, wait_end(ticket, ticket.awaiting_since, desk))
    await desk.unit.reminders.schedule(ticket.id, WaitKind.LAST_CALL.value, call)


def wait_end(ticket: Ticket, since: datetime, desk: Desk) -> datetime:
    """Until when the reporter's word is awaited at least."""
    ends = data_ends if ticket.status is Status.WAITING_REPORTER else silence_ends
    return ends(desk.office.calendar, desk.office.rules, since)


async def due_after_pause(ticket: Ticket, desk: Desk) -> datetime:
    """The deadline if the waiting for data ends now: what we waited for the reporter is not the agency's time.

    While no agency has the ticket, it is the coordinator's, to verify it.
    """
    paused = pauses(await desk.unit.tickets.history(ticket.id), desk.now)
    if not paused:
        return ticket.follow_up_due
    rules, begun = desk.office.rules, ticket.assigned_at or ticket.created_at
    days = rules.follow_up if ticket.agency else rules.verification
    return due(desk.office.calendar, begun, days, paused) or ticket.follow_up_due
