"""Which situation an inbound belongs to: the first fork of the way. One call is one step of one transaction."""

from handlers import groups, health, presence, private, roster
from handlers.desk import Desk
from messages import citizen
from messages import group as words
from tickets.dialogue import (
    ChatKind,
    Departed,
    Inbound,
    Inspected,
    Message,
    Moved,
    Press,
    Priority,
    Renamed,
    Repeat,
    Standing,
)


async def handle(inbound: Inbound, desk: Desk) -> None:
    """Answer one inbound: everything it changes and says is in the desk's transaction when this returns."""
    in_private = inbound.chat.kind is ChatKind.PRIVATE
    match inbound:
        case Message() if in_private:
            await private.received(inbound, desk)
        case Message():
            await groups.received(inbound, desk)
        case Press() if in_private:
            await private.pressed(inbound, desk)
        case Press():
            await groups.pressed(inbound, desk)
        case Standing() if in_private:
            await private.standing(inbound, desk)
        case Standing():
            await presence.standing(inbound, desk)
        case Inspected():
            await health.inspected(inbound, desk)
        case _:
            await _of_the_group(inbound, desk)


async def _of_the_group(inbound: Moved | Renamed | Departed, desk: Desk) -> None:
    match inbound:
        case Moved():
            await presence.moved(inbound, desk)
        case Renamed():
            await presence.renamed(inbound, desk)
        case Departed():
            await roster.departed(inbound, desk)


async def apologise(inbound: Inbound, desk: Desk) -> None:
    """Handling failed and was rolled back: say so to whoever waits for an answer, and only to them."""
    if not isinstance(inbound, Message | Press):
        return
    if inbound.chat.kind is ChatKind.PRIVATE:
        person = await desk.unit.people.find(inbound.chat)
        await desk.say(person or inbound.chat, citizen.Apology(), repeat=Repeat.NEVER)
    elif isinstance(inbound, Press) or inbound.command:
        await desk.say(inbound.chat, words.GroupApology(), priority=Priority.ANSWER, repeat=Repeat.NEVER)
