"""/senyap: a group's silent hours, in which nothing reminds it. Cards and answers come at their time."""

from handlers import audit
from handlers.desk import Desk
from messages import duty as words
from storage.values import Group, Person
from tickets.audit import Act
from tickets.dialogue import Message, Priority
from tickets.quiet import QuietHours, read

OFF = frozenset({"mati", "matikan", "hapus", "off", "tidak"})
"""Words behind /senyap that end the silent hours."""


async def command(group: Group, person: Person, message: Message, desk: Desk) -> None:
    """/senyap to see them, /senyap 17.00-07.30 to set them, /senyap mati to end them."""
    typed = message.command.args.strip() if message.command else ""
    quiet = read(typed)
    if not typed:
        told = words.SilentHours(hours=group.quiet.code if group.quiet else None, changed=False)
    elif typed.casefold() in OFF:
        await _set(group, person, None, desk)
        told = words.SilentHours(hours=None, changed=True)
    elif quiet is not None and quiet.leaves_room:
        await _set(group, person, quiet, desk)
        told = words.SilentHours(hours=quiet.code, changed=True)
    else:
        refused = words.SilentHoursRefused(typed=typed[:60], too_long=quiet is not None)
        await desk.say(group.chat, refused, priority=Priority.ANSWER, reply_to=message.message_id)
        return
    await desk.say(group.chat, told, priority=Priority.ANSWER)


async def _set(group: Group, person: Person, quiet: QuietHours | None, desk: Desk) -> None:
    await desk.unit.groups.set_quiet(group.id, quiet)
    if group.is_coordinator:
        data = {"hours": quiet.code if quiet else ""}
        await audit.record(Act.SILENCE_SET, person, desk, group=group, data=data)
