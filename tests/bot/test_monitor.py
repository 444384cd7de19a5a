"""/healthz, /readyz and /metrics over real HTTP, of a real machine."""

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from time import monotonic

import aiohttp
import pytest

from bot.app import App
from bot.monitor import LOOP_PATIENCE, POLL_PATIENCE, Monitor, serving
from bot.settings import Settings
from simulator.model import Bot, Chat, Person
from simulator.world import World
from storage.unit import Unit
from tests.bot.support import Script, echo, text, until
from tickets.dialogue import Inbound, Message


class Watcher:
    """Somebody who looks at the pages."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self._address = address
        self._session = session

    async def sees(self, page: str) -> tuple[int, str]:
        """Status and text."""
        async with self._session.get(f"{self._address}/{page}") as answer:
            return answer.status, await answer.text()

    async def reads(self, name: str) -> float:
        """The value of one number of /metrics, labels and all in its name."""
        _, page = await self.sees("metrics")
        (line,) = [line for line in page.splitlines() if line.startswith(f"{name} ")]
        return float(line.split()[-1])


@pytest.fixture
def monitor() -> Monitor:
    return Monitor()


@pytest.fixture
async def watcher(monitor: Monitor) -> AsyncIterator[Watcher]:
    async with serving(monitor, "127.0.0.1", 0) as address, aiohttp.ClientSession() as session:
        assert address is not None
        yield Watcher(address, session)


@pytest.fixture
async def machine(settings: Settings, world: World, script: Script, monitor: Monitor) -> AsyncIterator[App]:
    app = App(settings, clock=world.clock, behave=lambda *_: script.behaviour(), poll_seconds=5, monitor=monitor)
    async with app.running():
        yield app


async def paired(world: World, group: Chat, app: App, script: Script, bot: Bot) -> None:
    """The group is an agency's."""

    async def pair(inbound: Inbound, unit: Unit) -> None:
        person = await unit.people.meet("telegram", inbound.sender, inbound.at)
        await unit.groups.pair(inbound.chat, "PUPR", is_coordinator=False, by=person.id, at=inbound.at)

    script.answer = pair
    world.send(world.people[0], group, "/hubungkan PUPR")
    await app.idle(lambda: not bot.updates)


async def test_before_the_start_it_is_alive_and_not_ready(watcher: Watcher) -> None:
    assert await watcher.sees("healthz") == (200, "ok\n")
    status, why = await watcher.sees("readyz")
    assert (status, why) == (503, "it has not started yet, or is stopping\n")
    assert await watcher.reads("lapor_database_up") == 0


async def test_it_is_ready_once_it_has_fetched_updates(
    watcher: Watcher, machine: App, world: World, sari: Person
) -> None:
    world.send(sari, world.private(sari), "Halo")
    await until(lambda: machine.intake.last_step > 0 and not world.bot.updates)
    await machine.idle()
    assert await watcher.sees("readyz") == (200, "ok\n")
    assert await watcher.sees("healthz") == (200, "ok\n")


async def test_what_is_handled_and_sent_is_counted(
    watcher: Watcher, machine: App, world: World, bot: Bot, sari: Person, script: Script
) -> None:
    script.answer = echo
    world.send(sari, world.private(sari), "Halo")
    await machine.idle(lambda: not bot.updates)
    assert await watcher.reads('lapor_handler_seconds_count{kind="message",result="done"}') == 1
    assert await watcher.reads('lapor_sends_total{outcome="sent"}') == 1
    assert await watcher.reads("lapor_sent_last_minute") == 1
    assert await watcher.reads('lapor_outbox_messages{status="sent"}') == 1
    assert await watcher.reads("lapor_last_poll_timestamp_seconds") > 0


