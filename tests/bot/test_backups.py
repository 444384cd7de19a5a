# ruff: noqa: F811 - fixtures are imported by name
"""`backup` and `restore`, as an operator types them, on both databases and from one to the other."""

import asyncio
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from storage.database import HEAD, Database
from storage.engine import make_engine
from storage.guard import only_process
from storage.schema import SCRIPTS
from storage.sealing import Sealer
from tests.bot.test_command_line import environment
from tests.storage.samples import DAY, NOW, PUPR_CHAT, SARI, a_ticket, submitted, text
from tests.support.databases import SECRET_KEY, database_url, dialect, postgres, sqlite_template, sqlite_url  # noqa: F401
from tests.support.postgres import Cluster

Bot = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def bot(tmp_path: Path, database_url: str) -> Bot:
    """Runs `python -m bot …` on the test's database, or on another."""

    def run(*words: str, url: str = database_url, secret_key: str = SECRET_KEY) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "bot", *words]
        env = environment(tmp_path, DATABASE_URL=url, SECRET_KEY=secret_key)
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=180, check=False)

    return run


@pytest.fixture
def empty_url(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A new machine: a database of the same kind with nothing in it."""
    if dialect == "sqlite":
        return f"sqlite:///{tmp_path}/new/lapor.db"
    return str(request.getfixturevalue("postgres").empty())


async def fill(url: str) -> None:
    """Sari's ticket, a message to her agency that waits, and groups that were forgotten: no id is given twice."""
    database = await Database.open(url, Sealer(SECRET_KEY))
    async with database.transaction() as unit:
        sari = await unit.people.meet("telegram", SARI, NOW)
        ticket = await unit.tickets.insert(a_ticket(reporter_id=sari.id), [submitted()])
        await unit.outbox.put(text("Ada aduan baru", PUPR_CHAT, ticket_id=ticket.id), NOW)
        for minute in range(3):
            at = NOW + minute * DAY
            group = await unit.groups.pair(PUPR_CHAT, "PUPR", is_coordinator=False, by=sari.id, at=at)
            await unit.groups.unpair(group.id)
        await unit.notes.put("a note", "its words")
    await database.close()


async def contents(url: str) -> dict[str, object]:
    """What a handler would find there."""
    database = await Database.open(url, Sealer(SECRET_KEY))
    try:
        async with database.transaction() as unit:
            sari = await unit.people.meet("telegram", SARI, NOW)
            ticket = await unit.tickets.by_number("LP-2611-7F3K9Q")
            waiting = await unit.outbox.claim(NOW + DAY, 10, 10)
            group = await unit.groups.pair(PUPR_CHAT, "PUPR", is_coordinator=False, by=sari.id, at=NOW)
            return {
                "sari": sari,
                "ticket": ticket,
                "history": await unit.tickets.history(ticket.id) if ticket else None,
                "waiting": [(row.id, row.parcel) for row in waiting],
                "note": await unit.notes.get("a note"),
                "next group": group.id,
            }
    finally:
        await database.close()


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_backup_brings_everything_to_a_new_machine(
    bot: Bot,
    database_url: str,
    empty_url: str,
    tmp_path: Path,
    encrypted: bool,
) -> None:
    asyncio.run(fill(database_url))
    (tmp_path / "passphrase").write_text("kuda lumping di atas meja\n")
    more = ["--passphrase-file", "passphrase"] if encrypted else []
    done = bot("backup", "monday.backup", *more)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"schema {HEAD}, 1 tickets, 1 people" in done.stdout
    assert stat.S_IMODE((tmp_path / "monday.backup").stat().st_mode) == 0o600
    assert (tmp_path / "monday.backup").read_bytes().startswith(b"LAPOR" if encrypted else b"SQLite format 3")
    restored = bot("restore", "monday.backup", *more, url=empty_url)
    assert (restored.returncode, restored.stderr) == (0, "")
    assert asyncio.run(contents(empty_url)) == asyncio.run(contents(database_url))
    assert not list(tmp_path.glob(".lapor-backup-*"))


def test_a_backup_is_the_way_from_one_kind_of_database_to_the_other(
    tmp_path: Path,
    sqlite_url: str,
    postgres: Cluster,
) -> None:
    def bot(*words: str, url: str) -> None:
        env = environment(tmp_path, DATABASE_URL=url, SECRET_KEY=SECRET_KEY)
        subprocess.run([sys.executable, "-m", "bot", *words], cwd=tmp_path, env=env, check=True, timeout=180)

    asyncio.run(fill(sqlite_url))
    server, file = postgres.empty(), f"sqlite:///{tmp_path}/back.db"
    bot("backup", "there.backup", url=sqlite_url)
    bot("restore", "there.backup", url=server)
    bot("backup", "back.backup", url=server)
    bot("restore", "back.backup", url=file)
    assert asyncio.run(contents(file)) == asyncio.run(contents(server)) == asyncio.run(contents(sqlite_url))


def test_what_is_there_is_replaced_only_by_force(bot: Bot, database_url: str, dialect: str, tmp_path: Path) -> None:
    asyncio.run(fill(database_url))
    assert bot("backup", "monday.backup").returncode == 0
    refused = bot("restore", "monday.backup")
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    before = asyncio.run(contents(database_url))
    forced = bot("restore", "monday.backup", "--force")
    assert (forced.returncode, forced.stderr) == (0, "")
    assert asyncio.run(contents(database_url)) == before
    if dialect == "sqlite":
        assert len(list(tmp_path.glob("lapor.db.before-*"))) == 1
        assert "is now" in forced.stdout


def test_a_backup_never_overwrites(bot: Bot, tmp_path: Path) -> None:
    (tmp_path / "monday.backup").write_text("last week's")
    done = bot("backup", "monday.backup")
    assert done.returncode == 1
    assert "there already" in done.stderr
    assert (tmp_path / "monday.backup").read_text() == "last week's"


async def test_a_newer_database_is_neither_backed_up_nor_restored(
    bot: Bot,
    database_url: str,
    empty_url: str,
    tmp_path: Path,
) -> None:
    assert (await asyncio.to_thread(bot, "backup", "monday.backup")).returncode == 0
    with closing(sqlite3.connect(tmp_path / "monday.backup")) as backup, backup:
        backup.execute("UPDATE alembic_version SET version_num = '0999'")
    done = await asyncio.to_thread(bot, "restore", "monday.backup", url=empty_url)
    assert done.returncode == 1
    assert "newer program" in done.stderr
    engine = make_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(sa.text("UPDATE alembic_version SET version_num = '0999'"))
    await engine.dispose()
    done = await asyncio.to_thread(bot, "backup", "tuesday.backup")
    assert done.returncode == 1
    assert "newer program" in done.stderr
    assert not (tmp_path / "tuesday.backup").exists()


@pytest.fixture
def backup(tmp_path: Path, sqlite_url: str) -> Path:
    """A backup of Sari's ticket."""
    asyncio.run(fill(sqlite_url))
    env = environment(tmp_path, DATABASE_URL=sqlite_url, SECRET_KEY=SECRET_KEY)
    command = [sys.executable, "-m", "bot", "backup", "monday.backup"]
    subprocess.run(command, cwd=tmp_path, env=env, check=True, stdout=subprocess.DEVNULL)
    return tmp_path / "monday.backup"


def restore(folder: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "bot", "restore", *words]
    url = f"sqlite:///{folder}/new/lapor.db"
    env = environment(folder, DATABASE_URL=url, **settings)
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=180, check=False)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"SECRET_KEY": "another key of more than thirty-two characters"}, "another SECRET_KEY"),
        ({}, "There is no SECRET_KEY"),
    ],
)
def test_a_backup_is_not_restored_without_its_key(backup: Path, settings: dict[str, str], said: str) -> None:
    done = restore(backup.parent, backup.name, **settings)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((backup.parent / "new").iterdir()) or [p.name for p in (backup.parent / "new").iterdir()] == [
        "lapor.db.lock"
    ]


