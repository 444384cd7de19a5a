"""What the loops do with handlers, in one value: the loops themselves know no handler, and tests give their own."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from bot.channels.base import Menu
from storage.promotion import PosterOrder
from storage.recap_orders import RecapOrder
from storage.unit import Unit
from storage.values import Sending
from tickets.catalogue import Watch
from tickets.dialogue import Attachment, Chat, Inbound, Parcel
from tickets.issues import Entry

T = TypeVar("T")


class Turns(Protocol):
    """Short transactions of what comes by itself; whoever writes to us has his in between."""

    async def write(self, work: Callable[[Unit], Coroutine[Any, Any, T]]) -> T:
        """One transaction. On SQLite everybody waits for it: a few milliseconds are enough."""
        ...

    async def attempt(self, work: Callable[[Unit], Coroutine[Any, Any, None]]) -> bool:
        """The same, of several that do not depend on each other: one that breaks is logged, and undone. Whether it
        went well.
        """
        ...

    async def read(self, work: Callable[[Unit], Coroutine[Any, Any, T]]) -> T:
        """One that only looks, however long it takes: nobody waits for it."""
        ...


Chore = Callable[[Turns], Coroutine[Any, Any, None]]
"""Something that comes by itself: it does what is due now, turn by turn."""


async def _nothing(_feed: str, _entries: Sequence[Entry], _unit: Unit) -> int:
    return 0


async def _all_went(_parcel: Parcel, _files: tuple[tuple[Attachment, str], ...], _unit: Unit) -> None:
    pass


@dataclass(frozen=True, slots=True)
class RecapWork:
    """How an order becomes messages: read in a transaction that only reads, drawn in a thread without one, laid down
    in another. `progress` is called in between."""

    gather: Callable[[RecapOrder, Unit], Coroutine[None, None, Any]]
    progress: Callable[[RecapOrder, Any, Unit], Coroutine[None, None, None]]
    draw: Callable[[RecapOrder, Any], Any]
    deliver: Callable[[RecapOrder, Any, Unit], Coroutine[None, None, None]]
    give_up: Callable[[RecapOrder, Unit], Coroutine[None, None, None]]
    close: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class PosterWork:
    """How an order becomes a poster: read in a transaction, drawn in a thread without one, laid down in another."""

    gather: Callable[[PosterOrder, Unit], Coroutine[None, None, Any]]
    draw: Callable[[Any], Any]
    deliver: Callable[[PosterOrder, Any, Unit], Coroutine[None, None, None]]
    give_up: Callable[[PosterOrder, Unit], Coroutine[None, None, None]]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Called by worker, sender, ticker and watcher, each time inside a transaction; only chores have several."""

    handle: Callable[[Inbound, Unit], Awaitable[None]]
    apologise: Callable[[Inbound, Unit], Awaitable[None]]
    undeliverable: Callable[[Parcel, Unit], Awaitable[None]]
    moved: Callable[[Chat, str, Unit], Awaitable[None]]
    chores: Mapping[str, Chore]
    """By name, in their order, once a minute."""
    topic_gone: Callable[[Chat, int, Unit], Awaitable[None]]
    topics_refused: Callable[[Chat, Unit], Awaitable[None]]
    release: Callable[[Sending, Unit], Awaitable[None]]
    watched: Callable[[str, Sequence[Entry], Unit], Awaitable[int]] = _nothing
    """What a feed brought; how many of them are new."""
    withheld: Callable[[Parcel, tuple[tuple[Attachment, str], ...], Unit], Awaitable[None]] = _all_went
    """Files of a parcel did not go along, each with the reason's code."""
    watch: Watch = field(default_factory=Watch)
    recaps: RecapWork | None = None
    posters: PosterWork | None = None
    menu: Menu = field(default_factory=Menu)
    warm: Callable[[], object] = lambda: None
    """Called in a thread after the start: prepares what the first updates would wait for."""
