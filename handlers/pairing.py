"""Groups find their role: paired by a coordinator, followed when they move, lose or regain the bot."""

from handlers import agencies, buttons, cards
from handlers.agency import bench_of
from handlers.desk import Desk
from messages import group as words
from storage.values import Group, Person
from tickets.catalogue import Agency
from tickets.dialogue import (
    Chat,
    Inspect,
    Inspected,
    Message,
    Moved,
    Parcel,
    Press,
    Priority,
    Renamed,
    Repeat,
    Rows,
    Standing,
)

COORDINATOR = "koordinator"
"""The word for the coordinator's group behind /hubungkan."""
BACKLOG = 10
"""Cards that a newly paired group gets at once; the rest is in /tiket."""
_MENU_SLOT = "pairing"


def may_pair(sender_id: str, desk: Desk) -> bool:
    """Whether somebody is a coordinator by COORDINATOR_IDS."""
    return sender_id in desk.office.coordinator_ids


async def pair_command(message: Message, person: Person, desk: Desk) -> None:
    """/hubungkan KODE, typed in the group."""
    wanted = message.command.args.strip() if message.command else ""
    if message.sender.is_anonymous:
        await _ask_agency(message, wanted, desk)
        return
    if not may_pair(message.sender.id, desk):
        await _not_allowed(message, desk)
        return
    if wanted.casefold() == COORDINATOR:
        await _pair(message.chat, person, None, desk)
        return
    found = desk.office.catalogue.find_agency(wanted) if wanted else ()
    if len(found) == 1:
        await _pair(message.chat, person, found[0].code, desk)
    elif wanted and not found:
        await desk.say(message.chat, words.AgencyUnknown(wanted=wanted[:60]), priority=Priority.ANSWER)
    else:
        await _ask_agency(message, wanted, desk)


async def pressed(press: Press, person: Person, action: buttons.Action, desk: Desk) -> None:
    """An agency, *Koordinator*, or another page in the pairing menu."""
    if not may_pair(press.sender.id, desk):
        await desk.say(press.chat, words.PairingNotAllowed(anonymous=False), priority=Priority.ANSWER)
        return
    match action.word(0):
        case "page":
            question = words.AskWhichAgency(wanted="", anonymous=False)
            rows = _menu(action.number(1) or 0, desk)
            await desk.edit(press.chat, _MENU_SLOT, question, rows=rows, priority=Priority.ANSWER)
        case "coordinator":
            await _pair(press.chat, person, None, desk)
        case "to" if action.word(1) in desk.office.catalogue.agencies:
            await _pair(press.chat, person, action.word(1), desk)


async def unpair_command(message: Message, group: Group | None, desk: Desk) -> None:
    """/lepaskan, typed in the group."""
    if group is None:
        await desk.say(message.chat, words.NotPaired(), priority=Priority.ANSWER)
    elif not may_pair(message.sender.id, desk):
        await _not_allowed(message, desk)
    else:
        await desk.unit.groups.unpair(group.id)
        await desk.say(message.chat, words.Unpaired(), priority=Priority.ANSWER)


async def inspected(found: Inspected, desk: Desk) -> None:
    """What the bot may do in the group is known now: say what is fine and what to change."""
    group = await desk.unit.groups.find(found.chat)
    if group is None:
        return
    await desk.unit.groups.set_rights(group.id, is_admin=found.is_admin, reads_everything=found.reads_everything)
    health = words.GroupHealth(
        is_admin=found.is_admin,
        reads_everything=found.reads_everything,
        can_pin=found.can_pin,
    )
    await desk.say(found.chat, health, priority=Priority.ANSWER)


async def standing(change: Standing, desk: Desk) -> None:
    """The bot was added to a group, removed from it, or given other rights."""
    group = await desk.unit.groups.find(change.chat)
    if group is None:
        if change.present:
            await desk.say(change.chat, words.NotPaired(), priority=Priority.ANSWER, repeat=Repeat.NEVER)
        return
    if not change.present:
        await lose(group, desk)
        return
    if not group.active:
        await desk.unit.groups.set_active(group.id, True)
    if not group.active or change.is_admin != group.is_admin:
        await _inspect(group.chat, desk)


