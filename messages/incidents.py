"""Many reports of one matter in a short time: proposed to the coordinator, worked on as one, told to all reporters."""

from datetime import datetime

from messages.base import Message, View
from messages.group import Who


class IncidentReport(View):
    """One of the reports, to the coordinator."""

    number: str
    text: str


class IncidentProposed(Message):
    """To the coordinator: so many `people` within so many `minutes`; edited as more come. With buttons."""

    category: str
    region: str
    people: int
    minutes: int
    reports: tuple[IncidentReport, ...]


class IncidentRunning(Message):
    """To the coordinator, in place of the proposal: one ticket is worked on for all. With buttons."""

    number: str
    category: str
    region: str
    agency: str | None
    due: datetime
    people: int
    by: str


class IncidentOver(Message):
    """To the coordinator, in its place: what became of it. No `number`: it was no incident."""

    number: str | None
    category: str
    region: str
    by: str


class InIncident(Message):
    """To a reporter: the ticket is worked on together with others, or is the one that they are worked on under."""

    number: str
    other: str
    agency: str | None
    due: datetime
    may_leave: bool
    """A button says that it is another matter."""


class AskNews(Message):
    """To the coordinator: write the news as a reply. `problem`: there were no words in it."""

    number: str
    who: Who
    people: int
    problem: bool = False


class NewsPreview(Message):
    """To the coordinator: the news before they go out to so many people. With buttons.

    `with_files`: there were files with them, which are not sent.
    """

    number: str
    text: str
    people: int
    with_files: bool = False


class NewsDropped(Message):
    """Nothing was sent."""

    number: str


class NewsTooLate(Message):
    """The incident has ended meanwhile: nothing was sent."""

    number: str


class NewsProgress(Message):
    """To the coordinator: how many have it, and how many cannot be reached; edited until all are through."""

    number: str
    text: str
    sent: int
    total: int
    lost: int
    done: bool


class IncidentNews(Message):
    """The coordinator's news to every reporter."""

    number: str
    text: str


class IncidentEnded(Message):
    """To every reporter: it is over; whoever still has the trouble says so."""

    number: str
