"""What the reporter says of his case goes to the groups that work on it."""

from dataclasses import replace

from handlers import alarm, audience, cards, clocks, follow_up, masks, relay, texts, wanted
from handlers.desk import Desk
from messages import citizen
from messages import group as words
from messages import waiting as told_later
from messages.base import Message as Words
from messages.lengths import parted
from storage.values import Group, Person
from tickets import ticket as rules
from tickets.dialogue import Message, Priority, Rows
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.people import is_reporter
from tickets.ticket import DECLINED, Ticket


async def replied(person: Person, message: Message, ticket: Ticket, desk: Desk, *, rows: Rows = ()) -> None:
    """The reporter answered a message of his case: it goes to the group, as part of the case."""
    if not (message.text or message.attachments or message.location):
        await desk.say(person, citizen.Unsupported(), reply_to=message.message_id)
        return
    if await alarm.warn(person, message.text, desk):
        ticket = replace(ticket, urgent=True)
    if ticket.admits(EventKind.SUPPLIED):
        await _supplied(person, message, ticket, desk, rows)
        return
    asked = await wanted.outlived(ticket, desk) if is_reporter(ticket, person.id) else None
    actor = Actor(ActorKind.REPORTER, person.id)
    change = rules.reply(ticket, message.text, message.attachments, by=actor, at=desk.now)
    await desk.unit.tickets.save(change.ticket, change.event, ticket.revision)
    await clocks.watch(change.ticket, desk)
    began_with = await _album_began(message, desk)
    await _link(message, ticket, desk)
    await pass_on(person, message, change.ticket, began_with, desk, asked=asked)
    await alarm.ring(change.ticket, desk)
    if began_with:
        return
    if ticket.is_open or ticket.status in DECLINED or cards.put_aside(ticket):
        passed = citizen.ReplyPassed(number=ticket.number, agency=desk.agency_name(ticket.agency))
        await desk.say(person, passed, rows=rows, ticket_id=ticket.id, reply_to=message.message_id)
        if asked:
            await wanted.expect_more(person, ticket, desk)
    else:
        await desk.say(
            person,
            citizen.CaseIsClosed(number=ticket.number),
            rows=(*follow_up.reopen_button(ticket, desk, person), *rows),
            ticket_id=ticket.id,
        )


async def _supplied(person: Person, message: Message, ticket: Ticket, desk: Desk, rows: Rows) -> None:
    """The reporter gives the data asked for, in time or after the ticket was archived: the clock runs again."""
    due = await clocks.due_after_pause(ticket, desk)
    actor = Actor(ActorKind.REPORTER, person.id)
    change = rules.supply(ticket, message.text, message.attachments, by=actor, at=desk.now, due=due)
    await desk.unit.tickets.save(change.ticket, change.event, ticket.revision)
    await follow_up.stop_clock(ticket, desk)
    if change.ticket.awaits_follow_up:
        await follow_up.start_clock(change.ticket, desk)
    await _link(message, ticket, desk)
    await pass_on(person, message, change.ticket, None, desk, supplied=True)
    await alarm.ring(change.ticket, desk)
    await cards.refresh(change.ticket, desk)
    received = told_later.DataReceived(
        number=ticket.number,
        agency=desk.agency_name(ticket.agency),
        due=due,
        overdue=desk.remaining(due).overdue,
        awaits_follow_up=change.ticket.awaits_follow_up,
    )
    await desk.say(person, received, rows=rows, ticket_id=ticket.id, reply_to=message.message_id)
    await wanted.expect_more(person, ticket, desk)


async def album_case(message: Message, desk: Desk) -> int | None:
    """The case to which an album belongs whose first item was a reply to it."""
    if message.album is None:
        return None
    chat = message.chat
    first = await desk.unit.messages.find(chat, relay.of_album(message.album))
    return await desk.unit.messages.ticket_of(chat, first) if first else None


async def _hearing(ticket: Ticket, desk: Desk) -> tuple[Group, ...]:
    """The groups that hear what the reporter says: the coordinator's, too, where nobody here is to act."""
    return await (cards.groups_told if ticket.status in DECLINED else cards.groups_of)(ticket, desk)


async def pass_on(
    person: Person,
    message: Message,
    ticket: Ticket,
    began_with: str | None,
    desk: Desk,
    *,
    supplied: bool = False,
    on_behalf: bool = False,
    asked: Event | None = None,
) -> None:
    """The reporter's words and files in the group; of an album's further items only the file.

    `asked`: the question of another agency before that they answer.
    `on_behalf`: a coordinator says them for the reporter of a recorded ticket, under his own name.
    """
    name = person.name if on_behalf else audience.told_as(ticket, person, desk)
    told = _what_he_said(name, message, ticket, desk, supplied=supplied, asked=asked)
    files = audience.files_for_agency(message.attachments, ticket, desk, by=None if on_behalf else person)
    slot, quoted = relay.of_reply(ticket, message), await relay.quoted(message, desk)
    for group in await _hearing(ticket, desk):
        if not began_with:
            await desk.say(
                group.chat,
                told,
                rows=masks.of_words(message.text, ticket, desk),
                priority=Priority.ANSWER,
                slot=slot,
                ticket_id=ticket.id,
                reply_to_slot=await relay.there(group.chat, quoted, ticket, desk) or cards.slot(ticket.id),
            )
            await texts.say_rest(group.chat, ticket, desk.guarded(message.text), slot, Priority.ANSWER, desk)
        await desk.hand_over(
            group.chat,
            files,
            ticket_id=ticket.id,
            reply_to_slot=slot,
            priority=Priority.ANSWER,
            slot=relay.part(slot, message.message_id),
        )
        if message.location:
            await desk.point(group.chat, message.location, ticket_id=ticket.id, slot=slot, priority=Priority.ANSWER)


def _what_he_said(
    reporter: str | None, message: Message, ticket: Ticket, desk: Desk, *, supplied: bool, asked: Event | None
) -> Words:
    first, rest = parted(desk.guarded(message.text))
    files = len(message.attachments)
    if not supplied:
        return words.ReporterReplied(
            number=ticket.number,
            reporter=reporter,
            text=first,
            text_goes_on=bool(rest),
            files=files,
            question=asked.text if asked else "",
        )
    return told_later.ReporterSupplied(
        number=ticket.number,
        reporter=reporter,
        text=first,
        text_goes_on=bool(rest),
        files=files,
        due=ticket.follow_up_due,
        remaining=desk.remaining(ticket.follow_up_due),
        awaits_follow_up=ticket.awaits_follow_up,
    )


async def _album_began(message: Message, desk: Desk) -> str | None:
    """The first message of the album, if this is a further one."""
    return await desk.unit.messages.find(message.chat, relay.of_album(message.album)) if message.album else None


async def _link(message: Message, ticket: Ticket, desk: Desk) -> None:
    slot = relay.of_reply(ticket, message)
    if await _album_began(message, desk) is not None:
        slot = relay.part(slot, message.message_id)
    await desk.unit.messages.link(message.chat, message.message_id, ticket.id, slot, desk.now)
