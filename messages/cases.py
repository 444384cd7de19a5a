"""Whose a case is: handed to a colleague, declined with the coordinator's consent, somebody else's matter."""

from messages.base import Message
from messages.group import Who


class AskColleague(Message):
    """To whom is the case handed? With buttons, or by a name. `problem`: the name was nobody's, or several's."""

    number: str
    problem: bool


class HandedOver(Message):
    """A colleague has the case now, and is to notice it."""

    number: str
    to: Who
    by: str


class HandoverSettled(Message):
    """What became of the question to whom; `to` is nobody when it was given up."""

    number: str
    to: str | None


class AskWhy(Message):
    """Why is it declined? With buttons."""

    number: str


class AskBody(Message):
    """Whose matter is it? With buttons."""

    number: str


class AskOtherTicket(Message):
    """Which ticket is about the same? Reply with its number. `problem`: what was given names no such ticket."""

    number: str
    who: Who
    problem: bool


class DeclineDropped(Message):
    """Nothing was proposed."""

    number: str


class DeclineAsDuplicate(Message):
    """In place of the question why: because another ticket is about the same. Which one is asked below."""

    number: str


class NoCoordinator(Message):
    """Nobody could decide: no group of the coordinator is paired."""

    number: str


class DeclineWaits(Message):
    """To the agency: the coordinator was asked. `body` or `other` is there, the other one empty."""

    number: str
    by: str
    body: str
    other: str


class DeclineProposal(Message):
    """To the coordinator: an agency holds that it need not act. With buttons."""

    number: str
    agency: str | None
    by: str
    body: str
    address: str
    other: str
    category: str
    region: str
    text: str


class DeclineDecided(Message):
    """What the coordinator decided, to his own groups (in place of the proposal) and to the agency."""

    number: str
    agreed: bool
    by: str
    body: str
    other: str


class ProposalEnded(Message):
    """In place of a proposal: the case came to its end without a decision. `status`: a code of `Status`."""

    number: str
    status: str


class OutOfAuthority(Message):
    """To the reporter: a body outside of this government must act, and here is where to find it."""

    number: str
    agency: str
    body: str
    address: str


class Merged(Message):
    """To the reporter: the same matter is being worked on under another number, and he hears of it from there.

    `own`: one of his own.
    """

    number: str
    agency: str
    other: str
    own: bool
