"""Why nobody here need act on a ticket, and who must instead.

An agency proposes (*Tolak*) and the coordinator decides, or decides by himself while no agency has the ticket.

Data that are missing are no reason to decline: they are asked for, and the clock stands still meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """The reasons there are."""

    AUTHORITY = "authority"
    """A body outside of this government must act (a code of the catalogue's `outside`)."""
    DUPLICATE = "duplicate"
    """The same matter as another ticket (its number)."""
    ARCHIVE = "archive"
    """The coordinator put it aside (a code of `ASIDE`)."""


ASIDE = ("spam", "test", "general", "handled", "court", "other")
"""Why a ticket is put aside: an advertisement, a try, too general, dealt with already, before a court, other words."""


@dataclass(frozen=True, slots=True)
class Decline:
    """A reason, and whose the matter is: the code of a body, the number of the other ticket; or why it is put aside."""

    why: Why
    to: str

    @property
    def data(self) -> Mapping[str, str]:
        """As codes of an event."""
        return {"why": self.why.value, "to": self.to}

    def written(self) -> str:
        """As one word, for a row or a button."""
        return f"{self.why.value}:{self.to}"


def read_decline(written: str | None) -> Decline | None:
    """The reverse of `written`; none for none, ValueError for what was never written."""
    if written is None:
        return None
    why, _, to = written.partition(":")
    return Decline(Why(why), to)
