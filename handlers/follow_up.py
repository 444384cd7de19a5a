"""Between agency and citizen: the citizen hears of every step, answers, confirms, or says that it is not done."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from handlers import (
    alarm,
    audience,
    buttons,
    cards,
    clocks,
    masks,
    objection,
    proposals,
    rating,
    recorded,
    relay,
    texts,
    wanted,
)
from handlers.desk import Desk, private_chat
from messages import citizen, same
from messages import group as words
from messages import waiting as told_later
from messages.base import Message as Words
from messages.lengths import parted
from storage.errors import StaleTicket
from storage.values import Group, Person
from tickets import ticket as rules
from tickets.deadlines import Remaining, missed, reminders
from tickets.dialogue import Button, Message, Priority, Rows
from tickets.errors import Reason, Refused
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.people import is_reporter
from tickets.ticket import DECLINED, Ticket

ANSWERS = frozenset({EventKind.FOLLOWED_UP, EventKind.ACKNOWLEDGED})
"""What the agency wrote to the reporter, with or without substance."""
RECENT = 10
"""Tickets of a person that are looked at when nobody says which is meant."""
SAME_PRESS_SECONDS = 60
"""A button pressed again so soon is the client repeating itself."""


async def start_clock(ticket: Ticket, desk: Desk) -> None:
    """The follow-up clock runs from now to the ticket's deadline: lay down when the agency is to be reminded, and when
    the card is to say that it was missed.
    """
    calendar, due = desk.office.calendar, ticket.follow_up_due
    planned = (*reminders(calendar, due, desk.now), missed(calendar, due))
    await desk.unit.reminders.schedule_all(ticket.id, ((each.kind.value, each.at) for each in planned))


async def stop_clock(ticket: Ticket, desk: Desk) -> None:
    """Nobody needs to be reminded of the ticket any more."""
    await desk.unit.reminders.cancel(ticket.id)


def _no_rows(_person: Person) -> Rows:
    return ()


async def inform(ticket: Ticket, message: Words, desk: Desk, *, rows: Callable[[Person], Rows] = _no_rows) -> None:
    """Tell the reporter, and whoever reported the same, of a step, each in their language.

    Nothing is tried while they block the bot; /status shows it all when they return.
    """
    for recorded_one in await audience.recorded_in(ticket, desk):
        await recorded.tell(recorded_one, message, desk)
    for each in await audience.of(ticket, desk):
        await desk.say(each.person, message, rows=rows(each.person), ticket_id=ticket.id, priority=each.priority)


async def inform_others(
    person: Person, ticket: Ticket, message: Words, desk: Desk, *, rows: Callable[[Person], Rows] = _no_rows
) -> None:
    """Tell everybody who reported it but that person, who did it or was told otherwise."""
    for each in await audience.of(ticket, desk):
        if each.person.id != person.id:
            await desk.say(each.person, message, rows=rows(each.person), ticket_id=ticket.id, priority=each.priority)


async def inform_reporter(ticket: Ticket, message: Words, desk: Desk, *, rows: Rows = ()) -> None:
    """Tell the reporter alone of what concerns nobody else."""
    if ticket.source.is_recorded:
        await recorded.tell(ticket, message, desk)
        return
    reporter = await cards.reporter_of(ticket, desk)
    if not reporter.blocked:
        await desk.say(reporter, message, rows=rows, ticket_id=ticket.id)


async def answer(ticket: Ticket, said: Event, desk: Desk, *, quoting: str | None = None) -> None:
    """Bring the agency's words and files to everybody who reported it, and ask whether it is done.

    `quoting`: the slot of what the agency replied to, if that came from one of them.
    """
    for recorded_one in await audience.recorded_in(ticket, desk):
        told = _answered(ticket, said, said.text, _agency(ticket, desk, None))
        await recorded.tell(recorded_one, told, desk, text=said.text, attachments=said.attachments)
    for each in await audience.of(ticket, desk):
        await answer_to(each.person, ticket, said, desk, quoting=quoting, priority=each.priority)


async def answer_to(
    person: Person,
    ticket: Ticket,
    said: Event,
    desk: Desk,
    *,
    quoting: str | None = None,
    priority: Priority = Priority.CITIZEN,
) -> None:
    """Bring the agency's words and files to one person. Words that only acknowledge ask nobody whether it is done."""
    text = await audience.words_to(person, ticket, said.text, desk)
    hollow = said.kind is EventKind.ACKNOWLEDGED
    told = _answered(ticket, said, text, _agency(ticket, desk, person))
    solved_rows = () if hollow else solved_or_not(ticket, desk, person)
    slot = relay.of_answer(ticket, said.at)
    await desk.say(
        person,
        told,
        rows=(*solved_rows, add_information(ticket, desk, person)),
        ticket_id=ticket.id,
        slot=slot,
        reply_to_slot=await relay.there(private_chat(person), quoting, ticket, desk),
        priority=priority,
    )
    await texts.say_rest(person, ticket, text, slot, priority, desk)
    await desk.hand_over(
        person,
        said.attachments,
        ticket_id=ticket.id,
        reply_to_slot=slot,
        priority=priority,
        slot=relay.part(slot, "files"),
    )


