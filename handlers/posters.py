"""/poster: a sheet and a picture whose code brings citizens to a report for an agency, or for a place.

`/poster` alone is for the group's agency, in the coordinator's group for everybody; `/poster lokasi …` for a place;
`/poster daftar` shows what came of each. What is wanted is kept and drawn outside of any transaction (`bot.posters`).
"""

import re
from collections.abc import Sequence

from handlers import access, buttons
from handlers.desk import Desk, Office
from messages import group as words
from messages import posters as told
from storage.promotion import PosterOrder
from storage.unit import Unit
from storage.values import Group, Person
from tickets.dialogue import Button, Chat, Message, Press, Priority, Rows
from tickets.forms.fields import short_name
from tickets.number import chat_link_name
from tickets.people import Deed
from tickets.promotion import PLACE_LONGEST, Link, place_name, scans, without_region

PAGE = 8
"""Posters in one page of the list."""
SHEET, PICTURE = "poster-a4.pdf", "poster.png"
_PLACE = re.compile(r"(?:^|(?P<agency>.*?)\s+)(?:lokasi|tempat)\b(?P<place>.*)", re.IGNORECASE | re.DOTALL)
_LIST = frozenset({"daftar", "semua", "list", "statistik"})


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/poster, /poster lokasi …, /poster daftar; in the coordinator's group also for an agency that is named."""
    if not await access.may(person, group, Deed.PROMOTE, desk):
        await desk.say(message.chat, words.NotPaired(), priority=Priority.ANSWER)
        return
    typed = (message.command.args if message.command else "").strip()
    if typed.casefold() in _LIST:
        await _list(message.chat, _own(group), 0, desk)
        return
    found = _PLACE.fullmatch(typed)
    named, place = (found["agency"] or "", found["place"]) if found else (typed, None)
    agency = _agency(named.strip(), group, desk)
    name = place_name(place) if place is not None else ""
    if agency is None or name is None:
        helped = told.PosterHelp(is_coordinator=_own(group) is None, longest=PLACE_LONGEST)
        await desk.say(message.chat, helped, priority=Priority.ANSWER, reply_to=message.message_id)
    elif name:
        await _for_place(message, agency or None, name, desk)
    else:
        link = await desk.unit.promotion.link(agency or None, "", None, desk.now)
        await _order(message.chat, link, desk, reply_to=message.message_id)


