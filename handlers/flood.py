"""More new tickets than a group can get as cards: what is too much stands in the group's list (`handlers.bundles`).

Decided by what stands in the database, so that several processes and a restart agree.
"""

from handlers.desk import Desk
from storage.values import Group
from tickets import flood
from tickets.ticket import Ticket


async def caught(group: Group, ticket: Ticket, desk: Desk) -> bool:
    """Whether the new ticket goes into the group's list, because it is one too many. An urgent one never does."""
    pace = await _pace(group, desk)
    if ticket.urgent or pace is None or not flood.is_flood(await lately(group, desk), pace):
        return False
    await desk.unit.bundles.add(group.id, flood.list_at(desk.now), ticket.id, desk.now)
    return True


async def room(group: Group, desk: Desk) -> int:
    """How many more cards the group may get now."""
    pace = await _pace(group, desk)
    return flood.FEW if pace is None else max(0, pace - await lately(group, desk))


async def lately(group: Group, desk: Desk) -> int:
    """How many new tickets the group got within the last minute, and cards that are still on their way to it."""
    since = desk.now - flood.SPAN
    return await desk.unit.traffic.new_cards(group.chat, since) + await desk.unit.bundles.came_since(group.id, since)


async def _pace(group: Group, desk: Desk) -> int | None:
    """Cards a minute; none for a channel that has no limit."""
    note = await desk.unit.notes.get(flood.pace_name(group.chat.channel))
    return int(note) if note else None