@pytest.mark.parametrize("damage", ["a bit", "the end", "all", "a row"])
def test_a_damaged_backup_is_not_restored(backup: Path, damage: str) -> None:
    whole = backup.read_bytes()
    if damage == "a bit":
        backup.write_bytes(whole[:4096] + bytes(64) + whole[4160:])
    elif damage == "the end":
        backup.write_bytes(whole[: len(whole) // 2])
    elif damage == "all":
        backup.write_bytes(b"not a database at all" * 100)
    else:
        with closing(sqlite3.connect(backup)) as connection, connection:
            connection.execute("DELETE FROM people")
    done = restore(backup.parent, backup.name, SECRET_KEY=SECRET_KEY)
    assert done.returncode == 1
    assert "It did not succeed: " in done.stderr
    assert not (backup.parent / "new" / "lapor.db").exists()


def test_an_older_backup_is_brought_to_this_programs_schema(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    old = tmp_path / "old.backup"
    engine = sa.create_engine(f"sqlite:///{old}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
    engine.dispose()
    done = restore(tmp_path, old.name, SECRET_KEY=SECRET_KEY)
    assert done.returncode == 0, done.stderr
    assert "schema 0005" in done.stdout
    asyncio.run(fill(f"sqlite:///{tmp_path}/new/lapor.db"))


def test_nothing_is_restored_under_a_running_bot(backup: Path, sqlite_url: str) -> None:
    place = backup.parent / "new" / "lapor.db"
    place.parent.mkdir()
    shutil.copyfile(backup, place)
    with only_process(f"sqlite:///{place}"):
        done = restore(backup.parent, backup.name, "--force", SECRET_KEY=SECRET_KEY)
    assert done.returncode == 1
    assert "stop it first" in done.stderr
    assert place.read_bytes() == backup.read_bytes()


def test_nothing_is_restored_under_a_bot_that_runs_on_postgresql(backup: Path, postgres: Cluster) -> None:
    url = postgres.fresh()

    async def while_it_runs() -> "subprocess.CompletedProcess[str]":
        database = await Database.open(url, Sealer(SECRET_KEY))
        env = environment(backup.parent, DATABASE_URL=url, SECRET_KEY=SECRET_KEY)
        command = [sys.executable, "-m", "bot", "restore", backup.name, "--force"]
        try:
            return await asyncio.to_thread(
                subprocess.run, command, cwd=backup.parent, env=env, capture_output=True, text=True, check=False
            )
        finally:
            await database.close()

    done = asyncio.run(while_it_runs())
    assert done.returncode == 1
    assert "the bot runs on this database" in done.stderr


def test_an_encrypted_backup_asks_for_its_passphrase(backup: Path, sqlite_url: str) -> None:
    folder = backup.parent
    (folder / "passphrase").write_text("kuda lumping di atas meja")
    (folder / "wrong").write_text("kuda lumping di bawah meja")
    env = environment(folder, DATABASE_URL=sqlite_url, SECRET_KEY=SECRET_KEY)
    command = [sys.executable, "-m", "bot", "backup", "sealed.backup", "--passphrase-file", "passphrase"]
    subprocess.run(command, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
    without = restore(folder, "sealed.backup", SECRET_KEY=SECRET_KEY)
    assert (without.returncode, "--passphrase-file" in without.stderr) == (1, True)
    wrong = restore(folder, "sealed.backup", "--passphrase-file", "wrong", SECRET_KEY=SECRET_KEY)
    assert (wrong.returncode, "passphrase is another one" in wrong.stderr) == (1, True)


def test_a_backup_that_cannot_be_written_leaves_nothing(bot: Bot, tmp_path: Path) -> None:
    done = bot("backup", "nowhere/monday.backup")
    assert done.returncode == 1
    assert "is not there" in done.stderr
    (tmp_path / "short").write_text("pendek")
    done = bot("backup", "monday.backup", "--passphrase-file", "short")
    assert done.returncode == 1
    assert "16 characters" in done.stderr
    assert not [path for path in tmp_path.iterdir() if "backup" in path.name]


def test_writers_go_on_while_a_backup_is_taken(sqlite_url: str, tmp_path: Path) -> None:
    """Each backup is one state: as many tickets as events, whatever is written meanwhile."""

    async def work() -> int:
        database = await Database.open(sqlite_url, Sealer(SECRET_KEY))
        env = environment(tmp_path, DATABASE_URL=sqlite_url, SECRET_KEY=SECRET_KEY)
        async with database.transaction() as unit:
            await unit.people.meet("telegram", SARI, NOW)
        command = [sys.executable, "-m", "bot", "backup", "busy.backup"]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        ended = asyncio.create_task(process.communicate())
        written = 0
        while not ended.done() or written < 10:
            ticket = a_ticket(number=f"LP-2611-{written:06}", draft=f"draft {written}")
            async with database.transaction() as unit:
                await unit.tickets.insert(ticket, [submitted()])
            written += 1
        await database.close()
        assert process.returncode == 0, (await ended)[1]
        return written

    written = asyncio.run(work())
    with closing(sqlite3.connect(tmp_path / "busy.backup")) as copy:
        tickets = copy.execute("SELECT count(*) FROM tickets").fetchone()[0]
        assert tickets == copy.execute("SELECT count(*) FROM events").fetchone()[0]
    assert 0 <= tickets <= written


def test_no_second_process_runs_on_the_same_file(tmp_path: Path, sqlite_url: str) -> None:
    env = environment(tmp_path, DATABASE_URL=sqlite_url, SECRET_KEY=SECRET_KEY, HTTP_PORT="0")
    command = [sys.executable, "-m", "bot", "run"]
    with only_process(sqlite_url):
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 1
    assert "another process runs on" in done.stderr
    assert "Traceback" not in done.stderr
    with only_process(sqlite_url):
        pass


def test_postgresql_serves_several_processes() -> None:
    with only_process("postgresql://127.0.0.1/lapor"), only_process("postgresql://127.0.0.1/lapor"):
        pass
