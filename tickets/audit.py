"""The audit log: what those with power did, kept beside the tickets' own histories, and read by those who check them.

An entry has codes and numbers only. Why somebody did it may be told in words (of who acted, never of a citizen): they
lie sealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tickets.events import EventKind


class Act(StrEnum):
    """What can be written down besides the coordinator's steps on a ticket, which are called `ticket_…`."""

    GROUP_PAIRED = "group_paired"
    """A group was given its role; `data` has the role it lost, if any ("before")."""
    GROUP_UNPAIRED = "group_unpaired"
    """A group lost its role."""
    SILENCE_SET = "silence_set"
    """The coordinator's group was given other silent hours (`data`, "hours"; empty: none)."""
    INVITATION_MADE = "invitation_made"
    """A one-time code was made for an agency."""
    INVITATION_USED = "invitation_used"
    """A group was connected by a one-time code (`data`, "invitation")."""
    INCIDENT_DECLARED = "incident_declared"
    """Many reports were made one incident; the ticket is the one that is worked on."""
    INCIDENT_DISMISSED = "incident_dismissed"
    """Many reports were found to be several matters."""
    INCIDENT_ENDED = "incident_ended"
    """An incident was declared over."""
    ROLE_INVITED = "role_invited"
    """A one-time code for a role was made (`data`, "role")."""
    ROLE_GIVEN = "role_given"
    """Somebody (`about`) was given a role (`data`, "role"), by hand or by a code of `data`, "invitation"."""
    ROLE_TAKEN = "role_taken"
    """A role (`data`, "role") was taken from somebody (`about`)."""
    TICKET_RECORDED = "ticket_recorded"
    """A report that came in elsewhere was recorded (`data`, "source"; "contact": whether the reporter left one)."""
    ISSUE_ASKED = "issue_asked"
    """An agency was asked to answer what the media write about (`data`, "issue")."""
    EXPORTED = "exported"
    """Tickets were exported as a sheet (`data`, "month", "tickets")."""
    CONTACT_SEEN = "contact_seen"
    """Somebody looked at how a recorded ticket's reporter can be reached."""
    CONTACT_SHARED = "contact_shared"
    """The agency may see the contact."""
    CONTACT_HIDDEN = "contact_hidden"
    """The agency may not see it any more."""
    DATA_SEEN = "data_seen"
    """Somebody saw the personal data in a ticket's words (`data`, "kinds")."""
    IDENTITY_REVEALED = "identity_revealed"
    """A custodian opened the identity of a ticket's anonymous reporter (`about`)."""

    HOLD_PLACED = "hold_placed"
    """A ticket is kept for a case at law: nothing of it is erased."""
    HOLD_LIFTED = "hold_lifted"
    """It is kept no more."""
    BLOCK_PLACED = "block_placed"
    """The ticket's reporter files no new reports for some days (`data`, "days", "why"); who it is, is not said."""
    BLOCK_LIFTED = "block_lifted"
    """Before these days were over, they may again."""
    REPORT_LET_THROUGH = "report_let_through"
    """A complete report that a limit (`data`, "why") held back became a ticket."""
    REPORT_SET_ASIDE = "report_set_aside"
    """What somebody blocked wrote of danger was looked at, and becomes no ticket."""
    REPORT_CLAIMED = "report_claimed"
    """A report was taken along to another account by its receipt code (`about`: the account before)."""
    PERSON_ERASED = "person_erased"
    """Somebody was erased at their own wish (`data`, "tickets": how many they had filed)."""


def on_ticket(kind: EventKind) -> str:
    """The action of a coordinator's step on a ticket."""
    return f"ticket_{kind.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log. `actor`: the person's id; none for the program itself.

    `about` is the person concerned, by id, where there is one; `group` the id of the group it was done in. `data`
    holds short codes only, no words of people.
    """

    action: str
    at: datetime
    actor: int | None
    ticket: int | None = None
    agency: str | None = None
    group: int | None = None
    about: int | None = None
    data: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    id: int = 0
    """Storage's; 0 before it is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Which entries somebody wants to see; what is left out is not asked for. Times: from `since` until `before`."""

    action: str | None = None
    actor: int | None = None
    ticket: int | None = None
    agency: str | None = None
    about: int | None = None
    since: datetime | None = None
    before: datetime | None = None
