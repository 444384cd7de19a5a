"""The issue watch: what feeds bring arrives in the coordinator's group, bundled; the coordinator decides.

*Jadikan tiket · Minta respon isu · Abaikan*. What an agency is asked then is `handlers.issues`.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers import access, agencies, audit, buttons, candidates, issues, recording
from handlers.desk import Desk
from handlers.recording import Place
from messages import issues as words
from messages import records
from storage.values import Group, Person
from tickets.audit import Act
from tickets.deadlines import may_send_to_citizen
from tickets.dialogue import Chat, Message, Press, Priority, Repeat
from tickets.forms.draft import Heard
from tickets.forms.recording import LINK, SAID_BY, SOURCE
from tickets.issues import Entry, Issue, IssueState
from tickets.links import links_in, opened, source_of, without_links
from tickets.people import Deed
from tickets.quiet import is_quiet

LEAST_CONFIDENCE = 0.25
"""Below it no agency stands out."""
LONGEST_TITLE = 200
LONGEST_SUMMARY = 600
"""Characters that are kept of what was published."""


async def found(feed: str, entries: Sequence[Entry], desk: Desk) -> int:
    """Keep what a feed brought and nobody has seen, with the agency that its words speak for. How many are new.

    Of a feed that is read for the first time only the first few are candidates: the rest is yesterday's news.
    """
    is_known, new = await desk.unit.issues.knows_feed(feed), 0
    for entry in entries:
        link = opened(entry.link)
        if link is None or not entry.title.strip() or await desk.unit.records.with_link(link):
            continue
        issue = await _issue(replace(entry, link=link), feed, desk)
        if not is_known and new >= desk.office.catalogue.watch.most:
            await desk.unit.issues.add(replace(issue, state=IssueState.IGNORED))
        else:
            new += await desk.unit.issues.add(issue) is not None
    return new


async def tick(desk: Desk) -> None:
    """Bring new candidates to the coordinator: one message, at most so often, not at night."""
    watch = desk.office.catalogue.watch
    if not may_send_to_citizen(desk.office.calendar, desk.now):
        return
    groups = [group for group in await desk.unit.groups.coordinators() if not _is_quiet(group, desk)]
    found = await desk.unit.issues.unannounced(watch.most) if groups else ()
    turn = int(desk.now.timestamp()) // (60 * watch.minutes)
    if not found or not await desk.unit.reminders.once(f"candidates:{turn}", desk.now):
        return
    await desk.unit.issues.announced([each.id for each in found], desk.now)
    for group in groups:
        await desk.say(
            group.chat,
            candidates.words_of(found, desk),
            rows=candidates.rows(found, desk),
            priority=Priority.REMINDER,
            repeat=Repeat.NEVER,
            slot=candidates.slot(found),
        )


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/isu: what is open; with a link, ask for a response to it."""
    if group is not None and not group.is_coordinator and group.agency:
        await issues.listed(message, group.agency, desk)
        return
    if not await access.may(person, group, Deed.RECORD, desk):
        await desk.say(message.chat, records.RecordingNotAllowed(), priority=Priority.ANSWER)
        return
    args = message.command.args if message.command else ""
    links = links_in(args)
    if links:
        await named(message.chat, links[0], without_links(args), person, desk)
    else:
        await issues.listed(message, None, desk)


async def named(chat: Chat, link: str, title: str, person: Person, desk: Desk) -> None:
    """The coordinator names an issue by its link: to which agency?"""
    known = await desk.unit.issues.with_link(link)
    if known is None:
        issue = await _issue(Entry(link=link, title=title or link), "", desk)
        issue_id = await desk.unit.issues.add(issue, announced_at=desk.now)
        known = await desk.unit.issues.by_id(issue_id or 0)
    if known is None or known.state is IssueState.ASKED:
        await issues.show(chat, known, desk)
    else:
        await _ask_agency(chat, known, desk)


async def pressed(press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """A button under candidates, or an agency."""
    if not await access.may(person, group, Deed.RECORD, desk):
        await desk.say(press.chat, records.RecordingNotAllowed(), priority=Priority.ANSWER)
        return
    issue_id = action.number(1)
    issue = await desk.unit.issues.by_id(issue_id, lock=True) if issue_id else None
    if issue is None:
        return
    if action.word(0) == "page":
        await _ask_agency(press.chat, issue, desk, page=action.number(2) or 0)
    elif issue.state is IssueState.ASKED:
        await issues.show(press.chat, issue, desk)
    else:
        await _decide(press, person, group, action, issue, desk)


async def _decide(
    press: Press, person: Person, group: Group | None, action: buttons.Action, issue: Issue, desk: Desk
) -> None:
    match action.word(0):
        case "drop":
            await _settle(press, replace(issue, state=IssueState.IGNORED), desk)
        case "ticket":
            await _settle(press, replace(issue, state=IssueState.TICKET), desk)
            await _record(Place(person, group), issue, desk)
        case "ask":
            await _ask_agency(press.chat, issue, desk)
        case "to" if action.word(2) in desk.office.catalogue.agencies:
            asked = await issues.ask(issue, action.word(2), person, desk)
            noted = {"issue": str(issue.id)}
            await audit.record(Act.ISSUE_ASKED, person, desk, group=group, agency=asked.agency, data=noted)
            await candidates.show(press.chat, asked, desk)
            await issues.show(press.chat, asked, desk)


async def _settle(press: Press, issue: Issue, desk: Desk) -> None:
    """Remember what was decided, and say so in its bundle."""
    await desk.unit.issues.save(issue)
    await candidates.show(press.chat, issue, desk)


async def _record(place: Place, issue: Issue, desk: Desk) -> None:
    """It becomes a record that the coordinator completes: words, link and source are there."""
    text = "\n".join(part for part in (issue.title, issue.summary) if part)
    known = {LINK: issue.link, SOURCE: source_of(issue.link).value}
    if issue.feed:
        known[SAID_BY] = issue.feed
    await recording.begin(place, (Heard(f"issue-{issue.id}", text=text),), desk, **known)


async def _ask_agency(chat: Chat, issue: Issue, desk: Desk, *, page: int = 0) -> None:
    """Which agency shall answer? The one that its words speak for comes first."""
    likely = tuple(filter(None, (desk.office.catalogue.agencies.get(issue.agency or ""),)))
    rows = agencies.choices(buttons.WATCH, (issue.id,), page, desk, first=likely)
    asked = words.AskIssueAgency(title=issue.title, link=issue.link)
    slot = f"issue-agency:{issue.id}"
    if page or await desk.unit.messages.find(chat, slot):
        await desk.edit(chat, slot, asked, rows=rows, priority=Priority.ANSWER)
    else:
        await desk.say(chat, asked, rows=rows, priority=Priority.ANSWER, slot=slot)


async def _issue(entry: Entry, feed: str, desk: Desk) -> Issue:
    """With the agency that its words speak for; the coordinator itself is nobody to ask."""
    title, summary = entry.title.strip()[:LONGEST_TITLE], entry.summary.strip()[:LONGEST_SUMMARY]
    likely = await agencies.suggested(f"{title}\n{summary}", desk)
    sure = [each.code for each in likely if each.confidence >= LEAST_CONFIDENCE]
    codes = [code for code in sure if code != desk.office.catalogue.coordinator]
    return Issue(
        link=entry.link,
        title=title,
        summary=summary,
        feed=feed,
        found_at=desk.now,
        agency=codes[0] if codes else None,
    )


def _is_quiet(group: Group, desk: Desk) -> bool:
    return is_quiet(group.quiet, desk.office.calendar, desk.now)
