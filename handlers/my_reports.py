"""/laporansaya: the citizen's reports page by page, and what can be done with one.

The timeline itself is `handlers.lists`; its buttons, the answers with their files, and the number to be shared are
here.
"""

from handlers import audience, buttons, cards, follow_up, rating, texts, wanted
from handlers.desk import Desk
from messages import citizen
from messages.filters import excerpt
from storage.values import Person
from tickets.dialogue import Button, Priority, Rows
from tickets.events import EventKind
from tickets.number import chat_link_name
from tickets.people import is_reporter
from tickets.ticket import Status, Ticket

PAGE = 5
MOST_ANSWERS = 5
"""Latest answers that are brought again."""
LABEL = 18
"""Letters of a report's text on its button, behind the number."""
VERBS = frozenset({"answers", "share"})
"""Words of the reporter's buttons that are this module's."""


async def listed(person: Person, desk: Desk) -> None:
    """The first page, as a message of its own."""
    key = f"{desk.now:%y%m%d%H%M%S}"
    page, rows = await _page(person, 0, key, desk)
    if page is None:
        await desk.say(person, citizen.NoReports(), rows=texts.menu(desk, person))
    else:
        await desk.say(person, page, rows=rows, slot=_slot(key))


async def turned(person: Person, action: buttons.Action, desk: Desk) -> None:
    """Another page, in place of the one that was shown."""
    key = action.word(1)
    page, rows = await _page(person, action.number(0) or 0, key, desk)
    if page is not None:
        await desk.edit(person, _slot(key), page, rows=rows, priority=Priority.CITIZEN)


async def pressed(person: Person, action: buttons.Action, desk: Desk) -> None:
    """A button below the timeline."""
    ticket = await audience.case(person, action.number(1), desk)
    if ticket is None:
        await desk.say(person, citizen.NothingToSee(), rows=texts.menu(desk, person))
    elif action.word(0) == "answers":
        await _bring_answers(person, ticket, desk)
    else:
        await _share(person, ticket, desk)


async def rows(ticket: Ticket, desk: Desk, person: Person) -> Rows:
    """What can be done with a report, below its timeline."""

    def button(key: str, word: str) -> Button:
        return desk.button(key, buttons.pack(buttons.REPORTER, word, ticket.id), person.language)

    history = await desk.unit.tickets.history(ticket.id)
    is_answered = any(event.kind is EventKind.FOLLOWED_UP for event in history)
    is_over = ticket.status in {Status.CLOSED, Status.ANSWERED} and ticket.admits(EventKind.REOPENED)
    again = (desk.button("reopen", follow_up.not_solved(ticket), person.language),) if is_over else ()
    root = await audience.root_of(ticket, desk)
    return (
        *(((report_button(root, person, desk),),) if root.id != ticket.id else ()),
        *wanted.rows(ticket, desk, person),
        *rating.late_rows(ticket, person, desk),
        *(((button("see_answers", "answers"),),) if is_answered else ()),
        follow_up.add_information(ticket, desk, person),
        (*again, button("share_number", "share")),
        *(_code if is_reporter(ticket, person.id) else _leave)(ticket, person, desk),
    )


def _code(ticket: Ticket, person: Person, desk: Desk) -> Rows:
    """*Kode cadangan*, as a row."""
    return ((desk.button("receipt_code", buttons.pack(buttons.PRIVACY, "code", ticket.id), person.language),),)


def _leave(ticket: Ticket, person: Person, desk: Desk) -> Rows:
    """*Berhenti mengikuti*, as a row."""
    return ((desk.button("leave_same", buttons.pack(buttons.SAME, "leave", ticket.id), person.language),),)


async def _page(person: Person, number: int, key: str, desk: Desk) -> tuple[citizen.MyReports | None, Rows]:
    total = await desk.unit.tickets.count_followed(person.id)
    if not total:
        return None, ()
    pages = -(-total // PAGE)
    number = min(number, pages - 1)
    tickets = await desk.unit.tickets.followed(person.id, PAGE, number * PAGE)
    lines = tuple(
        citizen.ReportLine(
            number=ticket.number,
            status=ticket.status.value,
            agency=desk.agency_name(ticket.agency),
            text=audience.title(ticket, person, desk),
            joined=not is_reporter(ticket, person.id),
            created_at=ticket.created_at,
            put_aside=cards.put_aside(ticket),
        )
        for ticket in tickets
    )
    shown = citizen.MyReports(reports=lines, total=total, page=number + 1, pages=pages)
    reports = tuple((report_button(ticket, person, desk),) for ticket in tickets)
    return shown, (*reports, *_turns(number, pages, key, desk, person))


def report_button(ticket: Ticket, person: Person, desk: Desk) -> Button:
    """A report by its number and first words; it opens the timeline."""
    label = f"{ticket.number} · {excerpt(audience.title(ticket, person, desk), LABEL)}"
    return Button(label, buttons.pack(buttons.REPORTER, "status", ticket.id))


def _turns(number: int, pages: int, key: str, desk: Desk, person: Person) -> Rows:
    def to(label: str, page: int) -> Button:
        return desk.button(label, buttons.pack(buttons.REPORTS, page, key), person.language)

    before = (to("previous_page", number - 1),) if number > 0 else ()
    after = (to("next_page", number + 1),) if number < pages - 1 else ()
    return ((*before, *after),) if before or after else ()


async def _bring_answers(person: Person, ticket: Ticket, desk: Desk) -> None:
    """All that was answered lately, whole and with its files, as it came."""
    history = await desk.unit.tickets.history(ticket.id)
    answers = [event for event in history if event.kind is EventKind.FOLLOWED_UP]
    for event in answers[-MOST_ANSWERS:]:
        await follow_up.answer_to(person, ticket, event, desk)


async def _share(person: Person, ticket: Ticket, desk: Desk) -> None:
    """A message made to be forwarded: whoever opens the link learns nothing of somebody else's report."""
    category = desk.office.catalogue.categories.get(ticket.category)
    link = await desk.unit.notes.get(chat_link_name(person.channel))
    shared = citizen.ShareNumber(
        number=ticket.number,
        bot_name=desk.office.bot_name,
        category=desk.translated(category.label, person) if category else ticket.category,
        link=f"{link}{ticket.number}" if link else None,
    )
    await desk.say(person, shared, ticket_id=ticket.id)


def _slot(key: str) -> str:
    return f"reports:{key}"
