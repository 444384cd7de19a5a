"""What every form that ends in a ticket has in common: questions, and the ticket that a draft becomes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from handlers.desk import Desk
from messages import citizen
from storage.errors import NumberTaken
from storage.values import Person
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.forms import engine
from tickets.forms.complaint import kind_of_draft
from tickets.forms.draft import MAX_FILES, Draft
from tickets.number import ALPHABET, draw
from tickets.ticket import Status, Ticket
from tickets.verification import Route

_NUMBER_TRIES = 20
_DRAFT_ID = 10
_SYSTEM = Actor(ActorKind.SYSTEM)

Details = Callable[[Draft, Desk], dict[str, Any]]


def nothing(_draft: Draft, _desk: Desk) -> dict[str, Any]:
    """A question that wants to know nothing."""
    return {}


def begun(draft: Draft) -> dict[str, Any]:
    """Which draft it is, for the question whether to go on."""
    return {"text": draft.text, "started_at": draft.started_at}


def new_draft_id(desk: Desk) -> str:
    """By which a new draft is known, in the data of its buttons too."""
    return "".join(desk.office.random.choice(ALPHABET) for _ in range(_DRAFT_ID))


def region_name(draft: Draft, desk: Desk) -> str:
    """The region of the draft in words; empty while there is none."""
    return desk.office.catalogue.region(draft.region).name if draft.region else ""


QUESTIONS: Mapping[str, tuple[type[citizen.Question], Details]] = {
    "institution": (citizen.AskInstitution, nothing),
    "reported_party": (citizen.AskReportedParty, nothing),
    "region": (citizen.AskRegion, lambda draft, _desk: {"ambiguous": bool(draft.candidates)}),
    "address": (citizen.AskAddress, lambda draft, desk: {"region": region_name(draft, desk)}),
    "occurred_on": (citizen.AskOccurredOn, nothing),
    "attachments": (
        citizen.AskAttachments,
        lambda draft, _desk: {"count": draft.file_count, "limit": MAX_FILES},
    ),
    "kind": (citizen.AskKind, nothing),
    engine.CHANGE: (citizen.AskChange, nothing),
    engine.RESUME: (citizen.AskResume, lambda draft, _desk: begun(draft)),
}
"""What asks which field or screen in any form, and what else that message wants to know."""


def ticket_of(person: Person, draft: Draft, text: str, way: Route, desk: Desk) -> Ticket:
    """The ticket that the draft becomes, on its way to an agency or to the coordinator first; without a number yet."""
    return Ticket(
        number="",
        reporter_id=person.id,
        kind=kind_of_draft(draft, desk.office.catalogue),
        text=text,
        category=draft.category or "",
        agency=way.agency,
        region=draft.region or "",
        address=draft.address or "",
        location=draft.location,
        occurred_on=draft.occurred_on,
        anonymous=draft.anonymous,
        secret=draft.secret or way.withheld,
        urgent=draft.danger is not None,
        status=Status.ASSIGNED if way.agency else Status.RECEIVED,
        created_at=desk.now,
        follow_up_due=desk.follow_up_due() if way.agency else desk.verification_due(),
        draft=draft.id,
        attachments=draft.attachments,
        assigned_at=desk.now if way.agency else None,
        withheld=way.withheld,
    )


async def store(ticket: Ticket, by: Actor, desk: Desk, *, data: Mapping[str, str] | None = None) -> Ticket:
    """Insert the ticket with its first events, drawing another number while one is taken.

    `data`: what else is to be remembered of its filing, in codes.
    """
    events = [
        Event(
            kind=EventKind.SUBMITTED,
            at=desk.now,
            actor=by,
            data={"category": ticket.category, "region": ticket.region, **(data or {})},
        )
    ]
    if ticket.agency:
        events.append(Event(kind=EventKind.ASSIGNED, at=desk.now, actor=_SYSTEM, data={"to": ticket.agency}))
    for _ in range(_NUMBER_TRIES):
        number = draw(desk.office.prefix, desk.today, desk.office.random)
        try:
            return await desk.unit.tickets.insert(replace(ticket, number=number), events)
        except NumberTaken:
            continue
    raise RuntimeError("no free ticket number was drawn; the month's numbers are nearly used up")
