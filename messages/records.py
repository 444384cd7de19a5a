"""What the desk reads while it records a report that came in elsewhere, and what it hears of it later."""

from datetime import date, datetime

from messages.base import Message, Rendered
from messages.citizen import Question, Step
from messages.group import TicketLine, Who


class AskedInGroup(Message):
    """A question of the form in a group, where only replies are heard."""

    who: Who
    words: Rendered


class AskAccount(Step):
    """What was said? `link`: known already."""

    link: str | None


class AskSource(Step):
    """Where did it come from?"""


class AskNational(Step):
    """Which number has it in SP4N-LAPOR!?"""


class AskLink(Step):
    """Where can it be seen?"""


class AskTwin(Step):
    """The same link is a ticket already."""

    ticket: TicketLine
    created_at: datetime
    step: int = 1
    steps: int = 1


class AskConsent(Step):
    """Does the person agree that the contact is kept?"""

    contact: str


class AskSaidBy(Question):
    """Who said it?"""


class AskContact(Question):
    """How can the person be reached?"""


class AskDropRecord(Question):
    """Really throw the record away?"""


class RecordSummary(Question):
    """Everything known so far, before it is a ticket."""

    source: str
    sp4n: str | None
    link: str | None
    said_by: str | None
    has_contact: bool
    text: str
    extra: tuple[str, ...]
    category: str
    agency: str | None
    region: str
    address: str | None
    has_pin: bool
    occurred_on: date | None
    files: int
    kind: str
    secret: bool


class Recorded(Message):
    """It is a ticket now."""

    number: str
    source: str
    agency: str | None
    due: datetime
    has_contact: bool


class RecordDropped(Message):
    """Nothing was recorded."""


class RecordNotOpen(Message):
    """A button of a record that is not open (any more), or somebody else's."""


class RecordingNotAllowed(Message):
    """Only the coordinator records."""


class AskWhetherRecord(Message):
    """A coordinator passed something on: shall it be recorded?"""

    text: str
    files: int
    link: str | None


class ReporterNews(Message):
    """What the reporter would be told, for the coordinator to pass on."""

    number: str
    source: str
    link: str | None
    said_by: str | None
    has_contact: bool
    words: Rendered


class SaidOnBehalf(Message):
    """The agency has what the reporter said."""

    number: str
    agency: str | None


class JudgedOnBehalf(Message):
    """The coordinator had the last word for the reporter."""

    number: str
    solved: bool
    by: str


class ContactShown(Message):
    """How the reporter can be reached."""

    number: str
    contact: str
    to_agency: bool
    agency: str | None


class NoContact(Message):
    """Nobody left one."""

    number: str


class ContactShared(Message):
    """The agency sees the contact on its card, or does not any more."""

    number: str
    agency: str
    shown: bool
