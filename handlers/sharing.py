"""/bagikan, and the button under the week's summary: a text without names that an agency can share with everybody.

Secret reports are not counted. Where too few came in a week, four weeks are told of; where too few came in these, no
number is: a single report could be recognised.
"""

from handlers import access, buttons
from handlers.desk import Desk
from messages import group as words
from messages.sharing import WeekToShare
from storage.values import ALL, Group, Person
from tickets.dialogue import Chat, Message, Press, Priority, Rows
from tickets.number import chat_link_name
from tickets.open_data import LEAST
from tickets.people import Deed
from tickets.weeks import weeks_until

LONGER = 4
"""Weeks that are told of where one had too few reports."""


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/bagikan."""
    if await access.may(person, group, Deed.PROMOTE, desk):
        await _share(message.chat, group, desk, reply_to=message.message_id)
    else:
        await desk.say(message.chat, words.NotPaired(), priority=Priority.ANSWER)


async def pressed(press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """*Bagikan ke warga* under the week's summary."""
    if await access.may(person, group, Deed.PROMOTE, desk):
        await _share(press.chat, group, desk)


def rows(desk: Desk) -> Rows:
    """The button, as a row."""
    return ((desk.button("share_week", buttons.pack(buttons.SHARE, "week")),),)


async def _share(chat: Chat, group: Group | None, desk: Desk, *, reply_to: str | None = None) -> None:
    own = None if group is None or group.is_coordinator else group.agency
    catalogue = desk.office.catalogue
    secret = tuple(code for code, category in catalogue.categories.items() if category.sensitive)
    agency = catalogue.agencies.get(own or "")
    for weeks in (1, LONGER):
        span = weeks_until(desk.office.calendar, desk.now, weeks)
        counted = await desk.unit.weeks.public(ALL if own is None else own, span.since, span.until, secret)
        if counted.received >= LEAST:
            break
    link = await desk.unit.notes.get(chat_link_name(chat.channel)) or ""
    shared = WeekToShare(
        agency=agency.name if agency else own,
        government=catalogue.province.name,
        bot_name=desk.office.bot_name,
        since=desk.office.calendar.local_date(span.since),
        until=span.day,
        weeks=weeks,
        received=counted.received if counted.received >= LEAST else None,
        followed_up=counted.followed_up,
        link=link.partition("?")[0],
    )
    await desk.say(chat, shared, priority=Priority.ANSWER, reply_to=reply_to)
