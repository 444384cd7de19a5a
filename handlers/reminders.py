"""Reminders before a deadline, the word on the card after it, and the digest of what is overdue. Never twice, never at
night.

What is due is read from the database, so a restart or days of downtime change nothing but the delay: one digest of
today comes, not those of the days missed, and a reminder whose deadline has passed is left to it. Each reminder, and
each group's digest, has a turn of its own; whether it was there before is asked in the same transaction.
"""

from datetime import date
from functools import partial

from handlers import cards, desk_today, overview, roster, waiting
from handlers.desk import Desk
from handlers.turns import Turns
from messages import group as words
from messages.group import DeskToday
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

LOOKED_UP = 100
"""Reminders that are looked up together; each then comes in a turn of its own."""
DIGEST_LINES = 15
"""Tickets named in a digest."""

View = tuple[DeskToday, tuple[Ticket, ...]]
"""What the coordinator's digest is made of: his desk, and what is late."""


async def come_due(turns: Turns) -> None:
    """Every reminder that is due. One that breaks is tried again in a minute."""
    broken: set[int] = set()
    while found := [due for due in await turns.write(_due) if due.id not in broken]:
        for due in found:
            if not await turns.attempt(partial(_comes, due.id)):
                broken.add(due.id)


async def digests(turns: Turns) -> None:
    """The digest of this morning, to every group that has not got it."""
    view: View | None = None
    for group_id, is_coordinators in await turns.write(_without_digest):
        if is_coordinators and view is None:
            view = await turns.read(_over_all)
        await turns.attempt(partial(_bring_digest, group_id, view))


async def _due(desk: Desk) -> tuple[Due, ...]:
    if not may_send_to_citizen(desk.office.calendar, desk.now):
        return ()
    return await desk.unit.reminders.due(desk.now, LOOKED_UP)


async def _comes(reminder_id: int, desk: Desk) -> None:
    due = await desk.unit.reminders.still_due(reminder_id, desk.now)
    if due is None:
        return
    await (waiting.come_due(due, desk) if due.kind in waiting.KINDS else _remind(due, desk))


async def _without_digest(desk: Desk) -> list[tuple[int, bool]]:
    """The groups that have not got the digest of this morning, and whether they are the coordinator's."""
    slot = digest_slot(desk.office.calendar, desk.now)
    if slot is None:
        return []
    keys = {_digest_key(group_id, slot): group_id for group_id in await desk.unit.groups.active_ids()}
    waiting_keys = await desk.unit.reminders.not_yet(tuple(keys))
    coordinators = {group.id for group in await desk.unit.groups.coordinators()} if waiting_keys else set()
    return [(keys[key], keys[key] in coordinators) for key in waiting_keys]


async def _over_all(desk: Desk) -> View:
    return await desk_today.count(desk), await desk_today.late(desk)


async def _bring_digest(group_id: int, view: View | None, desk: Desk) -> None:
    slot = digest_slot(desk.office.calendar, desk.now)
    group = await desk.unit.groups.find_active(group_id)
    if slot is None or group is None or _is_quiet(group, desk):
        return
    if await desk.unit.reminders.once(_digest_key(group_id, slot), desk.now):
        await _digest(group, view if group.is_coordinator else None, desk)


def _digest_key(group_id: int, slot: date) -> str:
    return f"digest:{group_id}:{slot}"


async def _remind(due: Due, desk: Desk) -> None:
    await desk.unit.reminders.done(due.id, desk.now)
    ticket = await desk.unit.tickets.by_id(due.ticket_id)
    if ticket is None or not ticket.awaits_follow_up:
        return
    if due.kind == ReminderKind.MISSED:
        await cards.refresh(ticket, desk)
    elif _still_makes_sense(due, ticket, desk):
        await _remind_groups(ticket, due, desk)


async def _remind_groups(ticket: Ticket, due: Due, desk: Desk) -> None:
    for group in await cards.groups_of(ticket, desk):
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
    """Not past its deadline, nor "tomorrow" on the very day."""
    if is_overdue(desk.now, ticket.follow_up_due):
        return False
    is_last_day = desk.today == desk.office.calendar.local_date(ticket.follow_up_due)
    return is_last_day == (due.kind == ReminderKind.DUE_TODAY)


async def _digest(group: Group, view: View | None, desk: Desk) -> None:
    """The overdue tickets of a group; to the coordinator those that are a working day late, and his desk."""
    today = None
    if view is not None:
        today, late = view
        shown, total = late[:DIGEST_LINES], len(late)
    else:
        shown = await desk.unit.tickets.overdue(desk.now, agency=group.agency, limit=DIGEST_LINES)
        total = await desk.unit.tickets.count_overdue(desk.now, group.agency)
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
