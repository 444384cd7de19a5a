"""A transaction is whole or it never was, whatever ends it; and it leaves the database free for the next."""

import asyncio
import signal
import sqlite3
import sys
import textwrap
from pathlib import Path

import pytest

from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseFull, StorageError, WrongSecretKey
from storage.sealing import Sealer
from storage.values import Person
from tests.storage.samples import NOW, SARI_CHAT, edit, incoming, text
from tests.support.databases import SECRET_KEY

ROOT = Path(__file__).parents[2]


async def waiting(database: Database) -> int:
    async with database.transaction() as unit:
        return (await unit.outbox.counts())["waiting"]


async def note(database: Database, key: str = "a") -> str | None:
    async with database.transaction() as unit:
        return await unit.notes.get(key)


async def test_what_a_block_wrote_is_there_when_it_ends(database: Database, neighbour: Database) -> None:
    async with database.transaction() as unit:
        await unit.notes.put("a", "1")
        await unit.outbox.put(text("satu"), NOW)
    assert await note(neighbour) == "1"
    assert await waiting(neighbour) == 1


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, asyncio.CancelledError])
async def test_a_block_that_raises_leaves_nothing(database: Database, error: type[BaseException]) -> None:
    with pytest.raises(error):  # noqa: PT012
        async with database.transaction() as unit:
            await unit.notes.put("a", "1")
            await unit.outbox.put(text("satu"), NOW)
            await unit.outbox.flush()
            raise error
    assert await note(database) is None
    assert await waiting(database) == 0


@pytest.mark.parametrize("moment", [0, 1, 2, 3, 5, 8, 13, 21, 34, 55])
async def test_a_cancelled_task_leaves_no_transaction_open(
    database: Database, neighbour: Database, moment: int
) -> None:
    """Cancelled after some turns of the loop: before, between and within statements, in the commit, in the rollback."""

    async def work() -> None:
        async with database.transaction() as unit:
            for number in range(5):
                await unit.notes.put("a", str(number))

    task = asyncio.create_task(work())
    for _ in range(moment):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
    async with asyncio.timeout(4):  # nobody holds the database
        assert await note(neighbour) in {None, "4"}
        assert await note(database) in {None, "4"}


async def test_a_task_cancelled_while_it_waits_for_its_turn_takes_none(sqlite_database: Database) -> None:
    async def work() -> None:
        async with sqlite_database.transaction() as unit:
            await unit.notes.put("a", "never")

    async with sqlite_database.transaction():
        task = asyncio.create_task(work())
        await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait({task})
    assert await note(sqlite_database) is None


async def test_transactions_of_one_process_come_in_the_order_in_which_they_asked(sqlite_database: Database) -> None:
    turns: list[int] = []

    async def work(number: int) -> None:
        async with sqlite_database.transaction() as unit:
            turns.append(number)
            await unit.notes.put("a", str(number))

    await asyncio.gather(*(work(number) for number in range(20)))
    assert turns == list(range(20))


async def test_a_transaction_within_a_transaction_is_a_mistake_not_a_deadlock(sqlite_database: Database) -> None:
    async with sqlite_database.transaction():
        with pytest.raises(RuntimeError, match="wait for itself"):
            async with sqlite_database.transaction():
                pass


async def test_a_savepoint_undoes_its_own_block_only(database: Database) -> None:
    async with database.transaction() as unit:
        await unit.outbox.put(text("sebelum"), NOW)
        await unit.notes.put("a", "before")
        with pytest.raises(ZeroDivisionError):  # noqa: PT012
            async with unit.savepoint():
                await unit.notes.put("a", "within")
                await unit.outbox.put(text("dalam"), NOW)
                raise ZeroDivisionError
        async with unit.savepoint():
            await unit.notes.put("b", "after")
            await unit.outbox.put(text("sesudah"), NOW)
    assert (await note(database), await note(database, "b")) == ("before", "after")
    async with database.transaction() as unit:
        (first,) = await unit.outbox.claim(NOW, 10, 60)
        assert first.parcel == text("sebelum")
        await unit.outbox.sent(first.id, [], NOW)
        (second,) = await unit.outbox.claim(NOW, 10, 60)
        assert second.parcel == text("sesudah")
        assert (await unit.outbox.counts())["waiting"] == 0


async def test_messages_written_within_a_broken_savepoint_are_written_again_if_they_came_before_it(
    database: Database,
) -> None:
    async with database.transaction() as unit:
        await unit.outbox.put(text("sebelum"), NOW)
        with pytest.raises(ZeroDivisionError):  # noqa: PT012
            async with unit.savepoint():
                await unit.outbox.put(text("dalam"), NOW)
                await unit.outbox.flush()
                raise ZeroDivisionError
    assert await waiting(database) == 1


async def test_an_edit_of_a_broken_savepoint_supersedes_nothing(database: Database) -> None:
    async with database.transaction() as unit:
        await unit.outbox.put(edit("A", "card:1"), NOW)
        with pytest.raises(ZeroDivisionError):  # noqa: PT012
            async with unit.savepoint():
                await unit.outbox.put(edit("B", "card:1"), NOW)
                await unit.outbox.flush()
                raise ZeroDivisionError
    assert await waiting(database) == 1


