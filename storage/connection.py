"""The connection of one transaction, as repositories see it: statements in, rows out, savepoints."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction
from sqlalchemy.sql.base import Executable

from storage.steps import whole

Values = dict[str, Any]
"""What is bound to the names of a statement."""


class Rows(Protocol):
    """What a statement brought: the part of SQLAlchemy's result that repositories use."""

    @property
    def rowcount(self) -> int: ...
    def all(self) -> Sequence[Any]: ...
    def first(self) -> Any: ...
    def one(self) -> Any: ...
    def one_or_none(self) -> Any: ...
    def scalars(self) -> Iterable[Any]: ...
    def scalar_one(self) -> Any: ...
    def scalar_one_or_none(self) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...


class Savepoint(Protocol):
    """A part of the transaction that may be undone for itself."""

    async def commit(self) -> None: ...
    async def rollback(self) -> None: ...


class Connection(Protocol):
    """One transaction's way to the database. Errors are the driver's; `dialects.translated` makes ours of them."""

    @property
    def dialect_name(self) -> str: ...
    async def execute(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> Rows: ...
    async def savepoint(self) -> Savepoint: ...


class AwaitedConnection:
    """SQLAlchemy's own: every statement is awaited, and finished even when its task is cancelled."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @property
    def dialect_name(self) -> str:
        return self._connection.dialect.name

    async def execute(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> Rows:
        return await whole(self._connection.execute(statement, values))

    async def savepoint(self) -> Savepoint:
        return _AwaitedSavepoint(await whole(_begun(self._connection.begin_nested())))


class _AwaitedSavepoint:
    def __init__(self, point: AsyncTransaction) -> None:
        self._point = point

    async def commit(self) -> None:
        await whole(self._point.commit())

    async def rollback(self) -> None:
        await whole(self._point.rollback())


async def _begun(point: AsyncTransaction) -> AsyncTransaction:
    return await point
