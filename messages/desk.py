"""What coordinators read when they look for something: searches, a ticket alone with us, the agencies."""

from datetime import date, datetime

from messages.base import Message, View
from messages.group import DeskToday, HistoryLine, TicketLine


class SearchHit(View):
    """A ticket that was found, with the beginning of its text (empty where it is secret)."""

    line: TicketLine
    text: str


class SearchResults(Message):
    """One page of what was found, newest first. `many`: there are more than `total`; `agency`: only that one's."""

    typed: str
    agency: str | None
    hits: tuple[SearchHit, ...]
    total: int
    many: bool
    page: int
    pages: int


class SearchMisread(Message):
    """A filter whose value is not known; `filter` is a code of `tickets.searching`."""

    filter: str
    typed: str


class SearchForgotten(Message):
    """The search was made too long ago."""


class Dossier(Message):
    """A ticket to a coordinator alone with us, with one page of its history, newest page first."""

    line: TicketLine
    kind: str
    address: str
    pin_url: str | None
    text: str
    text_goes_on: bool
    reporter: str | None
    occurred_on: date | None
    files: int
    created_at: datetime
    urgent: bool
    secret: bool
    moments: tuple[HistoryLine, ...]
    page: int
    pages: int


class AskNote(Message):
    """Write the internal note."""

    number: str


class NoteKept(Message):
    """The note is in the ticket's history."""

    number: str
    text: str


class AskRevealReason(Message):
    """Why is the identity to be opened?"""

    number: str
    problem: bool


class IdentityShown(Message):
    """The identity, once, to the custodian who asked."""

    number: str
    name: str
    username: str | None
    external_id: str
    reason: str
    minutes: int
    """So long it can be read."""


class IdentityClosed(Message):
    """In place of the identity, when the time is over."""

    number: str


class IdentityOpened(Message):
    """To the reporter: the identity was opened, by the coordinator, and why."""

    number: str
    at: datetime
    reason: str


class DossierRefused(Message):
    """It cannot be done; `why` is a code."""

    number: str
    why: str


class CardSent(Message):
    """The ticket's card is in the coordinator's group now."""

    number: str


class AgencyLine(View):
    """An agency as it stands: open and late tickets, days of silence (none: somebody acted)."""

    name: str
    is_paired: bool
    waiting: int
    late: int
    silent_days: int | None
    has_roster: bool


class AgencyList(Message):
    """Agencies in a page; `sight` is a code of `handlers.agency_list.Sight`."""

    agencies: tuple[AgencyLine, ...]
    total: int
    sight: str
    paired: int
    known: int
    silent_days: int
    page: int
    pages: int


class DeskNow(Message):
    """The coordinator's desk, asked for: the counts of the morning's digest, what waits longest, what is late."""

    day: date
    desk: DeskToday
    waiting: tuple[TicketLine, ...]
    late: tuple[TicketLine, ...]
    late_total: int
    held: int
