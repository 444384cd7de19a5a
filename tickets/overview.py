"""Which tickets of a group somebody wants to see: the filters of /tiket."""

from enum import StrEnum


class Filter(StrEnum):
    """A view of what is open. New and in progress are all of it; overdue and mine cut through both."""

    NEW = "new"
    """Nobody took it, nobody answered."""
    IN_PROGRESS = "in_progress"
    """Somebody took it or answered."""
    OVERDUE = "overdue"
    """Its follow-up is past the deadline."""
    MINE = "mine"
    """Taken by the one who asks."""
    ALL = "all"
