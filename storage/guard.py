"""One process at a time on an SQLite file: a lock beside it that the operating system lets go when the process ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.dialects import url_of
from storage.errors import DatabaseTaken


@contextmanager
def only_process(url: str) -> Iterator[None]:
    """Nobody else runs on this SQLite file inside the block; DatabaseTaken if somebody does.

    On PostgreSQL several processes may work side by side. A file of its own is locked: to open and close the
    database's would undo SQLite's locks on it.
    """
    target = url_of(url)
    if target.get_backend_name() != "sqlite" or not target.database:
        yield
        return
    path = Path(f"{target.database}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DatabaseTaken(
                f"another process runs on {target.database} already; stop it first, or give this one a DATABASE_URL "
                "of its own"
            ) from None
        yield
