"""/rekap, /peringkat and /ekspor: what is wanted is kept, drawn outside of any transaction, and laid down here.

The coordinator's group, coordinators and leaders see everything; an agency's group its own figures only.
"""

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from handlers import access, plans, recap
from handlers.desk import Desk
from messages import recap as words
from messages.base import Message as Words
from storage.recap_orders import RecapOrder
from storage.values import Group, Person
from tickets.dialogue import Message, Priority
from tickets.people import Deed
from tickets.recap import Period, Recap, View
from tickets.sp4n import month

WORKBOOK = "rekap.xlsx"
PICTURES = frozenset({"follow_up.png", "pace.png", "inflow.png", "regions.png", "satisfaction.png"})
MANY = 2000
"""Reports from which on the promise says how far it is."""
FOR_LEADERS = frozenset({"rekap", "peringkat", "ekspor", "piagam"})
"""What leaders may ask for alone with us."""


async def _command(view: View, message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    own = group.agency if group is not None else None
    if own is None and not await access.may(person, group, Deed.SEE_RECAPS, desk):
        await desk.say(message.chat, words.RecapNotAllowed(), priority=Priority.ANSWER)
        return
    typed = (message.command.args if message.command else "").strip()
    days = month(typed or f"{desk.today:%Y-%m}", desk.today)
    if days is None or days[0].year not in desk.office.calendar.known_years or days[0] > desk.today:
        example = words.RecapHelp(command=message.command.name if message.command else "", example=desk.today)
        await desk.say(message.chat, example, priority=Priority.ANSWER)
        return
    order_id = await desk.unit.recap_orders.put(RecapOrder(message.chat, view, *days, own), desk.now)
    coming = words.RecapComing(since=days[0])
    reply_to = message.message_id
    await desk.say(message.chat, coming, slot=slot(order_id), reply_to=reply_to, priority=Priority.ANSWER)


asked_recap = partial(_command, View.RECAP)
asked_ranking = partial(_command, View.RANKING)
asked_export = partial(_command, View.EXPORT)


async def deliver(order: RecapOrder, found: Recap, files: Sequence[tuple[str, bytes]], desk: Desk) -> None:
    """Lay down what was drawn, unless somebody did: the text in place of the promise, pictures and sheets after it."""
    if not await desk.unit.recap_orders.take(order.id):
        return
    await plans.keep_months(found, desk)
    text = _text(order.view, found, desk)
    if order.view is View.MONTHLY:
        await desk.say(order.chat, text, priority=Priority.REMINDER)
    else:
        await desk.edit(order.chat, slot(order.id), text, priority=Priority.ANSWER)
    stem = f"rekap-{order.since:%Y-%m}" + (f"-{order.agency.lower()}" if order.agency else "")
    caption = words.RecapFile(since=order.since, until=found.period.last_day, cutoff=found.period.cutoff)
    pictures = [file for file in files if file[0].endswith(".png")]
    if pictures:
        await desk.send_pictures(order.chat, pictures, caption)
    for name, data in files:
        if not name.endswith(".png"):
            await desk.send_file(order.chat, name.replace("rekap", stem), data, caption)


def _text(view: View, found: Recap, desk: Desk) -> Words:
    match view:
        case View.RANKING:
            return recap.ranking(found, desk.office)
        case View.CERTIFICATES:
            return recap.certificates(found, desk.office)
    return recap.summary(found, desk.office)


def is_for_everybody(order: RecapOrder, period: Period) -> bool:
    """Whether open data come with it: of two files that overlap, the difference would tell small numbers, and so there
    are none of a period that has not ended.
    """
    return order.view is View.EXPORT and order.agency is None and period.has_ended


async def give_up(order: RecapOrder, desk: Desk) -> None:
    """It could not be drawn: say so instead of leaving the promise."""
    if not await desk.unit.recap_orders.take(order.id):
        return
    failed = words.RecapFailed(since=order.since)
    if order.view is View.MONTHLY:
        await desk.say(order.chat, failed, priority=Priority.REMINDER)
    else:
        await desk.edit(order.chat, slot(order.id), failed, priority=Priority.ANSWER)


async def show_progress(order: RecapOrder, counted: int, desk: Desk) -> None:
    """Of much, say in the promise that it is read and now drawn."""
    if order.view not in {View.MONTHLY, View.CERTIFICATES} and counted >= MANY:
        drawing = words.RecapDrawing(since=order.since, reports=counted)
        await desk.edit(order.chat, slot(order.id), drawing, priority=Priority.ANSWER)


def wanted(view: View, files: Sequence[tuple[str, bytes]]) -> tuple[tuple[str, bytes], ...]:
    """Of all that a recap is written as, what goes into the chat: pictures first, CSV files as one archive."""
    pictures = pictures_of(view)
    kept = [(name, data) for name, data in files if name in pictures]
    if view in _WITH_WORKBOOK:
        kept += [(name, data) for name, data in files if name == WORKBOOK]
    if view is not View.EXPORT:
        return tuple(kept)
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
        for name, data in files:
            if name.endswith(".csv"):
                packed.writestr(name, data)
    return (*kept, ("rekap-csv.zip", archive.getvalue()))


_PICTURES = {
    View.RECAP: PICTURES,
    View.MONTHLY: PICTURES,
    View.RANKING: frozenset({"pace.png", "regions.png"}),
}
_WITH_WORKBOOK = frozenset({View.RECAP, View.MONTHLY, View.EXPORT})


def pictures_of(view: View) -> frozenset[str]:
    """The names of the pictures that go with it."""
    return _PICTURES.get(view, frozenset())


def has_sheets(view: View) -> bool:
    """Whether a workbook goes with it, or its tables as CSV."""
    return view in _WITH_WORKBOOK


def slot(order_id: int) -> str:
    """The slot of the promise."""
    return f"recap:{order_id}"
