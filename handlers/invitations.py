"""/undang: a one-time code of the coordinator by which an agency's people connect their group themselves.

Made in the coordinator's group, or alone with the bot by a coordinator. Used by the link in it (which adds the bot to
a group and says /start CODE there) or by /hubungkan CODE, typed by anybody of the group: the code is the right.
"""

from handlers import access, agencies, audit, buttons, pairing, presence
from handlers.desk import Desk
from messages import group as words
from messages import pairing as told
from storage.values import Group, Person
from tickets import invitations as rules
from tickets.audit import Act
from tickets.catalogue import Agency
from tickets.dialogue import Chat, Message, Press, Priority
from tickets.invitations import Invitation, Standing
from tickets.people import Deed

_MENU_SLOT = "invitation"


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/undang PUPR."""
    if not await access.may(person, group, Deed.INVITE, desk):
        await desk.say(message.chat, told.InvitingNotAllowed(), priority=Priority.ANSWER, reply_to=message.message_id)
        return
    wanted = message.command.args.strip() if message.command else ""
    found = desk.office.catalogue.find_agency(wanted) if wanted else ()
    if len(found) == 1:
        await _invite(message.chat, person, found[0], desk)
        return
    if wanted and not found:
        await desk.say(message.chat, words.AgencyUnknown(wanted=wanted[:60]), priority=Priority.ANSWER)
    rows = agencies.choices(buttons.INVITE, (), 0, desk, first=tuple(found))
    await desk.say(message.chat, told.AskWhomToInvite(), rows=rows, priority=Priority.ANSWER, slot=_MENU_SLOT)


async def pressed(press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """An agency of the menu, or another page of it."""
    if not await access.may(person, group, Deed.INVITE, desk):
        await desk.say(press.chat, told.InvitingNotAllowed(), priority=Priority.ANSWER)
        return
    match action.word(0):
        case "page":
            rows = agencies.choices(buttons.INVITE, (), action.number(1) or 0, desk)
            await desk.edit(press.chat, _MENU_SLOT, told.AskWhomToInvite(), rows=rows, priority=Priority.ANSWER)
        case "to" if action.word(1) in desk.office.catalogue.agencies:
            await _invite(press.chat, person, desk.office.catalogue.agency(action.word(1)), desk)


async def typed(message: Message, person: Person, text: str, desk: Desk) -> bool:
    """A code behind /hubungkan or /start in a group. Tells whether the text was meant as one."""
    code = rules.read(text)
    if code is None:
        return False
    invitation = await _good(message.chat, code, desk)
    if invitation is None:
        return True
    group = await desk.unit.groups.find(message.chat)
    if group is not None and group.active and group.agency == invitation.agency:
        agency = desk.agency_name(group.agency) or ""
        await desk.say(message.chat, told.AlreadyPaired(agency=agency), priority=Priority.ANSWER)
    elif group is not None and pairing.serves_another(group, invitation.agency):
        await pairing.ask_to_change(group, invitation.agency, ("code", code), desk)
    else:
        await _use(message.chat, person, invitation, desk)
    return True


async def agreed(press: Press, person: Person, action: buttons.Action, desk: Desk) -> None:
    """The group serves another agency, and somebody agreed to the change; the button carries the code.

    Pressed a second time, it is done already.
    """
    code = rules.read(action.word(1)) or ""
    known, group = await desk.unit.invitations.find(code), await desk.unit.groups.find(press.chat)
    if known and group and group.agency == known.agency:
        return
    invitation = await _good(press.chat, code, desk)
    if invitation is not None:
        await _use(press.chat, person, invitation, desk)


async def _invite(chat: Chat, person: Person, agency: Agency, desk: Desk) -> None:
    code = rules.draw(desk.office.random)
    invitation = await desk.unit.invitations.make(agency.code, code, person.id, desk.now)
    group, made = await desk.unit.groups.find(chat), {"invitation": str(invitation.id)}
    await audit.record(Act.INVITATION_MADE, person, desk, group=group, agency=agency.code, data=made)
    link = await desk.unit.notes.get(rules.link_name(chat.channel))
    invited = told.Invited(
        agency=agency.short,
        code=rules.written(code),
        link=f"{link}{code}" if link else None,
        expires_at=invitation.expires_at,
    )
    await desk.say(chat, invited, priority=Priority.ANSWER)


async def _good(chat: Chat, code: str, desk: Desk) -> Invitation | None:
    """The invitation, if it can be used; why not is said."""
    invitation = await desk.unit.invitations.find(code)
    standing = invitation.standing(desk.now) if invitation else Standing.UNKNOWN
    if standing is Standing.GOOD and invitation and invitation.agency in desk.office.catalogue.agencies:
        return invitation
    await desk.say(chat, told.InvitationRefused(why=standing.value), priority=Priority.ANSWER)
    return None


async def _use(chat: Chat, person: Person, invitation: Invitation, desk: Desk) -> None:
    await desk.unit.invitations.use(invitation.id, desk.now)
    group = await pairing.pair(chat, person, invitation.agency, desk)
    used = {"invitation": str(invitation.id)}
    await audit.record(Act.INVITATION_USED, person, desk, group=group, agency=invitation.agency, data=used)
    joined = told.GroupJoined(title=group.chat.title, agency=desk.agency_name(invitation.agency) or "", by=person.name)
    await presence.tell_coordinators(joined, desk)
