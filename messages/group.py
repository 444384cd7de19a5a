"""What an agency's group and the coordinator's group read."""

from datetime import date, datetime

from messages.base import Message, View
from tickets.deadlines import Remaining


class Who(View):
    """Somebody to be mentioned: by name, and, where the channel can, so that they notice. `mention`: their id there."""

    name: str
    mention: str | None = None


class Likely(View):
    """An agency that may have to act: how surely, in percent (none: only by its category), and the words for it."""

    agency: str
    percent: int | None
    words: tuple[str, ...]


class ToVerify(View):
    """What the coordinator is told of a ticket that has no agency yet."""

    likely: tuple[Likely, ...]
    flags: tuple[str, ...]
    """Codes of `tickets.verification.Flag`."""
    bodies: tuple[str, ...]
    """Bodies outside whose matter it may be."""
    same: tuple[str, ...]
    """Numbers of open tickets that may be about the same."""


class Card(Message):
    """A ticket in its group, edited in place as it moves.

    `stand_in` names the agency whose group is missing, when the coordinator's group sees the ticket in its stead;
    `gone_to` is set on the card left behind by a transfer.
    """

    number: str
    status: str
    kind: str
    category: str
    agency: str | None
    stand_in: bool
    region: str
    address: str
    pin_url: str | None
    text: str
    text_goes_on: bool
    reporter: str | None
    occurred_on: date | None
    files: int
    created_at: datetime
    due: datetime
    remaining: Remaining
    awaits_follow_up: bool
    taken_by: str | None
    urgent: bool
    secret: bool
    reopened: int
    reporter_unreachable: bool
    reporter_until: datetime | None = None
    stars: int | None = None
    source: str = "telegram"
    sp4n: str | None = None
    sp4n_status: str | None = None
    link: str | None = None
    """Where it was published, of a ticket that was recorded; likewise the next three."""
    said_by: str | None = None
    recorded_by: str | None = None
    contact: str | None = None
    matter_of: str | None = None
    """The body outside whose matter it is, as proposed, or as decided once the status says so."""
    same_as: str | None = None
    """The number of the ticket about the same, likewise."""
    put_aside: str = ""
    """Why the coordinator archived it: a code of `tickets.declining.ASIDE`."""
    to_verify: ToVerify | None = None
    reporters: int = 1
    """How many people reported it."""
    gone_to: str | None = None
    gone_by: str = ""
    """The coordinator who gave it to its first agency."""
    gone_reason: str = ""
    hidden: tuple[str, ...] = ()
    """Codes of the personal data that are masked in it (`tickets.personal_data`)."""


class SecretCard(Message):
    """What a group sees of a secret ticket that another one works on: number and category, none of its words."""

    number: str
    status: str
    category: str
    agency: str | None
    due: datetime
    remaining: Remaining
    awaits_follow_up: bool


class Continued(Message):
    """The rest of a text that was too long for one message."""

    number: str
    text: str


class AskAnswer(Message):
    """Write the answer as a reply to this message."""

    number: str
    who: Who
    closing: bool


class AnswerPreview(Message):
    """The draft of an answer, before anybody else sees it."""

    number: str
    text: str
    text_goes_on: bool
    files: int
    closing: bool
    anonymous: bool
    hollow: bool
    """It only acknowledges: sent, it does not stop the clock."""
    personal: tuple[str, ...]
    """Codes of the personal data found in it (`tickets.personal_data`)."""
    closed: bool
    """The case takes no answer any more."""
    taken_back_by: str | None = None
    """Who took it back after it was sent."""
    others: int = 0
    """How many people besides the reporter get it, who do not know of him."""


class AnswerSent(Message):
    """The answer is on its way."""

    number: str
    text: str
    files: int
    by: str
    at: datetime
    closing: bool
    unreachable: bool
    hollow: bool = False
    erased: bool = False
    """The reporter wanted to be erased: nobody gets it any more."""


class NoteSaved(Message):
    """Kept as an internal note."""

    number: str
    text: str
    by: str
    at: datetime


class AnswerDropped(Message):
    """The draft of an answer was thrown away."""

    number: str


class AskAgency(Message):
    """To which agency?"""

    number: str
    problem: bool


class AskReason(Message):
    """Why is it passed on?"""

    number: str
    agency: str
    who: Who
    problem: bool


class Passed(Message):
    """The ticket was passed on."""

    number: str
    agency: str
    by: str
    reason: str


class TransferDropped(Message):
    """The transfer was given up."""

    number: str


class ButtonNotCommand(Message):
    """Somebody typed as a command what is a button of a card, or (`is_held`) of /tertahan."""

    typed: str
    is_held: bool


