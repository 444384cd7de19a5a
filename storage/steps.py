"""Steps that a cancelled task does not leave half done.

SQLAlchemy and the drivers throw a connection away when they are cancelled within a statement, and a second
cancellation during that leaves threads and sockets behind. So every step to the database runs in a task of its own:
it is always finished, and whoever waits for it is cancelled afterwards. Steps are short: drivers give up waiting
after a few seconds.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from typing import Any, Final, TypeVar

T = TypeVar("T")

BEGUN_SECONDS: Final = 0.001
"""Within them a step is under way: handed to the driver's thread, or to the server."""


async def whole(step: Coroutine[Any, Any, T]) -> T:
    """The step's result; when this task was cancelled meanwhile, CancelledError after the step has ended."""
    task = asyncio.ensure_future(step)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
        except BaseException:  # noqa: S110 - the step's own, told below
            pass
    if cancelled is not None:
        task.cancelled() or task.exception()
        raise cancelled
    return task.result()


async def ahead(steps: Sequence[Callable[[], Coroutine[Any, Any, T]]]) -> AsyncGenerator[T, None]:
    """What the steps bring, one after another; while one is worked on, the next is under way already.

    It must be closed (`contextlib.aclosing`) before anything else is asked of the database.
    """
    coming: asyncio.Task[T] | None = None
    try:
        for step in steps:
            came, coming = coming, None
            brought = [] if came is None else [await came]
            coming = asyncio.create_task(step())
            if brought:
                await asyncio.wait((coming,), timeout=BEGUN_SECONDS)
                yield brought[0]
        if coming is not None:
            yield await coming
    finally:
        if coming is not None:
            await asyncio.wait((coming,))
            coming.cancelled() or coming.exception()  # nobody waits for it any more
