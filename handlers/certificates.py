"""/piagam: certificates for the best agencies and regions of a month or a year that has ended.

An order like that of a recap, counted and drawn in the same way: the message about it is `handlers.recap.certificates`.
"""

import re
from datetime import date

from handlers import access, recap_orders
from handlers.desk import Desk
from messages import certificates as words
from messages import recap
from storage.recap_orders import RecapOrder
from storage.values import Group, Person
from tickets.dialogue import Message, Priority
from tickets.months import Month, month_before
from tickets.people import Deed
from tickets.recap import View
from tickets.sp4n import month

_YEAR = re.compile(r"20\d\d")


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/piagam: last month; /piagam oktober, /piagam 2026."""
    if (group and not group.is_coordinator) or not await access.may(person, group, Deed.SEE_RECAPS, desk):
        await desk.say(message.chat, recap.RecapNotAllowed(), priority=Priority.ANSWER)
        return
    period = _period(message.command.args.strip() if message.command else "", desk)
    if period is None:
        await desk.say(
            message.chat, words.CertificatesHelp(example=month_before(desk.today)[0]), priority=Priority.ANSWER
        )
        return
    since, until = period
    order_id = await desk.unit.recap_orders.put(
        RecapOrder(message.chat, View.CERTIFICATES, since, until, None), desk.now
    )
    coming, slot = words.CertificatesComing(since=since, until=until), recap_orders.slot(order_id)
    await desk.say(message.chat, coming, slot=slot, reply_to=message.message_id, priority=Priority.ANSWER)


def _period(typed: str, desk: Desk) -> Month | None:
    """The month or the year that was typed, if it has ended and its working days are known."""
    if not typed:
        found: Month | None = month_before(desk.today)
    elif _YEAR.fullmatch(typed):
        found = date(int(typed), 1, 1), date(int(typed) + 1, 1, 1)
    else:
        found = month(typed, desk.today)
    if found is None or found[1] > desk.today or found[0].year not in desk.office.calendar.known_years:
        return None
    return found
