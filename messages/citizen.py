"""What a citizen reads in the private chat."""

from datetime import date, datetime

from messages.base import Message, View
from tickets.deadlines import Remaining


class EmergencyLine(View):
    """A number to call, and what for."""

    number: str
    purpose: str


class Welcome(Message):
    """The answer to /start and the first contact: who this is, and what happens to personal data."""

    bot_name: str
    government: str
    controller: str
    contact: str
    retention_years: int
    emergencies: tuple[EmergencyLine, ...]


class FirstNotice(Message):
    """First contact by a complaint: the greeting and the notice in three lines; the question follows at once."""

    bot_name: str
    controller: str


class Menu(Message):
    """What can be done."""

    bot_name: str
    has_draft: bool


class Help(Message):
    """How to use the desk, in a nutshell."""

    bot_name: str
    emergencies: tuple[EmergencyLine, ...]


class AskLanguage(Message):
    """Which language? Asked in all of them."""


class LanguageChosen(Message):
    """From now on in this one."""


class Danger(Message):
    """Shown before anything else when a text sounds like present danger."""

    emergencies: tuple[EmergencyLine, ...]


class Question(Message):
    """A question of the form. `problem` and `notices` are codes of the form engine."""

    problem: str | None = None
    notices: tuple[str, ...] = ()


class Step(Question):
    """A question on the way to the summary."""

    step: int
    steps: int


class AskText(Step):
    """What is wrong? `agency`, `place`: what the poster's link says that the person came by; none, and empty."""

    has_text: bool
    has_files: bool
    is_spoken: bool
    agency: str | None
    place: str


class AskMatters(Step):
    """The text seems to hold two matters: two reports, one after the other, or one?"""

    first: str
    second: str


class AskCategory(Step):
    """What is it about? `several`: the text seems to hold more than one matter."""

    several: bool


class AskInstitution(Step):
    """Which school, hospital or office?"""


class AskReportedParty(Step):
    """Who is reported?"""


class AskRegion(Step):
    """Which kabupaten or kota?"""

    ambiguous: bool


class AskAddress(Step):
    """Where exactly?"""

    region: str


class AskOccurredOn(Question):
    """When did it happen?"""


class AskAttachments(Question):
    """Send photos."""

    count: int
    limit: int


class AskKind(Question):
    """Complaint, suggestion or question?"""


class AskChange(Question):
    """What shall be changed?"""


class AskCancel(Question):
    """Really throw the draft away?"""


class AskResume(Question):
    """Go on with the draft of then? `another`: what the person wants to report besides; it waits."""

    text: str
    started_at: datetime
    another: str = ""


class Summary(Question):
    """Everything told so far, before it is sent."""

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
    anonymous: bool
    secret: bool
    name: str


class DraftDiscarded(Message):
    """The draft is gone."""


class NothingToCancel(Message):
    """There is no draft."""


class NothingToSee(Message):
    """A button of the past, or one that is not for this person."""


class AlreadySent(Message):
    """The same draft sent twice."""

    number: str


class TicketCreated(Message):
    """The receipt. No agency: until `due` the coordinator looks for one."""

    number: str
    agency: str | None
    due: datetime
    urgent: bool
    anonymous: bool
    secret: bool


class OutOfScope(Message):
    """Courts and judgments: outside the system, and why."""


class AboutTheDesk(Message):
    """Somebody asked who or what this is, what it costs, or for a human."""

    bot_name: str
    government: str
    contact: str


class SentStays(Message):
    """Somebody wants a report back that was sent: that is not possible here, and what is."""


class ThanksBack(Message):
    """Somebody said thanks."""


class Unsupported(Message):
    """A sticker, a contact, a poll: polite request for words."""


class FileTooBig(Message):
    """A file that is too big to be kept; `has_text`: the words that came with it are."""

    megabytes: int
    has_text: bool


class FileNotTaken(Message):
    """A program or an archive, by its name; `has_text`: the words that came with it are taken."""

    has_text: bool


