"""Groups find their role: /hubungkan by a coordinator, /lepaskan, and the questions before a role is lost.

With a code, anybody of the group may do it: that is `handlers.invitations`.
"""

from collections.abc import Sequence

from handlers import access, agencies, audit, backlog, buttons, health, menus, presence
from handlers.desk import Desk
from messages import group as words
from messages import pairing as told
from messages.base import Message as Words
from storage.values import Group, Person
from tickets.audit import Act
from tickets.catalogue import Agency
from tickets.dialogue import Chat, Message, Press, Priority, Rows
from tickets.people import Deed

COORDINATOR = "koordinator"
"""The word for the coordinator's group behind /hubungkan."""
_MENU_SLOT = "pairing"
_QUESTION_SLOT = "pairing-question"


async def pair_command(message: Message, person: Person, desk: Desk) -> None:
    """/hubungkan KODE, typed in the group."""
    wanted = message.command.args.strip() if message.command else ""
    if message.sender.is_anonymous:
        await _ask_agency(message, wanted, desk)
        return
    found = desk.office.catalogue.find_agency(wanted) if wanted else ()
    if not await _may_pair(message.chat, person, desk, found):
        await _not_allowed(message, desk)
    elif wanted.casefold() == COORDINATOR and await _may_pair(message.chat, person, desk):
        await _pair_or_ask(message.chat, person, None, desk)
    elif len(found) == 1:
        await _pair_or_ask(message.chat, person, found[0].code, desk)
    elif wanted and not found:
        await desk.say(message.chat, words.AgencyUnknown(wanted=wanted[:60]), priority=Priority.ANSWER)
    else:
        await _ask_agency(message, wanted, desk)


async def pressed(press: Press, person: Person, action: buttons.Action, desk: Desk) -> None:
    """A button of pairing. What gives or takes a role is a coordinator's."""
    match action.word(0):
        case "check":
            await _check_again(press.chat, desk)
        case "keep":
            await _keep(press.chat, desk)
        case _ if await _may_pair(press.chat, person, desk):
            await _decided(press, person, action, desk)
        case _:
            await desk.say(press.chat, words.PairingNotAllowed(anonymous=False), priority=Priority.ANSWER)


async def unpair_command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/lepaskan, typed in the group: asked about first."""
    if group is None:
        await desk.say(message.chat, words.NotPaired(), priority=Priority.ANSWER)
    elif not await _may_pair(message.chat, person, desk):
        await _not_allowed(message, desk)
    else:
        waiting = await desk.unit.tickets.count_open(group.agency)
        question = told.AskUnpair(agency=desk.agency_name(group.agency), waiting=waiting)
        await ask_first(group.chat, question, "unpair_yes", ("leave",), desk)


def serves_another(group: Group | None, agency: str | None) -> bool:
    """Whether a chat has a role already that it would lose."""
    return group is not None and (group.agency, group.is_coordinator) != (agency, agency is None)


async def ask_to_change(group: Group, agency: str | None, agreed: tuple[object, ...], desk: Desk) -> None:
    """The group serves somebody else already: ask first. `agreed` is what the button of consent carries."""
    question = told.AskRepair(before=desk.agency_name(group.agency), agency=desk.agency_name(agency))
    await ask_first(group.chat, question, "repair_yes", agreed, desk)


async def ask_first(chat: Chat, question: Words, label: str, agreed: tuple[object, ...], desk: Desk) -> None:
    """A question before a role is lost, with a way out."""
    rows = (
        (desk.button(label, buttons.pack(buttons.PAIR, *map(str, agreed))),),
        (desk.button("keep_pairing", buttons.pack(buttons.PAIR, "keep")),),
    )
    await desk.say(chat, question, rows=rows, priority=Priority.ANSWER, slot=_QUESTION_SLOT)


async def pair(chat: Chat, person: Person, agency: str | None, desk: Desk) -> Group:
    """The group serves that agency (none: the coordinator) from now on: told, checked, and given the open cards."""
    before = await desk.unit.groups.find(chat)
    group = await desk.unit.groups.pair(chat, agency, agency is None, person.id, desk.now)
    if before is not None and serves_another(before, agency):
        await desk.unit.rosters.forget(group.id)
        await backlog.hand_back(before.agency, desk)
    lost = {"before": before.agency or COORDINATOR} if before and serves_another(before, agency) else {}
    await audit.record(Act.GROUP_PAIRED, person, desk, group=group, agency=agency, data=lost)
    await menus.follow_group(before, group, desk)
    waiting = await desk.unit.tickets.count_open(agency)
    paired = words.Paired(agency=desk.agency_name(agency), waiting=waiting)
    await desk.say(chat, paired, priority=Priority.ANSWER)
    await health.look(chat, desk)
    await backlog.welcome(group, desk)
    return group


async def _may_pair(chat: Chat, person: Person, desk: Desk, found: Sequence[Agency] = ()) -> bool:
    """Whether somebody may give that chat a role: a coordinator by name any, an agency's admin that of the agency."""
    group = await desk.unit.groups.find(chat)
    who = await access.acting(person, access.bench_of(group) if group else access.NOWHERE, desk)
    return who.may(Deed.PAIR) or (len(found) == 1 and found[0].code in who.agencies)


