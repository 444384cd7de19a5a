"""In a forum group every case has a topic of its own: made for its card, closed and opened again with the case.

Here is only said what is wanted; the sender makes and changes topics when something of the case goes out. A case has a
topic where its card was put while the bot could make topics; anywhere else it stays a thread of replies.
"""

from handlers.desk import Desk
from storage.values import Group
from tickets.dialogue import Arrange, Message, Parcel, Priority, Repeat
from tickets.ticket import Ticket
from tickets.topics import Topic, name_of


async def begin(group: Group, ticket: Ticket, desk: Desk) -> None:
    """The ticket's card is about to be put into the group: into a topic, where there are topics."""
    if not group.has_topics:
        return
    topic = await desk.unit.topics.want(group.chat, ticket.id, _name(ticket, desk), closed=not ticket.is_open)
    if topic.changes:
        await _arrange(group, ticket.id, desk)


async def follow(group: Group, ticket: Ticket, desk: Desk, *, works: bool) -> bool:
    """The ticket has changed: its topic in that group, if it has one, is named and open or closed accordingly.

    A group that only looks on (`works` is false) has it closed with the case, but not opened again.
    Tells whether it has to be made again, and the card in it: it was deleted while the case was closed.
    """
    if not group.chat.is_forum:
        return False
    topic = await desk.unit.topics.find(group.chat, ticket.id)
    if topic is None:
        return False
    name, closed = _name(ticket, desk), not ticket.is_open or (topic.closed and not works)
    if not await desk.unit.topics.change(group.chat, ticket.id, name=name, closed=closed):
        return False
    await _arrange(group, ticket.id, desk)
    topic = await desk.unit.topics.find(group.chat, ticket.id)
    return topic is not None and topic.is_to_be_made


async def end(group: Group, ticket: Ticket, desk: Desk) -> None:
    """The group does not work on the ticket any more."""
    if await desk.unit.topics.change(group.chat, ticket.id, closed=True):
        await _arrange(group, ticket.id, desk)


async def of(group: Group, ticket: Ticket, desk: Desk) -> Topic | None:
    """The ticket's topic in that group; none where it has none, and is not to get one."""
    topic = await desk.unit.topics.find(group.chat, ticket.id) if group.chat.is_forum else None
    return topic if topic is not None and (topic.thread is not None or topic.is_to_be_made) else None


async def case_of(message: Message, desk: Desk) -> int | None:
    """The case in whose topic somebody wrote."""
    return await desk.unit.topics.ticket_in(message.chat, message.thread) if message.thread else None


async def _arrange(group: Group, ticket_id: int, desk: Desk) -> None:
    parcel = Parcel(
        chat=group.chat,
        content=Arrange(),
        priority=Priority.CARD,
        repeat=Repeat.FREELY,
        slot=f"topic:{ticket_id}",
        ticket_id=ticket_id,
    )
    await desk.unit.outbox.put(parcel, desk.now)


def _name(ticket: Ticket, desk: Desk) -> str:
    category = desk.office.catalogue.categories.get(ticket.category)
    return name_of(ticket.number, category.button if category else ticket.category)