async def test_a_database_error_within_a_savepoint_does_not_break_the_transaction(database: Database) -> None:
    async with database.transaction() as unit:
        with pytest.raises(StorageError):
            async with unit.savepoint():
                await unit.people.consent(424242, "1", NOW, None)
        await unit.notes.put("a", "goes on")
    assert await note(database) == "goes on"


async def test_errors_do_not_quote_what_people_wrote(database: Database) -> None:
    with pytest.raises(StorageError) as caught:
        async with database.transaction() as unit:
            await unit.people.consent(424242, "versi-rahasia", NOW, None)
    assert "versi-rahasia" not in str(caught.value)
    assert "424242" not in str(caught.value)
    assert caught.value.__suppress_context__


async def test_another_key_does_not_open_the_database(database: Database, database_url: str, sari: Person) -> None:
    with pytest.raises(WrongSecretKey, match="SECRET_KEY"):
        await Database.open(database_url, Sealer("kunci-lain-yang-juga-cukup-panjang-02"))
    async with database.transaction() as unit:
        assert await unit.people.get(sari.id) == sari


async def test_a_database_held_by_another_process_is_busy_not_broken(sqlite_url: str, sealer: Sealer) -> None:
    database = await Database.open(sqlite_url, sealer, busy_seconds=0.2)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusy):
        async with database.transaction() as unit:
            await unit.notes.put("a", "1")
    other.execute("ROLLBACK")
    other.close()
    async with database.transaction() as unit:
        await unit.notes.put("a", "2")
    assert await note(database) == "2"
    await database.close()


async def test_a_task_cancelled_while_another_process_holds_the_database_leaves_it_free(
    sqlite_url: str, sealer: Sealer
) -> None:
    """The driver's thread may get the database after nobody wants it any more."""
    database = await Database.open(sqlite_url, sealer, busy_seconds=3)
    path = sqlite_url.removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None, timeout=2)
    other.execute("BEGIN IMMEDIATE")
    task = asyncio.create_task(note(database))
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.sleep(0.05)
    other.execute("COMMIT")
    await asyncio.wait({task})
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()
    assert task.cancelled()
    assert await note(database) is None
    await database.close()


async def test_a_full_disk_is_told_and_nothing_is_half_written(sqlite_database: Database) -> None:
    async def limit(pages: str) -> None:
        async with sqlite_database._engine.connect() as connection:  # the pragma is the connection's, the pool has one
            (now,) = (await connection.exec_driver_sql("PRAGMA page_count")).one()
            await connection.exec_driver_sql(f"PRAGMA max_page_count = {now if pages == 'none' else pages}")

    await limit("none")
    with pytest.raises(DatabaseFull):  # noqa: PT012
        async with sqlite_database.transaction() as unit:
            for number in range(200):
                await unit.inbox.store([incoming(number, words="x" * 500)])
    assert await note(sqlite_database) is None
    async with sqlite_database.transaction() as unit:
        assert (await unit.inbox.counts())["pending"] == 0
    with pytest.raises(DatabaseFull):
        async with sqlite_database.transaction() as unit, unit.savepoint():
            await unit.inbox.store([incoming(number, words="x" * 500) for number in range(200)])
    await limit("100000")
    async with sqlite_database.transaction() as unit:
        assert await unit.inbox.store([incoming(1)]) == 1


KILLED = """
    import asyncio, sys
    from storage.database import Database
    from storage.sealing import Sealer
    from tests.storage.samples import NOW, SARI, a_ticket, incoming, submitted, text

    async def main(url, key):
        database = await Database.open(url, Sealer(key))
        async with database.transaction() as unit:
            sari = await unit.people.meet("telegram", SARI, NOW)
        for number in range(100_000):
            async with database.transaction() as unit:
                await unit.inbox.store([incoming(number)])
                (row,) = await unit.inbox.take(NOW, 1, 60)
                ticket = a_ticket(number=f"N{number}", draft=f"d{number}", reporter_id=sari.id)
                await unit.tickets.insert(ticket, [submitted("kata")])
                await unit.outbox.put(text(f"{number}"), NOW)
                await unit.inbox.done([row.id], NOW)
            print(number, flush=True)

    asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize("after", [3, 4, 5])
async def test_a_killed_process_leaves_every_transaction_whole(database_url: str, sealer: Sealer, after: int) -> None:
    script = textwrap.dedent(KILLED)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, database_url, SECRET_KEY, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(120):
        for _ in range(after):
            assert await process.stdout.readline()
        await asyncio.sleep(0.001 * after)  # into the next transaction
        process.send_signal(signal.SIGKILL)
        said = after + len((await process.stdout.read()).splitlines())
        await process.wait()
    database = await Database.open(database_url, sealer)
    async with database.transaction() as unit:
        inbox = await unit.inbox.counts()
        done = inbox["done"]
        assert done >= said
        assert inbox == {"pending": 0, "failed": 0, "done": done}
        assert (await unit.outbox.counts())["waiting"] == done
        assert await unit.tickets.count_open("pupr") == done
        for ticket in await unit.tickets.open_of_agency("pupr", limit=1000):
            assert len(await unit.tickets.history(ticket.id)) == 1
        assert await unit.dialogues.load(SARI_CHAT, 1) is None
    await database.close()
