"""The heap while very many objects are made that all stay for a moment."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Look for no reference cycles meanwhile: for half a million small objects that took longer than making them.

    For the whole process, and so for seconds only; what has no cycles is freed as ever.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