async def _decided(press: Press, person: Person, action: buttons.Action, desk: Desk) -> None:
    """A coordinator pressed an agency, *Koordinator*, another page, or the answer to a question."""
    match action.word(0):
        case "page":
            question = words.AskWhichAgency(wanted="", anonymous=False)
            rows = _menu(action.number(1) or 0, desk)
            await desk.edit(press.chat, _MENU_SLOT, question, rows=rows, priority=Priority.ANSWER)
        case "coordinator":
            await _pair_or_ask(press.chat, person, None, desk)
        case "to" if action.word(1) in desk.office.catalogue.agencies:
            await _pair_or_ask(press.chat, person, action.word(1), desk)
        case "sure" if action.word(1) == COORDINATOR:
            await pair(press.chat, person, None, desk)
        case "sure" if action.word(1) in desk.office.catalogue.agencies:
            await pair(press.chat, person, action.word(1), desk)
        case "leave":
            await _leave(press.chat, person, desk)


async def _pair_or_ask(chat: Chat, person: Person, agency: str | None, desk: Desk) -> None:
    group = await desk.unit.groups.find(chat)
    if group is not None and serves_another(group, agency):
        await ask_to_change(group, agency, ("sure", agency or COORDINATOR), desk)
    else:
        await pair(chat, person, agency, desk)


async def _leave(chat: Chat, person: Person, desk: Desk) -> None:
    """The group is nobody's any more; the coordinator hears of it and stands in."""
    group = await desk.unit.groups.find(chat)
    if group is None:
        return
    await desk.unit.groups.unpair(group.id)
    await menus.follow_group(group, None, desk)
    await audit.record(Act.GROUP_UNPAIRED, person, desk, group=group, agency=group.agency)
    await desk.edit(chat, _QUESTION_SLOT, words.Unpaired(), priority=Priority.ANSWER)
    released = told.GroupReleased(title=group.chat.title, agency=desk.agency_name(group.agency))
    await presence.tell_coordinators(released, desk)
    await backlog.hand_back(group.agency, desk)


async def _keep(chat: Chat, desk: Desk) -> None:
    if await desk.unit.messages.find(chat, _QUESTION_SLOT):
        await desk.edit(chat, _QUESTION_SLOT, told.PairingKept(), priority=Priority.ANSWER)


async def _check_again(chat: Chat, desk: Desk) -> None:
    if await desk.unit.groups.find(chat):
        await health.look(chat, desk, anew=False)
    else:
        await desk.say(chat, words.NotPaired(), priority=Priority.ANSWER)


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


def _menu(page: int, desk: Desk, first: tuple[Agency, ...] = ()) -> Rows:
    rows = agencies.choices(buttons.PAIR, (), page, desk, first=first)
    coordinator = desk.button("coordinator", buttons.pack(buttons.PAIR, "coordinator"))
    return (*rows, (coordinator,))
