"""What a group reads when new tickets come faster than it can get cards: a list, and what was done with all of it."""

from datetime import datetime

from messages.base import Message, View
from messages.group import Who
from tickets.deadlines import Remaining


class NewTicket(View):
    """A ticket as it stands in the list, with the beginning of what the citizen wrote."""

    number: str
    category: str
    region: str
    agency: str | None
    text: str
    due: datetime
    remaining: Remaining
    awaits_follow_up: bool
    taken_by: str | None


class NewTickets(Message):
    """New tickets in one list instead of a card each. `came`: how many came into it; `total`: those without a card."""

    agency: str | None
    tickets: tuple[NewTicket, ...]
    came: int
    total: int
    since: datetime
    until: datetime
    page: int
    pages: int


class LeftOut(View):
    """Tickets with which nothing was done; `cause` is a code of `tickets.errors`, or ``gone``: opened or passed on."""

    cause: str
    count: int
    numbers: tuple[str, ...] = ()


class TakenTogether(Message):
    """Somebody took everything in the list. `more`: so many are left, because it is done in portions."""

    by: str
    taken: int
    left_out: tuple[LeftOut, ...]
    more: int


class AskAgencyForAll(Message):
    """To which agency?"""

    count: int
    problem: bool


class AskReasonForAll(Message):
    """Why are they passed on?"""

    count: int
    agency: str
    who: Who
    problem: bool


class PassedTogether(Message):
    """Everything in the list was passed on. `more`: so many are left, because it is done in portions."""

    agency: str
    by: str
    reason: str
    passed: int
    left_out: tuple[LeftOut, ...]
    more: int


class TransferOfAllDropped(Message):
    """It was given up; the tickets stay."""


class TransferOfAllLapsed(Message):
    """An answer to a question about it that is no longer open: it changed nothing, and went to nobody."""


class ListIsEmpty(Message):
    """There is nothing left in the list to do that with."""
