"""What can happen to a ticket: append-only facts from which history and statistics are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tickets.dialogue import Attachment


class EventKind(StrEnum):
    """Each kind is a sentence: who did what."""

    SUBMITTED = "submitted"
    """The reporter sent the complaint."""
    ASSIGNED = "assigned"
    """The ticket was given to an agency, by its category or by the coordinator."""
    TAKEN = "taken"
    """Somebody of the agency took the case: an acknowledgement, not a follow-up."""
    TRANSFERRED = "transferred"
    """The agency or the coordinator passed it to another agency, with a reason."""
    FOLLOWED_UP = "followed_up"
    """The agency answered the reporter with substance; this stops the follow-up clock."""
    FINISHED = "finished"
    """The agency holds the matter to be done and asks the reporter."""
    NOTED = "noted"
    """An internal note; the reporter never sees it."""
    REPLIED = "replied"
    """The reporter added something."""
    CONFIRMED = "confirmed"
    """The reporter said that it is done."""
    REOPENED = "reopened"
    """The reporter said that it is not done."""
    EXPLAINED = "explained"
    """The reporter said why it is not done; `data` has the code of a frequent reason ("why"), `text` the rest."""
    ASKED = "asked"
    """The agency asked the reporter for data that it cannot work without; its clock stands still."""
    SUPPLIED = "supplied"
    """The reporter gave the data; the clock runs again."""
    ARCHIVED = "archived"
    """The data never came."""
    EXPIRED = "expired"
    """The reporter said nothing to an answer for so long that the ticket was closed."""
    RATED = "rated"
    """The reporter gave one to five stars (`data`, "stars")."""
    COMMENTED = "commented"
    """The reporter added words to the stars."""


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
