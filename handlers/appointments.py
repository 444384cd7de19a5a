"""/peran: who is coordinator, leader or agency's admin; given and taken by coordinators registered by name.

Somebody is named by a reply to their message (in a group), by forwarding one (alone with us), or by a one-time link.
Everything is asked about first, told to the person concerned, and written to the audit log.
"""

from datetime import timedelta

from handlers import access, agencies, audit, buttons, menus, presence
from handlers.desk import Desk
from messages import roles as words
from messages.base import Message as Words
from storage.repository import BIGGEST_ID
from storage.values import Expectation, Group, Person
from tickets import invitations as codes
from tickets.audit import Act
from tickets.dialogue import Button, Chat, ChatKind, Message, Press, Priority, Rows, Sender
from tickets.invitations import Standing
from tickets.number import chat_link_name
from tickets.people import Deed, Held, Role

WHO = "appoint"
"""Expected of a coordinator alone with us: a forwarded message of whoever is to have the role in `data`."""
WAITS = timedelta(minutes=30)
MOST = 30
"""People named in the list, and buttons under it."""
_SLOT = "roles"
_TYPED = {"koordinator": Role.COORDINATOR, "pimpinan": Role.LEADER, "admin": Role.AGENCY_ADMIN}
_TYPED |= {"kustodian": Role.CUSTODIAN}
_ADDED = (Role.COORDINATOR, Role.LEADER, Role.AGENCY_ADMIN)


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/peran, alone for the list; with a role to add somebody, who may be named by a reply."""
    typed = message.command.args.split() if message.command else []
    if not await access.may(person, group, Deed.SEE_ROLES, desk):
        await _say(message.chat, person, words.CoordinatorsOnly(), desk)
    elif not typed and message.reply_to_sender is None:
        await _listed(message.chat, person, group, desk)
    elif not await access.may(person, group, Deed.APPOINT, desk):
        await _refuse(message.chat, person, "", desk)
    elif not typed and message.reply_to_sender:
        await _picked(message.chat, person, message.reply_to_sender, None, desk)
    elif (wanted := _read(typed, desk)) is None:
        await _refuse(message.chat, person, "unknown", desk)
    elif message.reply_to_sender and not message.reply_to_sender.is_bot:
        await _picked(message.chat, person, message.reply_to_sender, wanted, desk)
    else:
        await _ask_who(message.chat, person, *wanted, desk)


async def pressed(press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """A button of the list, of a person's card, or of a question. Only who may appoint."""
    if not await access.may(person, group, Deed.APPOINT, desk):
        await _refuse(press.chat, person, "", desk)
        return
    match action.word(0):
        case "list":
            await _listed(press.chat, person, group, desk, edit=True)
        case "drop":
            await desk.unit.expectations.drop(person.id)
            await _edit(press.chat, person, words.RoleDropped(), desk)
        case "add" | "page" | "to" | "link":
            await _add(press.chat, person, action, desk)
        case _:
            await _about(press, person, action, desk)


async def heard(person: Person, message: Message, expectation: Expectation, desk: Desk) -> bool:
    """A forwarded message says who is to have the role. Tells whether it was one."""
    if not message.forwarded or desk.now - expectation.at > WAITS:
        return False
    if not await access.may(person, None, Deed.APPOINT, desk):
        return False
    role, agency = Role(str(expectation.data["role"])), str(expectation.data["agency"])
    if message.origin is None:
        await _refuse(message.chat, person, "hidden", desk, rows=_link_rows(role, agency, desk))
        return True
    await desk.unit.expectations.drop(person.id)
    await _picked(message.chat, person, message.origin, (role, agency), desk)
    return True


async def joined(person: Person, chat: Chat, text: str, desk: Desk) -> bool:
    """/start with a code of a link: the role is theirs. Tells whether it was meant as one."""
    code = codes.read(text)
    if code is None or await desk.unit.invitations.find(code):
        return False
    invitation = await desk.unit.roles.invitation(code)
    standing = invitation.standing(desk.now) if invitation else Standing.UNKNOWN
    if invitation is None or standing is not Standing.GOOD:
        await _say(chat, person, words.RoleCodeRefused(why=standing.value), desk)
        return True
    maker = await desk.unit.people.get(invitation.made_by)
    held = Held(person.id, Role(invitation.role), invitation.agency, invitation.made_by, desk.now)
    if not await access.is_coordinator(maker, desk):
        await _say(chat, person, words.RoleCodeRefused(why=Standing.REVOKED), desk)
    elif await _has(person, held, desk):
        await _refuse(chat, person, "has_it", desk, name=person.name)
    else:
        await desk.unit.roles.use(invitation.id, desk.now)
        await _give(held, person, maker, None, desk, invitation=str(invitation.id))
    return True


# --- the list -----------------------------------------------------------------------------------------------------