async def test_errors_are_counted_by_their_kind(
    watcher: Watcher, machine: App, world: World, bot: Bot, sari: Person, script: Script
) -> None:
    async def breaks(inbound: Inbound, unit: Unit) -> None:
        if isinstance(inbound, Message) and inbound.text == "rusak":
            raise RuntimeError
        await echo(inbound, unit)

    script.answer = breaks
    world.faults.add("400", "sendMessage")
    world.send(sari, world.private(sari), "Halo")
    world.send(sari, world.private(sari), "rusak")
    await machine.idle(lambda: not bot.updates)
    assert await watcher.reads('lapor_sends_total{outcome="rejected"}') == 1
    assert await watcher.reads('lapor_handler_seconds_count{kind="message",result="failed"}') == 1
    assert await watcher.reads('lapor_inbox_updates{state="failed"}') == 1


async def test_a_groups_budget_is_shown_by_its_id_and_nobody_is_named(
    watcher: Watcher, machine: App, world: World, bot: Bot, group: Chat, sari: Person, script: Script
) -> None:
    await paired(world, group, machine, script, bot)

    async def flood(inbound: Inbound, unit: Unit) -> None:
        (paired_group,) = await unit.groups.all_active()
        for number in range(30):
            await unit.outbox.put(text(paired_group.chat, f"Aduan {number} dari Rahmawati"), inbound.at)

    script.answer = flood
    world.send(sari, world.private(sari), "Jalan rusak")
    await machine.idle(lambda: not bot.updates)
    async with machine.database.transaction() as unit:
        (known,) = await unit.groups.all_active()
    assert await watcher.reads(f'lapor_group_sent_last_minute{{group="{known.id}"}}') == 20
    assert await watcher.reads(f'lapor_group_waiting_messages{{group="{known.id}"}}') == 10
    assert await watcher.reads("lapor_group_limit_per_minute") == 20
    world.clock.advance(timedelta(minutes=3))
    assert await watcher.reads(f'lapor_group_sent_last_minute{{group="{known.id}"}}') == 0
    assert await watcher.reads(f'lapor_group_oldest_seconds{{group="{known.id}"}}') == 180
    _, page = await watcher.sees("metrics")
    for secret in ("Rahmawati", "Sari", "PUPR", "Aduan", str(group.id), str(sari.id)):
        assert secret not in page


async def test_a_database_of_another_schema_is_not_ready(watcher: Watcher, machine: App, tmp_path: Path) -> None:
    await machine.idle()
    with sqlite3.connect(tmp_path / "lapor.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    status, why = await watcher.sees("readyz")
    assert (status, why) == (503, "the database's schema is not this program's\n")


async def test_a_channel_that_is_silent_for_long_is_not_ready(
    watcher: Watcher, machine: App, monitor: Monitor, world: World, sari: Person
) -> None:
    world.send(sari, world.private(sari), "Halo")
    await machine.idle(lambda: not world.bot.updates)
    monitor.measures.last_poll = monotonic() - POLL_PATIENCE - 1
    assert await watcher.sees("readyz") == (503, "no updates could be fetched lately\n")
    assert await watcher.sees("healthz") == (200, "ok\n"), "to start it anew would not help"


async def test_a_loop_that_has_nothing_to_do_goes_round_before_it_is_taken_for_stuck(machine: App) -> None:
    await machine.idle()
    for loop in (machine.watcher, machine.recapper, machine.printer, machine.watchman):
        waits: list[float | None] = []
        loop.wake.wait = lambda seconds, waits=waits: _noted(waits, seconds)  # type: ignore[method-assign]
        await loop.step()
        assert all(seconds is not None and seconds < LOOP_PATIENCE / 2 for seconds in waits), loop.name


async def _noted(waits: list[float | None], seconds: float | None) -> None:
    waits.append(seconds)


async def test_a_loop_that_is_stuck_or_has_ended_is_not_alive(watcher: Watcher, machine: App) -> None:
    await machine.idle()
    machine.intake.last_step = monotonic() - LOOP_PATIENCE - 1
    assert await watcher.sees("healthz") == (503, "the intake is stuck\n")
    machine.ticker.stop()
    await asyncio.sleep(0.05)
    assert await watcher.sees("healthz") == (503, "the ticker has ended\n")


async def test_an_address_that_is_taken_does_not_keep_the_bot_from_running(monitor: Monitor) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        async with serving(monitor, "127.0.0.1", other.getsockname()[1]) as address:
            assert address is None
