"""A citizen edits a message that has gone to the agency: noted beside it for the agency; nothing is overwritten.

Telegram reports edits that change no word, too; those are nothing.
"""

from handlers import audience, cards, masks, relay, texts
from handlers.desk import Desk
from messages import citizen
from messages import group as words
from messages.lengths import parted
from storage.values import Person
from tickets import ticket as rules
from tickets.dialogue import Message, Priority
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.ticket import Ticket


async def noted(person: Person, message: Message, desk: Desk) -> None:
    """The message says something else now. If it belongs to a case of the person, the agency hears of it."""
    ticket_id = await desk.unit.messages.ticket_of(message.chat, message.message_id)
    ticket = await audience.case(person, ticket_id, desk)
    if ticket is None or not message.text.strip():
        return
    if _is_known(message, ticket, await desk.unit.tickets.history(ticket.id)):
        return
    by = Actor(ActorKind.REPORTER, person.id)
    change = rules.edit(ticket, message.text, message.message_id, by=by, at=desk.now)
    await desk.unit.tickets.save(change.ticket, change.event, ticket.revision)
    await _tell_groups(person, message, ticket, desk)
    kept = citizen.EditNoted(number=ticket.number, agency=desk.agency_name(ticket.agency))
    await desk.say(person, kept, ticket_id=ticket.id, reply_to=message.message_id)


async def _tell_groups(person: Person, message: Message, ticket: Ticket, desk: Desk) -> None:
    """The new words, in reply to what the group had."""
    original = await desk.unit.messages.slot_of(message.chat, message.message_id)
    slot = relay.part(original or relay.of_complaint(ticket.id, message.message_id), "edited")
    text = desk.guarded(message.text)
    told = words.ReporterEdited(
        number=ticket.number,
        reporter=audience.told_as(ticket, person, desk),
        text=parted(text)[0],
        text_goes_on=bool(parted(text)[1]),
        at=message.at,
    )
    for group in await cards.groups_of(ticket, desk):
        had = await relay.there(group.chat, original, ticket, desk)
        await desk.say(
            group.chat,
            told,
            rows=masks.of_words(message.text, ticket, desk),
            priority=Priority.ANSWER,
            slot=slot,
            ticket_id=ticket.id,
            reply_to_slot=had or cards.slot(ticket.id),
        )
        await texts.say_rest(group.chat, ticket, text, slot, Priority.ANSWER, desk)


def _is_known(message: Message, ticket: Ticket, history: tuple[Event, ...]) -> bool:
    """Whether the agency has these very words of that message already."""
    edits = [event for event in history if event.kind is EventKind.EDITED]
    of_this = [event.text for event in edits if event.data.get("message") == message.message_id]
    if of_this:
        return of_this[-1] == message.text
    said = [event.text.strip() for event in history if event.actor.kind is ActorKind.REPORTER]
    text = message.text.strip()
    return text in said or f"\n{text}\n" in f"\n{ticket.text}\n"
