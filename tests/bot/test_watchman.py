"""The operator's chat hears of trouble with the machine, and of its end; where it cannot, nothing else suffers."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.alarms import Kind, Trouble
from bot.app import App
from bot.channels.telegram import TelegramChannel
from bot.leading import Alone
from bot.monitor import Monitor
from bot.settings import Settings
from bot.watchman import Watchman, cry_out, free_percent, operator_chat
from simulator.model import Person
from simulator.world import World
from storage.database import Database
from storage.values import Incoming
from tests.bot.support import MONDAY, Script
from tickets.dialogue import Chat, ChatKind, Parcel, Text

CATALOGUE = Path("catalogue/kalimantan-selatan.toml").absolute()
HOUR = timedelta(hours=1)


@pytest.fixture
def tono(world: World, bot: object) -> Person:
    """Pak Tono runs the machine, and has sent the bot /start."""
    person = world.add_person("Tono")
    world.send(person, world.private(person), "/start")
    return person


@pytest.fixture
def chat(tono: Person) -> Chat:
    return Chat("telegram", str(tono.id), ChatKind.PRIVATE)


Make = Callable[..., Watchman]


@pytest.fixture
def make(chat: Chat, channel: TelegramChannel, database: Database, world: World) -> Make:
    def made(catalogue: Path = CATALOGUE, free: int = 50, monitor: Monitor | None = None) -> Watchman:
        return Watchman(chat, channel, database, world.clock, monitor or Monitor(), catalogue, lambda: free)

    return made


def heard(world: World, tono: Person) -> list[str]:
    """What the bot told Pak Tono."""
    return [said.text for said in world.messages(world.private(tono)) if said.sender == world.bot.id]


async def test_while_all_is_well_nothing_is_said(make: Make, world: World, tono: Person, chat: Chat) -> None:
    await make().look(chat)
    assert heard(world, tono) == []


async def test_a_message_that_has_waited_for_an_hour_is_told_once_and_its_end_too(
    make: Make, world: World, tono: Person, chat: Chat, database: Database
) -> None:
    watchman = make()
    async with database.transaction() as unit:
        await unit.outbox.put(Parcel(chat=chat, content=Text(html="Halo")), MONDAY)
    world.clock.advance(HOUR)
    await watchman.look(chat)
    assert heard(world, tono) == []
    for _ in range(3):
        world.clock.advance(HOUR)
        await watchman.look(chat)
    (alarm,) = heard(world, tono)
    assert "120 menit menunggu dikirim" in alarm
    assert "python -m bot check" in alarm
    async with database.transaction() as unit:
        (row,) = await unit.outbox.claim(world.clock.now(), 10, 60)
        await unit.outbox.sent(row.id, ["1"], world.clock.now())
    await watchman.look(chat)
    assert "🟢 Sudah beres: antrean pesan keluar." in heard(world, tono)[1]


async def test_an_update_that_failed_is_told_until_it_is_replayed_and_a_restart_repeats_nothing(
    make: Make, world: World, tono: Person, chat: Chat, database: Database
) -> None:
    async with database.transaction() as unit:
        await unit.inbox.store([Incoming("telegram", "1", "lane", {"update_id": 1}, MONDAY)])
        (row,) = await unit.inbox.take(MONDAY, 10, 60)
        await unit.inbox.failed(row.id, "Mistake", MONDAY)
    await make().look(chat)
    await make().look(chat)
    (alarm,) = heard(world, tono)
    assert "1 pesan masuk gagal diolah" in alarm
    async with database.transaction() as unit:
        await unit.inbox.replay()
    await make().look(chat)
    assert "🟢 Sudah beres: pesan masuk yang gagal." in heard(world, tono)[1]


async def test_a_rejected_message_is_told(make: Make, database: Database, chat: Chat) -> None:
    async with database.transaction() as unit:
        await unit.outbox.put(Parcel(chat=chat, content=Text(html="Halo")), MONDAY)
        (row,) = await unit.outbox.claim(MONDAY, 10, 60)
        await unit.outbox.dead(row.id, "rejected", "message is too long", MONDAY)
    assert Trouble(Kind.REJECTED, 1) in await make().troubles(MONDAY)


async def test_silence_of_the_channel_is_told_but_not_where_a_webhook_brings_the_updates(make: Make) -> None:
    monitor = Monitor()
    monitor.measures.polls = True
    assert await make(monitor=monitor).troubles(MONDAY) == [], "it has only just begun"
    monitor.measures._since -= 600
    assert await make(monitor=monitor).troubles(MONDAY) == [Trouble(Kind.UPDATES, 10)]
    monitor.measures.polls = False
    assert await make(monitor=monitor).troubles(MONDAY) == []


async def test_a_disk_that_fills_is_told(make: Make, tmp_path: Path) -> None:
    assert await make(free=9).troubles(MONDAY) == [Trouble(Kind.DISK, 9)]
    assert 0 <= free_percent(tmp_path) <= 100


async def test_a_catalogue_that_somebody_broke_is_told_before_the_next_start_needs_it(
    make: Make, tmp_path: Path
) -> None:
    own = tmp_path / CATALOGUE.name
    shutil.copy(CATALOGUE, own)
    shutil.copytree(CATALOGUE.with_suffix(""), own.with_suffix(""))
    watchman = make(catalogue=own)
    assert await watchman.troubles(MONDAY) == []
    own.write_text("[agencies", encoding="utf-8")
    assert await watchman.troubles(MONDAY) == [Trouble(Kind.CATALOGUE)]
    own.unlink()
    assert await watchman.troubles(MONDAY) == [Trouble(Kind.CATALOGUE)]


async def test_a_database_that_is_gone_is_told_without_it(
    make: Make, world: World, tono: Person, chat: Chat, database: Database, tmp_path: Path
) -> None:
    watchman = make()
    await watchman.look(chat)
    async with database._turn(), database._connection() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout=50")
    with closing(sqlite3.connect(tmp_path / "lapor.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await watchman.look(chat)
        assert "Basis data tidak dapat dipakai" in heard(world, tono)[0]
    await watchman.look(chat)
    assert "Sudah beres: basis data" in heard(world, tono)[1]


class Follower:
    """Another process leads."""

    leads = False


async def test_of_several_processes_the_leader_tells_and_without_a_database_whoever_led_last(
    make: Make, world: World, tono: Person, chat: Chat
) -> None:
    watchman = make(free=3)
    watchman._leader = Follower()
    await watchman.look(chat)
    assert heard(world, tono) == []
    assert not watchman._is_to_tell([Trouble(Kind.DATABASE)])
    watchman._leader = Alone()
    await watchman.look(chat)
    assert len(heard(world, tono)) == 1
    watchman._leader = Follower()
    assert watchman._is_to_tell([Trouble(Kind.DATABASE)])
    assert not watchman._is_to_tell([Trouble(Kind.DISK)])


async def test_an_operator_who_cannot_be_reached_is_told_later(
    make: Make, world: World, tono: Person, chat: Chat
) -> None:
    watchman = make(free=3)
    for kind in ("429", "403"):
        world.faults.add(kind, "sendMessage")
        await watchman.look(chat)
        assert heard(world, tono) == []
    await watchman.look(chat)
    assert len(heard(world, tono)) == 1


async def test_a_silent_line_may_have_told_and_is_not_used_twice(
    make: Make, world: World, tono: Person, chat: Chat
) -> None:
    watchman = make(free=3)
    world.faults.add("drop_after", "sendMessage")
    await watchman.look(chat)
    await watchman.look(chat)
    assert len(heard(world, tono)) == 1


async def test_the_running_program_tells_its_operator(
    world: World, tono: Person, settings: Settings, script: Script, tmp_path: Path
) -> None:
    broken = tmp_path / "catalogue.toml"
    broken.write_text("[", encoding="utf-8")
    wanted = settings.model_copy(update={"operator_chat_id": tono.id, "catalogue_file": broken})
    app = App(wanted, clock=world.clock, behave=lambda *_: script.behaviour(), poll_seconds=5)
    async with asyncio.timeout(60), app.running():
        while not any("katalog rusak" in said for said in heard(world, tono)):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_program_that_cannot_start_says_so_if_it_can(world: World, tono: Person, settings: Settings) -> None:
    await cry_out(settings, Kind.CATALOGUE)
    assert heard(world, tono) == []
    wanted = settings.model_copy(update={"operator_chat_id": tono.id})
    await cry_out(wanted, Kind.CATALOGUE)
    assert "Berkas katalog rusak" in heard(world, tono)[0]
    world.faults.add("500", "sendMessage")
    await cry_out(wanted, Kind.CATALOGUE)
    assert len(heard(world, tono)) == 1


def test_the_operators_chat_may_be_a_group(settings: Settings) -> None:
    group = operator_chat(settings.model_copy(update={"operator_chat_id": -1001234567890}))
    assert group is not None
    assert group.kind is ChatKind.GROUP
    assert operator_chat(settings) is None
