"""The list of new tickets in a group that gets more of them than cards can tell: shown, edited as it grows, paged.

One message per list and ten minutes. A ticket leaves it when its card is opened, or when it goes to another agency; the
last few of a flood that is over get their cards after all. What is done with all of a list is `handlers.together`.
"""

from dataclasses import dataclass
from functools import partial

from handlers import buttons, cards, flood, overview
from handlers.access import bench_of
from handlers.desk import Desk
from handlers.turns import Turns
from messages import bundles as words
from storage.values import Bundle, Bundled, Group
from tickets.dialogue import Button, Priority, Rows
from tickets.events import EventKind
from tickets.flood import FEW, MOST, begin_of
from tickets.people import Deed
from tickets.ticket import Ticket

PAGE = 8
"""Tickets of a page."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A ticket as it stands in a list."""

    entry: Bundled
    ticket: Ticket


def slot(bundle: Bundle) -> str:
    """The slot of a list's message."""
    return f"bundle:{bundle.number}"


async def find(group: Group, number: int | None, desk: Desk) -> Bundle:
    """The group's list with that number, which a button may have made up."""
    return await desk.unit.bundles.find(group.id, number if number and number <= MOST else 0)


async def chore(turns: Turns) -> None:
    """Show what has changed: new lists, and those that have grown or shrunk."""
    for bundle in await turns.write(_stale):
        await turns.attempt(partial(_bring, bundle))


async def _stale(desk: Desk) -> tuple[Bundle, ...]:
    return await desk.unit.bundles.stale()


async def _bring(stale: Bundle, desk: Desk) -> None:
    bundle = await desk.unit.bundles.find(stale.group_id, stale.number)
    group = await desk.unit.groups.find_active(bundle.group_id)
    if group is None or not await _few(group, bundle, desk):
        await _tell(group, bundle, desk)


async def pressed(group: Group, action: buttons.Action, desk: Desk) -> None:
    """A ticket's number, or another page."""
    bundle = await find(group, action.number(1), desk)
    if action.word(0) == "open":
        await _open(group, action.number(2) or 0, desk)
    if bundle.was_shown:
        await show(group, bundle, desk, page=action.number(3) or 0, priority=Priority.ANSWER)


