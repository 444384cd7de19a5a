"""A whole SQLite transaction in one go, in the thread of its connection.

aiosqlite hands every call to a thread, and SQLAlchemy wraps every such call once more: with ten statements to an
update that was three quarters of the program's work. Here the transaction is handed over once. Its code stays the
same coroutines: they await nothing but the unit, and in the thread every statement answers at once, so that the first
`send` runs them to their end. Statements that live in a module (all of the hot path) are compiled once and go to the
driver as text; the others go through SQLAlchemy.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Collection, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import ref

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

from storage.connection import Rows, Savepoint, Values

T = TypeVar("T")
Converter = Callable[[Any], Any]

_SEEN = "_lapor_seen"
_NEVER: tuple[Callable[[], object], dict[Any, Any]] = (lambda: None, {})
_NEW = tuple.__new__
_POINT = "lapor"


def driven(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never has to wait. Raises RuntimeError when it does: then it awaits something else."""
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    work.close()
    raise RuntimeError("a transaction awaits nothing but its unit")


class DirectConnection:
    """A connection of sqlite3 in its own thread."""

    dialect_name = "sqlite"

    def __init__(self, raw: sqlite3.Connection, *, read_only: bool = False) -> None:
        self._raw = raw
        self._begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
        engine = sa.create_engine(
            "sqlite://", creator=lambda: raw, hide_parameters=True, poolclass=StaticPool, pool_reset_on_return=None
        )
        self._alchemy = engine.connect()
        self._dialect = engine.dialect
        self._points = 0

    def transact(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """One transaction around the work: committed when it returns, undone when it raises."""
        self._raw.execute(self._begin)
        try:
            result = driven(work())
            self._raw.execute("COMMIT")
        except BaseException:
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK")
            raise
        finally:
            self._points = 0
            if self._alchemy.in_transaction():
                self._alchemy.rollback()  # SQLAlchemy's own idea of a transaction; the database's has ended
        return result

    async def execute(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> Rows:
        prepared = _prepared(statement, values, self._dialect)
        if prepared is None:
            return self._alchemy.execute(statement, values)
        return prepared.run(self._raw, values)

    async def savepoint(self) -> Savepoint:
        self._points += 1
        point = _Savepoint(self._raw, f"{_POINT}{self._points}")
        self._raw.execute(f"SAVEPOINT {point.name}")
        return point


@dataclass(frozen=True, slots=True)
class _Savepoint:
    raw: sqlite3.Connection
    name: str

    async def commit(self) -> None:
        self.raw.execute(f"RELEASE {self.name}")

    async def rollback(self) -> None:
        self.raw.execute(f"ROLLBACK TO {self.name}")
        self.raw.execute(f"RELEASE {self.name}")


class _Fetched:
    """Rows that were fetched already."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def all(self) -> list[Any]:
        return self._rows

    def first(self) -> Any:
        return self._rows[0] if self._rows else None

    def one_or_none(self) -> Any:
        if len(self._rows) > 1:
            raise sa.exc.MultipleResultsFound("more rows than one")
        return self._rows[0] if self._rows else None

    def one(self) -> Any:
        row = self.one_or_none()
        if row is None:
            raise sa.exc.NoResultFound("no row")
        return row

    def scalars(self) -> list[Any]:
        return [row[0] for row in self._rows]

    def scalar_one(self) -> Any:
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:
        row = self.one_or_none()
        return None if row is None else row[0]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)


class _Prepared:
    """A statement compiled for one set of names: its SQL, and how values go in and come out."""

    def __init__(self, compiled: SQLCompiler, dialect: Dialect, names: Collection[str]) -> None:
        self._compiled = compiled
        self._sql = compiled.string
        self._fixed = {name: value for name, value in compiled.params.items() if name not in names}
        self._order = tuple(compiled.positiontup or ())
        self._into = {name: _into(compiled.binds[name], dialect) for name in self._order}
        self._ways = tuple((name, self._into[name]) for name in self._order)
        columns = compiled._result_columns
        self._out = [(place, out) for place, out in enumerate(_out(column.type, dialect) for column in columns) if out]
        self._row = _row_type(tuple(column.keyname for column in columns)) if columns else None

    def run(self, raw: sqlite3.Connection, values: Values | Sequence[Values] | None) -> Rows:
        if values is None or isinstance(values, dict):
            cursor = raw.execute(self._sql, self._bound(values or {}))
            return _Fetched(self._fetched(cursor), cursor.rowcount)
        if self._row is None:
            return _Fetched([], raw.executemany(self._sql, [self._bound(each) for each in values]).rowcount)
        found = [row for each in values for row in self._fetched(raw.execute(self._sql, self._bound(each)))]
        return _Fetched(found, len(found))

    def _bound(self, values: Values) -> list[Any]:
        given = {**self._fixed, **values} if self._fixed else values
        return [given[name] if into is None else into(given[name]) for name, into in self._ways]

    def _fetched(self, cursor: sqlite3.Cursor) -> list[Any]:
        kind, out = self._row, self._out
        if kind is None:
            return []
        if not out:
            return [_NEW(kind, fetched) for fetched in cursor]
        rows = []
        for fetched in cursor:
            row = list(fetched)
            for place, convert in out:
                row[place] = convert(row[place])
            rows.append(_NEW(kind, row))
        return rows


class _Listing(_Prepared):
    """A statement with IN and lists: its SQL depends on their lengths, which are filled up to powers of two."""

    def __init__(self, compiled: SQLCompiler, dialect: Dialect, names: Collection[str]) -> None:
        super().__init__(compiled, dialect, names)
        self._lists = tuple(dict.fromkeys(name for name in self._order if compiled.binds[name].expanding))
        self._of_lengths: dict[tuple[int, ...], tuple[str, list[tuple[str, int | None]]]] = {}

    def run(self, raw: sqlite3.Connection, values: Values | Sequence[Values] | None) -> Rows:
        if values is not None and not isinstance(values, dict):
            found = [self.run(raw, each) for each in values]
            return _Fetched([row for rows in found for row in rows.all()], sum(rows.rowcount for rows in found))
        given = {**self._fixed, **(values or {})}
        given |= {name: _filled_up(list(given[name])) for name in self._lists}
        lengths = tuple(len(given[name]) for name in self._lists)
        if lengths not in self._of_lengths:
            self._of_lengths[lengths] = self._expanded(given)
        sql, order = self._of_lengths[lengths]
        bound = []
        for name, place in order:
            value = given[name] if place is None else given[name][place]
            into = self._into[name]
            bound.append(into(value) if into else value)
        cursor = raw.execute(sql, bound)
        return _Fetched(self._fetched(cursor), cursor.rowcount)

    def _expanded(self, given: dict[str, Any]) -> tuple[str, list[tuple[str, int | None]]]:
        """The SQL for lists of these lengths; for each of its places the name of a value, and its place in a list."""
        state = self._compiled.construct_expanded_state(given)
        parts = {part: (name, at) for name, all_ in state.parameter_expansion.items() for at, part in enumerate(all_)}
        return state.statement, [parts.get(name, (name, None)) for name in state.positiontup or ()]


def _filled_up(values: list[Any]) -> list[Any]:
    """As many values as a power of two, the last one repeated: IN does not mind."""
    if not values:
        return values
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values))


def _prepared(statement: Executable, values: Values | Sequence[Values] | None, dialect: Dialect) -> _Prepared | None:
    """The statement compiled, from the second time on that this very object is run; None for SQLAlchemy to run it."""
    known: dict[tuple[str, ...], _Prepared | None]
    owner, known = statement.__dict__.get(_SEEN, _NEVER)
    if owner() is not statement:  # a statement made of another one inherits what lies in it
        statement.__dict__[_SEEN] = (ref(statement), {})
        return None
    first = values if values is None or isinstance(values, dict) else next(iter(values), None)
    names = tuple(first or ())
    if names not in known:
        known[names] = _compiled(statement, names, dialect)
    return known[names]


def _compiled(statement: Executable, names: tuple[str, ...], dialect: Dialect) -> _Prepared | None:
    if not isinstance(statement, ClauseElement):
        return None
    writes = isinstance(statement, sa.Insert | sa.Update)
    compiled = statement.compile(dialect=dialect, column_keys=sorted(names) if writes else None)
    if not isinstance(compiled, SQLCompiler) or compiled.literal_execute_params:
        return None
    lists = [bind for bind in compiled.binds.values() if bind.expanding]
    if not lists:
        return None if compiled.post_compile_params else _Prepared(compiled, dialect, names)
    return None if any(bind.type._is_tuple_type for bind in lists) else _Listing(compiled, dialect, names)


def _into(bind: Any, dialect: Dialect) -> Converter | None:
    convert: Converter | None = bind.type.dialect_impl(dialect).bind_processor(dialect)
    return convert


def _out(type_: Any, dialect: Dialect) -> Converter | None:
    convert: Converter | None = type_.dialect_impl(dialect).result_processor(dialect, None)
    return convert


def _row_type(names: tuple[str, ...]) -> Any:
    base = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    return type("Row", (base,), {"__slots__": (), "_mapping": property(base._asdict)})
