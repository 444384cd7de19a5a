"""What can happen to a ticket: append-only facts from which history and statistics are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tickets.dialogue import Attachment


class EventKind(StrEnum):
    """Each kind is a sentence: who did what."""

    __hash__ = str.__hash__  # an enumeration's own is no faster than any function, and histories are read by it

    SUBMITTED = "submitted"
    """The reporter sent the complaint."""
    ASSIGNED = "assigned"
    """The ticket was given to an agency, by its category or by the coordinator."""
    CORRECTED = "corrected"
    """The coordinator corrected what the ticket is about; `data` has what is so now ("category", "region", "kind"),
    and what it said before ("before"): recaps of earlier months go on saying it."""
    TAKEN = "taken"
    """Somebody of the agency took the case: an acknowledgement, not a follow-up."""
    HANDED_OVER = "handed_over"
    """Somebody of the group passed the case to a colleague (`data`, "person")."""
    TRANSFERRED = "transferred"
    """The agency or the coordinator passed it to another agency, with a reason."""
    DECLINE_PROPOSED = "decline_proposed"
    """The agency holds that it need not act; `data` has the code of why ("why") and whose it is ("to")."""
    DECLINE_RETURNED = "decline_returned"
    """The coordinator does not agree: the agency keeps the case."""
    OUT_OF_AUTHORITY = "out_of_authority"
    """The coordinator agrees that a body outside of this government must act (`data`, "to")."""
    MERGED = "merged"
    """The coordinator holds it to be the same matter as another ticket (`data`, "to": its number)."""
    SPLIT = "split"
    """The coordinator found that it is another matter after all: worked on under its own number again."""
    JOINED = "joined"
    """Somebody else reported the same: by a tap, or with a ticket of his own (`data`, "number") that was merged."""
    LEFT = "left"
    """A ticket that was merged into this one was split off again (`data`, "number")."""
    ACKNOWLEDGED = "acknowledged"
    """The agency wrote to the reporter without substance ("siap"): no follow-up."""
    FOLLOWED_UP = "followed_up"
    """The agency answered the reporter with substance; this stops the follow-up clock."""
    FINISHED = "finished"
    """The agency holds the matter to be done and asks the reporter."""
    NOTED = "noted"
    """An internal note; the reporter never sees it."""
    REPLIED = "replied"
    """The reporter added something."""
    EDITED = "edited"
    """The reporter changed words that had gone to the agency; `data` says which message ("message"), `text` the words
    as they are now."""
    CONFIRMED = "confirmed"
    """The reporter said that it is done."""
    REOPENED = "reopened"
    """The reporter said that it is not done; or the coordinator, who looked at the evidence of the closed ticket, with
    the reason in `text` (`data`, "why": "checked")."""
    EXPLAINED = "explained"
    """The reporter said why it is not done; `data` has the code of a frequent reason ("why"), `text` the rest."""
    ASKED = "asked"
    """The agency asked the reporter for data that it cannot work without; its clock stands still."""
    SUPPLIED = "supplied"
    """The reporter gave the data; the clock runs again."""
    ARCHIVED = "archived"
    """The data never came; or the coordinator put it aside (`data`, "why": a code of `tickets.declining`)."""
    EXPIRED = "expired"
    """The reporter said nothing to an answer for so long that the ticket was closed."""
    RATED = "rated"
    """The reporter gave one to five stars (`data`, "stars")."""
    SP4N_NUMBERED = "sp4n_numbered"
    """The ticket was given its number in SP4N-LAPOR! (`data`, "number")."""
    SP4N_STATUS = "sp4n_status"
    """A status file of SP4N-LAPOR! said how it stands there (`text`)."""
    COMMENTED = "commented"
    """The reporter added words to the stars."""
    CHECKED = "checked"
    """The coordinator looked at the evidence of the closed ticket and agrees."""


INTERNAL = frozenset(
    {
        EventKind.NOTED,
        EventKind.HANDED_OVER,
        EventKind.DECLINE_PROPOSED,
        EventKind.DECLINE_RETURNED,
        EventKind.SP4N_NUMBERED,
        EventKind.SP4N_STATUS,
        EventKind.CHECKED,
    }
)
"""What agency and coordinator settle among themselves; the reporter never sees it."""

BETWEEN_TWO = frozenset(
    {
        EventKind.ASKED,
        EventKind.SUPPLIED,
        EventKind.REPLIED,
        EventKind.EDITED,
        EventKind.EXPLAINED,
        EventKind.RATED,
        EventKind.COMMENTED,
    }
)
"""What passes between agency and reporter, in his words; nobody else who reported the same sees it."""


class ActorKind(StrEnum):
    """In what capacity somebody acted."""

    REPORTER = "reporter"
    AGENCY = "agency"
    COORDINATOR = "coordinator"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted. `person_id` is storage's id of the person; none for the system itself."""

    kind: ActorKind
    person_id: int | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact in a ticket's life. `data` holds short codes only (from, to); words of people are in `text`."""

    kind: EventKind
    at: datetime
    actor: Actor
    data: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
