"""An update is kept once, handled in order within its chat, and never lost."""

import asyncio
from collections.abc import Sequence

import pytest

from storage.database import Database
from storage.values import InboxRow, Incoming
from tests.storage.samples import BUDI_CHAT, MINUTE, NOW, SARI_CHAT, SECOND, incoming

LEASE = 60.0


async def store(database: Database, *items: Incoming) -> int:
    async with database.transaction() as unit:
        return await unit.inbox.store(items)


async def take(database: Database, limit: int = 10, now: object = NOW) -> tuple[InboxRow, ...]:
    async with database.transaction() as unit:
        return await unit.inbox.take(now, limit, LEASE)  # type: ignore[arg-type]


def keys(rows: Sequence[InboxRow]) -> list[str]:
    return [row.key for row in rows]


async def test_an_update_that_comes_twice_is_kept_once(database: Database) -> None:
    assert await store(database, incoming(1), incoming(2), incoming(2)) == 2
    assert await store(database, incoming(2), incoming(3)) == 1
    assert keys(await take(database)) == ["1", "2", "3"]


async def test_the_same_key_of_another_channel_is_another_update(database: Database) -> None:
    other = Incoming("whatsapp", "1", "628115550101", {"id": "1"}, NOW)
    assert await store(database, incoming(1), other) == 2


async def test_storing_nothing_is_no_work(database: Database) -> None:
    assert await store(database) == 0


async def test_an_update_comes_out_as_it_went_in(database: Database) -> None:
    raw = {"update_id": 7, "message": {"text": "Jalan \ud83d rusak \u0000 parah 🚧", "date": 1.5}}
    await store(database, Incoming("telegram", "7", SARI_CHAT.id, raw, NOW))
    (row,) = await take(database)
    assert (row.channel, row.key, row.raw, row.received_at, row.attempts) == ("telegram", "7", raw, NOW, 1)


async def test_raw_json_is_kept_as_it_came(database: Database) -> None:
    await store(database, Incoming("telegram", "7", "", b'{"update_id": 7}', NOW))
    (row,) = await take(database)
    assert row.raw == {"update_id": 7}


