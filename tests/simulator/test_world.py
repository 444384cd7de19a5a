"""The World in Python: its clock, its file, its memory."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from simulator.clock import WITA, Clock
from simulator.model import Bot, Chat, Person
from simulator.world import World
from tests.simulator.conftest import MONDAY
from tests.simulator.test_media import png


def test_a_standing_clock_moves_only_when_told() -> None:
    clock = Clock(MONDAY, running=False)

    assert clock.now() == MONDAY
    assert clock.advance(90) == MONDAY + timedelta(seconds=90)
    assert clock.advance(timedelta(days=1)) == MONDAY + timedelta(days=1, seconds=90)
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-1)
    with pytest.raises(ValueError, match="aware"):
        clock.set(datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_running_clock_runs_from_where_it_was_put() -> None:
    clock = Clock(MONDAY)
    assert timedelta() <= clock.now() - MONDAY < timedelta(minutes=1)
    clock.advance(3600)
    assert clock.now() - MONDAY >= timedelta(hours=1)
    assert abs(Clock().now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_working_days_skip_weekends_holidays_and_joint_leave() -> None:
    friday = Clock(datetime(2026, 11, 27, 15, tzinfo=WITA), running=False)
    assert friday.advance_working_day().astimezone(WITA) == datetime(2026, 11, 30, 9, tzinfo=WITA)

    before_christmas = Clock(datetime(2026, 12, 23, 15, tzinfo=WITA), running=False)
    after = before_christmas.advance_working_day().astimezone(WITA)  # 24 is cuti bersama, 25 Natal, then a weekend
    assert after == datetime(2026, 12, 28, 9, tzinfo=WITA)

    three_days = Clock(MONDAY, running=False)
    assert three_days.advance_working_day(3).astimezone(WITA) == datetime(2026, 11, 26, 9, tzinfo=WITA)


def test_a_world_survives_a_restart(
    world: World, lapor: Bot, sari: Person, budi: Person, private: Chat, group: Chat, tmp_path: Path
) -> None:
    world.send(sari, private, "foto", photo=png())
    world.send(budi, group, "/tiket", reply_to=1)
    topic_group = world.add_group("Forum", budi, members=[lapor], forum=True)
    world.create_topic(topic_group, "LP-1", budi)
    world.block(budi)
    world.limits.on = True
    world.clock.advance(5000)
    world.save(tmp_path / "sim.json")

    again = World.load(tmp_path / "sim.json")

    assert again.state == world.state
    assert again.clock.now() == world.clock.now()
    assert again.store.contents == world.store.contents
    assert again.bot_by_token("1:SIM") == lapor
    assert again.add_person("Baru").id == budi.id + 1
    assert again.send(again.person(sari.id), again.private(sari), "lagi").id == len(private.messages) + 1
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_loading_knows_what_changed_last(world: World, sari: Person, private: Chat, tmp_path: Path) -> None:
    first = world.send(sari, private, "a")
    second = world.send(sari, private, "b")
    world.edit(sari, first, "c")
    world.save(tmp_path / "sim.json")

    again = World.load(tmp_path / "sim.json")

    changed = again.changed_messages(again.private(sari), after=second.seq)
    assert [message.text for message in changed] == ["c"]


async def test_a_world_saves_itself(world: World, sari: Person, private: Chat, tmp_path: Path) -> None:
    path = tmp_path / "sim.json"
    async with world.autosaved(path, every=0.001):
        world.send(sari, private, "satu")
        while not path.exists():  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        world.send(sari, private, "dua")

    assert [message.text for message in World.load(path).messages(private)] == ["/start", "satu", "dua"]


async def test_waiting_for_a_change(world: World, sari: Person, private: Chat) -> None:
    version = world.version
    waiting = asyncio.create_task(world.changed(version))
    await asyncio.sleep(0)
    world.send(sari, private, "halo")

    assert await waiting == version + 1
    assert await world.changed(version) == version + 1


def test_old_messages_are_forgotten(world: World, sari: Person, private: Chat) -> None:
    world.state.history = 5
    for number in range(10):
        world.send(sari, private, f"{number}")

    assert [message.text for message in world.messages(private)] == ["5", "6", "7", "8", "9"]
    assert [message.text for message in world.changed_messages(private, 0)] == ["5", "6", "7", "8", "9"]
