"""When tickets come faster than a chat takes messages: how many arrive as cards, and which ones share a list.

Whoever has more new tickets than the pace within a minute gets the further ones in one list. A list holds what came
within ten minutes of the clock, so that any number of processes agree on it without asking one another.
"""

from datetime import UTC, datetime, timedelta

SPAN = timedelta(minutes=1)
"""What the pace is counted in."""
LIST_MINUTES = 10
"""Of the clock: what comes in them shares a list."""
FEW = 3
"""So few that were left over become cards after all, once there is room for them."""


MOST = 2**31 - 1
"""The highest number of a list: good for the next forty thousand years."""


def pace_name(channel: str) -> str:
    """The note that tells how many new tickets a minute a group of this channel gets as cards."""
    return f"pace:{channel}"


def is_flood(lately: int, pace: int) -> bool:
    """Whether one more card is too much, after so many new tickets within the last `SPAN`."""
    return lately >= pace


def list_at(now: datetime) -> int:
    """The number of the list that takes what comes now."""
    return int(now.timestamp()) // (LIST_MINUTES * 60)


def begin_of(number: int) -> datetime:
    """When the list with that number began."""
    return datetime.fromtimestamp(number * LIST_MINUTES * 60, UTC)
