"""What coordinator and agencies read about issues in the media, and the answers that agencies publish."""

from datetime import datetime

from messages.base import Message, View
from tickets.deadlines import Remaining


class CandidateLine(View):
    """One of several that were found. `at`: its number in the message; `state`: a code of `tickets.issues`."""

    at: int
    title: str
    link: str
    feed: str
    agency: str | None
    state: str


class Candidates(Message):
    """What the feeds brought, for the coordinator to decide."""

    issues: tuple[CandidateLine, ...]


class AskIssueAgency(Message):
    """Which agency shall answer?"""

    title: str
    link: str


class IssueLine(View):
    """An issue that an agency was asked to answer."""

    title: str
    link: str
    agency: str
    due: datetime
    remaining: Remaining
    answers: tuple[str, ...]


class IssueAsked(Message):
    """To the agency: publish an answer, and reply with its link."""

    issue: IssueLine
    summary: str
    most: int


class IssueStands(Message):
    """How an issue stands."""

    issue: IssueLine


class OpenIssues(Message):
    """What is still to be answered, the nearest deadline first."""

    agency: str | None
    issues: tuple[IssueLine, ...]


class AskIssueLink(Message):
    """A reply without the link of anything published."""

    title: str


class IssueAnswered(Message):
    """The links are kept. `new`: how many were not there before; `counted`: how many count so far."""

    title: str
    new: int
    counted: int
    most: int
    late: bool


class IssueReminder(Message):
    """Nothing was published yet."""

    issue: IssueLine
    to_coordinator: bool