@pytest.mark.parametrize("raw", [b"not json", b"[1]"])
async def test_what_is_no_json_object_is_refused_at_the_door(database: Database, raw: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        await store(database, Incoming("telegram", "7", "", raw, NOW))
    async with database.transaction() as unit:
        assert (await unit.inbox.counts())["pending"] == 0


async def test_what_is_being_handled_is_nobody_elses(database: Database, neighbour: Database) -> None:
    await store(database, incoming(1), incoming(2))
    assert keys(await take(database)) == ["1", "2"]
    assert await take(neighbour) == ()


async def test_a_lane_has_one_handler_even_for_later_updates(database: Database, neighbour: Database) -> None:
    await store(database, incoming(1))
    await take(database)
    await store(database, incoming(2), incoming(3, BUDI_CHAT))
    assert keys(await take(neighbour)) == ["3"]


async def test_updates_without_a_chat_do_not_wait_for_each_other(database: Database, neighbour: Database) -> None:
    await store(database, *(Incoming("telegram", str(key), "", {}, NOW) for key in range(2)))
    assert keys(await take(database, limit=1)) == ["0"]
    assert keys(await take(neighbour)) == ["1"]


async def test_the_next_ones_of_a_lane_come_when_the_first_are_done(database: Database) -> None:
    await store(database, *(incoming(key) for key in range(5)))
    first = await take(database, limit=3)
    assert keys(first) == ["0", "1", "2"]
    async with database.transaction() as unit:
        await unit.inbox.done([row.id for row in first], NOW)
    assert keys(await take(database, limit=3)) == ["3", "4"]


async def test_an_update_that_nobody_finished_comes_again_after_its_lease(database: Database) -> None:
    await store(database, incoming(1), incoming(2))
    await take(database)
    assert await take(database, now=NOW + 59 * SECOND) == ()
    again = await take(database, now=NOW + MINUTE)
    assert [(row.key, row.attempts) for row in again] == [("1", 2), ("2", 2)]


async def test_what_is_taken_and_rolled_back_is_there_again_at_once(database: Database) -> None:
    await store(database, incoming(1))
    with pytest.raises(ZeroDivisionError):  # noqa: PT012
        async with database.transaction() as unit:
            await unit.inbox.take(NOW, 10, LEASE)
            raise ZeroDivisionError
    (row,) = await take(database)
    assert row.attempts == 1


async def test_a_failed_update_does_not_hold_up_its_lane(database: Database) -> None:
    await store(database, incoming(1), incoming(2))
    async with database.transaction() as unit:
        first, second = await unit.inbox.take(NOW, 10, LEASE)
        await unit.inbox.failed(first.id, "Traceback …: ups", NOW + SECOND)
        await unit.inbox.done([second.id], NOW)
    await store(database, incoming(3))
    assert keys(await take(database)) == ["3"]
    async with database.transaction() as unit:
        assert await unit.inbox.counts() == {"pending": 1, "failed": 1, "done": 1}
        (failure,) = await unit.inbox.failures(10)
    assert (failure.key, failure.error, failure.failed_at) == ("1", "Traceback …: ups", NOW + SECOND)
    assert failure.attempts == 1


async def test_replayed_updates_come_again_behind_what_waits(database: Database) -> None:
    await store(database, *(incoming(key) for key in range(3)))
    async with database.transaction() as unit:
        for row in await unit.inbox.take(NOW, 2, LEASE):
            await unit.inbox.failed(row.id, "ups", NOW)
    async with database.transaction() as unit:
        assert await unit.inbox.replay() == 2
        assert await unit.inbox.replay() == 0
    rows = await take(database)
    assert keys(rows) == ["2", "0", "1"]
    assert rows[1].raw == {"update_id": 0}
    assert rows[1].attempts == 2


async def test_one_failed_update_can_be_replayed_for_itself(database: Database) -> None:
    await store(database, incoming(1), incoming(2))
    async with database.transaction() as unit:
        for row in await unit.inbox.take(NOW, 2, LEASE):
            await unit.inbox.failed(row.id, "ups", NOW)
    async with database.transaction() as unit:
        newest, _ = await unit.inbox.failures(2)
        assert await unit.inbox.replay([newest.id]) == 1
    assert keys(await take(database)) == ["2"]


async def test_a_handled_or_failed_update_is_still_known(database: Database) -> None:
    await store(database, incoming(1), incoming(2))
    async with database.transaction() as unit:
        first, second = await unit.inbox.take(NOW, 10, LEASE)
        await unit.inbox.done([first.id], NOW)
        await unit.inbox.failed(second.id, "ups", NOW)
    assert await store(database, incoming(1), incoming(2)) == 0


async def test_old_updates_are_forgotten_but_for_waiting_and_failed_ones(database: Database) -> None:
    await store(database, *(incoming(key) for key in range(4)))
    async with database.transaction() as unit:
        rows = await unit.inbox.take(NOW, 3, LEASE)
        await unit.inbox.done([rows[0].id], NOW)
        await unit.inbox.done([rows[1].id], NOW + MINUTE)
        await unit.inbox.failed(rows[2].id, "ups", NOW)
    async with database.transaction() as unit:
        assert await unit.inbox.prune(NOW + MINUTE, 10) == 1
        assert await unit.inbox.counts() == {"pending": 1, "failed": 1, "done": 1}


async def test_old_updates_are_forgotten_a_few_at_a_time_the_oldest_first(database: Database) -> None:
    await store(database, *(incoming(key) for key in range(3)))
    async with database.transaction() as unit:
        rows = await unit.inbox.take(NOW, 3, LEASE)
        for row, at in zip(rows, (NOW + MINUTE, NOW, NOW + 2 * MINUTE), strict=True):
            await unit.inbox.done([row.id], at)
    async with database.transaction() as unit:
        assert await unit.inbox.prune(NOW + 3 * MINUTE, 1) == 1
        assert await unit.inbox.prune(NOW + MINUTE, 10) == 0, "it was the oldest"
        assert await unit.inbox.prune(NOW + 3 * MINUTE, 10) == 2


async def test_who_waits_longest_is_known(database: Database) -> None:
    async with database.transaction() as unit:
        assert await unit.inbox.oldest_waiting() is None
    await store(database, incoming(1))
    async with database.transaction() as unit:
        assert await unit.inbox.oldest_waiting() == NOW


async def test_a_burst_in_one_chat_does_not_hide_the_other_chats(database: Database, neighbour: Database) -> None:
    await store(database, *(incoming(key) for key in range(150)), incoming("budi", BUDI_CHAT))
    assert len(await take(database, limit=1)) == 1
    assert keys(await take(neighbour, limit=10)) == ["budi"]


@pytest.mark.parametrize("workers", [4])
async def test_workers_at_once_never_share_a_lane_and_keep_its_order(
    database: Database, neighbour: Database, workers: int
) -> None:
    """On PostgreSQL the transactions really overlap; each worker holds its rows over several awaits."""
    chats = [f"{number}" for number in range(9)]
    updates = [
        Incoming("telegram", f"{chat}/{n}", chat, {"chat": chat, "n": n}, NOW) for n in range(20) for chat in chats
    ]
    await store(database, *updates)
    held: set[str] = set()
    seen: dict[str, list[int]] = {chat: [] for chat in chats}

    async def work(on: Database) -> None:
        while sum(map(len, seen.values())) < len(updates):
            async with on.transaction() as unit:
                rows = await unit.inbox.take(NOW, 7, LEASE)
                lanes = {row.lane for row in rows}
                assert not lanes & held
                held.update(lanes)
                await asyncio.sleep(0.001)
                for row in rows:
                    seen[row.raw["chat"]].append(row.raw["n"])
                await unit.inbox.done([row.id for row in rows], NOW)
                held.difference_update(lanes)

    async with asyncio.timeout(20):
        await asyncio.gather(*(work(on) for on in (database, neighbour) * (workers // 2)))
    assert seen == {chat: list(range(20)) for chat in chats}
