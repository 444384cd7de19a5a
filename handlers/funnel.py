"""/formulir: how many began the complaint form, where they stopped, how much work it was. Counts of a month only."""

from datetime import timedelta

from handlers import access
from handlers.desk import Desk
from messages import funnel as words
from messages.roles import CoordinatorsOnly
from storage.values import Group, Person
from tickets import funnel as rules
from tickets.dialogue import Message, Priority
from tickets.forms.complaint import COMPLAINT
from tickets.people import Deed
from tickets.sp4n import month

MOST = 8
"""Questions that are named."""


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/formulir, /formulir oktober."""
    if not await access.may(person, group, Deed.SEE_AGENCIES, desk):
        await desk.say(message.chat, CoordinatorsOnly(), priority=Priority.ANSWER, reply_to=message.message_id)
        return
    typed = (message.command.args if message.command else "").strip()
    days = month(typed or f"{desk.today:%Y-%m}", desk.today)
    if days is None or days[0] > desk.today:
        await desk.say(message.chat, words.FunnelHelp(example=desk.today), priority=Priority.ANSWER)
        return
    since, until = days
    found = rules.funnel(await desk.unit.tallies.of(rules.SUBJECT, since, until))
    shown = words.FormFunnel(
        since=since,
        until=until - timedelta(days=1),
        has_ended=until <= desk.today,
        started=found.started,
        finished=found.finished,
        finished_share=_share(found.finished + found.joined, found.started),
        joined=found.joined,
        left_in_all=found.left_in_all,
        open_now=await desk.unit.dialogues.count(COMPLAINT.name),
        left=tuple(
            words.LeftLine(question=question, count=count, share=_share(count, found.started) or 0.0)
            for question, count in found.left[:MOST]
        ),
        minutes=_needed(found.minutes),
        actions=_needed(found.actions),
    )
    await desk.say(message.chat, shown, priority=Priority.ANSWER, reply_to=message.message_id)


def _share(part: int, whole: int) -> float | None:
    """A part of 1, at most 1: what was begun before the month may end in it."""
    return min(1.0, part / whole) if whole else None


def _needed(found: rules.Spread | None) -> words.Needed | None:
    return None if found is None else words.Needed(half=found.median, nine_of_ten=found.nine_of_ten)