class TransferLapsed(Message):
    """A reply to a question about a transfer that is no longer open: it changed nothing, and went to nobody."""

    number: str


class ActionRefused(Message):
    """The rules refuse it; `reason` is a code of `tickets.errors`."""

    number: str
    reason: str
    name: str | None = None


class ReporterReplied(Message):
    """The citizen added something to the case. `question`: what another agency asked before, and he answers."""

    number: str
    reporter: str | None
    text: str
    text_goes_on: bool
    files: int
    question: str = ""


class ReporterEdited(Message):
    """The citizen changed words that the group has."""

    number: str
    reporter: str | None
    text: str
    text_goes_on: bool
    at: datetime


class UrgentTicket(Message):
    """Shortly after the card of an urgent ticket: somebody must look now."""

    number: str
    category: str
    region: str
    on_duty: Who | None


class ReporterConfirmed(Message):
    """The citizen says that it is done."""

    number: str


class ReporterReopened(Message):
    """The citizen says that it is not done. `agency`: to the coordinator, whose it is."""

    number: str
    due: datetime
    remaining: Remaining
    agency: str | None = None
    another: bool = False
    """Not the ticket's own reporter, but one who reported the same."""


class ReporterUnreachable(Message):
    """The citizen blocked the bot: no answer arrives."""

    number: str


class PairingNotAllowed(Message):
    """Only a coordinator pairs groups. `anonymous`: somebody wrote as the group, and nobody knows who it was."""

    anonymous: bool


class AskWhichAgency(Message):
    """Which agency does this group serve? With buttons. Who writes as the group itself is asked to press one."""

    wanted: str
    anonymous: bool


class AgencyUnknown(Message):
    """No agency of that name."""

    wanted: str


class Paired(Message):
    """The group is paired."""

    agency: str | None
    waiting: int


class PairedElsewhere(Message):
    """A group cannot be paired from a private chat."""


class Unpaired(Message):
    """The group is no longer paired."""


class NotPaired(Message):
    """This group serves nobody yet."""


class GroupHealth(Message):
    """What the bot may do in this group, and what to change."""

    is_admin: bool
    reads_everything: bool
    can_pin: bool
    is_forum: bool
    can_manage_topics: bool
    at: datetime


class GroupHelp(Message):
    """How to work with cards, in a nutshell. `topics`: every case has a topic of its own here."""

    agency: str | None
    is_coordinator: bool
    topics: bool


class TicketLine(View):
    """One line of a list of tickets."""

    number: str
    category: str
    region: str
    status: str
    agency: str | None
    due: datetime
    remaining: Remaining
    awaits_follow_up: bool
    taken_by: str | None
    source: str = "telegram"


class TicketList(Message):
    """Open tickets of a group, the most urgent first."""

    agency: str | None
    tickets: tuple[TicketLine, ...]
    total: int
    filter: str
    """A code of `tickets.overview.Filter`."""
    whose: str | None
    page: int
    pages: int


class TicketHistory(Message):
    """A ticket's history, to those who work on it."""

    number: str
    moments: tuple["HistoryLine", ...]


class HistoryLine(View):
    """Who did what."""

    at: datetime
    kind: str
    who: str
    text: str
    agency: str


class ShownInTopic(Message):
    """The card that was asked for from elsewhere stands in the topic of its case."""

    topic: str


class TicketNotHere(Message):
    """No such ticket in this group."""

    number: str


class Reminder(Message):
    """A deadline comes near: of the follow-up, or (`to_verify`) of the coordinator's verification."""

    number: str
    category: str
    region: str
    due: datetime
    today: bool
    taken_by: Who | None
    on_duty: Who | None
    to_verify: bool = False


class DeskToday(View):
    """What else the coordinator finds on the desk: reports since the last working day, how many wait for verification
    (and have waited longer than they may), the agencies whose groups are silent, and how many closed tickets wait for
    a look at their evidence.
    """

    new: int
    unverified: int
    unverified_late: int
    silent: tuple[str, ...]
    silent_more: int
    to_check: int


class Digest(Message):
    """What is overdue, once each working day; `desk`: to the coordinator."""

    agency: str | None
    day: date
    tickets: tuple[TicketLine, ...]
    total: int
    on_duty: Who | None
    desk: DeskToday | None = None


class GroupLost(Message):
    """To the coordinator: an agency's group can no longer be reached."""

    title: str
    agency: str | None


class CommandInPrivate(Message):
    """A citizen's command typed in a group."""


class GroupApology(Message):
    """Something broke on our side; nothing is lost."""
