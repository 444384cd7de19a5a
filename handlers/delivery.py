"""What the sender found out about a chat, and what it means: nobody waits for an answer that cannot come."""

from handlers import cards, presence, unmasking
from handlers.access import bench_of
from handlers.desk import Desk
from messages import group as words
from tickets.dialogue import Chat, ChatKind, Parcel, Priority
from tickets.people import Deed


async def undeliverable(parcel: Parcel, desk: Desk) -> None:
    """The chat is closed to us: the citizen blocked the bot, or the group is lost."""
    if parcel.chat.kind is ChatKind.PRIVATE:
        await _citizen_gone(parcel, desk)
        return
    group = await desk.unit.groups.find(parcel.chat)
    if group is not None:
        await presence.lose(group, desk)


async def moved(chat: Chat, new_id: str, desk: Desk) -> None:
    """The channel says that the chat lives on under another id."""
    await presence.follow(chat, new_id, desk)


async def topic_gone(chat: Chat, ticket_id: int, desk: Desk) -> None:
    """Somebody deleted the topic of a case, and its card with it: an open case gets both anew, before all else."""
    group, ticket = await desk.unit.groups.find(chat), await desk.unit.tickets.by_id(ticket_id)
    if group is not None and ticket is not None and ticket.is_open and bench_of(group).may(Deed.SEE, ticket):
        await cards.post_in(group, ticket, desk)


async def topics_refused(chat: Chat, desk: Desk) -> None:
    """The bot cannot make topics there, whatever we thought: cards come without, until its rights are looked at."""
    group = await desk.unit.groups.find(chat)
    if group is not None:
        await desk.unit.groups.refuse_topics(group.id)


async def _citizen_gone(parcel: Parcel, desk: Desk) -> None:
    """Note it, and tell the group of the case once: on its card, and in words where an answer was lost."""
    await unmasking.undelivered(parcel, desk)
    person = await desk.unit.people.find(parcel.chat)
    if person is None:
        return
    known = person.blocked
    await desk.unit.people.set_blocked(person.id, True)
    ticket = await desk.unit.tickets.by_id(parcel.ticket_id) if parcel.ticket_id else None
    if ticket is None or known:
        return
    for group in await cards.groups_of(ticket, desk):
        await desk.say(
            group.chat,
            words.ReporterUnreachable(number=ticket.number),
            priority=Priority.ANSWER,
            ticket_id=ticket.id,
            reply_to_slot=cards.slot(ticket.id),
        )
    await cards.refresh(ticket, desk)
