"""The bot's life in a group: added, given rights or robbed of them, removed; the group renamed or moved.

The coordinator's groups hear of whatever changes what an agency can be reached by.
"""

from handlers import backlog, health, menus
from handlers.desk import Desk
from messages import group as words
from messages import pairing as told
from messages.base import Message as Words
from storage.values import Group, Rights
from tickets.dialogue import Chat, Moved, Priority, Renamed, Repeat, Standing


async def standing(change: Standing, desk: Desk) -> None:
    """The bot was added to a group, removed from it, or given other rights."""
    group = await desk.unit.groups.find(change.chat)
    if group is None:
        if change.present and not change.was_present:
            await desk.say(change.chat, words.NotPaired(), priority=Priority.ANSWER, repeat=Repeat.NEVER)
        return
    if not change.present:
        await lose(group, desk)
    elif not group.active:
        await desk.unit.groups.set_active(group.id, True)
        await tell_coordinators(told.GroupBack(**_called(group, desk)), desk, but=group)
        await backlog.post(group, group.agency, desk, missing_only=True)
        await health.look(group.chat, desk)
    elif (change.is_admin, change.can_manage_topics) != (group.is_admin, group.can_manage_topics):
        await _other_rights(group, change, desk)


async def lose(group: Group, desk: Desk) -> None:
    """A group cannot be reached any more: the coordinator hears of it and stands in for its open tickets."""
    if not group.active:
        return
    await desk.unit.groups.set_active(group.id, False)
    await tell_coordinators(words.GroupLost(**_called(group, desk)), desk)
    await backlog.hand_back(group.agency, desk)


async def moved(change: Moved, desk: Desk) -> None:
    """The channel says in a message that the group lives on under another id."""
    await follow(change.chat, change.new_id, desk)


async def follow(chat: Chat, new_id: str, desk: Desk) -> None:
    """Go on under the group's new id, where old messages cannot be edited: its open cards are posted anew."""
    group = await desk.unit.groups.find(chat)
    if group is None or group.chat.id == new_id:
        return
    await desk.unit.topics.forget(chat)
    await desk.unit.groups.move(group.id, new_id)
    group = await desk.unit.groups.get(group.id)
    await desk.unit.dialogues.move(chat, group.chat)
    await desk.unit.outbox.redirect(chat, group.chat)
    await menus.follow_group(None, group, desk)
    await tell_coordinators(told.GroupMoved(**_called(group, desk)), desk, but=group)
    await backlog.post(group, group.agency, desk)


async def renamed(change: Renamed, desk: Desk) -> None:
    """The group has another title."""
    group = await desk.unit.groups.find(change.chat)
    if group is None or group.chat.title == change.chat.title:
        return
    await desk.unit.groups.rename(group.id, change.chat.title)
    message = told.GroupRenamed(before=group.chat.title, title=change.chat.title, agency=desk.agency_name(group.agency))
    await tell_coordinators(message, desk, but=group)


async def tell_coordinators(message: Words, desk: Desk, *, but: Group | None = None) -> None:
    """Say something in every group of the coordinator, but not to the one that it is about."""
    for group in await desk.unit.groups.coordinators():
        if but is None or group.id != but.id:
            await desk.say(group.chat, message, priority=Priority.ANSWER)


async def _other_rights(group: Group, change: Standing, desk: Desk) -> None:
    """Noted at once, so that the same change told twice is one; what it means in detail, the channel knows."""
    if group.is_admin and not change.is_admin:
        await tell_coordinators(told.GroupDemoted(**_called(group, desk)), desk, but=group)
    await health.look(group.chat, desk)
    rights = Rights(
        is_admin=change.is_admin,
        reads_everything=group.reads_everything and change.is_admin,
        can_manage_topics=change.can_manage_topics,
    )
    await health.note(group, change.chat, rights, desk)


def _called(group: Group, desk: Desk) -> dict[str, str | None]:
    return {"title": group.chat.title, "agency": desk.agency_name(group.agency)}
