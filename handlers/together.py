"""*Terima semua* and *Alihkan semua*: one decision about every ticket in a list of new ones.

Each ticket is looked at again when it is done: what somebody else was quicker with is counted and named, with the
reason. As with one transfer, whoever of the group presses or replies to a question goes on with it. A large list is
done in portions, one press each, so that nobody else waits long for the database.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import replace

from handlers import agencies, agency, bundles, buttons, pending, texts, transfer
from handlers.access import bench_of
from handlers.bundles import Listed
from handlers.desk import Desk
from handlers.pending import TransferOfAll
from messages import bundles as words
from storage.values import Bundle, Group, Person
from tickets.dialogue import Message, Press, Priority, Rows
from tickets.errors import Reason, Refused
from tickets.people import Deed
from tickets.ticket import Ticket

PORTION = 100
"""Tickets of one press."""
NAMED = 5
"""Numbers that are named of those with which nothing was done."""

Step = Callable[[Ticket], Awaitable[None]]


async def take(group: Group, person: Person, action: buttons.Action, desk: Desk) -> None:
    """*Terima semua*: whoever presses has every ticket of the list that nobody has."""
    bundle, last, counted = await _read(group, action, desk)
    if not bundle.was_shown:
        await _nothing(group, bundle, desk)
        return
    entries = await _up_to(group, bundle, last, desk)
    free = [entry for entry in entries if bundles.takeable(entry)]
    mine = [entry for entry in entries if entry.ticket.taken_by == person.id]
    lost = max(0, counted - len(free) - len(mine))
    if not free and not lost:
        if not mine:
            await _nothing(group, bundle, desk)
        return

    async def step(ticket: Ticket) -> None:
        await agency.take(group, person, ticket, desk)

    done, left_out = await _each(group, free[:PORTION], Deed.TAKE, step, desk)
    quicker = [entry for entry in entries if entry.ticket.taken_by not in {None, person.id}][:lost]
    left_out[Reason.ALREADY_TAKEN.value] += [entry.ticket.number for entry in quicker]
    together = words.TakenTogether(
        by=person.name,
        taken=done,
        left_out=_with_gone(left_out, lost - len(quicker)),
        more=len(free[PORTION:]),
    )
    await desk.say(group.chat, together, priority=Priority.ANSWER)
    await bundles.show(group, bundle, desk, priority=Priority.ANSWER)


async def begin(group: Group, person: Person, action: buttons.Action, desk: Desk) -> None:
    """*Alihkan semua*: to which agency?"""
    bundle, last, _ = await _read(group, action, desk)
    await _ask_agency(group, TransferOfAll(bundle.number, last, by=person.id), desk)


async def pressed(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """An agency, another page of them, or *Batal*."""
    asked = pending.transfer_of_all_asked(await desk.unit.messages.slot_of(group.chat, press.message_id))
    wanted = await _begun(group, asked.by if asked else person.id, desk)
    if wanted is None or wanted.number != action.number(1):
        if asked:
            await _lapsed(group, press.message_id, desk)
        return
    match action.word(0):
        case "page":
            question = words.AskAgencyForAll(count=len(await _movable(group, wanted, desk)), problem=False)
            rows = await _choices(group, wanted, action.number(2) or 0, desk)
            shown = asked or wanted
            await desk.edit(group.chat, shown.slot, question, rows=rows, priority=Priority.ANSWER)
        case "to" if action.word(2) in desk.office.catalogue.agencies and wanted.agency != action.word(2):
            await _picked(group, person, wanted, action.word(2), desk)
        case "drop":
            await _drop(group, wanted, desk)
            await desk.edit(group.chat, wanted.slot, words.TransferOfAllDropped(), priority=Priority.ANSWER)


async def replied(group: Group, message: Message, desk: Desk) -> bool:
    """A reply to our question is the agency's name, or the reason. Tells whether it was one."""
    slot = await desk.unit.messages.slot_of(group.chat, message.reply_to) if message.reply_to else None
    asked = pending.transfer_of_all_asked(slot)
    if asked is None:
        return False
    person = await desk.unit.people.meet(message.chat.channel, message.sender, desk.now)
    wanted = await _begun(group, asked.by, desk)
    if wanted is None or wanted.number != asked.number or (asked.agency and asked.agency != wanted.agency):
        await _lapsed(group, message.message_id, desk)
    elif asked.agency:
        await _reasoned(group, person, wanted, message.text, desk)
    else:
        await _named(group, person, wanted, message.text, desk)
    return True


