"""*Respon isu*: what the media write about, an agency publishes an answer to, in its own time.

An issue is found in a feed, or named by the coordinator with a link. It is asked of an agency, which answers with the
links of what it published; how such answers count is `tickets.scoring`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_ANSWERS = 3
"""Published answers that count for one issue."""


class IssueState(StrEnum):
    """Where an issue stands."""

    CANDIDATE = "candidate"
    """Found; the coordinator has not decided."""
    IGNORED = "ignored"
    TICKET = "ticket"
    """The coordinator made a ticket of it."""
    ASKED = "asked"
    """An agency is to publish an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something published: plain words, an address that can be opened."""

    link: str
    title: str
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing that was published. `agency`: suggested by its words, then the one that is asked, until `due_at`.

    `feed` is the name of the feed it was found in; empty where the coordinator named it.
    """

    link: str
    title: str
    summary: str
    feed: str
    found_at: datetime
    agency: str | None = None
    state: IssueState = IssueState.CANDIDATE
    asked_at: datetime | None = None
    due_at: datetime | None = None
    asked_by: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Published:
    """An answer that an agency published: where, and when we were told."""

    link: str
    at: datetime
    by: int
