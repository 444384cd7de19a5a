"""A report for which nobody here need act: *Bukan kewenangan* and *Arsipkan*, decided by the coordinator at once.

The citizen is told kindly: whose matter it is and where to find them, or why it is put aside, and how to object.
"""

from handlers import buttons, cards, follow_up, texts
from handlers.access import bench_of
from handlers.agency import keep, refuse
from handlers.desk import Desk
from handlers.outside import body_of
from messages import cases
from messages import verification as words
from messages.base import Message as Words
from storage.values import Group, Person
from tickets import decisions as rules
from tickets.catalogue import Outside
from tickets.declining import ASIDE
from tickets.dialogue import Button, Message, Priority, Rows
from tickets.errors import Reason, Refused
from tickets.people import Deed
from tickets.ticket import Change, Ticket
from tickets.verification import bodies

VERBS = frozenset({"outside", "body", "aside", "why"})
"""Words of the buttons that are this module's."""
OTHER = "other"
"""The reason that is told in the coordinator's own words."""
MIN_REASON = 5
"""Letters of such a reason."""


async def pressed(group: Group, person: Person, ticket: Ticket, action: buttons.Action, desk: Desk) -> None:
    """*Bukan kewenangan* or *Arsipkan*, a body or a reason."""
    match action.word(0):
        case "outside":
            await ask(group, ticket, words.AskOutside(number=ticket.number), _bodies(ticket, desk), desk)
        case "body" if action.word(2) in desk.office.catalogue.outside:
            await _outside(group, person, ticket, action.word(2), desk)
        case "aside":
            await ask(group, ticket, words.AskAside(number=ticket.number), _reasons(ticket, desk), desk)
        case "why" if action.word(2) == OTHER:
            await _ask_words(group, person, ticket, desk)
        case "why" if action.word(2) in ASIDE:
            await _put_aside(group, person, ticket, action.word(2), "", desk)


async def replied(group: Group, person: Person, message: Message, ticket_id: int, desk: Desk) -> bool:
    """A reply to our question is the reason in own words. Tells whether it was one."""
    if not await desk.unit.messages.stood_in(group.chat, message.reply_to, _words_slot(ticket_id)):
        return False
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True)
    if ticket is None or not bench_of(group).may(Deed.VERIFY, ticket):
        return True
    reason = " ".join(message.text.split())
    if sum(character.isalpha() for character in reason) < MIN_REASON:
        await _ask_words(group, person, ticket, desk, problem=True)
    elif not ticket.is_unverified:
        await refuse(group, ticket, Reason.WRONG_STATUS, desk)
    else:
        await _put_aside(group, person, ticket, OTHER, reason, desk)
    return True


async def ask(group: Group, ticket: Ticket, question: Words, rows: Rows, desk: Desk) -> None:
    """A question with buttons, in reply to the card."""
    await desk.say(
        group.chat,
        question,
        rows=rows,
        priority=Priority.ANSWER,
        slot=_slot(ticket),
        ticket_id=ticket.id,
        reply_to_slot=cards.slot(ticket.id),
    )


async def settle(group: Group, ticket: Ticket, message: Words, desk: Desk, *, rows: Rows = ()) -> None:
    """In place of the question."""
    await desk.edit(group.chat, _slot(ticket), message, rows=rows, ticket_id=ticket.id, priority=Priority.ANSWER)


async def settle_if_asked(group: Group, ticket: Ticket, message: Words, desk: Desk) -> None:
    """In place of the question, if there was one: a tap on the card asked nothing."""
    if await desk.unit.messages.find(group.chat, _slot(ticket)):
        await settle(group, ticket, message, desk)


def cancel(ticket: Ticket, desk: Desk) -> tuple[Button, ...]:
    """*Batal*, as a row."""
    return (desk.button("cancel", buttons.pack(buttons.VERIFY, "drop", ticket.id)),)


async def _outside(group: Group, person: Person, ticket: Ticket, code: str, desk: Desk) -> None:
    actor = bench_of(group).actor(person.id)
    try:
        change = rules.declare_outside(ticket, code, by=actor, at=desk.now)
        await keep(ticket, change, desk)
    except Refused as refused:
        await refuse(group, ticket, refused.reason, desk)
        return
    body = body_of(change.ticket, change.ticket.declining, desk) or Outside(code, code, code, "")
    told = cases.OutOfAuthority(
        number=ticket.number, agency=desk.office.catalogue.province.name, body=body.name, address=body.address
    )
    disposed = words.Disposed(number=ticket.number, by=person.name, body=body.name)
    await _done(group, change, told, disposed, desk)


async def _put_aside(group: Group, person: Person, ticket: Ticket, why: str, reason: str, desk: Desk) -> None:
    actor = bench_of(group).actor(person.id)
    try:
        change = rules.put_aside(ticket, why, reason, by=actor, at=desk.now)
        await keep(ticket, change, desk)
    except Refused as refused:
        await refuse(group, ticket, refused.reason, desk)
        return
    told = words.PutAside(number=ticket.number, why=why, words=reason)
    disposed = words.Disposed(number=ticket.number, by=person.name, why=why, words=reason)
    await _done(group, change, told, disposed, desk)


async def _done(group: Group, change: Change, told: Words, disposed: words.Disposed, desk: Desk) -> None:
    """Nobody is reminded any more; the reporter is told, the question becomes the decision, the cards show it."""
    ticket = change.ticket
    await follow_up.stop_clock(ticket, desk)
    await follow_up.inform(ticket, told, desk)
    unreachable = (await cards.reporter_of(ticket, desk)).blocked
    settled = disposed.model_copy(update={"unreachable": unreachable})
    await settle(group, ticket, settled, desk)
    await cards.refresh(ticket, desk)


async def _ask_words(group: Group, person: Person, ticket: Ticket, desk: Desk, *, problem: bool = False) -> None:
    await desk.say(
        group.chat,
        words.AskAsideWords(number=ticket.number, who=texts.mention(person), problem=problem),
        priority=Priority.ANSWER,
        slot=_words_slot(ticket.id),
        ticket_id=ticket.id,
        reply_to_slot=cards.slot(ticket.id),
        ask_reply=True,
    )


def _bodies(ticket: Ticket, desk: Desk) -> Rows:
    """Those whose words the text holds come first."""
    outside = desk.office.catalogue.outside
    order = dict.fromkeys((*bodies(ticket.text, desk.office.catalogue), *outside))
    made = [Button(outside[code].button, buttons.pack(buttons.VERIFY, "body", ticket.id, code)) for code in order]
    rows = tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))
    return (*rows, cancel(ticket, desk))


def _reasons(ticket: Ticket, desk: Desk) -> Rows:
    made = [desk.button(f"aside_{why}", buttons.pack(buttons.VERIFY, "why", ticket.id, why)) for why in ASIDE]
    rows = tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))
    return (*rows, cancel(ticket, desk))


def _slot(ticket: Ticket) -> str:
    return f"verify:{ticket.id}"


def _words_slot(ticket_id: int) -> str:
    return f"aside:{ticket_id}"
