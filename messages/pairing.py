"""How groups come to an agency and leave it, and what the coordinator hears of them."""

from datetime import datetime

from messages.base import Message


class Invited(Message):
    """A one-time code for an agency, to be forwarded to its people."""

    agency: str
    code: str
    link: str | None
    expires_at: datetime


class AskWhomToInvite(Message):
    """For which agency is the code? With buttons."""


class InvitingNotAllowed(Message):
    """Only the coordinator invites."""


class InvitationRefused(Message):
    """A code that cannot be used; `why` is a code of `tickets.invitations.Standing`."""

    why: str


class AlreadyPaired(Message):
    """The group serves that agency already; the code was not used."""

    agency: str


class AskRepair(Message):
    """The group serves somebody else (none: the coordinator): change that?"""

    before: str | None
    agency: str | None


class AskUnpair(Message):
    """Really disconnect the group?"""

    agency: str | None
    waiting: int


class PairingKept(Message):
    """Nothing was changed."""


class GroupJoined(Message):
    """To the coordinator: a group was connected by a code."""

    title: str
    agency: str
    by: str


class GroupReleased(Message):
    """To the coordinator: a group was disconnected."""

    title: str
    agency: str | None


class GroupBack(Message):
    """To the coordinator: a lost group can be reached again."""

    title: str
    agency: str | None


class GroupDemoted(Message):
    """To the coordinator: the bot is no admin of a group any more."""

    title: str
    agency: str | None


class GroupMoved(Message):
    """To the coordinator: a group lives on under another id."""

    title: str
    agency: str | None


class GroupRenamed(Message):
    """To the coordinator: a group has another title."""

    before: str
    title: str
    agency: str | None