async def pressed(press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """The region of a place, a poster of the list, or another page of it. Only one's own agency's."""
    if not await access.may(person, group, Deed.PROMOTE, desk):
        return
    own = _own(group)
    if action.word(0) == "list":
        await _list(press.chat, own, action.number(1) or 0, desk, key=action.word(2))
        return
    link = await desk.unit.promotion.by_id(action.number(1) or 0)
    if link is None or own not in {None, link.agency}:
        await desk.say(press.chat, told.PosterGone(), priority=Priority.ANSWER)
    elif action.word(0) == "draw" and (link.region or not link.place):
        await _order(press.chat, link, desk)
    elif action.word(0) == "all":
        await desk.edit(
            press.chat, _place_slot(link), _which_region(link), rows=_regions(link, (), desk), priority=Priority.ANSWER
        )
    elif action.word(0) == "region" and action.word(2) in desk.office.catalogue.regions:
        chosen = await desk.unit.promotion.link(link.agency, link.place, action.word(2), desk.now)
        await _order(press.chat, chosen, desk)


async def gather(order: PosterOrder, unit: Unit, office: Office) -> told.PosterWords:
    """What stands on it. Raises ValueError where no address leads to us."""
    link = await unit.promotion.by_id(order.link_id)
    address = await unit.notes.get(chat_link_name(order.chat.channel))
    if link is None or address is None:
        raise ValueError("there is no address that a poster could show")
    catalogue = office.catalogue
    agency = catalogue.agencies.get(link.agency or "")
    return told.poster_words(
        office.words,
        bot_name=office.bot_name,
        government=catalogue.province.name,
        agency=agency.name if agency else link.agency,
        place=_place(link, office),
        address=f"{address}{unit.promotion.payload(link)}",
        emergencies=[each.number for each in catalogue.emergencies],
    )


async def deliver(order: PosterOrder, drawn: tuple[told.PosterWords, Sequence[tuple[str, bytes]]], desk: Desk) -> None:
    """Lay down what was drawn, unless somebody did: the link in place of the promise, sheet and picture after it."""
    link = await desk.unit.promotion.by_id(order.link_id)
    if link is None or not await desk.unit.promotion.take_order(order.id):
        return
    poster, files = drawn
    agency, place = desk.agency_name(link.agency), _place(link, desk.office)
    came = scans(await desk.unit.tallies.ever(link.subject))
    ready = told.PosterReady(
        agency=agency, place=place, link=poster.address, started=came.started, finished=came.finished
    )
    rows = ((desk.button("poster_list", buttons.pack(buttons.POSTER, "list", 0)),),)
    await desk.edit(order.chat, _slot(order.id), ready, rows=rows, priority=Priority.ANSWER)
    for name, data in files:
        caption = told.PosterFile(agency=agency, place=place, is_sheet=name == SHEET)
        await desk.send_file(order.chat, name, data, caption, as_photo=name == PICTURE)


async def give_up(order: PosterOrder, desk: Desk) -> None:
    """It could not be drawn: say so instead of leaving the promise."""
    if await desk.unit.promotion.take_order(order.id):
        await desk.edit(order.chat, _slot(order.id), told.PosterFailed(), priority=Priority.ANSWER)


def _own(group: Group | None) -> str | None:
    """Whose posters these are: the group's agency's; none: the coordinator's, who may have any."""
    return None if group is None or group.is_coordinator else group.agency


def _agency(named: str, group: Group | None, desk: Desk) -> str | None:
    """The agency that a poster is for; empty: for everybody; none: nobody understands, or may not have it."""
    own = _own(group)
    if not named:
        return own or ""
    found = desk.office.catalogue.find_agency(named)
    return found[0].code if len(found) == 1 and own in {None, found[0].code} else None


async def _for_place(message: Message, agency: str | None, name: str, desk: Desk) -> None:
    """The place's kabupaten or kota stands in its name, or is asked."""
    found = desk.office.gazetteer.find(name)
    if found.region:
        name = without_region(name, desk.office.catalogue.region(found.region))
    link = await desk.unit.promotion.link(agency, name, found.region, desk.now)
    if link.region:
        await _order(message.chat, link, desk, reply_to=message.message_id)
        return
    await desk.say(
        message.chat,
        _which_region(link),
        rows=_regions(link, found.candidates, desk),
        slot=_place_slot(link),
        priority=Priority.ANSWER,
        reply_to=message.message_id,
    )


def _which_region(link: Link) -> told.AskPosterRegion:
    return told.AskPosterRegion(place=link.place)


def _regions(link: Link, few: tuple[str, ...], desk: Desk) -> Rows:
    """The few that the name may mean and the way to all, or all in two columns."""
    regions = desk.office.catalogue.regions

    def button(code: str) -> Button:
        return Button(short_name(regions[code].name), buttons.pack(buttons.POSTER, "region", link.id, code))

    if few:
        more = desk.button("other_region", buttons.pack(buttons.POSTER, "all", link.id))
        return (*((button(code),) for code in few), (more,))
    every = [button(code) for code in regions]
    return tuple(tuple(every[start : start + 2]) for start in range(0, len(every), 2))


async def _order(chat: Chat, link: Link, desk: Desk, *, reply_to: str | None = None) -> None:
    order_id = await desk.unit.promotion.order(chat, link, desk.now)
    coming = told.PosterComing(agency=desk.agency_name(link.agency), place=_place(link, desk.office))
    await desk.say(chat, coming, slot=_slot(order_id), reply_to=reply_to, priority=Priority.ANSWER)


async def _list(chat: Chat, own: str | None, page: int, desk: Desk, *, key: str = "") -> None:
    total = await desk.unit.promotion.count(own)
    pages = max(1, -(-total // PAGE))
    page = min(page, pages - 1)
    found = await desk.unit.promotion.of(own, PAGE, page * PAGE)
    lines = tuple(
        told.PosterLine(
            agency=desk.agency_name(link.agency),
            place=_place(link, desk.office),
            started=came.started,
            finished=came.finished,
        )
        for link, came in found
    )
    shown = told.PosterList(lines=lines, total=total, page=page + 1, pages=pages)
    is_new, key = not key, key or f"{desk.now:%y%m%d%H%M%S}"
    rows = (*((_again(link, desk),) for link, _ in found), *_turns(page, pages, key, desk))
    if is_new:
        await desk.say(chat, shown, rows=rows, slot=_list_slot(key), priority=Priority.ANSWER)
    else:
        await desk.edit(chat, _list_slot(key), shown, rows=rows, priority=Priority.ANSWER)


def _again(link: Link, desk: Desk) -> Button:
    name = link.place or desk.agency_name(link.agency) or desk.office.words.label("poster_general")
    return Button(name, buttons.pack(buttons.POSTER, "draw", link.id))


def _turns(page: int, pages: int, key: str, desk: Desk) -> Rows:
    before = (("previous_page", page - 1),) if page > 0 else ()
    after = (("next_page", page + 1),) if page < pages - 1 else ()
    turns = tuple(desk.button(label, buttons.pack(buttons.POSTER, "list", to, key)) for label, to in (*before, *after))
    return (turns,) if turns else ()


def _place(link: Link, office: Office) -> str:
    """The place with its region."""
    region = office.catalogue.regions.get(link.region or "")
    return ", ".join(each for each in (link.place, region.name if region else "") if each)


def _slot(order_id: int) -> str:
    return f"poster:{order_id}"


def _place_slot(link: Link) -> str:
    return f"poster-place:{link.id}"


def _list_slot(key: str) -> str:
    return f"posters:{key}"
