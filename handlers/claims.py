"""*Kode cadangan* and /klaim: a report is taken along to another account or number of its reporter.

The code is made when its reporter asks for it, shown once, and stored as a keyed hash. Used, it is replaced: the report
is the new account's, and the old one is told. Whoever guesses has five tries a day, all together a few hundred: of
2^60 codes that finds none.
"""

from datetime import timedelta

from handlers import audience, audit, buttons, texts
from handlers.desk import Desk
from messages import citizen
from messages import claims as words
from storage.values import Person
from tickets import receipts as codes
from tickets.audit import Act
from tickets.dialogue import Repeat
from tickets.number import chat_link_name
from tickets.people import is_reporter
from tickets.ticket import Ticket

TRIES = 5
"""Of one person within a day."""
ALL_TRIES = 500
"""Of all people together."""
DAY = timedelta(days=1)
LINKED = "klaim-"
"""So begins the code in a link: a ticket's number has twelve characters, too."""


async def show(person: Person, action: buttons.Action, desk: Desk) -> None:
    """The button of a report: a new code, in place of any before."""
    ticket = await audience.case(person, action.number(1), desk)
    if ticket is None or not is_reporter(ticket, person.id):
        await desk.say(person, citizen.NothingToSee(), rows=texts.menu(desk, person))
        return
    code, link = await _new_code(person, ticket, desk)
    shown = words.ReceiptCode(number=ticket.number, code=code, link=link)
    await desk.say(person, shown, repeat=Repeat.NEVER)


async def command(person: Person, typed: str, desk: Desk) -> None:
    """/klaim KODE."""
    if not typed.strip():
        await desk.say(person, words.AskCode())
        return
    code = codes.read(typed)
    since = desk.now - DAY
    missed = await desk.unit.receipts.misses(since, person.id)
    if missed >= TRIES or await desk.unit.receipts.misses(since) >= ALL_TRIES:
        await _refuse(person, "many", desk)
        return
    ticket_id = await desk.unit.receipts.find(code) if code else None
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True) if ticket_id else None
    if ticket is None:
        await desk.unit.receipts.missed(person.id, desk.now)
        await _refuse(person, "unknown", desk, left=TRIES - missed - 1)
    elif is_reporter(ticket, person.id):
        await _refuse(person, "own", desk)
    else:
        await _move(ticket, person, desk)


async def started(person: Person, typed: str, desk: Desk) -> bool:
    """/start with a code of a link. Tells whether it was one."""
    if not typed.startswith(LINKED):
        return False
    await command(person, typed.removeprefix(LINKED), desk)
    return True


async def _move(ticket: Ticket, person: Person, desk: Desk) -> None:
    before = await desk.unit.people.get(ticket.reporter_id)
    await desk.unit.tickets.give(ticket.id, person.id)
    await desk.unit.followers.drop(ticket.id, person.id)
    await audit.record(Act.REPORT_CLAIMED, person, desk, ticket_id=ticket.id, agency=ticket.agency, about=before)
    code, link = await _new_code(person, ticket, desk)
    claimed = words.Claimed(number=ticket.number, code=code, link=link)
    await desk.say(person, claimed, repeat=Repeat.NEVER)
    if not before.blocked:
        contact = desk.office.catalogue.notice.contact
        await desk.say(before, words.ClaimedElsewhere(number=ticket.number, contact=contact))


async def _new_code(person: Person, ticket: Ticket, desk: Desk) -> tuple[str, str | None]:
    code = codes.draw(desk.office.random)
    await desk.unit.receipts.keep(ticket.id, code, desk.now)
    link = await desk.unit.notes.get(chat_link_name(person.channel))
    return codes.written(code), f"{link}{LINKED}{code}" if link else None


async def _refuse(person: Person, why: str, desk: Desk, *, left: int = 0) -> None:
    contact = desk.office.catalogue.notice.contact
    await desk.say(person, words.ClaimRefused(why=why, left=left, contact=contact))