async def _begun(group: Group, person_id: int, desk: Desk) -> TransferOfAll | None:
    """What that person began, and nobody finished."""
    wanted = (await pending.load(group, person_id, desk)).transfer_of_all
    return replace(wanted, by=person_id) if wanted else None


async def _named(group: Group, person: Person, wanted: TransferOfAll, name: str, desk: Desk) -> None:
    found = desk.office.catalogue.find_agency(name)
    if len(found) == 1:
        await _picked(group, person, wanted, found[0].code, desk)
    else:
        await _ask_agency(group, replace(wanted, agency=None, asked=wanted.asked + 1), desk, problem=True)


async def _lapsed(group: Group, message_id: str, desk: Desk) -> None:
    await desk.say(group.chat, words.TransferOfAllLapsed(), priority=Priority.ANSWER, reply_to=message_id)


async def _ask_agency(group: Group, wanted: TransferOfAll, desk: Desk, *, problem: bool = False) -> None:
    count = len(await _movable(group, wanted, desk))
    if not count:
        await _nothing(group, Bundle(group.id, wanted.number, was_shown=True), desk)
        return
    await _save(group, wanted, desk)
    await desk.say(
        group.chat,
        words.AskAgencyForAll(count=count, problem=problem),
        rows=await _choices(group, wanted, 0, desk),
        priority=Priority.ANSWER,
        slot=wanted.slot,
        reply_to_slot=bundles.slot(Bundle(group.id, wanted.number, was_shown=True)),
    )


async def _choices(group: Group, wanted: TransferOfAll, page: int, desk: Desk) -> Rows:
    """The agencies; first those that the words of the tickets speak for most often."""
    tickets = [entry.ticket for entry in (await _movable(group, wanted, desk))[:PORTION]]
    likely = await agencies.likely(tickets, desk)
    rows = agencies.choices(buttons.BUNDLE, (wanted.number,), page, desk, first=likely)
    return (*rows, (desk.button("cancel", buttons.pack(buttons.BUNDLE, "drop", wanted.number)),))


async def _picked(group: Group, person: Person, wanted: TransferOfAll, code: str, desk: Desk) -> None:
    entries = await _movable(group, wanted, desk)
    there = [entry.ticket.number for entry in entries if entry.ticket.agency == code]
    if entries and len(there) == len(entries):
        refused = words.PassedTogether(
            agency=desk.agency_name(code) or "",
            by=person.name,
            reason="",
            passed=0,
            left_out=_with_gone({Reason.ALREADY_THERE.value: there}, 0),
            more=0,
        )
        await desk.say(group.chat, refused, priority=Priority.ANSWER)
        return
    await _ask_reason(group, person, replace(wanted, agency=code, asked=wanted.asked + 1), desk)


async def _ask_reason(
    group: Group, person: Person, wanted: TransferOfAll, desk: Desk, *, problem: bool = False
) -> None:
    wanted = replace(wanted, counted=len(await _movable(group, wanted, desk)))
    await _save(group, wanted, desk)
    question = words.AskReasonForAll(
        count=wanted.counted,
        agency=desk.agency_name(wanted.agency) or "",
        who=texts.mention(person),
        problem=problem,
    )
    await desk.say(group.chat, question, priority=Priority.ANSWER, slot=wanted.slot, ask_reply=True)


