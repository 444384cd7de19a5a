"""/cari: tickets by words and filters, in pages. Coordinators search everything, an agency's group its own.

A search is kept with its chat, so that its buttons need to carry its number only: turned, or narrowed by a filter, it
is made anew, for whoever presses, with what they may see then.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from handlers import access, agency_list, buttons, dossier, overview
from handlers.desk import Desk
from messages import desk as words
from messages import roles
from messages.base import Message as Words
from storage.values import ALL, Group, Look, Person
from tickets.dialogue import Button, Chat, ChatKind, Command, Message, Press, Priority, Rows
from tickets.number import parse
from tickets.people import Deed
from tickets.searching import Misread, Query, forms, month, read
from tickets.ticket import OPEN, Status, Ticket

PAGE = 6
MOST = 300
"""Tickets that are counted, and pages turned to, at most."""
KEPT_FOR = timedelta(days=14)
EXCERPT = 70
INDEXED_TO = "search:indexed"
"""The note of up to which ticket those of before the index were indexed."""
BATCH = 10
_FILTERS = ("open", "closed", "late", "month")
"""What a button adds to a search, or takes away again."""


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/cari with words and filters; a ticket's number brings that ticket."""
    typed = " ".join(message.command.args.split()) if message.command else ""
    if not await access.may(person, group, Deed.SEARCH, desk):
        await desk.say(message.chat, roles.CoordinatorsOnly(), priority=Priority.ANSWER)
        return
    if parse(typed, desk.office.prefix):
        await _one(message, person, group, typed, desk)
        return
    query = read(typed, desk.office.catalogue, desk.today)
    if isinstance(query, Misread):
        misread = words.SearchMisread(filter=query.filter, typed=query.typed[:60])
        await desk.say(_to(message.chat, person), misread, priority=Priority.ANSWER, reply_to=message.message_id)
        return
    search_id = await desk.unit.searches.keep(message.chat, {"typed": typed, "filters": []}, desk.now)
    shown, rows = await _page(search_id, query, typed, (), 0, (person, group, desk))
    to, slot = _to(message.chat, person), _slot(search_id)
    await desk.say(to, shown, rows=rows, priority=Priority.ANSWER, slot=slot)


