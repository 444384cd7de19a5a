"""The reporter has the last word: done, or not done; whoever reported the same may say so, too."""

from functools import partial

from handlers import audience, buttons, cards, clocks, follow_up, objection, proposals, rating
from handlers.desk import Desk
from messages import citizen, same
from messages import group as words
from storage.errors import StaleTicket
from storage.values import Person
from tickets import ticket as rules
from tickets.deadlines import Remaining
from tickets.dialogue import Priority
from tickets.errors import Reason, Refused
from tickets.events import Actor, ActorKind, EventKind
from tickets.people import is_reporter
from tickets.ticket import Ticket

SAME_PRESS_SECONDS = 60
"""A button pressed again so soon is the client repeating itself."""


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
    recent = await audience.cases_of(person, follow_up.RECENT, desk)
    return tuple(each for each in recent if each.followed_up_at is not None and each.admits(EventKind.CONFIRMED))


async def ask_about(person: Person, ticket: Ticket, desk: Desk, *, thanked: bool) -> None:
    """Thanks or a sigh without saying of what: never assumed to be the last word, but asked about."""
    asked = citizen.AskSolved(number=ticket.number, text=audience.title(ticket, person, desk), thanked=thanked)
    await desk.say(person, asked, rows=follow_up.solved_or_not(ticket, desk, person), ticket_id=ticket.id)


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
    await follow_up.stop_clock(ticket, desk)
    await desk.say(
        person,
        citizen.Closed(number=ticket.number),
        rows=rating.rows(change.ticket, desk, person),
        ticket_id=ticket.id,
        slot=rating.slot(change.ticket),
    )
    await rating.expect_stars(person, change.ticket, desk)
    await follow_up.tell_groups(change.ticket, words.ReporterConfirmed(number=ticket.number), desk)
    await cards.refresh(change.ticket, desk)
    await proposals.end(ticket, change.ticket, desk)
    await tell_others_it_is_closed(person, change.ticket, desk)


async def tell_others_it_is_closed(person: Person, ticket: Ticket, desk: Desk) -> None:
    """Whoever reported the same besides that person hears that it is closed, and may disagree."""
    closed = same.ClosedForOthers(number=ticket.number)
    await follow_up.inform_others(person, ticket, closed, desk, rows=partial(follow_up.reopen_button, ticket, desk))


async def tell_others_it_is_open(person: Person, ticket: Ticket, desk: Desk) -> None:
    """Whoever reported the same besides that person hears that somebody disagreed."""
    told = same.ReopenedByOthers(number=ticket.number, agency=desk.agency_name(ticket.agency))
    await follow_up.inform_others(person, ticket, told, desk)


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
    await follow_up.tell_groups(change.ticket, told, desk)
    noted = same.SolvedNoted(number=ticket.number)
    await desk.say(person, noted, rows=follow_up.reopen_button(ticket, desk, person), ticket_id=ticket.id)


async def _reopen_ticket(person: Person, ticket: Ticket, desk: Desk) -> None:
    change = rules.reopen(ticket, by=Actor(ActorKind.REPORTER, person.id), at=desk.now)
    await desk.unit.tickets.save(change.ticket, change.event, ticket.revision)
    await follow_up.stop_clock(ticket, desk)
    await follow_up.start_clock(change.ticket, desk)
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
