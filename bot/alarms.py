"""When the operator is told of trouble: once when it begins, at most once an hour of a kind, once when it is over.

Nothing here asks or sends anything; `bot.watchman` does.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

SILENCE: Final = timedelta(hours=1)
"""Between two alarms of one kind."""


class Kind(StrEnum):
    """What somebody must look at."""

    DATABASE = "database"
    LOOP = "loop"
    UPDATES = "updates"
    OUTBOX = "outbox"
    FAILED = "failed"
    REJECTED = "rejected"
    DISK = "disk"
    CATALOGUE = "catalogue"


GROWING: Final = frozenset({Kind.FAILED, Kind.REJECTED})
"""Kinds whose number only grows until somebody acts: more of them is news."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong now; `number`: minutes, messages or per cent, as the kind has it."""

    kind: Kind
    number: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """What the operator has not been told."""

    begun: tuple[Trouble, ...] = ()
    over: tuple[Kind, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.begun or self.over)


@dataclass(frozen=True, slots=True)
class _Told:
    at: datetime
    number: int
    stands: bool


class Alarms:
    """What the operator was told."""

    def __init__(self, told: str | None = None) -> None:
        """`told`: what `written` gave before a restart."""
        entries = json.loads(told) if told else {}
        self._told = {
            Kind(kind): _Told(datetime.fromisoformat(at), number, stands)
            for kind, (at, number, stands) in entries.items()
            if kind in set(Kind)
        }

    def news(self, troubles: Collection[Trouble], now: datetime) -> News:
        """What is to be told now."""
        kinds = {trouble.kind for trouble in troubles}
        over = tuple(kind for kind, told in self._told.items() if told.stands and kind not in kinds)
        return News(tuple(trouble for trouble in troubles if self._is_news(trouble, now)), over)

    def note(self, news: News, now: datetime) -> None:
        """It was told."""
        for trouble in news.begun:
            self._told[trouble.kind] = _Told(now, trouble.number, stands=True)
        for kind in news.over:
            self._told[kind] = _Told(self._told[kind].at, 0, stands=False)

    def written(self) -> str:
        """To be kept over a restart."""
        return json.dumps({kind: (told.at.isoformat(), told.number, told.stands) for kind, told in self._told.items()})

    def _is_news(self, trouble: Trouble, now: datetime) -> bool:
        told = self._told.get(trouble.kind)
        if told is None:
            return True
        if told.stands and not (trouble.kind in GROWING and trouble.number > told.number):
            return False
        return not timedelta() <= now - told.at < SILENCE  # a clock that was set back silences nothing
