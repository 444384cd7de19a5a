"""A transaction that runs in one go in SQLite's thread is one like any other; PostgreSQL takes the same call."""

import asyncio
import threading

import pytest

from storage.database import Database
from storage.errors import DatabaseFull, DatabaseUnavailable, StorageError
from storage.unit import Unit
from tests.storage.samples import NOW, SARI, incoming, text


async def put_three(unit: Unit) -> int:
    for number in range(3):
        await unit.notes.put("a", str(number))
    return 3


async def note(database: Database, key: str = "a") -> str | None:
    return await database.run(lambda unit: unit.notes.get(key))


async def test_what_was_done_is_there_for_everybody(database: Database, neighbour: Database) -> None:
    assert await database.run(put_three) == 3
    async with neighbour.transaction() as unit:
        assert await unit.notes.get("a") == "2"


@pytest.mark.parametrize("error", [ValueError, KeyError, DatabaseUnavailable])
async def test_what_raises_leaves_nothing(database: Database, error: type[Exception]) -> None:
    async def failing(unit: Unit) -> None:
        await put_three(unit)
        await unit.outbox.put(text("satu"), NOW)
        raise error("no")

    with pytest.raises(error):
        await database.run(failing)
    assert await note(database) is None
    assert await database.run(lambda unit: unit.outbox.counts()) == dict.fromkeys(
        ("waiting", "sending", "sent", "gone", "rejected", "unknown", "superseded"), 0
    )


async def test_a_savepoint_undoes_its_own_block_only(database: Database) -> None:
    async def work(unit: Unit) -> None:
        await unit.notes.put("before", "1")
        for number in range(3):
            with pytest.raises(ZeroDivisionError):  # noqa: PT012
                async with unit.savepoint():
                    await unit.notes.put("within", str(number))
                    raise ZeroDivisionError
            async with unit.savepoint():
                await unit.notes.put("after", str(number))

    await database.run(work)
    assert [await note(database, key) for key in ("before", "within", "after")] == ["1", None, "2"]


async def test_the_same_statement_run_again_gives_the_same(database: Database) -> None:
    """From the second time on it goes to the driver as text: types, NULL and lists of values are as before."""

    async def meet(unit: Unit) -> list[object]:
        return [await unit.people.meet("telegram", SARI, NOW) for _ in range(4)]

    first, *others = await database.run(meet)
    assert others == [first] * 3

    async def store(unit: Unit) -> list[int]:
        return [await unit.inbox.store([incoming(str(n)), incoming(str(n + 1))]) for n in (1, 1, 2, 5)]

    assert await database.run(store) == [2, 0, 1, 2]
    rows = await database.run(lambda unit: unit.inbox.take(NOW, 10, 60))
    assert [row.key for row in rows] == ["1", "2", "3", "5", "6"]
    assert {row.received_at.tzinfo for row in rows} == {NOW.tzinfo}


async def test_lists_of_any_length_find_what_is_in_them(database: Database) -> None:
    """The SQL of a list is made once for lengths up to the next power of two."""

    async def done(unit: Unit) -> list[int]:
        await unit.inbox.store([incoming(str(n)) for n in range(1, 20)])
        left = []
        for ids in ([], [1], [2, 3], [4, 5, 6], [7], [8, 9, 10, 11, 12], [13, 14, 15]):
            await unit.inbox.done(ids, NOW)
            left.append((await unit.inbox.counts())["pending"])
        return left

    assert await database.run(done) == [19, 18, 16, 13, 12, 7, 4]
    assert [row.id for row in await database.run(lambda unit: unit.inbox.take(NOW, 10, 60))] == [16, 17, 18, 19]


async def test_awaiting_anything_else_is_a_mistake_not_a_deadlock(sqlite_database: Database) -> None:
    async def waiting(unit: Unit) -> None:
        await unit.notes.put("a", "1")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="nothing but its unit"):
        await sqlite_database.run(waiting)
    assert await note(sqlite_database) is None


async def test_both_kinds_of_transaction_take_turns(sqlite_database: Database) -> None:
    turns: list[int] = []

    async def in_one_go(number: int) -> None:
        async def work(unit: Unit) -> None:
            turns.append(number)
            await unit.notes.put("a", str(number))

        await sqlite_database.run(work)

    async def step_by_step(number: int) -> None:
        async with sqlite_database.transaction() as unit:
            turns.append(number)
            await unit.notes.put("a", str(number))

    await asyncio.gather(*((in_one_go if number % 2 else step_by_step)(number) for number in range(20)))
    assert turns == list(range(20))


async def test_one_within_another_is_a_mistake_not_a_deadlock(sqlite_database: Database) -> None:
    async with sqlite_database.transaction():
        with pytest.raises(RuntimeError, match="wait for itself"):
            await sqlite_database.run(put_three)


async def test_a_cancelled_task_ends_cancelled_and_what_had_begun_is_whole(sqlite_database: Database) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    async def slow(unit: Unit) -> None:
        await unit.notes.put("a", "1")
        begun.set()
        goes_on.wait(5)
        await unit.notes.put("a", "2")

    task = asyncio.create_task(sqlite_database.run(slow))
    await asyncio.to_thread(begun.wait, 5)
    task.cancel()
    goes_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await note(sqlite_database) == "2"


async def test_a_full_disk_undoes_the_whole(sqlite_database: Database) -> None:
    async def limit(unit: Unit) -> None:
        await put_three(unit)

    await sqlite_database.run(limit)
    async with sqlite_database._engine.connect() as connection:  # the pragma is the connection's, the pool has one
        await connection.exec_driver_sql("PRAGMA max_page_count = 1")

    async def fill(unit: Unit) -> None:
        await unit.notes.put("a", "full")
        for number in range(1000):
            await unit.notes.put(f"key {number}", "x" * 1000)

    with pytest.raises(DatabaseFull):
        await sqlite_database.run(fill)
    async with sqlite_database._engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert await note(sqlite_database) == "2"


async def test_no_error_of_a_driver_gets_out(sqlite_database: Database) -> None:
    async def wrong(unit: Unit) -> None:
        for _ in range(2):
            await unit.reminders.schedule(4711, "due_today", NOW)  # no such ticket

    with pytest.raises(StorageError):
        await sqlite_database.run(wrong)
