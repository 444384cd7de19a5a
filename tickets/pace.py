"""Why a complete report is held back for a while, in codes."""

from enum import StrEnum


class Limit(StrEnum):
    """What holds it back; urgent reports pass all limits."""

    PERSON = "person"
    """One person has sent many within the hour."""
    FIRST = "first"
    """Many people who never reported before send at once: as new accounts do that were made for it."""
    ALL = "all"
    """Many people send at once."""
    BLOCKED = "blocked"
    """No limit, but its writer is blocked; it tells of danger, and somebody shall look."""
