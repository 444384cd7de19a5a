"""From agency to citizen: the citizen hears of every step, and is asked whether it is done."""

from collections.abc import Callable

from handlers import audience, buttons, cards, recorded, relay, texts, wanted
from handlers.desk import Desk, private_chat
from messages import citizen
from messages.base import Message as Words
from messages.lengths import parted
from storage.values import Person
from tickets.deadlines import missed, reminders
from tickets.dialogue import Button, Priority, Rows
from tickets.events import Event, EventKind
from tickets.people import is_reporter
from tickets.ticket import Ticket

ANSWERS = frozenset({EventKind.FOLLOWED_UP, EventKind.ACKNOWLEDGED})
"""What the agency wrote to the reporter, with or without substance."""
RECENT = 10
"""Tickets of a person that are looked at when nobody says which is meant."""


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
