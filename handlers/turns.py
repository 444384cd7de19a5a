"""Clockwork takes turns: what there may be much of at the same moment is done piece by piece.

Each piece is a transaction of its own, so that citizens are answered in between. What a piece is about was looked up in
an earlier turn: it asks again whether that is still so, and is written so that nothing comes twice.
"""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, Protocol, TypeVar

from handlers.desk import Desk

T = TypeVar("T")

ROUNDS: Final = 20
"""Of a chore within a minute, where what is left does no harm by waiting for the next."""


class Turns(Protocol):
    """Transactions, one after another."""

    async def write(self, work: Callable[[Desk], Coroutine[Any, Any, T]]) -> T:
        """A short one."""
        ...

    async def attempt(self, work: Callable[[Desk], Coroutine[Any, Any, None]]) -> bool:
        """A short one of several that do not depend on each other: when it breaks, those behind it come all the same.
        Whether it went well.
        """
        ...

    async def read(self, work: Callable[[Desk], Coroutine[Any, Any, T]]) -> T:
        """One that only looks and holds up nobody, however long it takes."""
        ...


Chore = Callable[[Turns], Coroutine[Any, Any, None]]


def single(work: Callable[[Desk], Awaitable[None]]) -> Chore:
    """A chore of one turn."""

    async def piece(desk: Desk) -> None:
        await work(desk)

    async def chore(turns: Turns) -> None:
        await turns.write(piece)

    return chore


def rounds(work: Callable[[Desk], Coroutine[Any, Any, bool]]) -> Chore:
    """A chore that does some in each turn and tells whether there may be more; so many rounds in a minute."""

    async def chore(turns: Turns) -> None:
        for _ in range(ROUNDS):
            if not await turns.write(work):
                return

    return chore