class TooManyFiles(Message):
    """More files within a minute than are taken; more can be sent then."""

    limit: int
    until: datetime


class ReportsCrowded(Message):
    """Very many people send at once: the report is kept and can be sent then."""

    until: datetime


class ReportsPaused(Message):
    """More reports within the hour than one person sends: this one is kept, and can be sent from `until` on."""

    limit: int
    until: datetime


class EditNoted(Message):
    """A message that had gone to the agency was edited: the agency sees it."""

    number: str
    agency: str | None


class AddingBegins(Message):
    """Whatever is sent now belongs to that case."""

    number: str
    text: str
    minutes: int


class AddingEnds(Message):
    """Enough was added."""

    number: str
    has_draft: bool


class AskWhichCase(Message):
    """Something was sent without a reply that sounds like an addition: to which case, or is it a new matter?"""

    text: str
    several: bool


class AskNumber(Message):
    """Which ticket?"""

    example: str
    recent: bool


class NumberMistyped(Message):
    """Looks like a number, cannot be one."""

    as_read: str


class NumberUnknown(Message):
    """No such ticket, or not this person's."""

    number: str


class OurOwnWords(Message):
    """A message of ours was forwarded to us: it is put into no report."""


class Moment(View):
    """One line of a ticket's history; `kind` is the event's code."""

    at: datetime
    kind: str
    agency: str
    text: str = ""


class TicketStatus(Message):
    """Where a ticket stands, to its reporter."""

    number: str
    status: str
    agency: str | None
    category: str
    region: str
    text: str
    created_at: datetime
    due: datetime
    remaining: Remaining
    awaits_follow_up: bool
    history: tuple[Moment, ...]
    put_aside: str = ""
    """Why the coordinator archived it: a code of `tickets.declining.ASIDE`; empty where data were missing."""
    joined: bool = False
    """Somebody else filed it: `text` says what it is about, in no person's words."""
    same_as: str | None = None
    """The number of the ticket that is worked on in its stead, and where that one stands."""
    same_status: str = ""


class ReportLine(View):
    """One of my reports."""

    number: str
    status: str
    agency: str | None
    text: str
    created_at: datetime
    put_aside: str = ""
    joined: bool = False


class MyReports(Message):
    """My reports, newest first."""

    reports: tuple[ReportLine, ...]
    total: int
    page: int = 1
    pages: int = 1


class ShareNumber(Message):
    """A message made to be forwarded. It says nothing of the report's words nor of its reporter."""

    number: str
    bot_name: str
    category: str
    link: str | None


class NoReports(Message):
    """Not one yet."""


class Taken(Message):
    """Somebody of the agency has taken the case."""

    number: str
    agency: str
    due: datetime


class Forwarded(Message):
    """The ticket was given to an agency, by the coordinator or by another agency."""

    number: str
    agency: str
    due: datetime
    reason: str


class AgencyAnswer(Message):
    """The agency's words to the citizen."""

    number: str
    agency: str
    text: str
    text_goes_on: bool
    files: int
    hollow: bool = False
    """It only acknowledges: nobody is asked whether the matter is done."""


class AgencyFinished(Message):
    """The agency holds it to be done. Is it?"""

    number: str
    agency: str


class AskSolved(Message):
    """Somebody thanked, or was not content: is this ticket meant, and is it done?"""

    number: str
    text: str
    thanked: bool


class Closed(Message):
    """The citizen said that it is done."""

    number: str


class Reopened(Message):
    """The citizen said that it is not done."""

    number: str
    agency: str | None
    due: datetime
    overdue: bool


class ReplyPassed(Message):
    """What the citizen added is with the agency."""

    number: str
    agency: str | None


class CaseIsClosed(Message):
    """A reply to a closed case: passed on, and how to reopen."""

    number: str


class CommandElsewhere(Message):
    """A command of groups typed in the private chat."""


class Apology(Message):
    """Something broke on our side; nothing is lost."""
