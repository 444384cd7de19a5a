"""/sp4n: both numbers on a ticket, and the export for SP4N-LAPOR!. Reading its status file is `handlers.sp4n_file`."""

from datetime import date

from handlers import access, audit, cards
from handlers.agency import keep, refuse
from handlers.desk import Desk
from messages import group as group_words
from messages import records, sheets
from messages import sp4n as words
from storage.values import ALL, Agencies, Group, Person
from tickets import sp4n
from tickets import ticket as rules
from tickets.audit import Act
from tickets.dialogue import Message, Priority
from tickets.errors import Refused
from tickets.events import Actor, ActorKind
from tickets.number import parse
from tickets.people import Deed
from tickets.records import Record
from tickets.ticket import Ticket

_EXPORT = frozenset({"ekspor", "eksport", "export"})


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/sp4n LP-… 1234567, or /sp4n ekspor [bulan] [instansi]."""
    if not await access.may(person, group, Deed.RECORD, desk):
        await desk.say(message.chat, records.RecordingNotAllowed(), priority=Priority.ANSWER)
        return
    first, _, rest = (message.command.args if message.command else "").strip().partition(" ")
    if first.casefold() in _EXPORT:
        await _export(message, person, group, rest, desk)
        return
    *number, national = f"{first} {rest}".split() or [""]
    read = parse(" ".join(number), desk.office.prefix)
    ticket = await desk.unit.tickets.by_number(read, lock=True) if isinstance(read, str) else None
    if ticket is not None and not await access.may(person, group, Deed.SEE, desk, ticket):
        ticket = None
    as_read = sp4n.read_number(national)
    if ticket and not await access.may(person, group, Deed.SEE, desk, ticket):
        ticket = None
    if ticket is None and isinstance(read, str):
        await desk.say(message.chat, group_words.TicketNotHere(number=read), priority=Priority.ANSWER)
    elif ticket is None or as_read is None:
        await desk.say(
            message.chat, words.Sp4nHelp(example=f"{desk.office.prefix}-2611-7F3K98"), priority=Priority.ANSWER
        )
    else:
        await _number(message, person, group, ticket, as_read, desk)


async def other_with(number: str, ticket: Ticket | None, desk: Desk) -> Ticket | None:
    """Another ticket that has that national number."""
    found = await desk.unit.tickets.by_sp4n(number)
    return found if found and (ticket is None or found.id != ticket.id) else None


def export_rows(tickets: tuple[Ticket, ...], links: dict[int, Record], desk: Desk) -> tuple[tuple[str, ...], ...]:
    """Tickets as lines of an export."""
    catalogue = desk.office.catalogue
    names = sp4n.Names(
        categories={code: entry.label for code, entry in catalogue.categories.items()},
        agencies={code: entry.short for code, entry in catalogue.agencies.items()},
        regions={code: entry.name for code, entry in catalogue.regions.items()},
    )
    zone = desk.office.calendar.timezone
    return tuple(sp4n.row_of(ticket, links.get(ticket.id), names, zone) for ticket in tickets)


async def exported(since: date, until: date, agency: Agencies, desk: Desk) -> tuple[tuple[str, ...], ...]:
    """What was filed in that time, oldest first, as lines of an export; not what is withheld from the coordinator."""
    start, end = sp4n.moments((since, until), desk.office.calendar.timezone)
    filed = await desk.unit.tickets.filed(start, end, agency)
    tickets = tuple(ticket for ticket in filed if not ticket.withheld)
    recorded = [await desk.unit.records.of(ticket.id) for ticket in tickets if ticket.source.is_recorded]
    return export_rows(tickets, {record.ticket_id: record for record in recorded if record}, desk)


async def _number(
    message: Message, person: Person, group: Group | None, ticket: Ticket, number: str, desk: Desk
) -> None:
    other = await other_with(number, ticket, desk)
    if other:
        taken = words.Sp4nTaken(sp4n=number, other=other.number)
        await desk.say(message.chat, taken, priority=Priority.ANSWER, reply_to=message.message_id)
        return
    if ticket.sp4n_number != number:
        change = rules.number_sp4n(ticket, number, by=Actor(ActorKind.COORDINATOR, person.id), at=desk.now)
        try:
            await keep(ticket, change, desk)
        except Refused as refused:
            if group:
                await refuse(group, ticket, refused.reason, desk)
            return
        await cards.refresh(change.ticket, desk)
    numbered = words.Sp4nNumbered(number=ticket.number, sp4n=number)
    await desk.say(message.chat, numbered, priority=Priority.ANSWER, ticket_id=ticket.id, reply_to=message.message_id)


async def _export(message: Message, person: Person, group: Group | None, rest: str, desk: Desk) -> None:
    as_csv, wanted = _without(rest, "csv")
    days, name = _month_of(wanted, desk.today)
    found = desk.office.catalogue.find_agency(name) if name else ()
    if days is None or (name and len(found) != 1):
        example = f"{desk.office.prefix}-2611-7F3K98"
        await desk.say(message.chat, words.Sp4nHelp(example=example), priority=Priority.ANSWER)
        return
    agency = found[0].code if found else ALL
    rows = await exported(*days, agency, desk)
    if not rows:
        await desk.say(message.chat, words.Sp4nNothing(since=days[0]), priority=Priority.ANSWER)
        return
    stem = f"sp4n-{days[0]:%Y-%m}" + (f"-{found[0].code.lower()}" if found else "")
    data = sp4n.csv_of(rows) if as_csv else sheets.xlsx_of("aduan", sp4n.COLUMNS, rows)
    caption = words.Sp4nExported(since=days[0], tickets=len(rows), agency=found[0].short if found else None)
    await audit.record(
        Act.EXPORTED,
        person,
        desk,
        group=group,
        agency=found[0].code if found else None,
        data={"month": f"{days[0]:%Y-%m}", "tickets": str(len(rows))},
    )
    name = f"{stem}.{'csv' if as_csv else 'xlsx'}"
    await desk.send_file(message.chat, name, data, caption, reply_to=message.message_id)


def _without(text: str, word: str) -> tuple[bool, str]:
    """Whether the word stands in the text, and the text without it."""
    parts = text.split()
    kept = [part for part in parts if part.casefold() != word]
    return len(kept) < len(parts), " ".join(kept)


def _month_of(text: str, today: date) -> tuple[tuple[date, date] | None, str]:
    """The month that the words begin with (this one where they name none), and what is left of them."""
    parts = text.split()
    for length in (2, 1):
        days = sp4n.month(" ".join(parts[:length]), today) if len(parts) >= length else None
        if days:
            return days, " ".join(parts[length:])
    return sp4n.month(f"{today:%Y-%m}", today), text
