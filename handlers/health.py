"""What the bot may do in a group: asked of the channel, told as a card with a remedy for everything that is missing."""

from handlers import buttons
from handlers.desk import Desk
from messages import group as words
from tickets.dialogue import Chat, Inspect, Inspected, Parcel, Priority, Repeat, Rows

_SLOT = "health"


async def look(chat: Chat, desk: Desk, *, anew: bool = True) -> None:
    """Ask the channel; the answer comes in as `Inspected`. `anew`: as a new card, not in place of the last one."""
    if anew:
        await desk.unit.messages.forget(chat, _SLOT)
    parcel = Parcel(chat=chat, content=Inspect(), priority=Priority.ANSWER, repeat=Repeat.FREELY)
    await desk.unit.outbox.put(parcel, desk.now)


async def inspected(found: Inspected, desk: Desk) -> None:
    """The channel's answer: say what is fine and what to change."""
    group = await desk.unit.groups.find(found.chat)
    if group is None:
        return
    await desk.unit.groups.set_rights(group.id, is_admin=found.is_admin, reads_everything=found.reads_everything)
    health = words.GroupHealth(
        is_admin=found.is_admin,
        reads_everything=found.reads_everything,
        can_pin=found.is_admin and found.can_pin,
        is_forum=found.chat.is_forum,
        can_manage_topics=found.is_admin and found.can_manage_topics,
        at=desk.now,
    )
    await desk.edit(group.chat, _SLOT, health, rows=_again(desk), priority=Priority.ANSWER)


def _again(desk: Desk) -> Rows:
    return ((desk.button("check_again", buttons.pack(buttons.PAIR, "check")),),)
