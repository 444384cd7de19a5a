"""Issues that wait for the coordinator's decision: the message in which several came together, as they stand now."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import buttons
from handlers.desk import Desk
from messages import issues as words
from tickets.dialogue import Button, Chat, Priority, Rows
from tickets.issues import Issue, IssueState


async def put_back(chat: Chat, link: str, desk: Desk) -> None:
    """The record of an issue is not made after all: it waits for a decision again."""
    issue = await desk.unit.issues.with_link(link)
    if issue is None or issue.state is not IssueState.TICKET or await desk.unit.records.with_link(link):
        return
    waiting = replace(issue, state=IssueState.CANDIDATE)
    await desk.unit.issues.save(waiting)
    await show(chat, waiting, desk)


async def show(chat: Chat, issue: Issue, desk: Desk) -> None:
    """The message in which the issue came, as its issues stand now."""
    together = await desk.unit.issues.announced_with(issue.id)
    if await desk.unit.messages.find(chat, slot(together)):
        shown = words_of(together, desk)
        await desk.edit(chat, slot(together), shown, rows=rows(together, desk), priority=Priority.ANSWER)


def words_of(candidates: Sequence[Issue], desk: Desk) -> words.Candidates:
    """The message in which they come."""
    return words.Candidates(
        issues=tuple(
            words.CandidateLine(
                at=at,
                title=issue.title,
                link=issue.link,
                feed=issue.feed,
                agency=desk.agency_name(issue.agency),
                state=issue.state.value,
            )
            for at, issue in enumerate(candidates, start=1)
        )
    )


def rows(candidates: Sequence[Issue], desk: Desk) -> Rows:
    """Three buttons for each that is not decided, with its number."""

    def button(key: str, at: int, issue: Issue, verb: str) -> Button:
        return Button(f"{at} {desk.office.words.label(key)}", buttons.pack(buttons.WATCH, verb, issue.id))

    return tuple(
        tuple(
            button(key, at, issue, verb)
            for key, verb in (("issue_ticket", "ticket"), ("issue_ask", "ask"), ("issue_drop", "drop"))
        )
        for at, issue in enumerate(candidates, start=1)
        if issue.state is IssueState.CANDIDATE
    )


def slot(candidates: Sequence[Issue]) -> str:
    """The slot of that message."""
    return f"candidates:{candidates[0].id}" if candidates else "candidates"
