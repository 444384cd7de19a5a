"""/tiket NOMOR alone with a coordinator: the ticket with its whole history in pages, internal notes, and the identity.

An anonymous reporter's identity is opened by a custodian only, with a reason: it is shown once, here, never in a group;
the audit log keeps the reason, and the reporter is told.
"""

from datetime import timedelta

from handlers import access, audience, audit, buttons, cards, follow_up, masks, overview
from handlers.agency import keep
from handlers.desk import Desk
from messages import desk as words
from messages.base import Message as Words
from messages.lengths import head
from storage.values import Expectation, Group, Person
from tickets import ticket as rules
from tickets.audit import Act
from tickets.dialogue import Button, Message, Press, Priority, Repeat, Rows
from tickets.events import Actor, ActorKind
from tickets.number import NumberMistyped, parse
from tickets.people import Deed
from tickets.ticket import Ticket

VERBS = frozenset({"see", "past", "note", "reveal", "card", "work"})
"""Words of the search buttons that are this module's."""
NOTE = "coordinator_note"
REASON = "reveal_reason"
"""Expected of a coordinator alone with us, about the expectation's ticket."""
WAITS = timedelta(minutes=15)
PAGE = 6
"""Events of a page."""
LONGEST = 800
"""Characters of the text that are shown; the card in the group has all of it."""
MIN_REASON = 10
"""Letters of a reason to open an identity."""


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/tiket NOMOR."""
    typed = message.command.args if message.command else ""
    number = parse(typed, desk.office.prefix)
    ticket = await desk.unit.tickets.by_number(number) if isinstance(number, str) else None
    if ticket is None or not await access.may(person, group, Deed.SEE, desk, ticket):
        as_read = number.as_read if isinstance(number, NumberMistyped) else number or typed.strip()[:40]
        await _say(person, words.DossierRefused(number=as_read, why="unknown"), desk)
    else:
        await _show(person, ticket, desk)


async def pressed(press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """A button of the dossier. In a group there is none: a forged one does nothing there."""
    ticket_id = action.number(1)
    ticket = await desk.unit.tickets.by_id(ticket_id) if ticket_id else None
    if group is not None or ticket is None or not await access.may(person, None, Deed.SEE, desk, ticket):
        return
    match action.word(0):
        case "see":
            await _show(person, ticket, desk)
        case "past":
            shown, rows = await _dossier(person, ticket, action.number(2) or 0, desk)
            await desk.edit(person, _slot(ticket), shown, rows=rows, priority=Priority.ANSWER)
        case "note":
            await desk.unit.expectations.put(Expectation(person.id, NOTE, ticket.id, desk.now))
            await _say(person, words.AskNote(number=ticket.number), desk)
        case "reveal":
            await _ask_reason(person, ticket, desk)
        case "card":
            for coordinator in await desk.unit.groups.coordinators():
                await cards.post_in(coordinator, ticket, desk)
            await _say(person, words.CardSent(number=ticket.number), desk)
        case "work":
            await cards.post_alone(person, ticket, desk)


async def heard(person: Person, message: Message, expectation: Expectation, desk: Desk) -> bool:
    """The note, or the reason. Tells whether it was one."""
    if desk.now - expectation.at > WAITS or not message.text or message.reply_to or expectation.ticket_id is None:
        return False
    ticket = await desk.unit.tickets.by_id(expectation.ticket_id, lock=True)
    if ticket is None:
        return False
    take = _noted if expectation.what == NOTE else _reveal
    return await take(person, message, ticket, desk)


async def _noted(person: Person, message: Message, ticket: Ticket, desk: Desk) -> bool:
    if not await access.may(person, None, Deed.NOTE, desk, ticket):
        return False
    await desk.unit.expectations.drop(person.id)
    actor = Actor(ActorKind.COORDINATOR, person.id)
    change = rules.note(ticket, message.text, message.attachments, by=actor, at=desk.now)
    await keep(ticket, change, desk)
    await _say(person, words.NoteKept(number=ticket.number, text=message.text), desk)
    return True


async def _ask_reason(person: Person, ticket: Ticket, desk: Desk, *, problem: bool = False) -> None:
    if not await access.may(person, None, Deed.REVEAL, desk, ticket):
        await _say(person, words.DossierRefused(number=ticket.number, why="not_custodian"), desk)
    elif not _hides(ticket):
        await _say(person, words.DossierRefused(number=ticket.number, why="not_anonymous"), desk)
    else:
        await desk.unit.expectations.put(Expectation(person.id, REASON, ticket.id, desk.now))
        await _say(person, words.AskRevealReason(number=ticket.number, problem=problem), desk)


async def _reveal(person: Person, message: Message, ticket: Ticket, desk: Desk) -> bool:
    if not await access.may(person, None, Deed.REVEAL, desk, ticket) or not _hides(ticket):
        return False
    reason = " ".join(message.text.split())
    if sum(character.isalpha() for character in reason) < MIN_REASON:
        await _ask_reason(person, ticket, desk, problem=True)
        return True
    await desk.unit.expectations.drop(person.id)
    reporter = await cards.reporter_of(ticket, desk)
    await audit.record(
        Act.IDENTITY_REVEALED,
        person,
        desk,
        ticket_id=ticket.id,
        agency=ticket.agency,
        about=reporter,
        reason=reason,
    )
    minutes = desk.office.catalogue.oversight.reveal_minutes
    identity = words.IdentityShown(
        number=ticket.number,
        name=reporter.name,
        username=reporter.username,
        external_id=reporter.external_id,
        reason=reason,
        minutes=minutes,
    )
    shown = f"identity:{ticket.id}:{desk.now:%y%m%d%H%M%S}"
    await desk.say(person, identity, priority=Priority.ANSWER, repeat=Repeat.NEVER, slot=shown)
    closed = words.IdentityClosed(number=ticket.number)
    await desk.edit(person, shown, closed, not_before=desk.now + timedelta(minutes=minutes))
    opened = words.IdentityOpened(number=ticket.number, at=desk.now, reason=reason)
    await follow_up.inform(ticket, opened, desk)
    return True


async def _show(person: Person, ticket: Ticket, desk: Desk) -> None:
    """As a new message, with the files; the newest page of the history.

    The card of one that is to be verified follows, with its buttons and the files.
    """
    shown, rows = await _dossier(person, ticket, None, desk)
    slot = _slot(ticket)
    await desk.say(person, shown, rows=rows, priority=Priority.ANSWER, slot=slot)
    if ticket.attachments and not ticket.is_unverified:
        files = audience.files_for_agency(ticket.attachments, ticket, desk)
        await desk.hand_over(person, files, ticket_id=ticket.id, reply_to_slot=slot, priority=Priority.ANSWER)
    if ticket.is_unverified:
        await cards.post_alone(person, ticket, desk)


async def _dossier(person: Person, ticket: Ticket, page: int | None, desk: Desk) -> tuple[words.Dossier, Rows]:
    events = await desk.unit.tickets.history(ticket.id)
    pages = max(1, -(-len(events) // PAGE))
    page = pages - 1 if page is None else min(page, pages - 1)
    some = events[page * PAGE : (page + 1) * PAGE]
    reporter = await cards.reporter_of(ticket, desk)
    text = desk.guarded(ticket.text)
    dossier = words.Dossier(
        line=await overview.line_of(ticket, desk, None),
        kind=ticket.kind.value,
        address=desk.guarded(ticket.address),
        pin_url=cards.map_of(ticket.location),
        text=head(text, LONGEST),
        text_goes_on=len(text) > len(head(text, LONGEST)),
        reporter=None if ticket.anonymous or ticket.source.is_recorded else desk.guarded(reporter.name),
        occurred_on=ticket.occurred_on,
        files=len(ticket.attachments),
        created_at=ticket.created_at,
        urgent=ticket.urgent,
        secret=ticket.secret,
        moments=tuple([await overview.history_line(event, ticket, desk, is_open=True) for event in some]),
        page=page + 1,
        pages=pages,
    )
    return dossier, await _rows(person, ticket, page, pages, desk)


async def _rows(person: Person, ticket: Ticket, page: int, pages: int, desk: Desk) -> Rows:
    def button(label: str, *args: object) -> Button:
        return desk.button(label, buttons.pack(buttons.SEARCH, *args), person.language)

    turns = []
    if page > 0:
        turns.append(button("previous_page", "past", ticket.id, page - 1))
    if page < pages - 1:
        turns.append(button("next_page", "past", ticket.id, page + 1))
    made = [button("write_note", "note", ticket.id), *masks.buttons_of(ticket, desk)]
    if _hides(ticket) and await access.may(person, None, Deed.REVEAL, desk, ticket):
        made.append(button("reveal", "reveal", ticket.id))
    cards_to = [(button("work_here", "work", ticket.id),)]
    if await desk.unit.groups.coordinators():
        cards_to.append((button("send_card", "card", ticket.id),))
    return (*((tuple(turns),) if turns else ()), tuple(made), *cards_to)


def _hides(ticket: Ticket) -> bool:
    """Whether there is an identity to be opened: of a recorded report nobody but its recorder is known."""
    return ticket.anonymous and not ticket.source.is_recorded


async def _say(person: Person, message: Words, desk: Desk) -> None:
    await desk.say(person, message, priority=Priority.ANSWER)


def _slot(ticket: Ticket) -> str:
    return f"dossier:{ticket.id}"
