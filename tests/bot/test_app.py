"""The whole machine: started, working, stopped in order."""

import asyncio
import sqlite3
import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic

import pytest
import structlog
from pydantic import SecretStr

from bot.app import App
from bot.budget import Limits
from bot.loops import Fatal
from bot.settings import Settings
from bot.worker import Worker
from simulator.model import Bot, Chat, Person
from simulator.world import World
from storage.unit import Unit
from tests.bot.conftest import StartApp
from tests.bot.support import Script, echo, group_chat, text, texts, until
from tickets.dialogue import Button, Edit, Inbound, Message, Parcel, Press, Repeat, Text


async def test_a_message_is_answered_and_a_button_changes_it(
    world: World, bot: Bot, sari: Person, script: Script, app: StartApp
) -> None:
    async def answer(inbound: Inbound, unit: Unit) -> None:
        home = inbound.chat
        if isinstance(inbound, Message):
            asked = Text(html="Kirim?", buttons=((Button("Ya", "yes"),),))
            await unit.outbox.put(Parcel(chat=home, content=asked, slot="ask"), inbound.at)
        if isinstance(inbound, Press):
            done = Edit(html="Terkirim")
            await unit.outbox.put(Parcel(chat=home, content=done, slot="ask", repeat=Repeat.FREELY), inbound.at)

    script.answer = answer
    chat = world.private(sari)
    async with app() as running:
        world.send(sari, chat, "Jalan rusak")
        await running.idle(lambda: not bot.updates)
        world.press(sari, world.messages(chat)[-1], "Ya")
        await running.idle(lambda: not bot.updates)
    assert texts(world, chat) == ["Terkirim"]
    assert not world.unanswered()


def has_texts(world: World, chat: Chat, number: int) -> bool:
    return len(texts(world, chat)) == number


async def test_an_answer_takes_no_time_worth_speaking_of(
    world: World, bot: Bot, sari: Person, script: Script, app: StartApp
) -> None:
    script.answer = echo
    chat = world.private(sari)
    async with app() as running:
        await running.idle()
        began = monotonic()
        for number in range(20):
            world.send(sari, chat, str(number))
            await until(partial(has_texts, world, chat, number + 1))
        taken = monotonic() - began
    assert taken < 20 * 0.5, "something waits for a fallback poll instead of being woken"


async def test_a_crowd_is_answered_completely_and_in_order(
    world: World, bot: Bot, script: Script, app: StartApp
) -> None:
    script.answer = echo
    people = [world.add_person(f"Warga {number}") for number in range(30)]
    for number in range(5):
        for person in people:
            world.send(person, world.private(person), str(number))
    async with app() as running:
        await running.idle(lambda: not bot.updates)
    for person in people:
        assert texts(world, world.private(person)) == ["0", "1", "2", "3", "4"]


async def test_what_came_while_it_was_off_is_answered_when_it_is_back(
    world: World, bot: Bot, sari: Person, script: Script, app: StartApp
) -> None:
    script.answer = echo
    chat = world.private(sari)
    for word in ("pagi", "siang"):
        world.send(sari, chat, word)
        async with app() as running:
            await running.idle(lambda: not bot.updates)
    assert texts(world, chat) == ["pagi", "siang"]


async def test_idle_looks_at_the_clock(world: World, bot: Bot, script: Script, app: StartApp) -> None:
    async with app() as running:
        await running.idle()
        before = len(script.ticks)
        world.clock.advance(timedelta(days=2))
        await running.idle()
        assert len(script.ticks) == before + 1


async def test_idle_does_not_wait_for_what_has_to_wait_and_says_when_it_gives_up(
    world: World, bot: Bot, sari: Person, script: Script, app: StartApp
) -> None:
    script.answer = echo
    world.faults.add("429", "sendMessage", retry_after=60)
    async with app() as running:
        world.send(sari, world.private(sari), "Halo")
        await running.idle(lambda: not bot.updates)
        with pytest.raises(TimeoutError, match="does not come to rest"):
            await running.idle(lambda: False, patience=0.05)


async def test_stopping_takes_no_more_updates_but_finishes_what_was_begun(
    world: World, bot: Bot, sari: Person, script: Script, app: StartApp
) -> None:
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def slowly(inbound: Inbound, unit: Unit) -> None:
        loop.call_soon_threadsafe(begun.set)
        time.sleep(0.2)  # noqa: ASYNC251 - a handler that takes long; it runs in the database's thread
        await echo(inbound, unit)

    script.answer = slowly
    chat = world.private(sari)
    async with app() as running:
        world.send(sari, chat, "Halo")
        await begun.wait()
    assert running.intake.stopping
    async with app() as running:
        await running.idle(lambda: not bot.updates)
    assert texts(world, chat) == ["Halo"]
    assert len(script.inbound) == 1


async def test_a_stop_is_quick_and_leaves_nothing_behind(app: StartApp, bot: Bot) -> None:
    async with app() as running:
        await running.idle()
        began = monotonic()
    assert monotonic() - began < 4, "the long poll was waited for"
    left = [task for task in asyncio.all_tasks() if task.get_name() in {"intake", "worker", "sender", "ticker"}]
    assert left == []