def _answered(ticket: Ticket, said: Event, text: str, agency: str) -> citizen.AgencyAnswer:
    first, rest = parted(text)
    return citizen.AgencyAnswer(
        number=ticket.number,
        agency=agency,
        text=first,
        text_goes_on=bool(rest),
        files=len(said.attachments),
        hollow=said.kind is EventKind.ACKNOWLEDGED,
    )


async def last_answer(ticket: Ticket, desk: Desk) -> Event | None:
    """What the agency said last with substance."""
    answers = [event for event in await desk.unit.tickets.history(ticket.id) if event.kind is EventKind.FOLLOWED_UP]
    return answers[-1] if answers else None


async def was_asked_something(ticket: Ticket, desk: Desk) -> bool:
    """Whether the agency's last words hold a question: then a short answer may be the answer to that."""
    answer_given = await last_answer(ticket, desk)
    return answer_given is not None and "?" in answer_given.text


async def came_back(person: Person, desk: Desk) -> None:
    """Somebody who had blocked the bot lets it in again: his cards say so, and he gets the answers he missed."""
    for ticket in await audience.cases_of(person, RECENT, desk):
        since = await audience.since(ticket, person, desk)
        if ticket.is_open and is_reporter(ticket, person.id):
            await cards.refresh(ticket, desk)
            await wanted.tell_if_missed(ticket, person, desk)
        for event in await desk.unit.tickets.history(ticket.id):
            missed = event.kind in ANSWERS and since is not None and event.at >= since
            if missed and not await _has_arrived(ticket, event, person, desk):
                await answer_to(person, ticket, event, desk)


async def _has_arrived(ticket: Ticket, event: Event, person: Person, desk: Desk) -> bool:
    return await desk.unit.messages.find(private_chat(person), relay.of_answer(ticket, event.at)) is not None


async def went_away(person: Person, desk: Desk) -> None:
    """Somebody blocked the bot: his cards say so."""
    for ticket in await desk.unit.tickets.of_reporter(person.id, RECENT):
        if ticket.is_open:
            await cards.refresh(ticket, desk)


async def ask_if_solved(ticket: Ticket, desk: Desk) -> None:
    """The agency holds it to be done; the reporter has the last word."""
    for recorded_one in await audience.recorded_in(ticket, desk):
        finished = citizen.AgencyFinished(number=ticket.number, agency=_agency(ticket, desk, None))
        await recorded.tell(recorded_one, finished, desk)
    for each in await audience.of(ticket, desk):
        finished = citizen.AgencyFinished(number=ticket.number, agency=_agency(ticket, desk, each.person))
        rows = solved_or_not(ticket, desk, each.person)
        await desk.say(each.person, finished, rows=rows, ticket_id=ticket.id, priority=each.priority)


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
            rows=(*reopen_button(ticket, desk, person), *rows),
            ticket_id=ticket.id,
        )


