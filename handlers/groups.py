"""A group's chat: commands, buttons, and replies to messages of a case. The rest is none of our business."""

from handlers import agency, buttons, lists, pairing, transfer
from handlers.desk import Desk
from messages import group as words
from storage.values import Group, Person
from tickets.dialogue import Message, Press, Priority
from tickets.errors import Refused

CITIZEN_COMMANDS = frozenset({"start", "lapor", "status", "laporansaya", "batal", "privasi"})


async def received(message: Message, desk: Desk) -> None:
    """Somebody wrote in a group."""
    if message.edited or (message.sender.is_bot and not message.sender.is_anonymous):
        return
    if message.command:
        await _command(message, desk)
        return
    if message.reply_to is None and message.album is None:
        return
    group = await desk.unit.groups.find(message.chat)
    if group is not None:
        await _reply(group, message, desk)


async def pressed(press: Press, desk: Desk) -> None:
    """Somebody pressed a button in a group."""
    action = buttons.unpack(press.data)
    person = await desk.unit.people.meet(press.chat.channel, press.sender, desk.now)
    if action.verb == buttons.PAIR:
        await pairing.pressed(press, person, action, desk)
        return
    group = await desk.unit.groups.find(press.chat)
    if group is None:
        await desk.say(press.chat, words.NotPaired(), priority=Priority.ANSWER)
        return
    try:
        await _act(group, person, press, action, desk)
    except Refused:
        return


async def _act(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    match action.verb, action.word(0):
        case buttons.TICKET, "show":
            await lists.pressed_ticket(group, action, desk)
        case buttons.TICKET, "transfer":
            await transfer.begin(group, person, action, desk)
        case buttons.TICKET, _:
            await agency.pressed_card(group, person, press, action, desk)
        case buttons.TRANSFER, _:
            await transfer.pressed(group, person, action, desk)
        case buttons.ANSWER, _:
            await agency.pressed_preview(group, person, action, desk)


async def _reply(group: Group, message: Message, desk: Desk) -> None:
    ticket_id = await desk.unit.messages.ticket_of(message.chat, message.reply_to) if message.reply_to else None
    ticket_id = ticket_id or buttons.case_in(message.reply_to_data)
    if ticket_id is None and message.album is None:
        return
    person = await desk.unit.people.meet(message.chat.channel, message.sender, desk.now)
    if await transfer.replied(group, person, message, desk):
        return
    if await agency.album_goes_on(group, person, message, desk):
        return
    if ticket_id is not None:
        await agency.replied(group, person, message, ticket_id, desk)


async def _command(message: Message, desk: Desk) -> None:
    if message.command is None:
        return
    group = await desk.unit.groups.find(message.chat)
    match message.command.name:
        case "hubungkan":
            person = await desk.unit.people.meet(message.chat.channel, message.sender, desk.now)
            await pairing.pair_command(message, person, desk)
        case "lepaskan":
            await pairing.unpair_command(message, group, desk)
        case "tiket" | "tunggakan" | "bantuan" | "help" if group is None:
            await desk.say(message.chat, words.NotPaired(), priority=Priority.ANSWER)
        case "tiket" if group and message.command.args.strip():
            await lists.one_ticket(group, message, message.command.args, desk)
        case "tiket" if group:
            await lists.open_tickets(group, desk)
        case "tunggakan" if group:
            await lists.overdue_tickets(group, desk)
        case "bantuan" | "help" if group:
            helped = words.GroupHelp(agency=desk.agency_name(group.agency), is_coordinator=group.is_coordinator)
            await desk.say(message.chat, helped, priority=Priority.ANSWER)
        case name if name in CITIZEN_COMMANDS:
            await desk.say(message.chat, words.CommandInPrivate(), priority=Priority.ANSWER)
