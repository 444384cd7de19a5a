"""A coordinator works on a ticket alone with us: the buttons of its card, and replies to it and to what they ask.

The same functions as in the coordinator's group do the work: the private chat stands for a group there
(`access.alone_with`), and the table of who may do what (`tickets.people`) says which of it is done here.
"""

from contextlib import suppress

from handlers import access, agency, audience, buttons, cards, data_request, groups, merging, rewording, transfer
from handlers.desk import Desk
from storage.values import Person
from tickets.dialogue import Message, Press
from tickets.errors import Refused
from tickets.people import Deed

_VERBS = frozenset({buttons.TICKET, buttons.VERIFY, buttons.TRANSFER, buttons.QUESTION, buttons.ANSWER, buttons.SAME})
"""Buttons about a ticket that are at home in groups, too."""
_ASKED = frozenset({"card", "verify", "transfer", "ask", "aside", "merge", "closing", "question", "anew"})
"""Beginnings of the slots that only a coordinator's messages have."""


async def pressed(press: Press, person: Person, action: buttons.Action, desk: Desk) -> bool:
    """A button of a card, or of a question that one led to. Tells whether it was one that a coordinator has here."""
    if action.verb not in _VERBS or (action.verb == buttons.SAME and action.word(0) not in merging.VERBS):
        return False
    if not await access.is_coordinator(person, desk):
        return False
    if (action.verb, action.word(0)) == (buttons.TICKET, "show"):
        await _show(person, action.number(1), desk)
        return True
    with suppress(Refused):
        await groups.act_on_case(access.alone_with(person, desk), person, press, action, desk)
    return True


async def replied(person: Person, message: Message, desk: Desk) -> bool:
    """A reply to a card, or to what a button asked; a further item of an album. Tells whether it was a coordinator's.

    What he is told of a ticket that he reported himself, he answers as its reporter.
    """
    if (message.reply_to is None and message.album is None) or not await access.is_coordinator(person, desk):
        return False
    group = access.alone_with(person, desk)
    for goes_on in (agency.album_goes_on, data_request.album_goes_on):
        if await goes_on(group, person, message, desk):
            return True
    if message.reply_to is None or not await _is_of_the_desk(person, message, message.reply_to, desk):
        return False
    if await transfer.replied(group, person, message, desk):
        return True
    ticket_id = await desk.unit.messages.ticket_of(message.chat, message.reply_to)
    if ticket_id is not None:
        await groups.replied_to_case(group, person, message, ticket_id, desk)
    return ticket_id is not None


async def edited(person: Person, message: Message, desk: Desk) -> None:
    """The words of an answer or a question were edited."""
    if await access.is_coordinator(person, desk):
        await rewording.edited(access.alone_with(person, desk), person, message, desk)


async def _show(person: Person, ticket_id: int | None, desk: Desk) -> None:
    """Another ticket that a card names."""
    ticket = await desk.unit.tickets.by_id(ticket_id) if ticket_id else None
    if ticket is not None and await access.may(person, None, Deed.SEE, desk, ticket):
        await cards.post_alone(person, ticket, desk)


async def _is_of_the_desk(person: Person, message: Message, reply_to: str, desk: Desk) -> bool:
    """Whether the message replied to was said to a coordinator, not to the reporter of a ticket."""
    slot = await desk.unit.messages.slot_of(message.chat, reply_to)
    if slot is not None and slot.partition(":")[0] in _ASKED:
        return True
    ticket_id = await desk.unit.messages.ticket_of(message.chat, reply_to)
    ticket = await desk.unit.tickets.by_id(ticket_id) if ticket_id else None
    return ticket is not None and not await audience.includes(ticket, person, desk)
