"""What the bot may do in a group: asked of the channel, told as a card with a remedy for everything that is missing."""

from handlers import backlog, buttons
from handlers.desk import Desk
from messages import group as words
from storage.values import Group, Rights
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
    health = words.GroupHealth(
        is_admin=found.is_admin,
        reads_everything=found.reads_everything,
        can_pin=found.is_admin and found.can_pin,
        is_forum=found.chat.is_forum,
        can_manage_topics=found.is_admin and found.can_manage_topics,
        at=desk.now,
    )
    await desk.edit(group.chat, _SLOT, health, rows=_again(desk), priority=Priority.ANSWER)
    rights = Rights(
        is_admin=found.is_admin,
        reads_everything=found.reads_everything,
        can_manage_topics=found.is_admin and found.can_manage_topics,
    )
    await note(group, found.chat, rights, desk)
    await backlog.bring_late(await desk.unit.groups.get(group.id), desk)


async def note(group: Group, chat: Chat, rights: Rights, desk: Desk) -> None:
    """Keep what the bot may do there, and whether it is a forum. Where that makes topics possible, cases get theirs."""
    await desk.unit.groups.set_forum(group.id, chat.is_forum)
    await desk.unit.groups.set_rights(group.id, rights)
    now = await desk.unit.groups.get(group.id)
    if now.has_topics and not group.has_topics:
        await backlog.move_into_topics(now, desk)


async def notice(group: Group, chat: Chat, desk: Desk) -> None:
    """The channel says with every update whether a group is a forum: a change is a reason to look at our rights."""
    if group.chat.is_forum != chat.is_forum:
        await look(group.chat, desk, anew=False)
        rights = Rights(
            is_admin=group.is_admin, reads_everything=group.reads_everything, can_manage_topics=group.can_manage_topics
        )
        await note(group, chat, rights, desk)


def _again(desk: Desk) -> Rows:
    return ((desk.button("check_again", buttons.pack(buttons.PAIR, "check")),),)
