"""What happens by itself: reminders before a deadline, the digest of what is overdue. Never twice, never at night.

Called every minute; what is due is read from the database, so a restart or days of downtime change nothing but the
delay: one digest of today comes, not those of the days missed, and a reminder whose deadline has passed is left to it.
"""

from handlers import (
    bundles,
    cards,
    desk_today,
    drafts,
    issues,
    menus,
    monthly,
    news,
    overview,
    plans,
    retention,
    roster,
    search,
    waiting,
    watch,
    weekly,
)
from handlers.desk import Desk
from messages import group as words
from storage.values import Due, Group
from tickets.deadlines import (
    ReminderKind,
    digest_slot,
    is_overdue,
    may_send_to_citizen,
)
from tickets.dialogue import Priority, Repeat
from tickets.quiet import is_quiet, quiet_until
from tickets.ticket import Ticket

BATCH = 10
"""Reminders looked at in one transaction; more come with the next, and citizens are answered in between."""
DIGESTS = 2
"""Digests of one transaction."""
DIGEST_LINES = 15
"""Tickets named in a digest."""


async def tick(desk: Desk) -> None:
    """Do what is due now."""
    await drafts.expire(desk)
    await bundles.tick(desk)
    await news.tick(desk)
    await watch.tick(desk)
    await issues.tick(desk)
    await _come_due(desk)
    if may_send_to_citizen(desk.office.calendar, desk.now):
        await waiting.drafts(desk)
    await _digests(desk)
    await weekly.tick(desk)
    await monthly.tick(desk)
    await menus.tick(desk)
    await plans.tick(desk)
    await search.tick(desk)
    await retention.tick(desk)


async def go_on(desk: Desk) -> bool:
    """After `tick`, some more of what there may be much of at the same moment: reminders, digests, sums of the week.
    Whether there is still more.
    """
    return any([await _come_due(desk), await _digests(desk), await weekly.tick(desk)])


async def _come_due(desk: Desk) -> bool:
    """Some of the reminders that are due; whether there may be more."""
    if not may_send_to_citizen(desk.office.calendar, desk.now):
        return False
    some = await desk.unit.reminders.due(desk.now, BATCH)
    for due in some:
        await (waiting.come_due(due, desk) if due.kind in waiting.KINDS else _remind(due, desk))
    return len(some) == BATCH


async def _digests(desk: Desk) -> bool:
    """Some of the digests of this morning; whether there may be more."""
    slot = digest_slot(desk.office.calendar, desk.now)
    if slot is None:
        return False
    keys = {f"digest:{group_id}:{slot}": group_id for group_id in await desk.unit.groups.active_ids()}
    made = 0
    for key in await desk.unit.reminders.not_yet(tuple(keys)):
        group = await desk.unit.groups.get(keys[key])
        if not _is_quiet(group, desk) and await desk.unit.reminders.once(key, desk.now):
            await _digest(group, desk)
            made += 1
        if made == DIGESTS:
            return True
    return False


async def _remind(due: Due, desk: Desk) -> None:
    await desk.unit.reminders.done(due.id, desk.now)
    ticket = await desk.unit.tickets.by_id(due.ticket_id)
    if ticket is None or not _still_makes_sense(due, ticket, desk):
        return
    groups = await cards.groups_of(ticket, desk)
    for group in groups:
        if group.quiet and _is_quiet(group, desk):
            await desk.unit.reminders.postpone(due.id, quiet_until(group.quiet, desk.office.calendar, desk.now))
            continue
        await desk.say(
            group.chat,
            await _reminder(group, ticket, due, desk),
            priority=Priority.REMINDER,
            repeat=Repeat.NEVER,
            ticket_id=ticket.id,
            reply_to_slot=cards.slot(ticket.id),
            unique_key=f"reminder:{due.id}:{group.id}",
        )
    await cards.refresh(ticket, desk)


def _is_quiet(group: Group, desk: Desk) -> bool:
    return is_quiet(group.quiet, desk.office.calendar, desk.now)


async def _reminder(group: Group, ticket: Ticket, due: Due, desk: Desk) -> words.Reminder:
    """It mentions who took the case, or else who of the group is on duty today."""
    line = await overview.line_of(ticket, desk, group)
    return words.Reminder(
        number=ticket.number,
        category=line.category,
        region=line.region,
        due=ticket.follow_up_due,
        today=due.kind == ReminderKind.DUE_TODAY,
        taken_by=await roster.who(ticket.taken_by, desk),
        on_duty=None if ticket.taken_by else await roster.on_duty(group, desk),
        to_verify=ticket.is_unverified,
    )


def _still_makes_sense(due: Due, ticket: Ticket, desk: Desk) -> bool:
    """Not for a ticket that was followed up, nor past its deadline, nor "tomorrow" on the very day."""
    if not ticket.awaits_follow_up or is_overdue(desk.now, ticket.follow_up_due):
        return False
    is_last_day = desk.today == desk.office.calendar.local_date(ticket.follow_up_due)
    return is_last_day == (due.kind == ReminderKind.DUE_TODAY)


async def _digest(group: Group, desk: Desk) -> None:
    """The overdue tickets of a group; to the coordinator those that are a working day late."""
    if group.is_coordinator:
        late = await desk_today.late(desk)
        shown, total = late[:DIGEST_LINES], len(late)
    else:
        shown = await desk.unit.tickets.overdue(desk.now, agency=group.agency, limit=DIGEST_LINES)
        total = await desk.unit.tickets.count_overdue(desk.now, group.agency)
    today = await desk_today.count(desk) if group.is_coordinator else None
    if not shown and not (today and (today.unverified or today.to_check)):
        return
    digest = words.Digest(
        agency=None if group.is_coordinator else desk.agency_name(group.agency),
        day=desk.today,
        tickets=tuple([await overview.line_of(ticket, desk, group) for ticket in shown]),
        total=total,
        on_duty=await roster.on_duty(group, desk),
        desk=today,
    )
    rows = (*overview.card_buttons(shown), *(desk_today.ways(today, desk) if today else ()))
    await desk.say(group.chat, digest, rows=rows, priority=Priority.REMINDER, repeat=Repeat.NEVER)
