"""Present danger: the citizen gets the numbers to call, the group a second, short message: look now."""

from handlers import cards, roster, texts
from handlers.desk import Desk
from messages import citizen
from messages import group as words
from storage.values import Person
from tickets.dialogue import Priority
from tickets.reading import danger
from tickets.ticket import Ticket


async def warn(person: Person, text: str, desk: Desk) -> bool:
    """Before anything else the numbers to call, if the text sounds like danger. Tells whether it does."""
    kind = danger(text, desk.office.catalogue) if text else None
    if kind is None:
        return False
    lines = texts.emergencies(person, desk, kind)
    await desk.say(person, citizen.Danger(emergencies=lines), priority=Priority.URGENT)
    return True


async def ring(ticket: Ticket, desk: Desk) -> None:
    """Ping every group that works on an urgent ticket, once; who is on duty there today is mentioned."""
    if not ticket.urgent:
        return
    category = desk.office.catalogue.categories.get(ticket.category)
    region = desk.office.catalogue.regions.get(ticket.region)
    for group in await cards.groups_of(ticket, desk):
        await cards.bring(group, ticket, desk)
        told = words.UrgentTicket(
            number=ticket.number,
            category=category.button if category else ticket.category,
            region=(region.short or region.name) if region else ticket.region,
            on_duty=await roster.on_duty(group, desk),
        )
        await desk.say(
            group.chat,
            told,
            priority=Priority.URGENT,
            ticket_id=ticket.id,
            reply_to_slot=cards.slot(ticket.id),
            unique_key=f"urgent:{ticket.id}:{group.id}",
        )
