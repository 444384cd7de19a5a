"""/blokir and /bukablokir: the reporter of a ticket files no new reports for a while.

Whose account it is, nobody is told: the ticket's number stands for it, and each block is for one ticket, so that two of
them do not tell that they have the same reporter. Reason, days, a last question; the audit log keeps who and why. Only
coordinators by name block and lift; what a secret ticket leads to happens alone with us.
"""

from datetime import datetime, timedelta

from handlers import access, audit, buttons, cards, refusing, texts
from handlers.desk import Desk
from messages import blocking as words
from messages.base import Message as Words
from messages.lengths import head
from messages.roles import CoordinatorsOnly
from storage.values import Block, Expectation, Group, Person
from tickets.audit import Act
from tickets.blocking import Why
from tickets.dialogue import Button, Message, Press, Priority, Rows
from tickets.number import NumberMistyped, parse
from tickets.people import Deed
from tickets.ticket import Ticket

REASON = "block_reason"
"""Expected of a coordinator alone with us: why, of the question in `data`."""
WAITS = timedelta(minutes=30)
"""How long words alone with us are taken for the reason."""
ASKED_FOR = timedelta(days=1)
"""How long a question can be answered."""
MIN_REASON = 5
"""Letters of a reason in words."""
LONGEST = 300
"""Characters of it."""
SHOWN = 8
"""Blocks of a list; the latest."""
READ = 200
_SLOT = "block:"


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/blokir alone: who is blocked. With a number, or in reply to a ticket's message, and a reason or none: ask."""
    meant = await _meant(message, person, group, desk)
    if meant is None:
        return
    ticket, typed, reason = meant
    refused = await _refusal(person, group, ticket, typed, desk)
    if ticket is None or refused:
        await _say(person, group, refused or words.BlockRefused(number=typed, why="unknown"), desk)
        return
    reporter = await cards.reporter_of(ticket, desk)
    told = _reason(reason)
    asked = await desk.unit.blocks.propose(reporter, ticket_id=ticket.id, by=person.id, at=desk.now, reason=told or "")
    if told is None:
        await _ask_why(person, group, ticket, asked, desk, problem=bool(reason))
    else:
        await _ask_days(person, group, ticket, asked, told, desk)


async def lift_command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/bukablokir NOMOR, or in reply to a ticket's message; alone: who is blocked."""
    meant = await _meant(message, person, group, desk)
    if meant is None:
        return
    ticket, typed, _ = meant
    may = ticket is not None and await access.may(person, group, Deed.BLOCK, desk, ticket)
    block = await desk.unit.blocks.of_ticket(ticket.id, desk.now) if ticket and may else None
    if ticket is None or block is None:
        why = "free" if ticket and may else "unknown"
        await _say(person, group, words.BlockRefused(number=typed or (ticket.number if ticket else ""), why=why), desk)
    elif group is not None and ticket.secret:
        await _say(person, group, words.BlockRefused(number=ticket.number, why="secret"), desk)
    else:
        await _lift(person, group, block, ticket, desk)