async def test_a_signal_ends_it(settings: Settings, script: Script, world: World) -> None:
    app = App(settings, clock=world.clock, behave=lambda *_: script.behaviour(), poll_seconds=50)
    async with app.running():
        asyncio.get_running_loop().call_later(0.05, app.stop)
        async with asyncio.timeout(20):
            await app.stopped()


async def test_a_crashed_loop_comes_back(
    world: World, bot: Bot, sari: Person, script: Script, app: StartApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    script.answer = echo
    monkeypatch.setattr("bot.loops.FIRST_PAUSE", 0.01)
    real = Worker.work
    crashes: list[int] = []

    async def crash_once(self: Worker) -> int:
        if not crashes:
            crashes.append(1)
            raise RuntimeError
        return await real(self)

    monkeypatch.setattr(Worker, "work", crash_once)
    chat = world.private(sari)
    with structlog.testing.capture_logs() as lines:
        async with app() as running:
            world.send(sari, chat, "Halo")
            await running.idle(lambda: not bot.updates)
    assert texts(world, chat) == ["Halo"]
    assert "loop crashed" in [line["event"] for line in lines]


async def test_a_groups_budget_outlives_a_restart(
    world: World, bot: Bot, group: Chat, sari: Person, script: Script, app: StartApp
) -> None:
    async def flood(inbound: Inbound, unit: Unit) -> None:
        if not isinstance(inbound, Message):
            return
        person = await unit.people.meet("telegram", inbound.sender, inbound.at)
        chat = group_chat(group)
        await unit.groups.pair(chat, "PUPR", is_coordinator=False, by=person.id, at=inbound.at)
        for number in range(3):
            await unit.outbox.put(text(chat, f"Kartu {number}"), inbound.at)

    script.answer = flood
    limits = Limits(group_per_minute=4, group_reserve=0)
    for sent in (3, 4):
        world.send(sari, world.private(sari), "Jalan rusak")
        async with app(limits=limits) as running:
            await running.idle(lambda: not bot.updates)
        assert len(texts(world, group)) == sent


# --- what only the operator can mend ----------------------------------------


async def failing_start(settings: Settings, script: Script) -> str:
    with pytest.raises(Fatal) as caught:
        async with App(settings, behave=lambda *_: script.behaviour()).running():
            pass
    return str(caught.value)


async def test_a_wrong_token_is_said_plainly(settings: Settings, script: Script) -> None:
    wrong = settings.model_copy(update={"telegram_bot_token": SecretStr("9:WRONG")})
    assert "TELEGRAM_BOT_TOKEN" in await failing_start(wrong, script)


async def test_another_secret_key_is_said_plainly(settings: Settings, script: Script, app: StartApp) -> None:
    async with app():
        pass
    other = settings.model_copy(update={"secret_key": SecretStr("another key of more than thirty-two characters")})
    assert "SECRET_KEY" in await failing_start(other, script)


async def test_a_newer_database_and_one_that_is_none_are_said_plainly(
    settings: Settings, script: Script, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "lapor.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "The database cannot be opened" in await failing_start(settings, script)
    (tmp_path / "text.db").write_text("this is no database, but a text that is long enough to be read as one" * 99)
    none = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'text.db'}"})
    assert "The database cannot be opened" in await failing_start(none, script)


async def test_a_token_that_is_revoked_while_it_runs_ends_it(
    world: World, bot: Bot, sari: Person, script: Script, app: StartApp
) -> None:
    script.answer = echo
    async with app() as running:
        world.faults.add("401", "sendMessage")
        world.send(sari, world.private(sari), "Halo")
        with pytest.raises(Fatal, match="TELEGRAM_BOT_TOKEN"):
            await running.stopped()


async def test_a_telegram_that_is_away_at_the_start_is_waited_for(
    world: World, bot: Bot, sari: Person, script: Script, app: StartApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.settling.FIRST_PAUSE", 0.01)
    script.answer = echo
    world.faults.add("502", "getMe", times=3)
    world.send(sari, world.private(sari), "Halo")
    async with app() as running:
        await running.idle(lambda: not bot.updates)
    assert texts(world, world.private(sari)) == ["Halo"]


async def test_it_can_be_stopped_while_it_waits_for_telegram(settings: Settings, script: Script) -> None:
    away = settings.model_copy(update={"telegram_api_url": "http://127.0.0.1:9"})
    app = App(away, behave=lambda *_: script.behaviour())
    asyncio.get_running_loop().call_later(0.1, app.stop)
    async with asyncio.timeout(20), app.running():
        await app.stopped()


def test_without_a_token_there_is_no_app(settings: Settings) -> None:
    with pytest.raises(ValueError, match="token"):
        App(settings.model_copy(update={"telegram_bot_token": None}))


async def test_groups_are_known_once_one_is_paired(
    world: World, bot: Bot, group: Chat, script: Script, app: StartApp
) -> None:
    async def pair(inbound: Inbound, unit: Unit) -> None:
        if isinstance(inbound, Message):
            person = await unit.people.meet("telegram", inbound.sender, inbound.at)
            await unit.groups.pair(inbound.chat, "PUPR", is_coordinator=False, by=person.id, at=inbound.at)

    script.answer = pair
    async with app() as running:
        assert not await running.has_groups()
        world.send(world.person(group.members.__iter__().__next__()), group, "/hubungkan PUPR")
        await running.idle(lambda: not bot.updates)
        assert await running.has_groups()
