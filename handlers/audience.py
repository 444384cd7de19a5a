"""Who hears of a ticket in private: its reporter, who joined it, and the reporters of tickets merged into it.

Each hears everything once, whatever number of ways they came by. None of them learns who the others are, and the agency
knows no name but that of the ticket's own reporter.
"""

from dataclasses import dataclass
from datetime import datetime

from handlers.desk import Desk
from storage.values import Person
from tickets.dialogue import Attachment, Priority
from tickets.evidence import nameless
from tickets.hiding import without_name
from tickets.people import is_reporter
from tickets.ticket import Ticket

MANY = 20
"""With more others than these their messages are a broadcast: whoever waits for something else goes before."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody to be told, and how urgently."""

    person: Person
    priority: Priority


async def of(ticket: Ticket, desk: Desk) -> tuple[Listener, ...]:
    """Everybody who is told of a ticket, its reporter first. Who blocks the bot is left out."""
    followers = [each.person_id for each in await desk.unit.followers.of(ticket.id)]
    others = [each for each in followers if each != ticket.reporter_id]
    priority = Priority.CITIZEN if len(others) <= MANY else Priority.BROADCAST
    own = () if ticket.source.is_recorded else (ticket.reporter_id,)
    people = await desk.unit.people.several((*own, *others))
    return tuple(
        Listener(person, Priority.CITIZEN if is_reporter(ticket, person.id) else priority)
        for person in people
        if not person.blocked
    )


async def recorded_in(ticket: Ticket, desk: Desk) -> tuple[Ticket, ...]:
    """The ticket and those merged into it that came in elsewhere: somebody passes on what their reporters are told."""
    merged = [await desk.unit.tickets.get(each) for each in await desk.unit.followers.recorded(ticket.id)]
    return (ticket, *merged) if ticket.source.is_recorded else tuple(merged)


async def since(ticket: Ticket, person: Person, desk: Desk) -> datetime | None:
    """Since when somebody is told of a ticket; never for a stranger to it."""
    if is_reporter(ticket, person.id):
        return ticket.created_at
    followers = await desk.unit.followers.of(ticket.id)
    return next((each.since for each in followers if each.person_id == person.id), None)


async def includes(ticket: Ticket, person: Person, desk: Desk) -> bool:
    """Whether somebody is told of a ticket, and may say something to it."""
    return await since(ticket, person, desk) is not None


async def case(person: Person, ticket_id: int | None, desk: Desk) -> Ticket | None:
    """The ticket with that id, locked, if the person may say something to it."""
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True) if ticket_id else None
    return ticket if ticket and await includes(ticket, person, desk) else None


async def root_of(ticket: Ticket, desk: Desk) -> Ticket:
    """The ticket that is worked on in its stead, through however many mergers; itself if it was not merged."""
    seen = {ticket.id}
    while ticket.merged_into is not None and ticket.merged_into not in seen:
        ticket = await desk.unit.tickets.get(ticket.merged_into)
        seen.add(ticket.id)
    return ticket


async def cases_of(person: Person, limit: int, desk: Desk) -> tuple[Ticket, ...]:
    """The latest tickets that somebody filed or joined; for a merged one that which is worked on, each once."""
    found: dict[int, Ticket] = {}
    for ticket in await desk.unit.tickets.followed(person.id, limit):
        root = await root_of(ticket, desk)
        found.setdefault(root.id, root)
    return tuple(found.values())


def told_as(ticket: Ticket, person: Person, desk: Desk) -> str | None:
    """How a group may call somebody who says something to a ticket; none for an anonymous reporter."""
    if not is_reporter(ticket, person.id):
        return desk.office.words.label("another_reporter")
    return None if ticket.anonymous else desk.guarded(person.name)


def files_for_agency(
    files: tuple[Attachment, ...], ticket: Ticket, desk: Desk, *, by: Person | None = None
) -> tuple[Attachment, ...]:
    """Files from the citizen's side (`by` somebody else than the reporter) as those may have them who work on it.

    Where they are not to know whose they are, the name of a file does not tell it either: people name files after
    themselves.
    """
    is_own = by is None or is_reporter(ticket, by.id)
    if is_own and not (ticket.anonymous or ticket.secret):
        return files
    return nameless_files(files, desk)


def nameless_files(files: tuple[Attachment, ...], desk: Desk) -> tuple[Attachment, ...]:
    """Files whose names tell nobody whose they are."""
    return nameless(files, desk.office.words.label("nameless_file"))


def title(ticket: Ticket, person: Person, desk: Desk) -> str:
    """What a ticket is about, to somebody: his own words, but never another person's."""
    if is_reporter(ticket, person.id):
        return ticket.text
    category = desk.office.catalogue.categories.get(ticket.category)
    region = desk.office.catalogue.regions.get(ticket.region)
    label = desk.translated(category.label, person) if category else ticket.category
    return f"{label}, {region.name if region else ticket.region}"


async def words_to(person: Person, ticket: Ticket, text: str, desk: Desk) -> str:
    """What an agency wrote, as somebody may read it: to others without the name of the ticket's reporter."""
    if is_reporter(ticket, person.id):
        return text
    return without_name(desk.guarded(text), (await desk.unit.people.get(ticket.reporter_id)).name)
