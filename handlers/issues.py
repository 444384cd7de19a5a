"""*Respon isu*: an agency is asked to publish an answer to what the media write, and replies with its links.

Reminded like a ticket: the working day before its deadline, on that day, and once it is late the coordinator hears of
it.
"""

from dataclasses import replace
from datetime import timedelta

from handlers.access import bench_of
from handlers.desk import Desk
from messages import issues as words
from storage.values import ALL, Group, Person
from tickets.deadlines import due, may_send_to_citizen
from tickets.dialogue import Chat, Message, Priority, Repeat
from tickets.issues import MOST_ANSWERS, Issue, IssueState, Published
from tickets.links import key_of, links_in
from tickets.quiet import is_quiet

_SLOT = "issue"
_LISTED = 10
"""Open issues of a list."""
_BATCH = 100
_REMIND_AFTER = timedelta(hours=8, minutes=30)
"""After local midnight: when the others get their reminders and digests."""


def is_asked(slot: str | None) -> bool:
    """Whether a message under that slot asks for a response."""
    return slot is not None and slot.partition(":")[0] == _SLOT


async def ask(issue: Issue, agency: str, by: Person, desk: Desk) -> Issue:
    """Ask that agency, in its groups or, where it has none, in the coordinator's."""
    days = desk.office.catalogue.watch.answer_days
    asked = replace(
        issue,
        agency=agency,
        state=IssueState.ASKED,
        asked_at=desk.now,
        due_at=due(desk.office.calendar, desk.now, days),
        asked_by=by.id,
    )
    await desk.unit.issues.save(asked)
    for group in await _groups(asked, desk):
        await desk.say(group.chat, await _asked(asked, desk), priority=Priority.CARD, slot=_slot(asked))
    return asked


async def show(chat: Chat, issue: Issue | None, desk: Desk) -> None:
    """How it stands, to the coordinator."""
    if issue is not None and issue.state is IssueState.ASKED:
        await desk.say(chat, words.IssueStands(issue=await _line(issue, desk)), priority=Priority.ANSWER)


async def listed(message: Message, agency: str | None, desk: Desk) -> None:
    """/isu: what is still to be answered; none: by any agency."""
    found = await desk.unit.issues.unanswered(agency or ALL, _LISTED)
    lines = tuple([await _line(issue, desk) for issue in found])
    shown = words.OpenIssues(agency=desk.agency_name(agency), issues=lines)
    await desk.say(message.chat, shown, priority=Priority.ANSWER, reply_to=message.message_id)


async def replied(group: Group, person: Person, message: Message, desk: Desk) -> bool:
    """A reply to our request holds the links of what was published. Tells whether it was such a reply."""
    slot = await desk.unit.messages.slot_of(message.chat, message.reply_to) if message.reply_to else None
    if slot is None or not is_asked(slot):
        return False
    number = slot.partition(":")[2]
    issue = await desk.unit.issues.by_id(int(number), lock=True) if number.isdecimal() else None
    if issue is None or not _may_answer(group, issue):
        return True
    links = [link for link in links_in(message.text) if key_of(link) != key_of(issue.link)]
    if not links:
        again = words.AskIssueLink(title=issue.title)
        await desk.say(group.chat, again, priority=Priority.ANSWER, slot=slot, reply_to=message.message_id)
        return True
    before = len(await desk.unit.issues.answers(issue.id))
    for link in links:
        await desk.unit.issues.answer(issue.id, Published(link, desk.now, person.id))
    answers = await desk.unit.issues.answers(issue.id)
    answered = words.IssueAnswered(
        title=issue.title,
        new=len(answers) - before,
        counted=min(len(answers), MOST_ANSWERS),
        most=MOST_ANSWERS,
        late=issue.due_at is not None and desk.now > issue.due_at,
    )
    await desk.say(group.chat, answered, priority=Priority.ANSWER, slot=slot, reply_to=message.message_id)
    if len(answers) > before:
        await _tell_coordinators(group, issue, desk)
    return True


async def tick(desk: Desk) -> None:
    """Remind of what nobody published anything about yet."""
    calendar = desk.office.calendar
    local = calendar.local(desk.now)
    since_midnight = timedelta(hours=local.hour, minutes=local.minute)
    is_time = calendar.is_working_day(desk.today) and since_midnight >= _REMIND_AFTER
    if not is_time or not may_send_to_citizen(calendar, desk.now):
        return
    for issue in await desk.unit.issues.unanswered(ALL, _BATCH):
        await _remind(issue, desk)


async def _remind(issue: Issue, desk: Desk) -> None:
    if issue.due_at is None or issue.asked_at is None or desk.office.calendar.local_date(issue.asked_at) == desk.today:
        return
    left = desk.remaining(issue.due_at)
    if left.overdue:
        if await desk.unit.reminders.once(f"issue-late:{issue.id}", desk.now):
            for group in await desk.unit.groups.coordinators():
                await _say_reminder(group, issue, desk)
    elif left.working_days <= 1 and await desk.unit.reminders.once(f"issue:{issue.id}:{desk.today}", desk.now):
        for group in await _groups(issue, desk):
            await _say_reminder(group, issue, desk)


async def _say_reminder(group: Group, issue: Issue, desk: Desk) -> None:
    if is_quiet(group.quiet, desk.office.calendar, desk.now):
        return
    reminder = words.IssueReminder(issue=await _line(issue, desk), to_coordinator=group.is_coordinator)
    await desk.say(
        group.chat,
        reminder,
        priority=Priority.REMINDER,
        repeat=Repeat.NEVER,
        slot=None if group.is_coordinator else _slot(issue),
    )


async def _tell_coordinators(group: Group, issue: Issue, desk: Desk) -> None:
    line = await _line(issue, desk)
    for coordinator in await desk.unit.groups.coordinators():
        if coordinator.id != group.id:
            await desk.say(coordinator.chat, words.IssueStands(issue=line), priority=Priority.ANSWER)


async def _groups(issue: Issue, desk: Desk) -> tuple[Group, ...]:
    own = await desk.unit.groups.of_agency(issue.agency) if issue.agency else ()
    return own or await desk.unit.groups.coordinators()


async def _asked(issue: Issue, desk: Desk) -> words.IssueAsked:
    return words.IssueAsked(issue=await _line(issue, desk), summary=issue.summary, most=MOST_ANSWERS)


async def _line(issue: Issue, desk: Desk) -> words.IssueLine:
    until = issue.due_at or desk.now
    return words.IssueLine(
        title=issue.title,
        link=issue.link,
        agency=desk.agency_name(issue.agency) or "",
        due=until,
        remaining=desk.remaining(until),
        answers=tuple(each.link for each in await desk.unit.issues.answers(issue.id))[:MOST_ANSWERS],
    )


def _may_answer(group: Group, issue: Issue) -> bool:
    bench = bench_of(group)
    return bench.is_coordinator or (bench.agency is not None and bench.agency == issue.agency)


def _slot(issue: Issue) -> str:
    return f"{_SLOT}:{issue.id}"
