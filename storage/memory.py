"""What a step has read it does not read again: the groups for a card, the people on it, who else follows the ticket.

One memory belongs to all repositories of a transaction, so that a write in any of them makes it forget what was read of
that table. It ends with the step (`Unit.savepoint`): an update sees what was committed before it, and one that is
handled anew because another process was quicker sees what that one has left. Remembered is only what nobody changes
after it was read: frozen values, or what is made anew of what was stored before it is changed.

Rows that the steps of a batch will ask for are read ahead of them, all in one statement (`Unit.foresee`). Each is known
until something may have changed it: a write may change all of its table, but for those that are said to change one row
(`Repository._change_one`).
"""

from collections.abc import Callable, Coroutine, Hashable
from functools import update_wrapper
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar

from sqlalchemy import Table
from sqlalchemy.sql.base import Executable

UNKNOWN: Final = object()
"""Nobody looked for that row. (None: it was looked for, and is not there.)"""
MOST = 256
"""Things that are remembered; a step asks for some dozens. What goes through all tickets must not hold them all."""

T = TypeVar("T")
P = ParamSpec("P")


class Memory:
    """What was read, and of which tables."""

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}
        self._of_table: dict[str, set[Hashable]] = {}
        self._ahead: dict[str, dict[Hashable, Any]] = {}

    def knows(self, key: Hashable) -> bool:
        """Whether that was read."""
        return key in self._found

    def recall(self, key: Hashable) -> Any:
        """What was read."""
        return self._found[key]

    def keep(self, key: Hashable, found: Any, tables: tuple[Table, ...]) -> None:
        """That was read, of these tables."""
        if len(self._found) >= MOST:
            self.begin_step()
        self._found[key] = found
        for table in tables:
            self._of_table.setdefault(table.name, set()).add(key)

    def foresee(self, table: Table, rows: dict[Hashable, Any]) -> None:
        """These rows of a table were read ahead, each by its key; None where there is none."""
        known = self._ahead.setdefault(table.name, rows)
        if known is not rows:
            known.update(rows)

    def foreseen(self, table: Table, key: Hashable) -> Any:
        """The row of that key as it was read ahead, None where there is none, or `UNKNOWN`."""
        return self._ahead[table.name].get(key, UNKNOWN) if table.name in self._ahead else UNKNOWN

    def foreseen_beside(self, table: Table, key: Hashable) -> dict[Hashable, Any]:
        """The rows that were read ahead, but for the one of that key."""
        rows = self._ahead.get(table.name, {})
        rows.pop(key, None)
        return rows

    def written(self, statement: Executable) -> None:
        """A statement that writes is run: what it changes is not known any more. One without a table may change all."""
        table = getattr(statement, "table", None)
        if not isinstance(table, Table):
            self.clear()
            return
        for key in self._of_table.pop(table.name, ()):
            self._found.pop(key, None)
        self._ahead.pop(table.name, None)

    def begin_step(self) -> None:
        """Forget all but what was read ahead."""
        self._found.clear()
        self._of_table.clear()

    def clear(self) -> None:
        """Forget all."""
        self.begin_step()
        self._ahead.clear()


class Remembering(Protocol):
    """A repository with its transaction's memory."""

    @property
    def memory(self) -> Memory: ...


R = TypeVar("R", bound=Remembering)
Reading = Callable[Concatenate[R, P], Coroutine[Any, Any, T]]


def remembered(*tables: Table) -> Callable[[Reading[R, P, T]], Reading[R, P, T]]:
    """A method that reads these tables and no others, and gives the same for the same arguments until one changes."""

    def decorated(read: Reading[R, P, T]) -> Reading[R, P, T]:
        async def reading(self: R, /, *args: P.args, **kwargs: P.kwargs) -> T:
            key = (read, args, *kwargs.items())
            memory = self.memory
            if memory.knows(key):
                known: T = memory.recall(key)
                return known
            found = await read(self, *args, **kwargs)
            memory.keep(key, found, tables)
            return found

        update_wrapper(reading, read)
        return reading

    return decorated
