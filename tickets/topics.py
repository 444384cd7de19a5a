"""The topic of a case: a part of a forum group that is the case's own. What is wanted of it, and what it is now.

Handlers say what is wanted; the sender brings it about when something of the case is sent. Ids are the channel's.
"""

from dataclasses import dataclass, replace
from typing import Final

LONGEST_NAME: Final = 128
"""Characters of a topic's name (the narrowest channel: Telegram)."""
MOST_MADE: Final = 5
"""An admin who has deleted the topic of a case so often does not want it."""


@dataclass(frozen=True, slots=True)
class Topic:
    """`name` and `closed` are wanted; `thread` is its id, none while it is not made (yet, or any more)."""

    name: str
    closed: bool = False
    thread: str | None = None
    shown_name: str = ""
    shown_closed: bool = False
    made: int = 0
    """How often it was made."""

    @property
    def is_to_be_made(self) -> bool:
        """Whether it has to be made before anything is sent into it. That of a closed case is not made again."""
        return self.thread is None and not self.closed and self.made < MOST_MADE

    @property
    def changes(self) -> int:
        """In how many respects it is not as wanted; 0 for one that is not there."""
        if self.thread is None:
            return 0
        return (self.name != self.shown_name) + (self.closed != self.shown_closed)

    def made_as(self, thread: str) -> "Topic":
        """The topic, now that it has been made."""
        return replace(self, thread=thread, shown_name=self.name, shown_closed=False, made=self.made + 1)

    def arranged(self) -> "Topic":
        """The topic, now that it is as wanted."""
        return replace(self, shown_name=self.name, shown_closed=self.closed)


def name_of(number: str, category: str) -> str:
    """What the topic of a case is called."""
    return f"{number} · {category}"[:LONGEST_NAME]