async def lose(group: Group, desk: Desk) -> None:
    """A group cannot be reached any more: the coordinator hears of it and stands in for its open tickets."""
    if not group.active:
        return
    await desk.unit.groups.set_active(group.id, False)
    lost = words.GroupLost(title=group.chat.title, agency=desk.agency_name(group.agency))
    for coordinator in await desk.unit.groups.coordinators():
        await desk.say(coordinator.chat, lost, priority=Priority.ANSWER)
        if group.agency and not await desk.unit.groups.of_agency(group.agency):
            await _post_backlog(coordinator, group.agency, desk)


async def moved(change: Moved, desk: Desk) -> None:
    """The channel says in a message that the group lives on under another id."""
    await follow(change.chat, change.new_id, desk)


async def follow(chat: Chat, new_id: str, desk: Desk) -> None:
    """Go on under the group's new id, where old messages cannot be edited: its open cards are posted anew."""
    group = await desk.unit.groups.find(chat)
    if group is None or group.chat.id == new_id:
        return
    await desk.unit.groups.move(group.id, new_id)
    group = await desk.unit.groups.get(group.id)
    await desk.unit.outbox.redirect(chat, group.chat)
    await _post_backlog(group, group.agency, desk)


async def renamed(change: Renamed, desk: Desk) -> None:
    """The group has another title."""
    group = await desk.unit.groups.find(change.chat)
    if group is not None:
        await desk.unit.groups.rename(group.id, change.chat.title)


async def _ask_agency(message: Message, wanted: str, desk: Desk) -> None:
    """Show the agencies as buttons, those of that name first; who presses one is known by name, always."""
    found = desk.office.catalogue.find_agency(wanted) if wanted else ()
    await desk.say(
        message.chat,
        words.AskWhichAgency(wanted=wanted[:60] if len(found) > 1 else "", anonymous=message.sender.is_anonymous),
        rows=_menu(0, desk, tuple(found)),
        priority=Priority.ANSWER,
        slot=_MENU_SLOT,
    )


async def _not_allowed(message: Message, desk: Desk) -> None:
    refusal = words.PairingNotAllowed(anonymous=message.sender.is_anonymous)
    await desk.say(message.chat, refusal, priority=Priority.ANSWER, reply_to=message.message_id)


async def _pair(chat: Chat, person: Person, agency: str | None, desk: Desk) -> None:
    group = await desk.unit.groups.pair(chat, agency, agency is None, person.id, desk.now)
    waiting = await desk.unit.tickets.count_open(agency)
    paired = words.Paired(agency=desk.agency_name(agency), waiting=waiting)
    await desk.say(chat, paired, priority=Priority.ANSWER)
    await _inspect(chat, desk)
    await _post_backlog(group, agency, desk)


async def _post_backlog(group: Group, agency: str | None, desk: Desk) -> None:
    """The open tickets of an agency (or those without one), the nearest deadline first, up to a limit."""
    for ticket in await desk.unit.tickets.open_of_agency(agency, BACKLOG, 0):
        if bench_of(group).may_work_on(ticket):
            await cards.post_in(group, ticket, desk)
            await cards.refresh(ticket, desk, without=group)


async def _inspect(chat: Chat, desk: Desk) -> None:
    parcel = Parcel(chat=chat, content=Inspect(), priority=Priority.ANSWER, repeat=Repeat.FREELY)
    await desk.unit.outbox.put(parcel, desk.now)


def _menu(page: int, desk: Desk, first: tuple[Agency, ...] = ()) -> Rows:
    rows = agencies.choices(buttons.PAIR, (), page, desk, first=first)
    coordinator = desk.button("coordinator", buttons.pack(buttons.PAIR, "coordinator"))
    return (*rows, (coordinator,))