async def show(group: Group, bundle: Bundle, desk: Desk, *, page: int = 0, priority: Priority = Priority.CARD) -> None:
    """The list as it is now, in its message; a list without a message gets one."""
    await desk.unit.bundles.shown(bundle, desk.now)  # first: what comes while we read is shown the next time
    waiting = await listed(group, bundle, desk)
    pages = max(1, -(-len(waiting) // PAGE))
    page = min(page, pages - 1)
    on_page = waiting[page * PAGE : (page + 1) * PAGE]
    times = [entry.entry.added_at for entry in waiting] or [begin_of(bundle.number)]
    shown = words.NewTickets(
        agency=None if group.is_coordinator else desk.agency_name(group.agency),
        tickets=tuple([await _line(group, entry.ticket, desk) for entry in on_page]),
        came=await desk.unit.bundles.came(bundle),
        total=len(waiting),
        since=times[0],
        until=times[-1],
        page=page + 1,
        pages=pages,
    )
    rows = (*_numbers(bundle, on_page, page), *_turns(bundle, page, pages, desk), *_together(bundle, waiting, desk))
    in_place = priority is Priority.CARD  # or every card that comes meanwhile would go before the list
    await desk.edit(group.chat, slot(bundle), shown, rows=rows, priority=priority, in_place=in_place)


async def listed(group: Group, bundle: Bundle, desk: Desk) -> tuple[Listed, ...]:
    """What still stands in the list, in the order in which it came: open, without a card here, and this group's."""
    entries = await desk.unit.bundles.waiting(bundle)
    tickets = {ticket.id: ticket for ticket in await desk.unit.tickets.by_ids([entry.ticket_id for entry in entries])}
    theirs = {other.agency for other in await desk.unit.groups.all_active() if not other.is_coordinator}
    return tuple(
        Listed(entry, ticket)
        for entry in entries
        if (ticket := tickets.get(entry.ticket_id)) and _concerns(group, ticket, theirs)
    )


def takeable(entry: Listed) -> bool:
    """Whether somebody may take it now."""
    return entry.ticket.taken_by is None and entry.ticket.admits(EventKind.TAKEN)


def movable(entry: Listed) -> bool:
    """Whether it may be given to another agency now."""
    return cards.may_move(entry.ticket)


def _concerns(group: Group, ticket: Ticket, theirs: set[str | None]) -> bool:
    """Whether the group works on it: a coordinator's does while the agency has no group."""
    if not ticket.is_open or not bench_of(group).may(Deed.SEE, ticket):
        return False
    return not group.is_coordinator or ticket.agency is None or ticket.agency not in theirs


async def _few(group: Group, bundle: Bundle, desk: Desk) -> bool:
    """The last few of a flood that is over get their cards. Tells whether that was so."""
    if bundle.was_shown:
        return False
    waiting = await listed(group, bundle, desk)
    if len(waiting) > min(FEW, await flood.room(group, desk)):
        return False
    for entry in waiting:
        await cards.post_in(group, entry.ticket, desk)
    await desk.unit.bundles.shown(bundle, desk.now)
    for late in await listed(group, bundle, desk):
        await desk.unit.bundles.touch(group.id, late.ticket.id)
    return True


async def _tell(group: Group | None, bundle: Bundle, desk: Desk) -> None:
    """Show the list, unless there is nobody to see it: the bot is not in the group any more."""
    if group is None:
        await desk.unit.bundles.shown(bundle, desk.now)
    else:
        await show(group, bundle, desk)


async def _line(group: Group, ticket: Ticket, desk: Desk) -> words.NewTicket:
    line = await overview.line_of(ticket, desk, group)
    return words.NewTicket(
        number=ticket.number,
        category=line.category,
        region=line.region,
        agency=line.agency,
        text=desk.guarded(ticket.text) if await cards.shows_words(group, ticket, desk) else "",
        due=ticket.follow_up_due,
        remaining=line.remaining,
        awaits_follow_up=ticket.awaits_follow_up,
        taken_by=line.taken_by,
    )


async def _open(group: Group, ticket_id: int, desk: Desk) -> None:
    ticket = await desk.unit.tickets.by_id(ticket_id)
    if ticket is not None and bench_of(group).may(Deed.SEE, ticket):
        await cards.bring(group, ticket, desk)


def _numbers(bundle: Bundle, entries: tuple[Listed, ...], page: int) -> Rows:
    """A button for each ticket, two to a row, which brings its card."""
    made = [
        Button(entry.ticket.number, buttons.pack(buttons.BUNDLE, "open", bundle.number, entry.ticket.id, page))
        for entry in entries
    ]
    return tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))


def _turns(bundle: Bundle, page: int, pages: int, desk: Desk) -> Rows:
    beside = {"previous_page": page - 1, "next_page": page + 1}
    turns = [
        desk.button(label, buttons.pack(buttons.BUNDLE, "turn", bundle.number, "", to))
        for label, to in beside.items()
        if 0 <= to < pages
    ]
    return (tuple(turns),) if turns else ()


def _together(bundle: Bundle, waiting: tuple[Listed, ...], desk: Desk) -> Rows:
    """What can be done with all of them, and with how many: they carry the last one that is shown, and the number."""
    whole = {
        "take_all": ("take", sum(map(takeable, waiting))),
        "transfer_all": ("move", sum(map(movable, waiting))),
    }
    return tuple(
        (
            Button(
                f"{desk.office.words.label(label)} ({number})",
                buttons.pack(buttons.BUNDLE, what, bundle.number, waiting[-1].entry.seq, number),
            ),
        )
        for label, (what, number) in whole.items()
        if number
    )