async def _supplied(person: Person, message: Message, ticket: Ticket, desk: Desk, rows: Rows) -> None:
    """The reporter gives the data asked for, in time or after the ticket was archived: the clock runs again."""
    due = await clocks.due_after_pause(ticket, desk)
    actor = Actor(ActorKind.REPORTER, person.id)
    change = rules.supply(ticket, message.text, message.attachments, by=actor, at=desk.now, due=due)
    await desk.unit.tickets.save(change.ticket, change.event, ticket.revision)
    await stop_clock(ticket, desk)
    if change.ticket.awaits_follow_up:
        await start_clock(change.ticket, desk)
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


async def pressed(person: Person, action: buttons.Action, ticket: Ticket, desk: Desk) -> bool:
    """*Sudah selesai* or *Belum selesai*. The button carries how often the ticket was reopened when it was shown.

    Tells whether that settles it; if not, the ticket has moved on since the button was shown.
    """
    try:
        if action.number(2) != ticket.reopened:
            raise Refused(Reason.WRONG_STATUS)
        if action.word(0) == "solved":
            await _confirm(person, ticket, desk)
        else:
            await _reopen_ticket(person, ticket, desk)
    except (Refused, StaleTicket):
        return await _has_just_said_so(ticket, desk)
    return True


async def waiting_for(person: Person, desk: Desk) -> tuple[Ticket, ...]:
    """The person's tickets that were answered and not confirmed, the newest first."""
    recent = await audience.cases_of(person, RECENT, desk)
    return tuple(each for each in recent if each.followed_up_at is not None and each.admits(EventKind.CONFIRMED))


async def ask_about(person: Person, ticket: Ticket, desk: Desk, *, thanked: bool) -> None:
    """Thanks or a sigh without saying of what: never assumed to be the last word, but asked about."""
    asked = citizen.AskSolved(number=ticket.number, text=audience.title(ticket, person, desk), thanked=thanked)
    await desk.say(person, asked, rows=solved_or_not(ticket, desk, person), ticket_id=ticket.id)


async def _has_just_said_so(ticket: Ticket, desk: Desk) -> bool:
    """Whether the reporter's last word is so fresh that this is the same press once more."""
    last = (await desk.unit.tickets.history(ticket.id))[-1]
    said = last.kind in {EventKind.CONFIRMED, EventKind.REOPENED}
    return said and (desk.now - last.at).total_seconds() <= SAME_PRESS_SECONDS


async def _confirm(person: Person, ticket: Ticket, desk: Desk) -> None:
    """The reporter's word closes; that of somebody who reported the same is passed on."""
    if not is_reporter(ticket, person.id):
        await _second(person, ticket, desk)
        return
    change = rules.confirm(ticket, by=Actor(ActorKind.REPORTER, person.id), at=desk.now)
    await desk.unit.tickets.save(change.ticket, change.event, ticket.revision)
    await stop_clock(ticket, desk)
    await desk.say(
        person,
        citizen.Closed(number=ticket.number),
        rows=rating.rows(change.ticket, desk, person),
        ticket_id=ticket.id,
        slot=rating.slot(change.ticket),
    )
    await rating.expect_stars(person, change.ticket, desk)
    await tell_groups(change.ticket, words.ReporterConfirmed(number=ticket.number), desk)
    await cards.refresh(change.ticket, desk)
    await proposals.end(ticket, change.ticket, desk)
    await tell_others_it_is_closed(person, change.ticket, desk)


async def tell_others_it_is_closed(person: Person, ticket: Ticket, desk: Desk) -> None:
    """Whoever reported the same besides that person hears that it is closed, and may disagree."""
    closed = same.ClosedForOthers(number=ticket.number)
    await inform_others(person, ticket, closed, desk, rows=partial(reopen_button, ticket, desk))


async def tell_others_it_is_open(person: Person, ticket: Ticket, desk: Desk) -> None:
    """Whoever reported the same besides that person hears that somebody disagreed."""
    told = same.ReopenedByOthers(number=ticket.number, agency=desk.agency_name(ticket.agency))
    await inform_others(person, ticket, told, desk)


