"""*Tampilkan data*: somebody who works on a case sees the personal data in it, alone, with a reason.

They are sent to whoever asked, in the private chat and never into a group. The audit log keeps who and why, and whoever
wrote them is told. Seen again by the same person within the hour, they are shown without another word to anybody.
"""

from dataclasses import dataclass
from datetime import timedelta

from handlers import access, audit, buttons, cards, recorded, texts
from handlers.agency import refuse
from handlers.desk import Desk
from messages import masks as words
from messages.base import Message as Words
from storage.values import Expectation, Group, Person
from tickets.audit import Act, Search
from tickets.dialogue import Message, Parcel, Press, Priority, Repeat, Rows
from tickets.errors import Reason
from tickets.events import ActorKind
from tickets.number import parse
from tickets.people import Deed
from tickets.personal_data import Personal, find
from tickets.ticket import Ticket

REASON = "unmask"
"""Expected of a coordinator alone with us: why."""
WHY = ("contact", "visit", "match")
"""Frequent reasons; their words are labels."""
MIN_REASON = 5
"""Letters of a reason in words."""
WAITS = timedelta(minutes=30)
"""How long words alone with us are taken for the reason."""
SEEN = timedelta(hours=1)
"""How long somebody who saw them sees them again without a reason."""
MOST = 20
"""Values shown at once."""
_QUESTION, _SHOWN = "unmask:", "unmasked:"


@dataclass(frozen=True, slots=True)
class _Datum:
    """Something personal, who wrote it, and to which ticket."""

    kind: Personal
    value: str
    ticket: Ticket
    writer: int


