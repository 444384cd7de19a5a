"""While somebody files what was reported already, the report before it is offered to him.

The offer stands above the summary and asks for nothing: whoever presses *Kirim* goes on filing. It says what it is
about and where it stands, nobody's words. Secret drafts and drafts about danger are never compared: an emergency is
always a ticket of its own. What *Saya juga* does is in `handlers.joining`.
"""

from dataclasses import replace

from handlers import audience, buttons, cards, follow_up, same
from handlers.desk import Desk
from messages import same as words
from messages.base import Message as Words
from storage.values import Person
from tickets.dialogue import Button, Rows
from tickets.forms.draft import Draft
from tickets.merging import is_hidden
from tickets.similarity import Report, metres
from tickets.ticket import Ticket


async def offer(person: Person, draft: Draft, desk: Desk) -> Draft:
    """Offer the likeliest report about the same, once for a draft; the draft knows what was offered."""
    category = desk.office.catalogue.categories.get(draft.category or "")
    if draft.offered or draft.danger or draft.secret or category is None or category.sensitive or not draft.region:
        return draft
    report = Report(draft.region, category.code, draft.text, draft.address or "", draft.location, desk.now)
    for ticket_id, how in await same.compared(report, desk):
        ticket = await desk.unit.tickets.by_id(ticket_id)
        if ticket is None or is_hidden(ticket, desk.office.catalogue):
            continue
        if await audience.includes(ticket, person, desk):
            if how.is_repeated:
                return await _offer_own(person, draft, ticket, desk)
        elif how.is_likely:
            return await _offer(person, draft, ticket, desk)
    return draft


async def _offer(person: Person, draft: Draft, ticket: Ticket, desk: Desk) -> Draft:
    category, region = what(ticket, person, desk)
    offered = words.SameOffered(
        category=category,
        region=region,
        agency=desk.agency_name(ticket.agency),
        status=ticket.status.value,
        days=same.days_since(ticket, desk),
        metres=_apart(draft, ticket),
        reporters=await cards.number_of_reporters(ticket, desk),
    )
    join = desk.button("join_same", buttons.pack(buttons.SAME, "join", draft.id, ticket.id), person.language)
    return await _show(person, draft, ticket, offered, ((join,), _no(person, draft, desk)), desk)


async def _offer_own(person: Person, draft: Draft, ticket: Ticket, desk: Desk) -> Draft:
    offered = words.OwnOffered(
        number=ticket.number,
        agency=desk.agency_name(ticket.agency),
        status=ticket.status.value,
        days=same.days_since(ticket, desk),
    )
    rows = (follow_up.add_information(ticket, desk, person), _no(person, draft, desk))
    return await _show(person, draft, ticket, offered, rows, desk)


async def _show(person: Person, draft: Draft, ticket: Ticket, offered: Words, rows: Rows, desk: Desk) -> Draft:
    await desk.say(person, offered, rows=rows, slot=slot(draft))
    return replace(draft, offered=(*draft.offered, ticket.id))


def _no(person: Person, draft: Draft, desk: Desk) -> tuple[Button, ...]:
    return (desk.button("not_same", buttons.pack(buttons.SAME, "no", draft.id), person.language),)


def what(ticket: Ticket, person: Person, desk: Desk) -> tuple[str, str]:
    """Category and region, as the person may read them."""
    category = desk.office.catalogue.categories.get(ticket.category)
    region = desk.office.catalogue.regions.get(ticket.region)
    return (
        desk.translated(category.label, person) if category else ticket.category,
        region.name if region else ticket.region,
    )


def _apart(draft: Draft, ticket: Ticket) -> int | None:
    """Metres between the two pins, to ten; none where one of them has none."""
    if draft.location is None or ticket.location is None:
        return None
    return round(metres(draft.location, ticket.location) / 10) * 10


def slot(draft: Draft) -> str:
    """The slot of the offer made with a draft."""
    return f"same:{draft.id}"