async def pressed(press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """Another page, a filter, or a ticket of the list."""
    if action.word(0) == agency_list.WORD:
        await agency_list.pressed(press, person, group, action, desk)
        return
    if action.word(0) in dossier.VERBS:
        await dossier.pressed(press, person, group, action, desk)
        return
    search_id = action.number(0) or 0
    kept = await desk.unit.searches.kept(search_id, press.chat)
    if kept is None or not await access.may(person, group, Deed.SEARCH, desk):
        await desk.say(_to(press.chat, person), words.SearchForgotten(), priority=Priority.ANSWER)
        return
    typed, filters = str(kept.content["typed"]), tuple(kept.content["filters"])
    if action.word(1) in _FILTERS:
        filters = _toggled(filters, action.word(1))
        await desk.unit.searches.change(search_id, {"typed": typed, "filters": list(filters)}, desk.now)
    query = read(typed, desk.office.catalogue, desk.today)
    if isinstance(query, Query):
        shown, rows = await _page(search_id, query, typed, filters, action.number(1) or 0, (person, group, desk))
        await desk.edit(_to(press.chat, person), _slot(search_id), shown, rows=rows, priority=Priority.ANSWER)


async def opened(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/tiket alone with us: with a number that ticket, without one those that are open."""
    typed = message.command.args.strip() if message.command else ""
    asked = Command("cari", typed or "status:terbuka")
    if typed:
        await dossier.command(message, person, group, desk)
    else:
        await command(replace(message, command=asked), person, group, desk)


async def overdue(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/tunggakan alone with us."""
    await command(replace(message, command=Command("cari", "terlambat")), person, group, desk)


async def forget(desk: Desk) -> None:
    """Forget old searches."""
    await desk.unit.searches.forget(desk.now - KEPT_FOR)


async def index_older(desk: Desk) -> bool:
    """Index some of the tickets of before there was an index; whether there may be more."""
    done = await desk.unit.notes.get(INDEXED_TO) or "0"
    if not done.isdecimal():
        return False
    last = await desk.unit.searches.index_older(int(done), BATCH)
    await desk.unit.notes.put(INDEXED_TO, "all" if last is None else str(last))
    return last is not None


async def _one(message: Message, person: Person, group: Group | None, typed: str, desk: Desk) -> None:
    if group is None:
        await dossier.command(message, person, group, desk)
    else:
        await overview.one_ticket(group, message, typed, desk)


async def _page(
    search_id: int,
    query: Query,
    typed: str,
    filters: tuple[str, ...],
    page: int,
    who: tuple[Person, Group | None, Desk],
) -> tuple[Words, Rows]:
    person, group, desk = who
    everything = await access.may(person, group, Deed.SEARCH_ALL, desk)
    own = None if everything or not group else group.agency
    look = _look(_narrowed(query, filters, desk.today), own, person, desk)
    counted = await desk.unit.searches.count(look, MOST + 1)
    total = min(counted, MOST)
    pages = max(1, -(-total // PAGE))
    page = min(page, pages - 1)
    found = await desk.unit.searches.find(look, PAGE, page * PAGE)
    shown = words.SearchResults(
        typed=typed[:200],
        agency=None if everything or not group else desk.agency_name(group.agency),
        hits=tuple([await _hit(ticket, group, desk) for ticket in found]),
        total=total,
        many=counted > MOST,
        page=page + 1,
        pages=pages,
    )
    cards = overview.card_buttons(found) if group else _see_buttons(found)
    return shown, (*cards, *_turns(search_id, page, pages, desk), *_filter_rows(search_id, filters, desk))


async def _hit(ticket: Ticket, group: Group | None, desk: Desk) -> words.SearchHit:
    text = "" if ticket.secret else desk.guarded(ticket.text)
    return words.SearchHit(line=await overview.line_of(ticket, desk, group), text=text[:EXCERPT])


def _look(query: Query, own: str | None, person: Person, desk: Desk) -> Look:
    """The query as storage wants it. `own`: the agency whose tickets alone may be seen; none for all."""
    spellings = desk.office.catalogue.language.spellings
    following = query.until + timedelta(days=1) if query.until else None
    return Look(
        agency=ALL if own is None else own,
        only=query.agency,
        words=tuple(forms(word, spellings) for word in query.words),
        region=query.region,
        statuses=frozenset(status.value for status in query.statuses),
        sources=tuple(source.value for source in query.sources),
        since=_midnight(query.since, desk),
        before=_midnight(following, desk),
        late_at=desk.now if query.late else None,
        untaken=query.new,
        taken_by=person.id if query.mine else None,
    )


def _midnight(day: date | None, desk: Desk) -> datetime | None:
    """The beginning of a local day, of any year."""
    return datetime.combine(day, time(), desk.office.calendar.timezone) if day else None


def _narrowed(query: Query, filters: tuple[str, ...], today: date) -> Query:
    """The query with what was pressed."""
    if "open" in filters:
        query = replace(query, statuses=OPEN, new=False)
    if "closed" in filters:
        query = replace(query, statuses=frozenset({Status.CLOSED}), new=False)
    if "late" in filters:
        query = replace(query, late=True)
    if "month" in filters:
        first, last = month(today)
        query = replace(query, since=first, until=last)
    return query


def _toggled(filters: tuple[str, ...], name: str) -> tuple[str, ...]:
    """With that filter, or without it; open and closed exclude each other."""
    if name in filters:
        return tuple(each for each in filters if each != name)
    other = {"open": "closed", "closed": "open"}.get(name)
    return (*(each for each in filters if each != other), name)


def _see_buttons(tickets: tuple[Ticket, ...]) -> Rows:
    made = [Button(ticket.number, buttons.pack(buttons.SEARCH, "see", ticket.id)) for ticket in tickets]
    return tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))


def _turns(search_id: int, page: int, pages: int, desk: Desk) -> Rows:
    turns = []
    if page > 0:
        turns.append(desk.button("previous_page", buttons.pack(buttons.SEARCH, search_id, page - 1)))
    if page < pages - 1:
        turns.append(desk.button("next_page", buttons.pack(buttons.SEARCH, search_id, page + 1)))
    return (tuple(turns),) if turns else ()


def _filter_rows(search_id: int, filters: tuple[str, ...], desk: Desk) -> Rows:
    made = []
    for name in _FILTERS:
        label = desk.office.words.label(f"search_{name}")
        shown = f"✓ {label}" if name in filters else label
        made.append(Button(shown, buttons.pack(buttons.SEARCH, search_id, name)))
    return tuple(made[:2]), tuple(made[2:])


def _to(chat: Chat, person: Person) -> Chat | Person:
    return person if chat.kind is ChatKind.PRIVATE else chat


def _slot(search_id: int) -> str:
    return f"search:{search_id}"
