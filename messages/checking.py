"""What coordinators read when they look at the evidence of closed tickets, and what the others hear of it."""

from datetime import datetime

from messages.base import Message, View
from messages.group import Who
from tickets.deadlines import Remaining


class CheckedAnswer(View):
    """An answer of the agency as the reporter got it, with the number of its files."""

    at: datetime
    text: str
    text_goes_on: bool
    files: int


class Check(Message):
    """A closed ticket whose evidence is to be looked at; the files follow in reply.

    `shown`: whether the words may be read here (of a secret ticket only alone with us). `by_reporter`: who closed it,
    the reporter or the end of their silence. `earlier`: how many more answers there were before. `left`: how many
    tickets wait for their check, with this one.
    """

    number: str
    agency: str | None
    category: str
    region: str
    closed_at: datetime
    by_reporter: bool
    shown: bool
    text: str
    text_goes_on: bool
    answers: tuple[CheckedAnswer, ...]
    earlier: int
    files: int
    stars: int | None
    comment: str
    left: int


class CheckPassed(Message):
    """In place of it: the coordinator agrees."""

    number: str
    agency: str | None
    by: str


class CheckSkipped(Message):
    """In place of it: for another day."""

    number: str


class AskSendBack(Message):
    """Why is it to be opened again? As a reply in a group; `alone`: simply the next message."""

    number: str
    who: Who
    alone: bool
    problem: bool


class CheckFailed(Message):
    """In place of it: opened again, and everybody told."""

    number: str
    agency: str | None
    by: str
    reason: str
    due: datetime
    remaining: Remaining


class AlreadyChecked(Message):
    """Somebody else was first. `what`: "checked", "sent_back", or "reopened" by the reporter."""

    number: str
    what: str
    by: str
    at: datetime


class NothingToCheck(Message):
    """No more; `skipped` were left for another day, `percent` of the tickets closed in `days` days are offered."""

    skipped: int
    percent: int
    days: int


class SentBackToReporter(Message):
    """To whoever reported it: the coordinator looked at the evidence, and the ticket is open again."""

    number: str
    agency: str | None
    reason: str
    due: datetime
    overdue: bool


class SentBackToAgency(Message):
    """To the groups that work on it; `agency`: to another group of the coordinator."""

    number: str
    agency: str | None
    reason: str
    due: datetime
    remaining: Remaining
