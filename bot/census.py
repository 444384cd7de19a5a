"""A period counted by a process of its own (`bot.counter`), batch by batch as they are read.

Making sense of very many histories takes seconds of Python, which citizens would notice in the program's own process.
Reading them does not: the database puts whole batches together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.aside import Aside
from storage.batches import Batch
from tickets.scoring import AskedIssue
from tickets.surveys import Counted, Survey


@dataclass(frozen=True, slots=True)
class Rest:
    """What else there is to know when all tickets have come; see `tickets.surveys.Surveying.counted`."""

    pasted: Mapping[str | None, int]
    asked: Mapping[str, Sequence[AskedIssue]]


class Census:
    """One counter at a time, and one survey at a time. Each step raises AsideFailed when its process has ended."""

    def __init__(self) -> None:
        self._counter = Aside("bot.counter")

    def get_ready(self) -> None:
        """Let the counter load what it needs while the database is being opened."""
        self._counter.get_ready()

    def begin(self, survey: Survey) -> None:
        """A new survey; one that was not brought to its end is forgotten."""
        self._counter.get_ready()
        self._counter.tell(survey)

    def add(self, batch: Batch) -> None:
        """Some tickets more. It returns while they are counted, and waits when the ones before are not."""
        self._counter.tell(batch)

    def counted(self, pasted: Mapping[str | None, int], asked: Mapping[str, Sequence[AskedIssue]]) -> Counted:
        """What was counted. Raises CalendarUnknown for years that nobody knows."""
        counted: Counted = self._counter.ask(Rest(pasted, asked))
        return counted

    def put_away(self) -> None:
        """Nothing is to be counted any more."""
        self._counter.put_away()
