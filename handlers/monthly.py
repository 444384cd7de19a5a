"""The month's recap goes out by itself: ordered once for each of the coordinator's groups and each leader.

Whether it was ordered is kept with the order, in one transaction: late, repeated and parallel runs order nothing twice.
Who came later than the end of the month gets no recap of a time before them.
"""

from handlers.desk import Desk, private_chat
from storage.recap_orders import RecapOrder
from tickets.dialogue import Chat
from tickets.months import Month, month_to_report
from tickets.people import Role
from tickets.quiet import is_quiet
from tickets.recap import MIDNIGHT, View


async def tick(desk: Desk) -> None:
    """Order what is due now. A group that is silent now gets it afterwards."""
    month = month_to_report(desk.office.calendar, desk.now)
    if month is None:
        return
    for name, chat in await _readers(month, desk):
        if await desk.unit.reminders.once(f"recap:{name}:{month[0]}", desk.now):
            await desk.unit.recap_orders.put(RecapOrder(chat, View.MONTHLY, *month, None), desk.now)


async def _readers(month: Month, desk: Desk) -> list[tuple[str, Chat]]:
    """Who reads it: by a name that outlives a change of the chat's id."""
    calendar = desk.office.calendar
    ended = calendar.at(month[1], MIDNIGHT)
    groups = [
        (f"group {group.id}", group.chat)
        for group in await desk.unit.groups.coordinators()
        if group.paired_at < ended and not is_quiet(group.quiet, calendar, desk.now)
    ]
    held = [each.person_id for each in await desk.unit.roles.holders(Role.LEADER) if each.at and each.at < ended]
    leaders = [await desk.unit.people.get(person_id) for person_id in dict.fromkeys(held)]
    return groups + [(f"person {each.id}", private_chat(each)) for each in leaders if not each.blocked]
