"""A group's own overview: /tiket with filters and pages, /tunggakan, and /tiket NOMOR for a card.

A list is one message: filters and pages edit it in place. The key in its buttons is the message that asked for it.
"""

from handlers import buttons, cards, texts, topics
from handlers.access import bench_of
from handlers.desk import Desk
from messages import group as words
from storage.values import ALL, Group, Person, Wanted
from tickets.dialogue import Button, Message, Press, Priority, Rows
from tickets.events import Event
from tickets.number import NumberMistyped, parse
from tickets.overview import Filter
from tickets.people import Deed, is_reporter
from tickets.ticket import Ticket

PAGE = 8
"""Tickets of a page."""
HISTORY = 12
"""Latest events of a ticket that are shown."""


async def listed(group: Group, person: Person, message: Message, chosen: Filter, desk: Desk) -> None:
    """/tiket and /tunggakan: a new list, the nearest deadline first."""
    shown, rows = await _page(group, person, chosen, 0, message.message_id, desk)
    await desk.say(group.chat, shown, rows=rows, priority=Priority.ANSWER, slot=_slot(message.message_id))


def filter_named(typed: str, desk: Desk) -> Filter | None:
    """The filter whose button has these words ("/tiket baru"); without words all that is open."""
    if not typed.strip():
        return Filter.ALL
    named = {desk.office.words.label(f"filter_{each}").casefold(): each for each in Filter}
    return named.get(typed.strip().casefold())


async def pressed(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """Another filter or another page. A list that cannot be edited any more is shown anew."""
    chosen = Filter(action.word(0)) if action.word(0) in set(Filter) else Filter.ALL
    whose = await _whose(group, person, action.number(3), desk)
    key = action.word(2)
    is_this = await desk.unit.messages.find(group.chat, _slot(key)) == press.message_id
    key = key if is_this else press.message_id
    shown, rows = await _page(group, whose, chosen, action.number(1) or 0, key, desk)
    if is_this:
        await desk.edit(group.chat, _slot(key), shown, rows=rows, priority=Priority.ANSWER)
    else:
        await desk.say(group.chat, shown, rows=rows, priority=Priority.ANSWER, slot=_slot(key))


async def one_ticket(group: Group, message: Message, typed: str, desk: Desk) -> None:
    """/tiket NOMOR: the card again, as the newest message, and what happened so far."""
    number = parse(typed, desk.office.prefix)
    ticket = await desk.unit.tickets.by_number(number) if isinstance(number, str) else None
    if ticket is None or not bench_of(group).may(Deed.SEE, ticket):
        as_read = number.as_read if isinstance(number, NumberMistyped) else typed.strip()[:40]
        not_here = words.TicketNotHere(number=number if isinstance(number, str) else as_read)
        await desk.say(group.chat, not_here, priority=Priority.ANSWER, reply_to=message.message_id)
        return
    await _show(group, ticket, desk)
    await _point_to_topic(group, ticket, message.message_id, message.thread, desk)


async def pressed_ticket(group: Group, press: Press, action: buttons.Action, desk: Desk) -> None:
    """A ticket of a list was pressed: the same as /tiket NOMOR."""
    ticket_id = action.number(1)
    ticket = await desk.unit.tickets.by_id(ticket_id) if ticket_id else None
    if ticket is not None and bench_of(group).may(Deed.SEE, ticket):
        await _show(group, ticket, desk)
        await _point_to_topic(group, ticket, press.message_id, None, desk)


async def line_of(ticket: Ticket, desk: Desk, group: Group | None) -> words.TicketLine:
    """A ticket as one line of a list, in a group or (none) alone with a coordinator.

    Of a secret one, who does not work on it sees number and category, not where it is and who has it.
    """
    is_open = not ticket.secret if group is None else await cards.shows_words(group, ticket, desk)
    catalogue = desk.office.catalogue
    category, region = catalogue.categories.get(ticket.category), catalogue.regions.get(ticket.region)
    return words.TicketLine(
        number=ticket.number,
        category=category.button if category else ticket.category,
        region=((region.short or region.name) if region else ticket.region) if is_open else "",
        status=ticket.status.value,
        agency=desk.agency_name(ticket.agency),
        due=ticket.follow_up_due,
        remaining=desk.remaining(ticket.follow_up_due),
        awaits_follow_up=ticket.awaits_follow_up,
        taken_by=await cards.name_of(ticket.taken_by, desk) if is_open else None,
        source=ticket.source.value,
    )


def card_buttons(tickets: tuple[Ticket, ...]) -> Rows:
    """A button for each ticket of a list, two to a row, which brings its card."""
    made = [Button(ticket.number, buttons.pack(buttons.TICKET, "show", ticket.id)) for ticket in tickets]
    return tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))


