"""The coordinator's commands and buttons: the same functions in the coordinator's group and alone with the bot.

A new command is a line in `COMMANDS`, its buttons one in `PRESSES`; each function asks `handlers.access` itself whether
who calls it may, there, and says politely if not. `group` is none in a private chat. Alone with us only coordinators
by name reach them: everybody else is a citizen there.
"""

from collections.abc import Awaitable, Callable, Mapping

from handlers import (
    access,
    agency_list,
    appointments,
    blocking,
    buttons,
    certificates,
    checking,
    desk_today,
    dossier,
    funnel,
    held_reports,
    holds,
    invitations,
    plans,
    posters,
    recap_orders,
    record_offer,
    search,
    sharing,
    sp4n,
    unmasking,
    watch,
)
from handlers.desk import Desk
from messages import roles
from storage.values import Expectation, Group, Person
from tickets.dialogue import Message, Press, Priority
from tickets.people import Deed

COMMANDS: Mapping[str, Callable[[Message, Person, Group | None, Desk], Awaitable[None]]] = {
    "bagikan": sharing.command,
    "blokir": blocking.command,
    "bukablokir": blocking.lift_command,
    "cari": search.command,
    "catat": record_offer.command,
    "ekspor": recap_orders.asked_export,
    "formulir": funnel.command,
    "isu": watch.command,
    "meja": desk_today.command,
    "periksa": checking.command,
    "peran": appointments.command,
    "poster": posters.command,
    "piagam": certificates.command,
    "peringkat": recap_orders.asked_ranking,
    "rekap": recap_orders.asked_recap,
    "rencana": plans.command,
    "sp4n": sp4n.command,
    "skpd": agency_list.command,
    "tahan": holds.command,
    "tertahan": held_reports.command,
    "undang": invitations.command,
}
"""By name, without the slash."""
ALONE: Mapping[str, Callable[[Message, Person, Group | None, Desk], Awaitable[None]]] = {
    "tiket": search.opened,
    "tunggakan": search.overdue,
}
"""What groups have in another form."""
PRESSES: Mapping[str, Callable[[Press, Person, Group | None, buttons.Action, Desk], Awaitable[None]]] = {
    buttons.INVITE: invitations.pressed,
    buttons.RECORD: record_offer.pressed,
    buttons.WATCH: watch.pressed,
    buttons.ROLE: appointments.pressed,
    buttons.SEARCH: search.pressed,
    buttons.SAMPLE: checking.pressed,
    buttons.UNMASK: unmasking.pressed,
    buttons.POSTER: posters.pressed,
    buttons.HOLD: holds.pressed,
    buttons.SHARE: sharing.pressed,
    buttons.PLAN: plans.pressed,
    buttons.BLOCK: blocking.pressed,
    buttons.HELD: held_reports.pressed,
}
"""By the verb of the button."""
HEARD: Mapping[str, Callable[[Person, Message, Expectation, Desk], Awaitable[bool]]] = {
    appointments.WHO: appointments.heard,
    blocking.REASON: blocking.heard,
    checking.REASON: checking.heard,
    dossier.NOTE: dossier.heard,
    dossier.REASON: dossier.heard,
    unmasking.REASON: unmasking.heard,
}
"""By what is expected of a coordinator's next message alone with us (`unit.expectations`); a command ends it. Each
tells whether the message was what it expected; if not, the message is a citizen's."""


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> bool:
    """One of these commands, in any group that is paired or alone with us. Tells whether it was one."""
    name = message.command.name if message.command else ""
    known = COMMANDS if group else {**COMMANDS, **ALONE}
    if name not in known or (group is None and not await _is_heard(name, person, desk)):
        return False
    await known[name](message, person, group, desk)
    return True


async def _is_heard(name: str, person: Person, desk: Desk) -> bool:
    """Whether somebody alone with us may type that: coordinators all, leaders what they may see."""
    if await access.is_coordinator(person, desk):
        return True
    return name in recap_orders.FOR_LEADERS and await access.may(person, None, Deed.SEE_RECAPS, desk)


async def pressed(press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> bool:
    """One of these buttons, in any group that is paired or alone with us. Tells whether it was one."""
    if action.verb not in PRESSES or (group is None and not await access.is_coordinator(person, desk)):
        return False
    await PRESSES[action.verb](press, person, group, action, desk)
    return True


async def heard(person: Person, message: Message, desk: Desk) -> bool:
    """Words, a file or something forwarded, alone with us. Tells whether a coordinator was asked for it."""
    expectation = await desk.unit.expectations.of(person.id)
    if expectation is None or expectation.what not in HEARD:
        return False
    return await HEARD[expectation.what](person, message, expectation, desk)


async def explain(person: Person, desk: Desk) -> None:
    """/bantuan alone with us, behind what every citizen is told: what a coordinator or a leader can do here."""
    coordinates = await access.is_coordinator(person, desk)
    if coordinates or await access.may(person, None, Deed.SEE_RECAPS, desk):
        await desk.say(person, roles.HelpForRole(coordinator=coordinates), priority=Priority.ANSWER)
