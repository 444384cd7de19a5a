"""A pooler lends another of the server's connections for each transaction: nothing of ours may stay behind on one."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.database import Database
from storage.engine import make_engine
from storage.sealing import Sealer
from tests.storage.samples import NOW, SARI, text
from tests.support.pooler import pooling
from tests.support.postgres import Cluster

BESIDE_US = 8


@pytest.fixture
def server_url(postgres: Cluster) -> Iterator[str]:
    """A migrated PostgreSQL database."""
    url = postgres.fresh()
    yield url
    postgres.give_back(url)


@pytest.fixture
async def engine(server_url: str) -> AsyncIterator[AsyncEngine]:
    made = make_engine(f"{server_url}?pooler=transaction")
    yield made
    await made.dispose()


async def said(connection: AsyncConnection, sql: str) -> object:
    return (await connection.exec_driver_sql(sql)).scalar_one()


async def test_no_statement_stays_on_the_server(server_url: str, engine: AsyncEngine) -> None:
    left = {}
    for name, each in {"our own": make_engine(server_url), "lent": engine}.items():
        async with each.begin() as connection:
            await said(connection, "SELECT count(*) FROM tickets")
            left[name] = await said(connection, "SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql")
        await each.dispose()
    assert left["lent"] == 0
    assert left["our own"], "where the connection is ours, it keeps them"


async def test_what_we_ask_of_a_connection_lasts_for_the_transaction(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        async with connection.begin():
            assert await said(connection, "SELECT current_setting('lock_timeout')") == "5s"
            assert await said(connection, "SELECT current_setting('jit')") == "off"
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        assert await raw.fetchval("SELECT current_setting('lock_timeout')") == "0"


async def test_who_only_reads_is_kept_from_writing(server_url: str) -> None:
    reading = make_engine(f"{server_url}?pooler=transaction", read_only=True)
    async with reading.begin() as connection:
        assert await said(connection, "SELECT count(*) FROM tickets") == 0
        with pytest.raises(DBAPIError, match="read-only"):
            await connection.exec_driver_sql("DELETE FROM tickets")
    await reading.dispose()


def test_another_word_is_refused(server_url: str) -> None:
    with pytest.raises(ValueError, match="pooler= only the word transaction"):
        make_engine(f"{server_url}?pooler=session")


async def test_many_share_a_real_pooler_s_few_connections(server_url: str, sealer: Sealer, tmp_path: Path) -> None:
    async def works(url: str, number: int) -> None:
        database = await Database.open(url, sealer)
        for nth in range(5):
            async with database.transaction() as unit:
                await unit.people.meet("telegram", SARI, NOW)
                await unit.outbox.put(text(f"{number}.{nth}", unique_key=f"{number}.{nth}"), NOW)
        await database.close()

    async with pooling(server_url, tmp_path) as url:
        await asyncio.gather(*[works(url, number) for number in range(BESIDE_US)])
    database = await Database.open(server_url, sealer)
    async with database.transaction() as unit:
        assert (await unit.outbox.counts())["waiting"] == BESIDE_US * 5
    await database.close()