async def pressed(press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """*Tampilkan data*, a reason, or *Batal*."""
    ticket = await _ticket(group, person, action.number(1), desk)
    if ticket is None:
        return
    match action.word(0), action.word(2):
        case "ask", _:
            await _asked(group, person, press, ticket, desk)
        case "why", why if why in WHY and action.number(3) == person.id:
            await _show(group, person, ticket, why, "", desk)
        case "drop", _ if action.number(2) == person.id:
            await desk.unit.expectations.drop(person.id)
            await _put(group, person, ticket, words.UnmaskDropped(number=ticket.number), desk)


async def replied(group: Group, person: Person, message: Message, _ticket_id: int, desk: Desk) -> bool:
    """A reply to our question is the reason, in words. Tells whether it was one."""
    slot = await desk.unit.messages.slot_of(message.chat, message.reply_to) if message.reply_to else None
    if slot is None or not slot.startswith(_QUESTION):
        return False
    number = slot.split(":")[1]
    ticket = await _ticket(group, person, int(number) if number.isdecimal() else None, desk)
    if ticket is not None:
        await _reasoned(group, person, ticket, message.text, desk)
    return True


async def heard(person: Person, message: Message, expectation: Expectation, desk: Desk) -> bool:
    """The reason, alone with us. Tells whether it was one."""
    if desk.now - expectation.at > WAITS or not message.text or message.reply_to:
        return False
    if parse(message.text, desk.office.prefix) is not None:
        return False
    ticket = await _ticket(None, person, expectation.ticket_id, desk)
    if ticket is None:
        return False
    await _reasoned(None, person, ticket, message.text, desk)
    return True


async def undelivered(parcel: Parcel, desk: Desk) -> None:
    """Whoever asked in a group never spoke to us alone: say there how to begin."""
    slot = parcel.slot or ""
    if not slot.startswith(_SHOWN):
        return
    _, ticket_id, group_id = slot.split(":")
    ticket = await desk.unit.tickets.by_id(int(ticket_id))
    person = await desk.unit.people.find(parcel.chat)
    groups = [each for each in await desk.unit.groups.all_active() if str(each.id) == group_id]
    if ticket and person:
        for group in groups:
            unsent = words.UnmaskUnsent(number=ticket.number, who=texts.mention(person))
            await _say(group, person, ticket, unsent, desk)


async def _ticket(group: Group | None, person: Person, ticket_id: int | None, desk: Desk) -> Ticket | None:
    """The ticket, if its words may be read here; a stranger's wish is refused in words."""
    ticket = await desk.unit.tickets.by_id(ticket_id) if ticket_id else None
    if ticket is None:
        return None
    may = await access.may(person, group, Deed.UNMASK, desk, ticket)
    if may and (group is None or await cards.shows_words(group, ticket, desk)):
        return ticket
    if group is not None:
        await refuse(group, ticket, Reason.NOT_ALLOWED, desk)
    return None


async def _asked(group: Group | None, person: Person, press: Press, ticket: Ticket, desk: Desk) -> None:
    data = await _data(ticket, desk)
    if not data:
        await _say(group, person, ticket, words.NothingMasked(number=ticket.number), desk)
    elif await _saw_it(person, ticket, desk):
        await _send(group, person, ticket, data, desk)
    else:
        await _ask(group, person, ticket, data, desk, reply_to=press.message_id)


async def _ask(
    group: Group | None,
    person: Person,
    ticket: Ticket,
    data: tuple[_Datum, ...],
    desk: Desk,
    *,
    reply_to: str | None = None,
    problem: bool = False,
) -> None:
    """Why? With frequent reasons as buttons, any other in words."""
    if group is None:
        await desk.unit.expectations.put(Expectation(person.id, REASON, ticket.id, desk.now))
    asked = words.AskUnmask(
        number=ticket.number, who=texts.mention(person), kinds=_kinds(data), alone=group is None, problem=problem
    )
    await desk.say(
        group.chat if group else person,
        asked,
        rows=_rows(person, ticket, desk),
        priority=Priority.ANSWER,
        slot=_slot(person, ticket),
        ticket_id=ticket.id if group else None,
        reply_to=reply_to,
    )


def _rows(person: Person, ticket: Ticket, desk: Desk) -> Rows:
    reasons = tuple(
        (desk.button(f"unmask_{why}", buttons.pack(buttons.UNMASK, "why", ticket.id, why, person.id)),) for why in WHY
    )
    return (*reasons, (desk.button("cancel", buttons.pack(buttons.UNMASK, "drop", ticket.id, person.id)),))


async def _reasoned(group: Group | None, person: Person, ticket: Ticket, text: str, desk: Desk) -> None:
    reason = " ".join(text.split())
    if sum(character.isalpha() for character in reason) < MIN_REASON:
        await _ask(group, person, ticket, await _data(ticket, desk), desk, problem=True)
    else:
        await _show(group, person, ticket, "", reason, desk)


async def _show(group: Group | None, person: Person, ticket: Ticket, why: str, reason: str, desk: Desk) -> None:
    """Send it, write it down, and tell those whose words it is. `why` is a code, or there are words."""
    data = await _data(ticket, desk)
    if not data or await _saw_it(person, ticket, desk):
        return
    await desk.unit.expectations.drop(person.id)
    said = desk.office.words.label(f"unmask_{why}") if why else reason
    await audit.record(
        Act.DATA_SEEN,
        person,
        desk,
        group=group,
        ticket_id=ticket.id,
        agency=ticket.agency,
        data={"kinds": ",".join(_kinds(data))},
        reason=said,
    )
    shown = words.Unmasked(number=ticket.number, by=person.name, kinds=_kinds(data), reason=said, alone=group is None)
    await _put(group, person, ticket, shown, desk)
    await _send(group, person, ticket, data, desk)
    await _tell_writers(group, ticket, data, why, reason, desk)


async def _send(group: Group | None, person: Person, ticket: Ticket, data: tuple[_Datum, ...], desk: Desk) -> None:
    """To whoever asked, alone."""
    items = tuple(words.Datum(kind=each.kind.value, value=each.value) for each in data[:MOST])
    shown = words.DataShown(number=ticket.number, items=items, more=len(data) - len(items))
    slot = f"{_SHOWN}{ticket.id}:{group.id}" if group else None
    await desk.say(person, shown, priority=Priority.ANSWER, repeat=Repeat.NEVER, slot=slot)


async def _tell_writers(
    group: Group | None, ticket: Ticket, data: tuple[_Datum, ...], why: str, reason: str, desk: Desk
) -> None:
    """Each of them once, about the ticket that they know."""
    by = "" if group is None or group.is_coordinator else desk.agency_name(ticket.agency) or ""
    for known, writer in {(each.ticket.id, each.writer): each.ticket for each in data}.items():
        _, writer_id = known
        person = await desk.unit.people.get(writer_id)
        said = desk.office.words.label(f"unmask_{why}", person.language) if why else reason
        opened = words.DataOpened(
            number=writer.number,
            agency=by,
            kinds=_kinds(tuple(each for each in data if each.writer == writer_id)),
            at=desk.now,
            reason=said,
        )
        if writer.source.is_recorded and writer.reporter_id == writer_id:
            await recorded.tell(writer, opened, desk)
        elif not person.blocked:
            await desk.say(person, opened, ticket_id=writer.id)


async def _data(ticket: Ticket, desk: Desk) -> tuple[_Datum, ...]:
    """Everything personal in the words of a case and of those merged into it, each value once."""
    found: dict[tuple[Personal, str], _Datum] = {}
    for case in await _merged(ticket, desk):
        said = [(case.reporter_id, case.text), (case.reporter_id, case.address)]
        said += [
            (event.actor.person_id or case.reporter_id, event.text)
            for event in await desk.unit.tickets.history(case.id)
            if event.actor.kind is ActorKind.REPORTER
        ]
        for writer, text in said:
            for each in find(text, desk.published):
                found.setdefault((each.kind, each.value), _Datum(each.kind, each.value, case, writer))
    return tuple(found.values())


async def _merged(ticket: Ticket, desk: Desk) -> tuple[Ticket, ...]:
    """The ticket and all that were merged into it, through however many others; but none that is hidden."""
    cases = [ticket]
    for case in cases:
        others = await desk.unit.tickets.merged_into(case.id)
        cases += [each for each in others if each.secret == ticket.secret and each not in cases]
    return tuple(cases)


async def _saw_it(person: Person, ticket: Ticket, desk: Desk) -> bool:
    seen = Search(action=Act.DATA_SEEN, actor=person.id, ticket=ticket.id, since=desk.now - SEEN)
    return await desk.unit.audit.count(seen) > 0


async def _put(group: Group | None, person: Person, ticket: Ticket, message: Words, desk: Desk) -> None:
    """In place of the question."""
    to = group.chat if group else person
    await desk.edit(to, _slot(person, ticket), message, ticket_id=ticket.id, priority=Priority.ANSWER)


async def _say(group: Group | None, person: Person, ticket: Ticket, message: Words, desk: Desk) -> None:
    await desk.say(
        group.chat if group else person,
        message,
        priority=Priority.ANSWER,
        ticket_id=ticket.id if group else None,
        reply_to_slot=cards.slot(ticket.id) if group else None,
    )


def _kinds(data: tuple[_Datum, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.kind.value for each in data))


def _slot(person: Person, ticket: Ticket) -> str:
    return f"{_QUESTION}{ticket.id}:{person.id}"
