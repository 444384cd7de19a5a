"""A group's chat: commands, buttons, replies to messages of a case, and what is written in the topic of a case.

The rest is none of our business.
"""

from handlers import (
    agency,
    answering,
    behalf,
    blocking,
    bundles,
    buttons,
    checking,
    coordinator,
    data_request,
    decline,
    disposal,
    drafts,
    handover,
    health,
    incidents,
    invitations,
    issues,
    merging,
    overview,
    pairing,
    recording,
    rewording,
    roster,
    sending,
    silence,
    template_writing,
    templates,
    together,
    topics,
    transfer,
    unmasking,
    verification,
)
from handlers.desk import Desk
from messages import group as words
from storage.values import Group, Person
from tickets.dialogue import Command, Message, Press, Priority
from tickets.errors import Refused
from tickets.overview import Filter

GROUP_COMMANDS = frozenset(
    {"tiket", "tunggakan", "bantuan", "help", "piket", "senyap", "templat", *coordinator.COMMANDS}
)
BUTTONS = frozenset(
    {"terima", "balas", "alihkan", "serahkan", "tolak", "selesai", "ubah", "gabung", "gabungkan", "pisah", "pisahkan"}
    | {"loloskan"}
)
"""What people type as a command though it is a button of a card, or of /tertahan."""
CITIZEN_COMMANDS = frozenset(
    {"start", "lapor", "status", "laporansaya", "batal", "privasi", "datasaya", "hapusdata", "klaim"}
)


async def received(message: Message, desk: Desk) -> None:
    """Somebody wrote in a group."""
    if message.sender.is_bot and not message.sender.is_anonymous:
        return
    if message.edited:
        await _edited(message, desk)
        return
    if message.command:
        await _command(message, message.command, desk)
        return
    if message.reply_to is None and message.album is None and message.thread is None:
        return
    group = await desk.unit.groups.find(message.chat)
    if group is not None:
        await health.notice(group, message.chat, desk)
        await _reply(group, message, desk)


async def _edited(message: Message, desk: Desk) -> None:
    """Only the words of what is for a citizen are of interest; a command is not given by editing."""
    group = await desk.unit.groups.find(message.chat)
    if group is not None and not message.command:
        person = await desk.unit.people.meet(message.chat.channel, message.sender, desk.now)
        await rewording.edited(group, person, message, desk)


async def pressed(press: Press, desk: Desk) -> None:
    """Somebody pressed a button in a group."""
    action = buttons.unpack(press.data)
    person = await desk.unit.people.meet(press.chat.channel, press.sender, desk.now)
    if action.verb == buttons.PAIR:
        await _pair(press, person, action, desk)
        return
    group = await desk.unit.groups.find(press.chat)
    if group is None:
        await desk.say(press.chat, words.NotPaired(), priority=Priority.ANSWER)
        return
    await health.notice(group, press.chat, desk)
    await desk.unit.rosters.seen(group.id, person.id, desk.now)
    try:
        await _act(group, person, press, action, desk)
    except Refused:
        return


async def _pair(press: Press, person: Person, action: buttons.Action, desk: Desk) -> None:
    if action.word(0) == "code":
        await invitations.agreed(press, person, action, desk)
    else:
        await pairing.pressed(press, person, action, desk)