def link(key: str, chosen: Filter, desk: Desk) -> Button:
    """A button elsewhere that brings a list."""
    return desk.button(key, buttons.pack(buttons.OVERVIEW, chosen, 0, ""))


async def _page(
    group: Group, person: Person, chosen: Filter, page: int, key: str, desk: Desk
) -> tuple[words.TicketList, Rows]:
    agency = ALL if group.is_coordinator else group.agency
    wanted = Wanted(agency, chosen, desk.now, person.id)
    total = await desk.unit.tickets.count_listed(wanted)
    pages = max(1, -(-total // PAGE))
    page = min(page, pages - 1)
    tickets = await desk.unit.tickets.listed(wanted, PAGE, page * PAGE)
    shown = words.TicketList(
        agency=None if group.is_coordinator else desk.agency_name(group.agency),
        tickets=tuple([await line_of(ticket, desk, group) for ticket in tickets]),
        total=total,
        filter=chosen.value,
        whose=person.name if chosen is Filter.MINE else None,
        page=page + 1,
        pages=pages,
    )
    turns = _turns(person, chosen, page, pages, key, desk)
    return shown, (*card_buttons(tickets), *turns, *_filters(chosen, key, desk))


def _turns(person: Person, chosen: Filter, page: int, pages: int, key: str, desk: Desk) -> Rows:
    """To the pages beside this one; "mine" stays that of who asked for it."""

    def to(number: int) -> str:
        whose = (person.id,) if chosen is Filter.MINE else ()
        return buttons.pack(buttons.OVERVIEW, chosen, number, key, *whose)

    turns = []
    if page > 0:
        turns.append(desk.button("previous_page", to(page - 1)))
    if page < pages - 1:
        turns.append(desk.button("next_page", to(page + 1)))
    return (tuple(turns),) if turns else ()


def _filters(chosen: Filter, key: str, desk: Desk) -> Rows:
    """The filters but for the one that is shown; that one's name stands in the title."""
    made = [
        desk.button(f"filter_{each}", buttons.pack(buttons.OVERVIEW, each, 0, key))
        for each in Filter
        if each is not chosen or each is Filter.MINE
    ]
    return (tuple(made[:3]), tuple(made[3:])) if len(made) > 4 else (tuple(made),)


async def _whose(group: Group, person: Person, person_id: int | None, desk: Desk) -> Person:
    """Whose tickets "mine" are: who presses, unless the list is that of somebody else of this group."""
    if person_id is None or not await desk.unit.rosters.knows(group.id, person_id):
        return person
    return await desk.unit.people.get(person_id)


async def _point_to_topic(group: Group, ticket: Ticket, asked: str, thread: str | None, desk: Desk) -> None:
    """Whoever asked elsewhere in a forum would see nothing happen: say where the card is."""
    topic = await topics.of(group, ticket, desk)
    if topic is None or (thread is not None and thread == topic.thread):
        return
    shown = words.ShownInTopic(topic=topic.name)
    await desk.say(group.chat, shown, priority=Priority.ANSWER, ticket_id=ticket.id, reply_to=asked)


async def _show(group: Group, ticket: Ticket, desk: Desk) -> None:
    """The card, as the newest message, and what happened so far."""
    await cards.post_in(group, ticket, desk)
    await _history(group, ticket, desk)


async def _history(group: Group, ticket: Ticket, desk: Desk) -> None:
    events = (await desk.unit.tickets.history(ticket.id))[-HISTORY:]
    is_open = await cards.shows_words(group, ticket, desk)
    moments = tuple([await history_line(event, ticket, desk, is_open=is_open) for event in events])
    await desk.say(
        group.chat,
        words.TicketHistory(number=ticket.number, moments=moments),
        priority=Priority.ANSWER,
        ticket_id=ticket.id,
        reply_to_slot=cards.slot(ticket.id),
    )


async def history_line(event: Event, ticket: Ticket, desk: Desk, *, is_open: bool) -> words.HistoryLine:
    """What happened, when; who did it and in which words only where that may be read."""
    hidden = not is_open or (ticket.anonymous and is_reporter(ticket, event.actor.person_id or 0))
    name = None if hidden else await cards.name_of(event.actor.person_id, desk)
    code = event.data.get("to") or event.actor.agency or ticket.agency
    return words.HistoryLine(
        at=event.at,
        kind=texts.kind_of(event),
        who=name or "",
        text=desk.guarded(texts.of_event(event, desk)) if is_open else "",
        agency=desk.agency_name(code) or desk.office.words.label("coordinator"),
    )


def _slot(key: str) -> str:
    return f"list:{key}"
