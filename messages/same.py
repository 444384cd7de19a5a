"""The same matter reported by several people: joining, merging, splitting; what each of them is told."""

from datetime import datetime

from messages.base import Message, View
from messages.group import Who


class SameOffered(Message):
    """While filing: somebody else has reported this, it seems. Category, region and status only, nobody's words.

    `days` ago; `metres` from the pin, where both reports have one; `reporters` so far.
    """

    category: str
    region: str
    agency: str | None
    status: str
    days: int
    metres: int | None
    reporters: int


class OwnOffered(Message):
    """While filing: this person has reported this before, it seems."""

    number: str
    agency: str | None
    status: str
    days: int


class OfferDropped(Message):
    """It is another matter: the report goes on."""


class OfferGone(Message):
    """The other report ended meanwhile: the report goes on."""


class SameJoined(Message):
    """The person reported it, too, without a ticket of his own. `has_words`: his own can be sent along."""

    number: str
    category: str
    region: str
    agency: str | None
    status: str
    has_words: bool


class SameLeft(Message):
    """The person hears no more of that ticket."""

    number: str


class SolvedNoted(Message):
    """To somebody who reported the same: the agency knows that it is done; the ticket is its reporter's to close."""

    number: str


class ClosedForOthers(Message):
    """To whoever reported the same: the ticket is closed. They may disagree."""

    number: str


class ReopenedByOthers(Message):
    """To everybody else who reported it: somebody says that it is not done."""

    number: str
    agency: str | None


class ArchivedForOthers(Message):
    """To whoever reported the same: its reporter did not give the data asked for; they may."""

    number: str


class SplitOff(Message):
    """To the reporter: his ticket was merged by mistake and is worked on by itself again."""

    number: str
    other: str
    agency: str | None
    due: datetime


class SameLine(View):
    """A ticket that is likely about the same, to the coordinator."""

    number: str
    agency: str | None
    days: int
    reporters: int
    text: str


class AskSame(Message):
    """To the coordinator: into which ticket? The likeliest with buttons, any other as a reply with its number.

    `problem`: what was given names no ticket.
    """

    number: str
    lines: tuple[SameLine, ...]
    who: Who
    problem: bool


class AskSameDropped(Message):
    """Nothing was merged."""

    number: str


class TicketMerged(Message):
    """To the groups of both tickets: this one was merged into the other."""

    number: str
    other: str
    by: str
    reporters: int


class TicketSplit(Message):
    """To the groups of both tickets: they are two matters after all."""

    number: str
    other: str
    by: str


class ReportAdded(Message):
    """To the group that works on a ticket and does not know the one that was merged into it: what that one says."""

    number: str
    other: str
    text: str
    text_goes_on: bool
    files: int