async def pressed(_press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """A reason, a number of days, the last yes, *Batal*; or *Buka blokir* in the list."""
    block = await desk.unit.blocks.get(action.number(1) or 0)
    if block is None or not await access.may(person, group, Deed.BLOCK, desk):
        return
    ticket = await desk.unit.tickets.by_id(block.ticket_id, lock=True) if block.ticket_id else None
    if ticket is not None and not await _is_shown(person, group, ticket, desk):
        return
    if block.ends_at is not None:
        if action.word(0) == "lift" and block.ends_at > desk.now:
            await _lift(person, group, block, ticket, desk)
    elif ticket is not None and block.asked_by != person.id:
        await _not_yours(person, group, block, ticket, desk)
    elif ticket is not None and desk.now - block.asked_at <= ASKED_FOR:
        await _answered(person, group, block, ticket, action, desk)


async def replied(group: Group, person: Person, message: Message, ticket_id: int, desk: Desk) -> bool:
    """A reply to our question is the reason, in words, of who was asked; others are told. Tells whether it was one."""
    slot = await desk.unit.messages.slot_of(message.chat, message.reply_to) if message.reply_to else None
    if slot is None or not slot.startswith(_SLOT):
        return False
    asked = slot.removeprefix(_SLOT)
    within = None if group.is_alone else group
    block_id = int(asked) if asked.isdecimal() else 0
    if not await _reasoned(person, within, block_id, message.text, desk):
        ticket = await desk.unit.tickets.get(ticket_id)
        await _not_yours(person, within, await desk.unit.blocks.get(block_id), ticket, desk)
    return True


async def heard(person: Person, message: Message, expectation: Expectation, desk: Desk) -> bool:
    """The reason, alone with us. Tells whether it was one."""
    asked = expectation.data.get("block")
    if desk.now - expectation.at > WAITS or not message.text or parse(message.text, desk.office.prefix) is not None:
        return False
    if message.reply_to and await desk.unit.messages.slot_of(message.chat, message.reply_to) != f"{_SLOT}{asked}":
        return False
    return await _reasoned(person, None, asked if isinstance(asked, int) else 0, message.text, desk)


async def _meant(
    message: Message, person: Person, group: Group | None, desk: Desk
) -> tuple[Ticket | None, str, str] | None:
    """What a coordinator's command is about. None when it is answered: it is nobody's who may, or names no ticket."""
    if not await access.may(person, group, Deed.BLOCK, desk):
        await _say(person, group, CoordinatorsOnly(), desk)
        return None
    ticket, typed, rest = await _named(message, desk)
    if ticket is None and not typed:
        await _list(person, group, desk)
        return None
    return ticket, typed, rest


async def _named(message: Message, desk: Desk) -> tuple[Ticket | None, str, str]:
    """The ticket that a command is about, its number as it was typed, and the words behind it."""
    typed = message.command.args.strip() if message.command else ""
    first, _, rest = typed.partition(" ")
    number = parse(first, desk.office.prefix)
    if isinstance(number, str):
        return await desk.unit.tickets.by_number(number, lock=True), number, rest
    replied_to = await desk.unit.messages.ticket_of(message.chat, message.reply_to) if message.reply_to else None
    if replied_to is not None and number is None:
        ticket = await desk.unit.tickets.by_id(replied_to, lock=True)
        return ticket, ticket.number if ticket else "", typed
    return None, number.as_read if isinstance(number, NumberMistyped) else first[:40], ""


async def _refusal(
    person: Person, group: Group | None, ticket: Ticket | None, typed: str, desk: Desk
) -> words.BlockRefused | None:
    """Why nobody is blocked because of that ticket, here; none if somebody can be."""
    if ticket is None or not await access.may(person, group, Deed.BLOCK, desk, ticket):
        return words.BlockRefused(number=typed, why="unknown")
    if group is not None and ticket.secret:
        return words.BlockRefused(number=ticket.number, why="secret")
    if ticket.source.is_recorded:
        return words.BlockRefused(number=ticket.number, why="recorded")
    if ticket.forgotten_at is not None or (await cards.reporter_of(ticket, desk)).erased_at is not None:
        return words.BlockRefused(number=ticket.number, why="nobody")
    running = await desk.unit.blocks.of_ticket(ticket.id, desk.now)
    return words.BlockRefused(number=ticket.number, why="already", until=running.ends_at) if running else None


async def _is_shown(person: Person, group: Group | None, ticket: Ticket, desk: Desk) -> bool:
    """Whether what became of a ticket's reporter is told here."""
    if group is not None and ticket.secret:
        return False
    return await access.may(person, group, Deed.BLOCK, desk, ticket)


async def _not_yours(person: Person, group: Group | None, block: Block | None, ticket: Ticket, desk: Desk) -> None:
    """Somebody answers what another coordinator is asked, or what is asked no more."""
    if not await access.may(person, group, Deed.BLOCK, desk):
        await _say(person, group, CoordinatorsOnly(), desk)
    elif await _is_shown(person, group, ticket, desk):
        running = block is not None and block.ends_at is not None
        why = "already" if running else "others" if block else "over"
        by = await cards.name_of(block.asked_by, desk) if block else None
        until = block.ends_at if block else None
        await _say(person, group, words.BlockRefused(number=ticket.number, why=why, until=until, by=by or ""), desk)


async def _answered(
    person: Person, group: Group | None, block: Block, ticket: Ticket, action: buttons.Action, desk: Desk
) -> None:
    """A button of the question."""
    days = action.number(2)
    is_offered = days in desk.office.catalogue.blocking.days
    match action.word(0), action.word(2):
        case "why", code if code in set(Why):
            await desk.unit.blocks.explain(block.id, code, "")
            await desk.unit.expectations.drop(person.id)
            label = desk.office.words.label(f"block_{code}")
            await _ask_days(person, group, ticket, block.id, label, desk, in_place=True)
        case "days", _ if days and is_offered and _is_explained(block):
            await _ask_once_more(person, group, block, ticket, days, desk)
        case "yes", _ if days and is_offered and _is_explained(block):
            await _place(person, group, block, ticket, days, desk)
        case "drop", _:
            await desk.unit.blocks.drop(block.id)
            await desk.unit.expectations.drop(person.id)
            await _put(person, group, ticket, block.id, words.BlockDropped(number=ticket.number), desk)


async def _place(person: Person, group: Group | None, block: Block, ticket: Ticket, days: int, desk: Desk) -> None:
    """It runs from now on, unless something came between."""
    refused = await _refusal(person, group, ticket, ticket.number, desk)
    if refused is not None:
        await desk.unit.blocks.drop(block.id)
        await _put(person, group, ticket, block.id, refused, desk)
        return
    until = _until(days, desk)
    await desk.unit.blocks.place(block.id, until)
    reason = refusing.reason_of(block, desk)
    await audit.record(
        Act.BLOCK_PLACED,
        person,
        desk,
        group=group,
        ticket_id=ticket.id,
        agency=ticket.agency,
        reason=reason,
        data={"days": str(days), **({"why": block.why} if block.why else {})},
    )
    placed = words.BlockPlaced(number=ticket.number, reason=reason, until=until, by=person.name)
    lift = _lift_button(ticket.number, block.id, desk, person if group is None else None)
    await _put(person, group, ticket, block.id, placed, desk, rows=((lift,),))


async def _lift(person: Person, group: Group | None, block: Block, ticket: Ticket | None, desk: Desk) -> None:
    """It runs no more; the person is told, unless another one runs."""
    whose = await desk.unit.blocks.person_of(block.id)
    await desk.unit.blocks.drop(block.id)
    await audit.record(
        Act.BLOCK_LIFTED,
        person,
        desk,
        group=group,
        ticket_id=ticket.id if ticket else None,
        agency=ticket.agency if ticket else None,
    )
    lifted = words.BlockLifted(number=ticket.number if ticket else None, by=person.name)
    await _say(person, group, lifted, desk)
    if whose is not None and not whose.blocked and not await desk.unit.blocks.of(whose, desk.now):
        await desk.say(whose, words.Unblocked(), rows=texts.menu(desk, whose))


async def _reasoned(person: Person, group: Group | None, block_id: int, text: str, desk: Desk) -> bool:
    """The reason in words. Tells whether the question is still open."""
    block = await desk.unit.blocks.get(block_id)
    ticket = await desk.unit.tickets.by_id(block.ticket_id) if block and block.ticket_id else None
    if block is None or ticket is None or block.ends_at is not None or block.asked_by != person.id:
        return False
    if not await _is_shown(person, group, ticket, desk):
        return False
    reason = _reason(text)
    if reason is None:
        await _ask_why(person, group, ticket, block.id, desk, problem=True)
        return True
    await desk.unit.expectations.drop(person.id)
    await desk.unit.blocks.explain(block.id, "", reason)
    await _ask_days(person, group, ticket, block.id, reason, desk)
    return True


async def _ask_why(
    person: Person, group: Group | None, ticket: Ticket, block_id: int, desk: Desk, *, problem: bool
) -> None:
    """Frequent reasons as buttons, any other in words."""
    if group is None:
        await desk.unit.expectations.put(Expectation(person.id, REASON, ticket.id, desk.now, {"block": block_id}))
    language = person.language if group is None else None
    frequent = [desk.button(f"block_{why}", buttons.pack(buttons.BLOCK, "why", block_id, why), language) for why in Why]
    rows = (*((each,) for each in frequent), _cancel(block_id, desk, language))
    asked = words.AskBlockWhy(number=ticket.number, who=texts.mention(person), alone=group is None, problem=problem)
    await _say(person, group, asked, desk, rows=rows, slot=f"{_SLOT}{block_id}", ticket=ticket)


async def _ask_days(
    person: Person,
    group: Group | None,
    ticket: Ticket,
    block_id: int,
    reason: str,
    desk: Desk,
    *,
    in_place: bool = False,
) -> None:
    language = person.language if group is None else None
    label = desk.office.words.label("block_days", language)
    offered = [
        Button(label.format(days=days), buttons.pack(buttons.BLOCK, "days", block_id, days))
        for days in desk.office.catalogue.blocking.days
    ]
    pairs = tuple(tuple(offered[start : start + 2]) for start in range(0, len(offered), 2))
    rows = (*pairs, _cancel(block_id, desk, language))
    asked = words.AskBlockDays(number=ticket.number, reason=reason)
    if in_place:
        await _put(person, group, ticket, block_id, asked, desk, rows=rows)
    else:
        await _say(person, group, asked, desk, rows=rows, slot=f"{_SLOT}{block_id}", ticket=ticket)


async def _ask_once_more(
    person: Person, group: Group | None, block: Block, ticket: Ticket, days: int, desk: Desk
) -> None:
    language = person.language if group is None else None
    yes = desk.button("block_yes", buttons.pack(buttons.BLOCK, "yes", block.id, days), language)
    asked = words.AskBlock(
        number=ticket.number, reason=refusing.reason_of(block, desk, language), days=days, until=_until(days, desk)
    )
    await _put(person, group, ticket, block.id, asked, desk, rows=((yes,), _cancel(block.id, desk, language)))


async def _list(person: Person, group: Group | None, desk: Desk) -> None:
    """Those that run, the latest first, each with a button that ends it."""
    shown: list[words.BlockLine] = []
    rows: list[tuple[Button, ...]] = []
    more = hidden = 0
    for block in await desk.unit.blocks.running(desk.now, READ):
        ticket = await desk.unit.tickets.by_id(block.ticket_id) if block.ticket_id else None
        if ticket is not None and not await _is_shown(person, group, ticket, desk):
            hidden += not ticket.withheld
        elif len(shown) == SHOWN:
            more += 1
        else:
            number = ticket.number if ticket else None
            shown.append(await _line(block, number, desk))
            rows.append((_lift_button(number, block.id, desk, person if group is None else None),))
    listed = words.BlockList(blocks=tuple(shown), more=more, hidden=hidden)
    await _say(person, group, listed, desk, rows=tuple(rows))


async def _line(block: Block, number: str | None, desk: Desk) -> words.BlockLine:
    return words.BlockLine(
        number=number,
        reason=refusing.reason_of(block, desk),
        by=await cards.name_of(block.asked_by, desk) or "",
        until=block.ends_at or desk.now,
        refused=block.refused,
        refused_at=block.refused_at,
    )


def _is_explained(block: Block) -> bool:
    return bool(block.why or block.reason)


def _reason(typed: str) -> str | None:
    """The words as a reason; none if they are hardly one."""
    reason = " ".join(typed.split())
    return head(reason, LONGEST) if sum(character.isalpha() for character in reason) >= MIN_REASON else None


def _until(days: int, desk: Desk) -> datetime:
    return desk.now + timedelta(days=days)


def _cancel(block_id: int, desk: Desk, language: str | None) -> tuple[Button, ...]:
    return (desk.button("cancel", buttons.pack(buttons.BLOCK, "drop", block_id), language),)


def _lift_button(number: str | None, block_id: int, desk: Desk, reader: Person | None) -> Button:
    label = desk.office.words.label("lift_block", reader.language if reader else None)
    return Button(label.format(number=number or "").strip(), buttons.pack(buttons.BLOCK, "lift", block_id))


async def _put(
    person: Person, group: Group | None, ticket: Ticket, block_id: int, message: Words, desk: Desk, *, rows: Rows = ()
) -> None:
    """In place of the question before."""
    to = group.chat if group else person
    about = ticket.id if group else None
    await desk.edit(to, f"{_SLOT}{block_id}", message, rows=rows, priority=Priority.ANSWER, ticket_id=about)


async def _say(
    person: Person,
    group: Group | None,
    message: Words,
    desk: Desk,
    *,
    rows: Rows = (),
    slot: str | None = None,
    ticket: Ticket | None = None,
) -> None:
    await desk.say(
        group.chat if group else person,
        message,
        rows=rows,
        priority=Priority.ANSWER,
        slot=slot,
        ticket_id=ticket.id if ticket and group else None,
    )