async def _act(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    match action.verb:
        case buttons.OVERVIEW:
            await overview.pressed(group, person, press, action, desk)
        case buttons.ROSTER:
            await roster.pressed(group, person, press, action, desk)
        case buttons.TEMPLATE:
            await templates.pressed(group, person, press, action, desk)
        case _ if not await coordinator.pressed(press, person, group, action, desk):
            await act_on_case(group, person, press, action, desk)


async def act_on_case(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """A button about a case, or several."""
    match action.verb, action.word(0):
        case buttons.TICKET, _:
            await _act_on_card(group, person, press, action, desk)
        case buttons.TRANSFER, _:
            await transfer.pressed(group, person, press, action, desk)
        case buttons.ANSWER, _:
            await _act_on_answer(group, person, press, action, desk)
        case buttons.QUESTION, _:
            await data_request.pressed(group, person, action, desk)
        case buttons.HANDOVER, _:
            await handover.pressed(group, person, press, action, desk)
        case buttons.BUNDLE, _:
            await _act_on_list(group, person, press, action, desk)
        case _:
            await _steer(group, person, press, action, desk)


async def _steer(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """What the coordinator decides: whose a case is, and which are the same."""
    match action.verb:
        case buttons.DECLINE:
            await decline.pressed(group, person, press, action, desk)
        case buttons.VERIFY:
            await verification.pressed(group, person, press, action, desk)
        case buttons.SAME:
            await merging.pressed(group, person, press, action, desk)
        case buttons.INCIDENT:
            await incidents.pressed(group, person, action, desk)


async def _act_on_answer(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    match action.word(0):
        case "change":
            await drafts.ask_anew(group, person, press, action, desk)
        case "undo":
            await sending.take_back(group, person, press, action, desk)
        case _:
            await answering.pressed(group, person, action, desk)


async def _act_on_card(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    match action.word(0):
        case "show":
            await overview.pressed_ticket(group, press, action, desk)
        case "transfer":
            await transfer.begin(group, person, action, desk)
        case "hand_over":
            await handover.begin(group, action, desk)
        case "decline":
            await decline.begin(group, action, desk)
        case "ask":
            await data_request.begin(group, person, press, action, desk)
        case "finish":
            await sending.hurry(group, action.number(1), desk)
            await agency.pressed_card(group, person, press, action, desk)
        case _:
            await agency.pressed_card(group, person, press, action, desk)


async def _act_on_list(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    match action.word(0):
        case "open" | "turn":
            await bundles.pressed(group, action, desk)
        case "take":
            await together.take(group, person, action, desk)
        case "move":
            await together.begin(group, person, action, desk)
        case _:
            await together.pressed(group, person, press, action, desk)


async def _reply(group: Group, message: Message, desk: Desk) -> None:
    if await together.replied(group, message, desk):
        return
    ticket_id = await desk.unit.messages.ticket_of(message.chat, message.reply_to) if message.reply_to else None
    ticket_id = ticket_id or buttons.case_in(message.reply_to_data) or await topics.case_of(message, desk)
    if ticket_id is None and message.album is None and not await _is_of_ours(message, desk):
        return
    person = await _meet(group, message, desk)
    for begun in (transfer.replied, recording.replied, issues.replied, template_writing.replied):
        if await begun(group, person, message, desk):
            return
    for goes_on in (agency.album_goes_on, data_request.album_goes_on):
        if await goes_on(group, person, message, desk):
            return
    if ticket_id is not None:
        await replied_to_case(group, person, message, ticket_id, desk)


async def replied_to_case(group: Group, person: Person, message: Message, ticket_id: int, desk: Desk) -> None:
    """A reply to a message of a case: the answer to what was asked there, or else to its reporter."""
    asking = (
        unmasking.replied,
        blocking.replied,
        behalf.replied,
        data_request.replied,
        handover.replied,
        decline.replied,
        disposal.replied,
        merging.replied,
        checking.replied,
        incidents.replied,
        drafts.replied,
    )
    for asked in asking:
        if await asked(group, person, message, ticket_id, desk):
            return
    await agency.replied(group, person, message, ticket_id, desk)


async def _is_of_ours(message: Message, desk: Desk) -> bool:
    """Whether it replies to something that belongs to no case, but is heard of."""
    slot = await desk.unit.messages.slot_of(message.chat, message.reply_to) if message.reply_to else None
    return recording.is_question(slot) or issues.is_asked(slot) or template_writing.is_asked(slot)


async def _command(message: Message, command: Command, desk: Desk) -> None:
    group = await desk.unit.groups.find(message.chat)
    match command.name:
        case "hubungkan" | "start":
            await _connect(message, command, desk)
        case "lepaskan":
            person = await desk.unit.people.meet(message.chat.channel, message.sender, desk.now)
            await pairing.unpair_command(message, person, group, desk)
        case name if name in GROUP_COMMANDS and group is None:
            await desk.say(message.chat, words.NotPaired(), priority=Priority.ANSWER)
        case name if name in GROUP_COMMANDS and group:
            await _group_command(group, message, command, desk)
        case name if name in BUTTONS and group:
            told = words.ButtonNotCommand(typed=name, is_held=name == "loloskan")
            await desk.say(message.chat, told, priority=Priority.ANSWER, reply_to=message.message_id)
        case name if name in CITIZEN_COMMANDS:
            await desk.say(message.chat, words.CommandInPrivate(), priority=Priority.ANSWER)


async def _connect(message: Message, command: Command, desk: Desk) -> None:
    """/hubungkan with a code or an agency; /start with a code, as the link of an invitation says it."""
    person = await desk.unit.people.meet(message.chat.channel, message.sender, desk.now)
    if await invitations.typed(message, person, command.args, desk):
        return
    if command.name == "start":
        await desk.say(message.chat, words.CommandInPrivate(), priority=Priority.ANSWER)
    else:
        await pairing.pair_command(message, person, desk)


async def _group_command(group: Group, message: Message, command: Command, desk: Desk) -> None:
    await health.notice(group, message.chat, desk)
    person = await _meet(group, message, desk)
    if await coordinator.command(message, person, group, desk):
        return
    match command.name:
        case "tiket" if chosen := overview.filter_named(command.args, desk):
            await overview.listed(group, person, message, chosen, desk)
        case "tiket":
            await overview.one_ticket(group, message, command.args, desk)
        case "tunggakan":
            await overview.listed(group, person, message, Filter.OVERDUE, desk)
        case "piket":
            await roster.command(group, person, message, desk)
        case "templat":
            await templates.command(group, person, message, desk)
        case "senyap":
            await silence.command(group, person, message, desk)
        case _:
            helped = words.GroupHelp(
                agency=desk.agency_name(group.agency), is_coordinator=group.is_coordinator, topics=group.has_topics
            )
            await desk.say(message.chat, helped, priority=Priority.ANSWER)


async def _meet(group: Group, message: Message, desk: Desk) -> Person:
    """Who wrote; from now on known from the group, unless nobody can tell who it was."""
    person = await desk.unit.people.meet(message.chat.channel, message.sender, desk.now)
    if not message.sender.is_anonymous:
        await desk.unit.rosters.seen(group.id, person.id, desk.now)
    return person