async def _listed(chat: Chat, person: Person, group: Group | None, desk: Desk, *, edit: bool = False) -> None:
    may_change = await access.may(person, group, Deed.APPOINT, desk)
    coordinators = await access.coordinators(person.channel, desk)
    given = [each for each in await desk.unit.roles.holders() if each.role in {Role.LEADER, Role.AGENCY_ADMIN}]
    shown = given[: max(0, MOST - len(coordinators))]
    others = {each.person_id: await desk.unit.people.get(each.person_id) for each in shown}
    listed = words.RoleList(
        coordinators=tuple([await _coordinator(each, desk) for each in coordinators]),
        leaders=tuple(_holder(each, others, desk) for each in shown if each.role is Role.LEADER),
        admins=tuple(_holder(each, others, desk) for each in shown if each.role is Role.AGENCY_ADMIN),
        more=len(given) - len(shown),
        may_change=may_change,
    )
    people = {each.id: each for each in coordinators} | others
    rows = _list_rows(tuple(people.values()), desk) if may_change else ()
    if edit:
        await _edit(chat, person, listed, desk, rows=rows)
    else:
        await _say(chat, person, listed, desk, rows=rows)


async def _coordinator(person: Person, desk: Desk) -> words.Holder:
    held = {each.role: each for each in await access.roles_of(person, desk)}
    fixed = access.is_fixed(person, desk)
    since = held[Role.COORDINATOR].at if Role.COORDINATOR in held else None
    return words.Holder(name=person.name, agency=None, fixed=fixed, custodian=Role.CUSTODIAN in held, since=since)


def _holder(held: Held, people: dict[int, Person], desk: Desk) -> words.Holder:
    agency = desk.agency_name(held.agency) if held.agency else None
    name = people[held.person_id].name
    return words.Holder(name=name, agency=agency, fixed=False, custodian=False, since=held.at)


def _list_rows(people: tuple[Person, ...], desk: Desk) -> Rows:
    made = [Button(person.name[:30], buttons.pack(buttons.ROLE, "who", person.id)) for person in people]
    rows = tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))
    add = [desk.button(f"add_{role.value}", buttons.pack(buttons.ROLE, "add", role)) for role in _ADDED]
    return (*rows, tuple(add[:2]), tuple(add[2:]))


# --- adding -------------------------------------------------------------------------------------------------------


async def _add(chat: Chat, person: Person, action: buttons.Action, desk: Desk) -> None:
    match action.word(0):
        case "add" if action.word(1) == Role.AGENCY_ADMIN:
            await _ask_agency(chat, person, 0, desk)
        case "add" if action.word(1) in set(_ADDED):
            await _ask_who(chat, person, Role(action.word(1)), "", desk)
        case "page":
            await _ask_agency(chat, person, action.number(1) or 0, desk)
        case "to" if action.word(1) in desk.office.catalogue.agencies:
            await _ask_who(chat, person, Role.AGENCY_ADMIN, action.word(1), desk)
        case "link" if action.word(1) in set(_ADDED):
            await _invite(chat, person, Role(action.word(1)), action.word(2), desk)


async def _ask_agency(chat: Chat, person: Person, page: int, desk: Desk) -> None:
    rows = (*agencies.choices(buttons.ROLE, (), page, desk), (_drop(desk),))
    await _edit(chat, person, words.AskWhichAdmin(), desk, rows=rows)


async def _ask_who(chat: Chat, person: Person, role: Role, agency: str, desk: Desk) -> None:
    if role is Role.AGENCY_ADMIN and not agency:
        rows = (*agencies.choices(buttons.ROLE, (), 0, desk), (_drop(desk),))
        await _say(chat, person, words.AskWhichAdmin(), desk, rows=rows)
        return
    if role is Role.CUSTODIAN:
        await _refuse(chat, person, "not_coordinator", desk)
        return
    in_group = chat.kind is ChatKind.GROUP
    if not in_group:
        data = {"role": role.value, "agency": agency}
        await desk.unit.expectations.put(Expectation(person.id, WHO, None, desk.now, data))
    asked = words.AskNewHolder(role=role.value, agency=desk.agency_name(agency or None), in_group=in_group)
    await _say(chat, person, asked, desk, rows=_link_rows(role, agency, desk))


async def _invite(chat: Chat, person: Person, role: Role, agency: str, desk: Desk) -> None:
    if (role is Role.AGENCY_ADMIN) is not (agency in desk.office.catalogue.agencies):
        return
    code = codes.draw(desk.office.random)
    invitation = await desk.unit.roles.invite(role, agency, code, person.id, desk.now)
    data = {"role": role.value, "invitation": str(invitation.id)}
    await audit.record(Act.ROLE_INVITED, person, desk, agency=agency or None, data=data)
    link = await desk.unit.notes.get(chat_link_name(chat.channel))
    invited = words.RoleInvited(
        role=role.value,
        agency=desk.agency_name(agency or None),
        code=codes.written(code),
        link=f"{link}{code}" if link else None,
        expires_at=invitation.expires_at,
    )
    await _say(chat, person, invited, desk)


