"""What comes due by itself while somebody waits: reminders of data wanted, last calls, ends; drafts left alone.

At decent hours only. What is due is read from the database, so nothing comes twice
and nothing is lost over a restart. An end is laid down by its announcement: nobody is closed or archived unannounced.
A reporter who blocks the bot is told nothing.
"""

from handlers import cards, clocks, complaint, follow_up, last_word, proposals, rating, tallying, wanted
from handlers.desk import Desk
from messages import same
from messages import waiting as words
from storage.values import Dialogue, Due
from tickets import ticket as rules
from tickets.deadlines import DRAFT_KEPT, DRAFT_NUDGED_AFTER, WaitKind, last_call, may_send_to_citizen, wait_ends
from tickets.dialogue import Priority
from tickets.events import Actor, ActorKind
from tickets.forms.complaint import COMPLAINT
from tickets.quiet import end_of_silence
from tickets.ticket import Status, Ticket

KINDS = frozenset(kind.value for kind in WaitKind)
"""The reminders that are this module's."""
BATCH = 5
"""Drafts of one turn."""
_SYSTEM = Actor(ActorKind.SYSTEM)


async def come_due(due: Due, desk: Desk) -> None:
    """A reminder, an announcement, or the end of a wait."""
    await desk.unit.reminders.done(due.id, desk.now)
    ticket = await desk.unit.tickets.by_id(due.ticket_id, lock=True)
    if ticket is None or ticket.awaiting_since is None:
        return
    match due.kind:
        case WaitKind.REMINDER:
            await _remind(ticket, desk)
        case WaitKind.LAST_CALL:
            await _announce(ticket, desk)
        case WaitKind.END if ticket.status is Status.WAITING_REPORTER:
            await _archive(ticket, desk)
        case WaitKind.END if ticket.status is Status.ANSWERED:
            await _close(ticket, desk)


async def drafts(desk: Desk) -> bool:
    """Some of the unfinished drafts: asked about once, deleted when nobody came back to them. Whether there may be
    more.
    """
    if not may_send_to_citizen(desk.office.calendar, desk.now):
        return False
    now, dialogues = desk.now, desk.unit.dialogues
    idle = await dialogues.to_nudge(COMPLAINT.name, now - DRAFT_NUDGED_AFTER, BATCH)
    for dialogue in idle:
        await dialogues.nudged(dialogue.chat, dialogue.person_id, now)
        await _nudge(dialogue, desk)
    old = await dialogues.to_forget(COMPLAINT.name, now - DRAFT_KEPT, now - DRAFT_NUDGED_AFTER, BATCH)
    for dialogue in old:
        await _forget(dialogue, desk)
    return BATCH in (len(idle), len(old))


async def forget_expectations(desk: Desk) -> None:
    """What somebody was to say, and did not for as long as a draft is kept."""
    if may_send_to_citizen(desk.office.calendar, desk.now):
        await desk.unit.expectations.forget(desk.now - DRAFT_KEPT)


async def _remind(ticket: Ticket, desk: Desk) -> None:
    """Of the question, once; not when the last call is due as well, after downtime."""
    asked = await wanted.question(ticket, desk)
    if asked is None or ticket.awaiting_since is None or ticket.status is not Status.WAITING_REPORTER:
        return
    ends = clocks.wait_end(ticket, ticket.awaiting_since, desk)
    if desk.now < last_call(desk.office.calendar, desk.office.rules, ends):
        await wanted.tell(ticket, asked, desk, reminder=True)


async def _announce(ticket: Ticket, desk: Desk) -> None:
    """Say until when the reporter's word is awaited, and lay down the end."""
    if ticket.awaiting_since is None:
        return
    planned = clocks.wait_end(ticket, ticket.awaiting_since, desk)
    until = wait_ends(desk.office.calendar, desk.office.rules, planned, desk.now)
    await desk.unit.reminders.schedule(ticket.id, WaitKind.END.value, until)
    reporter = await cards.reporter_of(ticket, desk)
    agency = wanted.agency_of(ticket, desk, reporter.language)
    if ticket.status is Status.ANSWERED:
        call = words.SilenceLastCall(number=ticket.number, agency=agency, text=ticket.text, until=until)
        await follow_up.inform_reporter(ticket, call, desk, rows=follow_up.solved_or_not(ticket, desk, reporter))
        return
    asked = await wanted.question(ticket, desk)
    call_for_data = words.DataLastCall(
        number=ticket.number, agency=agency, question=asked.text if asked else "", until=until
    )
    await follow_up.inform_reporter(ticket, call_for_data, desk, rows=wanted.rows(ticket, desk, reporter))


async def _archive(ticket: Ticket, desk: Desk) -> None:
    """The data never came."""
    change = rules.archive(ticket, by=_SYSTEM, at=desk.now)
    await desk.unit.tickets.save(change.ticket, change.event, ticket.revision)
    reporter = await cards.reporter_of(ticket, desk)
    archived = words.Archived(number=ticket.number)
    await follow_up.inform_reporter(change.ticket, archived, desk, rows=wanted.rows(change.ticket, desk, reporter))
    await follow_up.inform_others(reporter, change.ticket, same.ArchivedForOthers(number=ticket.number), desk)
    for group in await cards.groups_of(ticket, desk):
        await desk.say(
            group.chat,
            words.TicketArchived(number=ticket.number),
            priority=Priority.REMINDER,
            ticket_id=ticket.id,
            reply_to_slot=cards.slot(ticket.id),
            not_before=end_of_silence(group.quiet, desk.office.calendar, desk.now),
        )
    await cards.refresh(change.ticket, desk)
    await proposals.end(ticket, change.ticket, desk)


async def _close(ticket: Ticket, desk: Desk) -> None:
    """Nobody objected. Stars are offered here once; nothing reminds of them."""
    change = rules.expire(ticket, by=_SYSTEM, at=desk.now)
    await desk.unit.tickets.save(change.ticket, change.event, ticket.revision)
    reporter = await cards.reporter_of(ticket, desk)
    if not reporter.blocked:
        await desk.say(
            reporter,
            words.ClosedBySilence(number=ticket.number),
            rows=rating.rows(change.ticket, desk, reporter),
            ticket_id=ticket.id,
            slot=rating.slot(change.ticket),
        )
    await last_word.tell_others_it_is_closed(reporter, change.ticket, desk)
    await cards.refresh(change.ticket, desk)
    await proposals.end(ticket, change.ticket, desk)


async def _nudge(dialogue: Dialogue, desk: Desk) -> None:
    person = await desk.unit.people.get(dialogue.person_id)
    session = await complaint.load(person, desk)
    if session and not person.blocked and (session.draft.parts or session.draft.attachments):
        kept_until = max(dialogue.updated_at + DRAFT_KEPT, desk.now + DRAFT_NUDGED_AFTER)
        await complaint.nudge(person, session, dialogue.updated_at, kept_until, desk)


async def _forget(dialogue: Dialogue, desk: Desk) -> None:
    person = await desk.unit.people.get(dialogue.person_id)
    session = await complaint.load(person, desk)
    await desk.unit.dialogues.close(dialogue.chat, dialogue.person_id)
    if session:
        tallying.left(session.draft, desk)
    if session and not person.blocked and (session.draft.parts or session.draft.attachments):
        await desk.say(person, words.DraftForgotten(text=session.draft.text))
