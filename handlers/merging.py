"""*Gabungkan* and *Pisahkan*: the coordinator makes one case of two reports, and two again.

What is worked on afterwards is the ticket that was chosen, or that which it was merged into itself. Everybody who
reported any of them hears of it from then on (`handlers.audience`), once. The files and words of the merged one are
passed to the other's group if it did not have them; a hidden ticket's are not.
"""

from handlers import audience, buttons, cards, clocks, follow_up, same, texts
from handlers.access import acting, bench_of
from handlers.agency import keep, refuse
from handlers.desk import Desk
from messages import same as words
from messages.base import Message as Words
from messages.cases import Merged
from messages.filters import excerpt
from messages.lengths import parted
from storage.values import Group, Person
from tickets import merging as rules
from tickets.dialogue import Button, Message, Press, Priority, Rows
from tickets.errors import Reason, Refused
from tickets.events import Actor, EventKind
from tickets.number import find
from tickets.people import Deed
from tickets.ticket import Change, Status, Ticket

VERBS = frozenset({"merge", "pick", "drop", "split"})
"""Words of the buttons that are this module's."""
LABEL = 22
"""Letters of a ticket's text on its button, behind the number."""


async def pressed(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """A button of ours in a group."""
    ticket = await _ticket(group, person, action.number(1), desk)
    if ticket is None:
        return
    match action.word(0):
        case "merge":
            await _ask(group, person, ticket, desk)
        case "pick" | "drop" if (action.number(3) or 0) != await _mergers(ticket, desk):
            await refuse(group, ticket, Reason.WRONG_STATUS, desk)
        case "pick":
            other = await desk.unit.tickets.by_id(action.number(2) or 0)
            if other is not None:
                await _merge(group, person, ticket, other, desk)
        case "drop":
            await _drop(group, press, ticket, desk)
        case "split":
            await _split(group, person, ticket, desk)


async def _drop(group: Group, press: Press, ticket: Ticket, desk: Desk) -> None:
    """*Batal*, on the newest question."""
    if await desk.unit.messages.stands_in(group.chat, press.message_id, _slot(ticket.id)):
        dropped = words.AskSameDropped(number=ticket.number)
        await desk.edit(group.chat, _slot(ticket.id), dropped, ticket_id=ticket.id, priority=Priority.ANSWER)


async def replied(group: Group, person: Person, message: Message, ticket_id: int, desk: Desk) -> bool:
    """A reply to our question is the number of the other ticket. Tells whether it was one."""
    if not await desk.unit.messages.stood_in(group.chat, message.reply_to, _slot(ticket_id)):
        return False
    ticket = await _ticket(group, person, ticket_id, desk)
    if ticket is None:
        return True
    numbers = find(message.text, desk.office.prefix)
    other = await desk.unit.tickets.by_number(numbers[0]) if len(numbers) == 1 else None
    if other is None:
        await _ask(group, person, ticket, desk, problem=True)
    else:
        await _merge(group, person, ticket, other, desk)
    return True


async def merged(ticket: Ticket, into: Ticket, by: Actor, desk: Desk) -> Change:
    """Merge a ticket into that one, or into what that one was merged into. Nobody is told yet. Raises Refused."""
    root = await audience.root_of(into, desk)
    root = await desk.unit.tickets.by_id(root.id, lock=True) or root
    rules.may_merge(ticket, root, desk.office.catalogue)
    change = rules.merge(ticket, root, by=by, at=desk.now)
    await keep(ticket, change, desk)
    await follow_up.stop_clock(ticket, desk)
    absorbed = rules.absorb(root, ticket, by=by, at=desk.now)
    await keep(root, absorbed, desk)
    await _run_towards(root, absorbed.ticket, desk)
    return change


async def tell_reporters(ticket: Ticket, desk: Desk) -> None:
    """The reporter of a merged ticket, and who had joined it: under which number it goes on, and the last answer."""
    root = await audience.root_of(ticket, desk)
    last = await follow_up.last_answer(root, desk)
    agency = desk.agency_name(root.agency) or desk.office.catalogue.province.name
    for each in await audience.of(ticket, desk):
        own = each.person.id == root.reporter_id
        told = Merged(number=ticket.number, agency=agency, other=root.number, own=own)
        again = follow_up.reopen_button(root, desk, each.person) if root.status is Status.CLOSED else ()
        await desk.say(each.person, told, rows=again, ticket_id=ticket.id, priority=each.priority)
        if last and not own:
            await follow_up.answer_to(each.person, root, last, desk, priority=each.priority)


async def tell_groups(by: str, ticket: Ticket, desk: Desk) -> None:
    """The groups of both tickets, and what the merged one says where it was not known."""
    root = await audience.root_of(ticket, desk)
    await _tell_both(ticket, root, await _merged_words(by, ticket, desk), desk)
    await pass_on(ticket, root, desk)
    await cards.refresh(ticket, desk)
    await cards.refresh(root, desk)


async def pass_on(ticket: Ticket, root: Ticket, desk: Desk) -> None:
    """What a merged ticket says, to the groups that work on the other one and have no card of it; once.

    Of a hidden ticket nothing is passed on, and of any not who reported it.
    """
    if rules.is_hidden(ticket, desk.office.catalogue):
        return
    text = desk.guarded(ticket.text)
    first, rest = parted(text)
    files = audience.nameless_files(ticket.attachments, desk)
    slot = f"added:{ticket.id}"
    added = words.ReportAdded(
        number=root.number, other=ticket.number, text=first, text_goes_on=bool(rest), files=len(files)
    )
    for group in await cards.groups_of(root, desk):
        if await cards.has_card(group.chat, ticket, desk) or await desk.unit.messages.find(group.chat, slot):
            continue
        await desk.say(
            group.chat,
            added,
            priority=Priority.CARD,
            slot=slot,
            ticket_id=root.id,
            reply_to_slot=cards.slot(root.id),
            unique_key=f"{slot}:{group.id}",
        )
        await texts.say_rest(group.chat, root, text, slot, Priority.CARD, desk)
        await desk.hand_over(group.chat, files, ticket_id=root.id, reply_to_slot=slot, priority=Priority.CARD)


async def split(ticket: Ticket, by: Actor, desk: Desk) -> tuple[Ticket, Ticket]:
    """Undo a merger: the ticket, and the one it had been merged into, as they are now. Raises Refused."""
    into = await desk.unit.tickets.by_id(ticket.merged_into or 0, lock=True)
    if into is None:
        raise Refused(Reason.WRONG_STATUS)
    due = await clocks.due_after_pause(ticket, desk)
    change = rules.split(ticket, by=by, at=desk.now, due=due)
    await keep(ticket, change, desk)
    if change.ticket.awaits_follow_up:
        await follow_up.start_clock(change.ticket, desk)
    return change.ticket, await _release(into, ticket, by, desk)


async def moved_on(ticket: Ticket, by: Actor, desk: Desk) -> None:
    """A merged ticket was passed to another agency: the one it had been merged into counts it no longer."""
    into = await desk.unit.tickets.by_id(ticket.merged_into or 0, lock=True)
    if into is not None:
        await cards.refresh(await _release(into, ticket, by, desk), desk)


async def _release(into: Ticket, ticket: Ticket, by: Actor, desk: Desk) -> Ticket:
    """The ticket without the one that had been merged into it, with the deadline that is left."""
    history = await desk.unit.tickets.history(into.id)
    left = rules.due_without(into, history, await desk.unit.tickets.merged_into(into.id))
    released = rules.release(into, ticket, left, by=by, at=desk.now)
    await keep(into, released, desk)
    await _run_towards(into, released.ticket, desk)
    return released.ticket


async def show_split(ticket: Ticket, into: Ticket, by: str, desk: Desk) -> None:
    """The ticket's people, and the groups of both, hear that they are two matters; the ticket has its card again."""
    told = words.SplitOff(
        number=ticket.number, other=into.number, agency=desk.agency_name(ticket.agency), due=ticket.follow_up_due
    )
    await follow_up.inform(ticket, told, desk)
    await _tell_both(ticket, into, words.TicketSplit(number=ticket.number, other=into.number, by=by), desk)
    for group in await cards.groups_of(ticket, desk):
        if not await cards.has_card(group.chat, ticket, desk):
            await cards.post_in(group, ticket, desk)
    await cards.refresh(ticket, desk)
    await cards.refresh(into, desk)


async def _ask(group: Group, person: Person, ticket: Ticket, desk: Desk, *, problem: bool = False) -> None:
    if ticket.status is Status.MERGED:
        await refuse(group, ticket, Reason.WRONG_STATUS, desk)
        return
    likely, before = await same.likely(ticket, desk), await _mergers(ticket, desk)
    lines = tuple([await _line(other, desk) for other in likely])
    asked = words.AskSame(number=ticket.number, lines=lines, who=texts.mention(person), problem=problem)
    picks: Rows = tuple(
        (
            Button(
                f"{other.number} · {excerpt(desk.guarded(other.text), LABEL)}",
                buttons.pack(buttons.SAME, "pick", ticket.id, other.id, before),
            ),
        )
        for other in likely
    )
    drop = (desk.button("cancel", buttons.pack(buttons.SAME, "drop", ticket.id, 0, before)),)
    await desk.say(
        group.chat,
        asked,
        rows=(*picks, drop),
        priority=Priority.ANSWER,
        slot=_slot(ticket.id),
        ticket_id=ticket.id,
        reply_to_slot=cards.slot(ticket.id),
    )


async def _mergers(ticket: Ticket, desk: Desk) -> int:
    """How often it was merged. A question of before the last time is answered: its buttons decide nothing any more."""
    return sum(event.kind is EventKind.MERGED for event in await desk.unit.tickets.history(ticket.id))


async def _line(ticket: Ticket, desk: Desk) -> words.SameLine:
    return words.SameLine(
        number=ticket.number,
        agency=desk.agency_name(ticket.agency),
        days=same.days_since(ticket, desk),
        reporters=await cards.number_of_reporters(ticket, desk),
        text=desk.guarded(ticket.text),
    )


async def _merge(group: Group, person: Person, ticket: Ticket, other: Ticket, desk: Desk) -> None:
    try:
        change = await merged(ticket, other, bench_of(group).actor(person.id), desk)
    except Refused as refused:
        await refuse(group, ticket, refused.reason, desk)
        return
    await tell_reporters(change.ticket, desk)
    await tell_groups(person.name, change.ticket, desk)
    if group.is_alone:
        await desk.edit(
            group.chat,
            _slot(ticket.id),
            await _merged_words(person.name, change.ticket, desk),
            ticket_id=ticket.id,
            priority=Priority.ANSWER,
        )


async def _split(group: Group, person: Person, ticket: Ticket, desk: Desk) -> None:
    try:
        both = await split(ticket, bench_of(group).actor(person.id), desk)
    except Refused as refused:
        await refuse(group, ticket, refused.reason, desk)
        return
    await show_split(*both, person.name, desk)


async def _merged_words(by: str, ticket: Ticket, desk: Desk) -> words.TicketMerged:
    root = await audience.root_of(ticket, desk)
    reporters = await cards.number_of_reporters(root, desk)
    return words.TicketMerged(number=ticket.number, other=root.number, by=by, reporters=reporters)


async def _run_towards(before: Ticket, after: Ticket, desk: Desk) -> None:
    """Another deadline: lay down anew when the agency is reminded, if its clock runs."""
    if after.awaits_follow_up and before.follow_up_due != after.follow_up_due:
        await follow_up.stop_clock(after, desk)
        await follow_up.start_clock(after, desk)


async def _tell_both(ticket: Ticket, other: Ticket, message: Words, desk: Desk) -> None:
    """The coordinator's groups and those of both agencies, each once; our question becomes that."""
    told: set[int] = set()
    for each in (other, ticket):
        for group in await cards.groups_concerned(each, desk):
            if group.id in told:
                continue
            told.add(group.id)
            if await desk.unit.messages.find(group.chat, _slot(ticket.id)):
                await desk.edit(group.chat, _slot(ticket.id), message, ticket_id=each.id, priority=Priority.ANSWER)
                continue
            await desk.say(
                group.chat,
                message,
                priority=Priority.ANSWER,
                ticket_id=each.id,
                reply_to_slot=cards.slot(each.id),
            )


async def _ticket(group: Group, person: Person, ticket_id: int | None, desk: Desk) -> Ticket | None:
    """The ticket, if somebody of this group may merge it; a stranger's wish is refused in words."""
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True) if ticket_id else None
    if ticket is None:
        return None
    refusal = (await acting(person, bench_of(group), desk)).refusal(Deed.MERGE, ticket)
    if refusal:
        await refuse(group, ticket, refusal, desk)
        return None
    return ticket


def _slot(ticket_id: int) -> str:
    return f"merge:{ticket_id}"