async def _picked(chat: Chat, person: Person, who: Sender, wanted: tuple[Role, str] | None, desk: Desk) -> None:
    """Somebody was named: ask first; without a role, show what they have."""
    if who.is_bot or who.is_anonymous:
        await _refuse(chat, person, "bot", desk)
        return
    target = await desk.unit.people.meet(chat.channel, who, desk.now)
    if wanted is None:
        await _show(chat, person, target, desk)
        return
    problem = await _problem(person, Held(target.id, *wanted), target, desk)
    if problem:
        await _refuse(chat, person, problem, desk, name=target.name)
    else:
        await _confirm(chat, person, target, Held(target.id, *wanted), desk, given=True)


# --- one person ---------------------------------------------------------------------------------------------------


async def _about(press: Press, person: Person, action: buttons.Action, desk: Desk) -> None:
    """`who:ID`, or `ask|yes|take|sure:ROLE:ID:AGENCY`."""
    if action.word(0) == "who":
        target = await _somebody(action.number(1), desk)
        if target:
            await _show(press.chat, person, target, desk, edit=True)
        return
    target = await _somebody(action.number(2), desk)
    if target is None or action.word(1) not in set(Role):
        return
    held = Held(target.id, Role(action.word(1)), action.word(3), person.id, desk.now)
    given = action.word(0) in {"ask", "yes"}
    problem = await (_problem if given else _hindrance)(person, held, target, desk)
    if problem:
        await _refuse(press.chat, person, problem, desk, name=target.name)
    elif action.word(0) in {"ask", "take"}:
        await _confirm(press.chat, person, target, held, desk, given=given, edit=True)
    elif action.word(0) in {"yes", "sure"}:
        await (_give if given else _take)(held, target, person, press.chat, desk)


async def _show(chat: Chat, person: Person, target: Person, desk: Desk, *, edit: bool = False) -> None:
    held = await access.roles_of(target, desk)
    card = words.RoleHolder(
        name=target.name,
        roles=tuple(each.role.value for each in held),
        agencies=tuple(desk.agency_name(each.agency) or "" for each in held if each.agency),
        fixed=access.is_fixed(target, desk),
    )
    await (_edit if edit else _say)(chat, person, card, desk, rows=await _card_rows(person, target, held, desk))


async def _card_rows(person: Person, target: Person, held: tuple[Held, ...], desk: Desk) -> Rows:
    """What can be changed about somebody, by whom it may be changed."""
    roles = {each.role for each in held}
    rows = []
    for role in (Role.COORDINATOR, Role.LEADER, Role.CUSTODIAN):
        word = "take" if role in roles else "ask"
        data = buttons.pack(buttons.ROLE, word, role, target.id, "")
        problem = _hindrance if role in roles else _problem
        if not await problem(person, Held(target.id, role), target, desk):
            rows.append((desk.button(f"{'remove' if role in roles else 'give'}_{role.value}", data),))
    label = desk.office.words.label("remove_agency_admin")
    rows += [
        (
            Button(
                f"{label} {desk.agency_name(each.agency)}"[:60],
                buttons.pack(buttons.ROLE, "take", each.role, target.id, each.agency),
            ),
        )
        for each in held
        if each.role is Role.AGENCY_ADMIN
    ]
    return (*rows, (desk.button("back", buttons.pack(buttons.ROLE, "list")),))


async def _confirm(
    chat: Chat, person: Person, target: Person, held: Held, desk: Desk, *, given: bool, edit: bool = False
) -> None:
    question = words.ConfirmRole(
        name=target.name,
        role=held.role.value,
        agency=desk.agency_name(held.agency or None),
        given=given,
        in_group_too=held.role is Role.COORDINATOR,
    )
    word, label = ("yes", "role_give") if given else ("sure", "role_take")
    yes = desk.button(label, buttons.pack(buttons.ROLE, word, held.role, target.id, held.agency))
    await (_edit if edit else _say)(chat, person, question, desk, rows=((yes,), (_drop(desk),)))


async def _problem(person: Person, held: Held, target: Person, desk: Desk) -> str:
    """Why that role cannot be given by that person; empty if it can."""
    if (held.role is Role.AGENCY_ADMIN) is not (held.agency in desk.office.catalogue.agencies):
        return "unknown"
    if held.role is Role.CUSTODIAN and not await _is(person, Role.CUSTODIAN, desk):
        return "custodian"
    if held.role is Role.CUSTODIAN and not await _is(target, Role.COORDINATOR, desk):
        return "not_coordinator"
    return "has_it" if await _has(target, held, desk) else ""


