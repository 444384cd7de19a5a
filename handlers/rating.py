"""After *Sudah selesai*: one to five stars, then a comment or *Lewati*. The agency's group sees both in one line."""

from handlers import buttons, cards
from handlers.desk import Desk
from messages import waiting as words
from messages.base import Message as Words
from storage.values import Expectation, Person
from tickets import ticket as rules
from tickets.dialogue import Button, Priority, Rows
from tickets.errors import Reason, Refused
from tickets.events import Actor, ActorKind, EventKind
from tickets.people import is_reporter
from tickets.short_answers import is_no_number_of_stars, stars
from tickets.ticket import MOST_STARS, Ticket

STARS = "stars"
"""What is expected after the ticket was closed."""
COMMENT = "comment"
"""What is expected after the stars."""


def rows(ticket: Ticket, desk: Desk, person: Person) -> Rows:
    """The stars, and below them the way back."""
    return (_stars(ticket, desk), *way_back(ticket, desk, person))


def late_rows(ticket: Ticket, person: Person, desk: Desk) -> Rows:
    """The stars for a reporter who never got the question, or never answered it."""
    if ticket.stars is not None or not ticket.admits(EventKind.RATED) or not is_reporter(ticket, person.id):
        return ()
    return (_stars(ticket, desk),)


def _stars(ticket: Ticket, desk: Desk) -> tuple[Button, ...]:
    return tuple(
        desk.button(f"star_{count}", buttons.pack(buttons.REPORTER, STARS, ticket.id, ticket.reopened, count))
        for count in range(1, MOST_STARS + 1)
    )


def comment_rows(ticket: Ticket, desk: Desk, person: Person) -> Rows:
    """*Lewati*, and below it the way back."""
    skip = desk.button("skip", buttons.pack(buttons.REPORTER, "skip", ticket.id, ticket.reopened), person.language)
    return ((skip,), *way_back(ticket, desk, person))


def slot(ticket: Ticket) -> str:
    """The slot of the message that asks for stars, and then for a comment."""
    return f"rating:{ticket.id}:{ticket.reopened}"


async def expect_stars(person: Person, ticket: Ticket, desk: Desk) -> None:
    """The citizen was asked for stars: he may type the number."""
    await desk.unit.expectations.put(Expectation(person.id, STARS, ticket.id, desk.now))


async def pressed(person: Person, action: buttons.Action, ticket: Ticket, desk: Desk) -> bool:
    """Stars or *Lewati*. Tells whether that settles it; if not, the ticket has moved on since."""
    if action.number(2) != ticket.reopened:
        return False
    if action.word(0) == STARS:
        return await _rate(person, ticket, action.number(3) or 0, desk)
    await desk.unit.expectations.drop(person.id)
    if ticket.stars is None:
        return False
    kept = words.RatingKept(number=ticket.number, stars=ticket.stars, commented=False)
    await _show(person, ticket, kept, way_back(ticket, desk, person), desk)
    return True


async def told(person: Person, ticket: Ticket, text: str, desk: Desk) -> bool:
    """Stars that were typed, in figures, words or signs; a number of them that there is not is asked about.

    Tells whether the text was about stars. What was typed is answered below it, and not in the question's place.
    """
    if not is_reporter(ticket, person.id):
        return False
    if count := stars(text, desk.office.catalogue):
        return await _rate(person, ticket, count, desk, typed=True)
    if not is_no_number_of_stars(text, desk.office.catalogue):
        return False
    again = words.AskStarsAgain(number=ticket.number)
    await desk.say(person, again, rows=rows(ticket, desk, person), slot=slot(ticket), ticket_id=ticket.id)
    return True


async def commented(person: Person, ticket: Ticket, text: str, desk: Desk) -> bool:
    """The citizen's words to the stars. Tells whether the rules admit them."""
    if ticket.stars is None or await _has_comment(ticket, desk):
        return False
    try:
        change = rules.comment(ticket, text, by=_reporter(person), at=desk.now)
    except Refused:
        return False
    await desk.unit.tickets.save(change.ticket, change.event, ticket.revision)
    await desk.unit.expectations.drop(person.id)
    kept = words.RatingKept(number=ticket.number, stars=ticket.stars, commented=True)
    await desk.say(person, kept, rows=way_back(ticket, desk, person), ticket_id=ticket.id)
    told = _line(person, change.ticket, desk.guarded(text), desk)
    for group in await cards.groups_of(ticket, desk):
        await desk.edit(group.chat, slot(ticket), told, ticket_id=ticket.id, priority=Priority.ANSWER)
    return True


async def _has_comment(ticket: Ticket, desk: Desk) -> bool:
    """Whether there are words to the latest stars."""
    told = [event.kind for event in await desk.unit.tickets.history(ticket.id)]
    about = [kind for kind in told if kind in {EventKind.RATED, EventKind.COMMENTED}]
    return about[-1:] == [EventKind.COMMENTED]


async def _rate(person: Person, ticket: Ticket, count: int, desk: Desk, *, typed: bool = False) -> bool:
    if not 1 <= count <= MOST_STARS:
        return False
    try:
        change = rules.rate(ticket, count, by=_reporter(person), at=desk.now)
    except Refused as refused:
        return refused.reason is Reason.ALREADY_RATED
    await desk.unit.tickets.save(change.ticket, change.event, ticket.revision)
    rated = words.Rated(number=ticket.number, stars=count)
    to_comment = comment_rows(ticket, desk, person)
    if typed:
        await desk.say(person, rated, rows=to_comment, slot=slot(ticket), ticket_id=ticket.id)
    else:
        await _show(person, ticket, rated, to_comment, desk)
    await desk.unit.expectations.put(Expectation(person.id, COMMENT, ticket.id, desk.now))
    for group in await cards.groups_of(ticket, desk):
        await desk.say(
            group.chat,
            _line(person, change.ticket, "", desk),
            priority=Priority.ANSWER,
            slot=slot(ticket),
            ticket_id=ticket.id,
            reply_to_slot=cards.slot(ticket.id),
        )
    await cards.refresh(change.ticket, desk)
    return True


async def _show(person: Person, ticket: Ticket, message: Words, rows: Rows, desk: Desk) -> None:
    """In place of the question that was open."""
    await desk.edit(person, slot(ticket), message, rows=rows, ticket_id=ticket.id, priority=Priority.CITIZEN)


def _line(person: Person, ticket: Ticket, comment: str, desk: Desk) -> words.ReporterRated:
    reporter = None if ticket.anonymous else desk.guarded(person.name)
    return words.ReporterRated(number=ticket.number, stars=ticket.stars or 0, comment=comment, reporter=reporter)


def way_back(ticket: Ticket, desk: Desk, person: Person) -> Rows:
    """*Belum selesai*."""
    data = buttons.pack(buttons.REPORTER, "not", ticket.id, ticket.reopened)
    return ((desk.button("not_solved", data, person.language),),)


def _reporter(person: Person) -> Actor:
    return Actor(ActorKind.REPORTER, person.id)
