"""Steps that a cancelled task does not leave half done.

SQLAlchemy and the drivers throw a connection away when they are cancelled within a statement, and a second
cancellation during that leaves threads and sockets behind. So every step to the database runs in a task of its own:
it is always finished, and whoever waits for it is cancelled afterwards. Steps are short: drivers give up waiting
after a few seconds.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


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
