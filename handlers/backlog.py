"""The open tickets of an agency, put into a group that begins to work on them."""

from handlers import cards, topics
from handlers.access import bench_of
from handlers.desk import Desk
from storage.values import Group
from tickets.people import Deed

LIMIT = 10
"""Cards that a group gets at once; the rest is in /tiket."""


async def post(group: Group, agency: str | None, desk: Desk, *, missing_only: bool = False) -> None:
    """The open tickets of an agency (or those without one), the nearest deadline first, up to a limit.

    Not those whose card is on its way there: to a group that has just moved, redirected. `missing_only`: the group
    has cards already, and gets those that it has not.
    """
    on_their_way = await desk.unit.outbox.slots_waiting(group.chat)
    for ticket in await desk.unit.tickets.open_of_agency(agency, LIMIT, 0):
        if not bench_of(group).may(Deed.SEE, ticket) or cards.slot(ticket.id) in on_their_way:
            continue
        if missing_only and await desk.unit.messages.find(group.chat, cards.slot(ticket.id)):
            await cards.refresh(ticket, desk)
            continue
        await cards.post_in(group, ticket, desk)
        await cards.refresh(ticket, desk, without=group)


async def welcome(group: Group, desk: Desk) -> None:
    """The group was given its role. One with topics waits until we know whether we may make them."""
    if group.chat.is_forum and not group.has_topics:
        return
    await post(group, group.agency, desk)


async def bring_late(group: Group, desk: Desk) -> None:
    """We know what we may do in a group that waited for its open tickets."""
    if group.chat.is_forum and await desk.unit.reminders.once(f"welcome:{group.id}:{group.paired_at}", desk.now):
        await post(group, group.agency, desk, missing_only=True)


async def move_into_topics(group: Group, desk: Desk) -> None:
    """The group has topics now: its open tickets without one get theirs, up to a limit, with their cards anew."""
    on_their_way = await desk.unit.outbox.slots_waiting(group.chat)
    for ticket in await desk.unit.tickets.open_of_agency(group.agency, LIMIT, 0):
        if not bench_of(group).may(Deed.SEE, ticket) or await desk.unit.topics.find(group.chat, ticket.id):
            continue
        if cards.slot(ticket.id) in on_their_way:
            await topics.begin(group, ticket, desk)
        else:
            await cards.post_in(group, ticket, desk)


async def hand_back(agency: str | None, desk: Desk) -> None:
    """An agency lost a group: if that was its last one, the coordinator stands in for its open tickets."""
    if agency is None or await desk.unit.groups.of_agency(agency):
        return
    for coordinator in await desk.unit.groups.coordinators():
        await post(coordinator, agency, desk)
