"""The migrations make exactly the tables that the program works with, and only once."""

import asyncio
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.database import HEAD, Database, migrate, schema_version
from storage.dialects import lock_for_migration
from storage.engine import BUSY_SECONDS, make_engine
from storage.errors import DatabaseNewer, DatabaseOutdated
from storage.schema import SCRIPTS
from storage.sealing import Sealer
from storage.tables import metadata


@pytest.fixture
def empty_url(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if dialect == "sqlite":
        return f"sqlite:///{tmp_path}/new/folder/lapor.db"
    return str(request.getfixturevalue("postgres").empty())


async def test_an_empty_database_becomes_what_tables_py_says(empty_url: str) -> None:
    migrate(empty_url)

    def differences(connection: sa.Connection) -> list[object]:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    engine = make_engine(empty_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()
    assert schema_version(empty_url) == HEAD


async def test_partial_indices_cover_the_same_rows_as_tables_py_says(empty_url: str) -> None:
    """Alembic does not compare the conditions of indices; the tables made from the metadata do."""
    migrate(empty_url)

    def conditions(connection: sa.Connection) -> dict[str, str]:
        inspector = sa.inspect(connection)
        option = f"{connection.dialect.name}_where"
        return {
            str(index["name"]): str(index["dialect_options"][option]).replace('"', "")
            for table in metadata.tables
            for index in inspector.get_indexes(table)
            if option in index.get("dialect_options", {})
        }

    engine = make_engine(empty_url)
    async with engine.begin() as connection:
        migrated = await connection.run_sync(conditions)
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)
        declared = await connection.run_sync(conditions)
    await engine.dispose()
    assert len(declared) == 27
    assert migrated == declared


def test_head_is_the_last_revision_and_they_are_numbered_without_gaps() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert revisions[0] == HEAD
    assert revisions[::-1] == [f"{number:04}" for number in range(1, len(revisions) + 1)]


def test_no_revision_goes_backward() -> None:
    for path in (SCRIPTS / "versions").glob("*.py"):
        assert not re.search(r"def downgrade", path.read_text()), path.name


def test_migrating_twice_is_migrating_once(empty_url: str) -> None:
    migrate(empty_url)
    migrate(empty_url)
    assert schema_version(empty_url) == HEAD


def test_several_processes_may_migrate_at_once(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(migrate, [empty_url] * 4))
    assert schema_version(empty_url) == HEAD


def test_migrating_waits_for_a_process_that_takes_longer_than_a_transaction_may(empty_url: str) -> None:
    engine = make_engine(empty_url)

    async def hold() -> None:
        async with engine.begin() as connection:
            await lock_for_migration(connection)
            held.set()
            await asyncio.sleep(BUSY_SECONDS + 1)
        await engine.dispose()

    held = threading.Event()
    with ThreadPoolExecutor(1) as thread:
        holding = thread.submit(asyncio.run, hold())
        assert held.wait(BUSY_SECONDS)
        migrate(empty_url)
        holding.result()
    assert schema_version(empty_url) == HEAD


async def test_an_unmigrated_database_is_not_opened(empty_url: str, sealer: Sealer) -> None:
    with pytest.raises(DatabaseOutdated, match="run migrate"):
        await Database.open(empty_url, sealer)


async def test_a_newer_database_is_neither_opened_nor_migrated(database_url: str, sealer: Sealer) -> None:
    engine = make_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(sa.text("UPDATE alembic_version SET version_num = '0999'"))
    await engine.dispose()
    with pytest.raises(DatabaseNewer, match="newer program"):
        await Database.open(database_url, sealer)
    with pytest.raises(DatabaseNewer):
        await asyncio.to_thread(migrate, database_url)


@pytest.mark.parametrize("url", ["mysql://localhost/lapor", "sqlite://", "sqlite:///:memory:"])
async def test_other_kinds_of_database_are_refused(url: str, sealer: Sealer) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL must"):
        await Database.open(url, sealer)


def test_starting_with_an_up_to_date_database_does_not_import_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/lapor.db"
    migrate(url)
    check = f"import sys; from storage.database import migrate; migrate({url!r}); sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_importing_storage_does_not_import_alembic() -> None:
    check = "import sys, storage.database; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