async def _second(person: Person, ticket: Ticket, desk: Desk) -> None:
    """Somebody who reported the same holds it to be done: the agency hears it, the reporter has the last word."""
    if not ticket.admits(EventKind.CONFIRMED):
        raise Refused(Reason.WRONG_STATUS)
    said = desk.office.words.label("solved")
    change = rules.reply(ticket, said, (), by=Actor(ActorKind.REPORTER, person.id), at=desk.now)
    await desk.unit.tickets.save(change.ticket, change.event, ticket.revision)
    await clocks.watch(change.ticket, desk)
    name = audience.told_as(ticket, person, desk)
    told = words.ReporterReplied(number=ticket.number, reporter=name, text=said, text_goes_on=False, files=0)
    await tell_groups(change.ticket, told, desk)
    noted = same.SolvedNoted(number=ticket.number)
    await desk.say(person, noted, rows=reopen_button(ticket, desk, person), ticket_id=ticket.id)


async def _reopen_ticket(person: Person, ticket: Ticket, desk: Desk) -> None:
    change = rules.reopen(ticket, by=Actor(ActorKind.REPORTER, person.id), at=desk.now)
    await desk.unit.tickets.save(change.ticket, change.event, ticket.revision)
    await stop_clock(ticket, desk)
    await start_clock(change.ticket, desk)
    left = desk.remaining(ticket.follow_up_due)
    reopened = citizen.Reopened(
        number=ticket.number,
        agency=desk.agency_name(ticket.agency),
        due=ticket.follow_up_due,
        overdue=left.overdue,
    )
    why = objection.rows(change.ticket, desk, person)
    await desk.say(person, reopened, rows=why, ticket_id=ticket.id, slot=objection.slot(change.ticket))
    await objection.expect_reason(person, change.ticket, desk)
    await tell_of_reopening(change.ticket, left, desk, another=not is_reporter(ticket, person.id))
    await cards.refresh(change.ticket, desk)
    await tell_others_it_is_open(person, change.ticket, desk)


async def tell_of_reopening(ticket: Ticket, left: Remaining, desk: Desk, *, another: bool = False) -> None:
    """At once to the agency's group and to the coordinator's; the reason follows when it comes."""
    for group in await cards.groups_concerned(ticket, desk):
        agency = desk.agency_name(ticket.agency) if group.is_coordinator else None
        told = words.ReporterReopened(
            number=ticket.number,
            due=ticket.follow_up_due,
            remaining=left,
            agency=agency,
            another=another,
        )
        await desk.say(
            group.chat, told, priority=Priority.ANSWER, ticket_id=ticket.id, reply_to_slot=cards.slot(ticket.id)
        )


async def tell_groups(ticket: Ticket, message: Words, desk: Desk) -> None:
    """Say it in every group that works on the ticket."""
    for group in await cards.groups_of(ticket, desk):
        await desk.say(
            group.chat,
            message,
            priority=Priority.ANSWER,
            ticket_id=ticket.id,
            reply_to_slot=cards.slot(ticket.id),
        )


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


def _agency(ticket: Ticket, desk: Desk, reader: Person | None) -> str:
    """Who speaks: the agency, or the coordinator while there is none."""
    return desk.agency_name(ticket.agency) or desk.office.words.label(
        "coordinator", reader.language if reader else None
    )


def solved_or_not(ticket: Ticket, desk: Desk, person: Person) -> Rows:
    if not ticket.admits(EventKind.CONFIRMED):
        return ()
    return (
        (
            desk.button("solved", solved(ticket), person.language),
            desk.button("not_solved", not_solved(ticket), person.language),
        ),
    )


def reopen_button(ticket: Ticket, desk: Desk, person: Person) -> Rows:
    return ((desk.button("not_solved", not_solved(ticket), person.language),),)


def add_information(ticket: Ticket, desk: Desk, person: Person) -> tuple[Button, ...]:
    """*Tambah informasi*, as a row."""
    return (desk.button("add_information", buttons.pack(buttons.REPORTER, "add", ticket.id), person.language),)


def solved(ticket: Ticket) -> str:
    """What the button *Sudah selesai* carries."""
    return buttons.pack(buttons.REPORTER, "solved", ticket.id, ticket.reopened)


def not_solved(ticket: Ticket) -> str:
    """What the button *Belum selesai* carries."""
    return buttons.pack(buttons.REPORTER, "not", ticket.id, ticket.reopened)
