"""The database in trouble: full, locked by somebody else, restarted under load."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing

from structlog.testing import capture_logs

from storage.database import Database
from storage.errors import DatabaseUnavailable
from tests.faults.acts import MARTAPURA, copies, in_order, sari_files
from tests.support.postgres import Cluster
from tests.support.stage import Role, Stage

LONG = "Jalan provinsi berlubang dalam di depan pasar, tadi pagi ada ibu jatuh dari motor. " * 40
POTHOLES = "Jalan provinsi berlubang dalam, tadi pagi ada ibu jatuh dari motor"
ROADS = "Jalan & jembatan"
NO_LIMIT = 2**31 - 2


async def test_what_comes_in_while_the_disk_is_full_stays_with_telegram_until_there_is_room(stage: Stage) -> None:
    crowd = [stage.citizen(f"Warga{n}", f"Warga {n}") for n in range(20)]
    async with _trouble() as is_felt, _full(stage.app.database):
        for citizen in crowd:
            stage.world.send(citizen.person, citizen.chat, LONG)
        await is_felt()
        assert stage.world.pending_updates()

    await stage.settles()
    for citizen in crowd:
        assert copies(stage, citizen, "Tentang apa laporan ini?") == 1
    await in_order(stage)


async def test_while_another_process_holds_the_database_people_wait_and_nothing_is_lost(
    stage: Stage, sqlite_url: str
) -> None:
    number = await sari_files(stage)
    await _hurry(stage.app.database)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        async with _trouble() as is_felt:
            other.execute("BEGIN IMMEDIATE")
            stage.world.send(stage.sari.person, stage.sari.chat, f"/status {number}")
            await is_felt()
            other.execute("ROLLBACK")
    await stage.settles()
    assert copies(stage, stage.sari, number) == 2
    await in_order(stage)


async def test_a_postgresql_that_is_restarted_under_load_loses_and_doubles_nothing(postgres: Cluster) -> None:
    async with Stage.open(postgres.fresh()) as stage:
        crowd = [stage.citizen(f"Warga{n}", f"Warga {n}") for n in range(10)]
        for act in (
            lambda citizen: stage.world.send(citizen.person, citizen.chat, POTHOLES),
            lambda citizen: _press(stage, citizen, ROADS),
            lambda citizen: stage.world.send(citizen.person, citizen.chat, location=dict(MARTAPURA)),
            lambda citizen: _press(stage, citizen, "Kirim"),
        ):
            for citizen in crowd:
                act(citizen)
            await asyncio.sleep(0.02)  # some are handled, some are not
            await asyncio.to_thread(postgres.restart)
            await _settles_in_the_end(stage)
        for citizen in crowd:
            assert copies(stage, citizen, "Nomor tiket") == 1
        assert copies(stage, stage.pupr, "🎫 ") == len(crowd)
        await in_order(stage)


# --- the trouble ----------------------------------------------------------------------------------------------------


@asynccontextmanager
async def _trouble() -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Gives something to await until the program has said that it cannot use its database."""
    with capture_logs() as logs:

        async def is_felt() -> None:
            async with asyncio.timeout(60):
                while ("database unavailable", "intake") not in [(entry["event"], entry.get("loop")) for entry in logs]:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)

        yield is_felt


@asynccontextmanager
async def _full(database: Database) -> AsyncIterator[None]:
    """No page more than there are."""
    await _pragma(database, "max_page_count=1")  # SQLite makes it as many as there are
    try:
        yield
    finally:
        await _pragma(database, f"max_page_count={NO_LIMIT}")


async def _hurry(database: Database) -> None:
    """Wait for a lock for a moment only, instead of seconds."""
    await _pragma(database, "busy_timeout=100")


async def _pragma(database: Database, words: str) -> None:
    """On the one connection that the program has to SQLite."""
    async with database._turn(), database._connection() as connection:
        await connection.exec_driver_sql(f"PRAGMA {words}")


async def _settles_in_the_end(stage: Stage) -> None:
    """The database may still be away while we look."""
    async with asyncio.timeout(60):
        while True:
            try:
                await stage.settles()
            except DatabaseUnavailable:
                await asyncio.sleep(0.1)
            else:
                return


def _press(stage: Stage, citizen: Role, label: str) -> None:
    message, button = stage.button(citizen.chat, label)
    stage.world.press(citizen.person, message, data=button["callback_data"])