async def _hindrance(person: Person, held: Held, target: Person, desk: Desk) -> str:
    """Why that role cannot be taken by that person; empty if it can."""
    if held.role in {Role.COORDINATOR, Role.CUSTODIAN} and access.is_fixed(target, desk):
        return "fixed"
    if not await _has(target, held, desk):
        return "has_not"
    if held.role is Role.CUSTODIAN and not await _is(person, Role.CUSTODIAN, desk):
        return "custodian"
    if held.role is Role.COORDINATOR and not desk.office.coordinator_ids:
        others = await desk.unit.roles.holders(Role.COORDINATOR, lock=True)
        return "" if any(each.person_id != target.id for each in others) else "last"
    return ""


async def _give(held: Held, target: Person, by: Person, chat: Chat | None, desk: Desk, *, invitation: str = "") -> None:
    await desk.unit.roles.give(held)
    data = {"role": held.role.value} | ({"invitation": invitation} if invitation else {})
    await audit.record(Act.ROLE_GIVEN, by, desk, agency=held.agency or None, about=target, data=data)
    await _tell(held, target, by, chat, desk, given=True)


async def _take(held: Held, target: Person, by: Person, chat: Chat | None, desk: Desk) -> None:
    await desk.unit.roles.take(target.id, held.role, held.agency)
    if held.role is Role.COORDINATOR:
        await desk.unit.roles.take(target.id, Role.CUSTODIAN)
    data = {"role": held.role.value}
    await audit.record(Act.ROLE_TAKEN, by, desk, agency=held.agency or None, about=target, data=data)
    await _tell(held, target, by, chat, desk, given=False)


async def _tell(held: Held, target: Person, by: Person, chat: Chat | None, desk: Desk, *, given: bool) -> None:
    """The person concerned (also by the menu), whoever did it, and the coordinator's groups."""
    await menus.follow_person(target, desk)
    agency = desk.agency_name(held.agency or None)
    role = held.role.value
    changed = words.RoleChanged(name=target.name, role=role, agency=agency, given=given, by=by.name)
    here = await desk.unit.groups.find(chat) if chat else None
    if chat:
        back = desk.button("back", buttons.pack(buttons.ROLE, "list"))
        await _edit(chat, by, changed, desk, rows=((back,),))
    await presence.tell_coordinators(changed, desk, but=here)
    await desk.say(target, words.YourRole(role=role, agency=agency, given=given, by=by.name), priority=Priority.ANSWER)


async def _has(target: Person, held: Held, desk: Desk) -> bool:
    return any((each.role, each.agency) == (held.role, held.agency) for each in await access.roles_of(target, desk))


async def _is(person: Person, role: Role, desk: Desk) -> bool:
    return any(each.role is role for each in await access.roles_of(person, desk))


async def _somebody(person_id: int | None, desk: Desk) -> Person | None:
    """The person a button names, if there is one."""
    if not person_id or person_id > BIGGEST_ID:
        return None
    try:
        return await desk.unit.people.get(person_id)
    except LookupError:
        return None


def _read(typed: list[str], desk: Desk) -> tuple[Role, str] | None:
    """The role that was typed, of an agency where it is an admin's; none if it is none."""
    role = _TYPED.get(typed[0].casefold())
    if role is None:
        return None
    if role is not Role.AGENCY_ADMIN or len(typed) == 1:
        return role, ""
    found = desk.office.catalogue.find_agency(" ".join(typed[1:]))
    return (role, found[0].code) if len(found) == 1 else None


def _link_rows(role: Role, agency: str, desk: Desk) -> Rows:
    return ((desk.button("role_link", buttons.pack(buttons.ROLE, "link", role, agency)),), (_drop(desk),))


def _drop(desk: Desk) -> Button:
    return desk.button("cancel", buttons.pack(buttons.ROLE, "drop"))


async def _refuse(chat: Chat, person: Person, why: str, desk: Desk, *, name: str = "", rows: Rows = ()) -> None:
    to = person if chat.kind is ChatKind.PRIVATE else chat
    await desk.say(to, words.RoleRefused(why=why, name=name), rows=rows, priority=Priority.ANSWER)


async def _say(chat: Chat, person: Person, message: Words, desk: Desk, *, rows: Rows = ()) -> None:
    to = person if chat.kind is ChatKind.PRIVATE else chat
    await desk.say(to, message, rows=rows, priority=Priority.ANSWER, slot=_SLOT)


async def _edit(chat: Chat, person: Person, message: Words, desk: Desk, *, rows: Rows = ()) -> None:
    to = person if chat.kind is ChatKind.PRIVATE else chat
    await desk.edit(to, _SLOT, message, rows=rows, priority=Priority.ANSWER)