async def _reasoned(group: Group, person: Person, wanted: TransferOfAll, typed: str, desk: Desk) -> None:
    reason, code = " ".join(typed.split()), wanted.agency or ""
    if transfer.is_too_short(reason):
        await _ask_reason(group, person, replace(wanted, asked=wanted.asked + 1), desk, problem=True)
        return
    await _drop(group, wanted, desk)
    entries = await _movable(group, wanted, desk)

    async def step(ticket: Ticket) -> None:
        change = await transfer.move(group, person, ticket, code, reason, desk)
        await transfer.spread(ticket, change.ticket, reason, desk)

    done, left_out = await _each(group, entries[:PORTION], Deed.TRANSFER, step, desk)
    together = words.PassedTogether(
        agency=desk.agency_name(code) or "",
        by=person.name,
        reason=reason,
        passed=done,
        left_out=_with_gone(left_out, wanted.counted - len(entries)),
        more=len(entries[PORTION:]),
    )
    await desk.say(group.chat, together, priority=Priority.ANSWER)
    await bundles.show(group, Bundle(group.id, wanted.number, was_shown=True), desk, priority=Priority.ANSWER)


async def _each(
    group: Group, entries: list[Listed], deed: Deed, step: Step, desk: Desk
) -> tuple[int, dict[str, list[str]]]:
    """Do it to each of them as it is now; how many admitted it, and the numbers of the others by what refused it."""
    done, left_out = 0, defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.ticket.id):  # every process locks them in the same order
        ticket = await desk.unit.tickets.by_id(entry.ticket.id, lock=True)
        try:
            if ticket is None or not bench_of(group).may(deed, ticket):
                raise Refused(Reason.NOT_ALLOWED)
            await step(ticket)
            done += 1
        except Refused as refused:
            left_out[refused.reason.value].append(entry.ticket.number)
    return done, left_out


def _with_gone(left_out: dict[str, list[str]], gone: int) -> tuple[words.LeftOut, ...]:
    """What was not done, by its cause and with a few numbers; `gone`: those that had left the list by then."""
    causes = [
        words.LeftOut(cause=cause, count=len(numbers), numbers=tuple(numbers[:NAMED]))
        for cause, numbers in left_out.items()
        if numbers
    ]
    return (*causes, words.LeftOut(cause="gone", count=gone)) if gone > 0 else tuple(causes)


async def _up_to(group: Group, bundle: Bundle, last: int, desk: Desk) -> list[Listed]:
    """What of the list stood in it when the button was shown."""
    return [entry for entry in await bundles.listed(group, bundle, desk) if entry.entry.seq <= last]


async def _movable(group: Group, wanted: TransferOfAll, desk: Desk) -> list[Listed]:
    bundle = Bundle(group.id, wanted.number, was_shown=True)
    return [entry for entry in await _up_to(group, bundle, wanted.last, desk) if bundles.movable(entry)]


async def _nothing(group: Group, bundle: Bundle, desk: Desk) -> None:
    await desk.say(group.chat, words.ListIsEmpty(), priority=Priority.ANSWER, reply_to_slot=bundles.slot(bundle))


async def _save(group: Group, wanted: TransferOfAll, desk: Desk) -> None:
    known = await pending.load(group, wanted.by, desk)
    await pending.save(group, wanted.by, replace(known, transfer_of_all=wanted), desk)


async def _drop(group: Group, wanted: TransferOfAll, desk: Desk) -> None:
    known = await pending.load(group, wanted.by, desk)
    await pending.save(group, wanted.by, replace(known, transfer_of_all=None), desk)


async def _read(group: Group, action: buttons.Action, desk: Desk) -> tuple[Bundle, int, int]:
    """The list that a button is about, the last ticket that was shown, and how many were."""
    bundle = await bundles.find(group, action.number(1), desk)
    return bundle, action.number(2) or 0, action.number(3) or 0
