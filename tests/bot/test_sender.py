"""From the outbox to the channel, against a Telegram that misbehaves as told."""

import asyncio
from typing import Any

import pytest
import structlog

from bot.budget import Limits
from bot.channels.base import TokenInvalid
from bot.channels.telegram import TelegramChannel
from bot.sender import LEASE_SECONDS, Sender
from simulator.model import Bot, Chat, Person
from simulator.world import World
from storage.unit import Unit
from tests.bot.posting import Post, rests
from tests.bot.support import Script, attachment, group_chat, private, text, texts, until
from tickets.dialogue import (
    Edit,
    Inspect,
    Media,
    MediaKind,
    Parcel,
    Priority,
    Repeat,
)


@pytest.fixture
def home(world: World, sari: Person) -> Chat:
    chat = world.private(sari)
    world.send(sari, chat, "/start")
    return chat


@pytest.fixture
def budis_home(world: World, budi: Person) -> Chat:
    chat = world.private(budi)
    world.send(budi, chat, "/start")
    return chat


# --- order and links ----------------------------------------


async def test_messages_of_a_chat_arrive_in_order_and_chats_do_not_wait_for_each_other(
    world: World, sari: Person, budi: Person, home: Chat, budis_home: Chat, post: Post
) -> None:
    world.faults.add("slow", "sendMessage", chat=sari.id, seconds=1.5, times=1)
    parcels = [text(private(person.id), f"{number}") for number in range(5) for person in (sari, budi)]
    await post.put(*parcels)
    sending = asyncio.create_task(post.send())
    await until(lambda: len(texts(world, budis_home)) == 5)
    assert len(texts(world, home)) == 0
    await sending
    assert texts(world, home) == texts(world, budis_home) == ["0", "1", "2", "3", "4"]
    assert await post.counts() == {"sent": 10}


async def test_a_sent_message_is_known_by_its_slot_and_ticket(
    world: World, sari: Person, home: Chat, post: Post
) -> None:
    chat = private(sari.id)
    await post.send(text(chat, "Kartu", slot="card:1", ticket_id=1))
    shown = world.messages(home)[-1]
    async with post.database.transaction() as unit:
        assert await unit.messages.find(chat, "card:1") == str(shown.id)
        assert await unit.messages.ticket_of(chat, str(shown.id)) == 1
    await post.send(
        Parcel(chat=chat, content=Edit(html="Kartu, diubah"), slot="card:1", repeat=Repeat.FREELY),
        text(chat, "Balasan", reply_to_slot="card:1"),
        text(chat, "Lagi", reply_to=str(shown.id)),
    )
    assert texts(world, home) == ["Kartu, diubah", "Balasan", "Lagi"]
    assert [message.reply_to for message in world.messages(home)[-2:]] == [shown.id, shown.id]


async def test_an_edit_whose_message_is_gone_is_sent_anew_in_the_same_slot(
    world: World, sari: Person, home: Chat, post: Post
) -> None:
    chat = private(sari.id)
    await post.send(text(chat, "Kartu", slot="card:1"))
    world.remove_message(home, world.messages(home)[-1])
    await post.send(Parcel(chat=chat, content=Edit(html="Kartu 2"), slot="card:1", repeat=Repeat.FREELY))
    await post.send(Parcel(chat=chat, content=Edit(html="Kartu 3"), slot="card:1", repeat=Repeat.FREELY))
    assert texts(world, home) == ["Kartu 3"]
    await post.send(Parcel(chat=chat, content=Edit(html="Tanpa asal"), slot="card:9", repeat=Repeat.FREELY))
    assert texts(world, home) == ["Kartu 3", "Tanpa asal"]


async def test_an_inspection_goes_back_into_the_inbox_and_wakes_the_worker(group: Chat, post: Post) -> None:
    await post.send(Parcel(chat=group_chat(group), content=Inspect()))
    async with asyncio.timeout(20):
        await post.worker.wait(None)
    async with post.database.transaction() as unit:
        (row,) = await unit.inbox.take(post.clock.now(), 10, 60)
    assert row.key.startswith("inspect:")
    assert await post.counts() == {"sent": 1}


# --- the channel asks us to wait ----------------------------------------


async def test_a_429_stops_only_its_chat_and_only_for_that_long(
    world: World, sari: Person, budi: Person, home: Chat, budis_home: Chat, post: Post
) -> None:
    world.faults.add("429", "sendMessage", chat=sari.id, retry_after=30)
    await post.send(*(text(private(person.id), f"{n}") for n in range(2) for person in (sari, budi)))
    assert texts(world, home) == []
    assert texts(world, budis_home) == ["0", "1"]
    await post.later(seconds=29)
    assert texts(world, home) == []
    await post.later(seconds=2)
    assert texts(world, home) == ["0", "1"]


async def test_a_group_over_its_budget_waits_and_keeps_room_for_answers(world: World, group: Chat, post: Post) -> None:
    post.limits = Limits(group_per_minute=4, group_reserve=2)
    chat = group_chat(group)
    sender = post.sender()
    cards = [text(chat, f"kartu {n}", priority=Priority.CARD) for n in range(3)]
    await post.send(*cards, sender=sender)
    assert texts(world, group) == ["kartu 0", "kartu 1"]
    assert (await post.counts())["waiting"] == 1


async def test_an_answer_uses_what_was_kept_for_it(world: World, group: Chat, post: Post) -> None:
    post.limits = Limits(group_per_minute=4, group_reserve=2)
    chat = group_chat(group)
    await post.put(*(text(chat, f"kartu {n}", priority=Priority.CARD) for n in range(2)))
    await post.put(*(text(chat, f"jawaban {n}", priority=Priority.ANSWER) for n in range(2)))
    await post.send()
    assert texts(world, group) == ["kartu 0", "kartu 1", "jawaban 0", "jawaban 1"]


async def test_an_urgent_message_overtakes_an_album_that_is_too_large_for_now(
    world: World, group: Chat, post: Post
) -> None:
    post.limits = Limits(group_per_minute=6, group_reserve=2)
    chat, sender = group_chat(group), post.sender()
    files = tuple(attachment(MediaKind.PHOTO, f"foto {n}") for n in range(3))
    cards = [text(chat, f"kartu {n}", priority=Priority.CARD) for n in range(2)]
    await post.put(*cards, Parcel(chat=chat, content=Media(items=files), priority=Priority.CARD))
    running = asyncio.create_task(sender.run())
    await rests(sender, running)
    await post.put(text(chat, "orang hanyut", priority=Priority.URGENT))
    sender.wake.set()
    await rests(sender, running)
    sender.stop()
    await running
    assert texts(world, group) == ["kartu 0", "kartu 1", "orang hanyut"]
    assert (await post.counts())["waiting"] == 1, "the album comes when there is room"


async def test_what_nobody_waits_for_goes_out_although_some_of_the_pace_is_kept(
    world: World, home: Chat, budis_home: Chat, sari: Person, budi: Person, post: Post
) -> None:
    post.limits = Limits(private_per_second=1e6, private_burst=1_000_000, overall_per_second=8)
    reminders = [text(private(budi.id), f"pengingat {n}", priority=Priority.REMINDER) for n in range(12)]
    sender = post.sender()
    await post.put(*reminders)
    running = asyncio.create_task(sender.run())
    await until(lambda: len(texts(world, budis_home)) > 0)
    await post.put(text(private(sari.id), "jawaban"))
    sender.wake.set()
    await until(lambda: len(texts(world, budis_home)) == 12)
    sender.stop()
    await running
    assert texts(world, home) == ["jawaban"]


# --- nobody knows ----------------------------------------


@pytest.mark.parametrize(
    ("repeat", "times", "arrived", "status"),
    [
        (Repeat.NEVER, 1, 1, "unknown"),
        (Repeat.ONCE, 1, 2, "sent"),
        (Repeat.ONCE, 2, 2, "unknown"),
        (Repeat.FREELY, 4, 5, "sent"),
    ],
)
async def test_a_send_without_an_answer_is_repeated_as_its_parcel_says(
    world: World, sari: Person, home: Chat, post: Post, repeat: Repeat, times: int, arrived: int, status: str
) -> None:
    world.faults.add("drop_after", "sendMessage", times=times)
    sender = post.sender()
    await post.put(text(private(sari.id), "Halo", repeat=repeat))
    running = asyncio.create_task(sender.run())
    for _ in range(8):
        await rests(sender, running)
        post.clock.advance(300)
        sender.wake.set()
    sender.stop()
    await running
    assert len(texts(world, home)) == arrived
    assert await post.counts() == {status: 1}


async def test_a_crash_while_sending_is_an_unknown_outcome_too(
    world: World, sari: Person, budi: Person, home: Chat, budis_home: Chat, post: Post
) -> None:
    reminder = text(private(sari.id), "Pengingat", repeat=Repeat.NEVER)
    receipt = text(private(budi.id), "Nomor tiket", repeat=Repeat.ONCE)
    await post.put(reminder, receipt)
    async with post.database.transaction() as unit:
        assert len(await unit.outbox.claim(post.clock.now(), 10, LEASE_SECONDS)) == 2
    await post.later(seconds=LEASE_SECONDS - 1)
    assert texts(world, budis_home) == []
    await post.later(seconds=2)
    assert texts(world, home) == []
    assert texts(world, budis_home) == ["Nomor tiket"]
    assert await post.counts() == {"sent": 1, "unknown": 1}


async def test_after_a_crash_a_second_silence_is_the_last_try(
    world: World, sari: Person, home: Chat, post: Post
) -> None:
    await post.put(text(private(sari.id), "Nomor tiket", repeat=Repeat.ONCE))
    async with post.database.transaction() as unit:
        await unit.outbox.claim(post.clock.now(), 10, LEASE_SECONDS)
    world.faults.add("drop_after", "sendMessage", times=None)
    post.clock.advance(LEASE_SECONDS + 1)
    await post.send()
    assert await post.counts() == {"unknown": 1}


@pytest.mark.parametrize("fault", ["500", "502"])
async def test_a_failure_the_channel_reports_is_tried_longer(
    world: World, sari: Person, home: Chat, post: Post, fault: str
) -> None:
    world.faults.add(fault, "sendMessage", times=5)
    for _ in range(7):
        await post.send(*([text(private(sari.id), "Halo")] if _ == 0 else []))
        post.clock.advance(400)
    assert texts(world, home) == ["Halo"]


async def test_while_the_channel_is_away_nothing_is_lost(
    world: World, sari: Person, home: Chat, post: Post, channel: TelegramChannel
) -> None:
    away = TelegramChannel("1:AWAY", "http://127.0.0.1:9")
    await away.open()
    post._channel = away
    for _ in range(3):
        await post.send(*([text(private(sari.id), "Halo", repeat=Repeat.NEVER)] if _ == 0 else []))
        post.clock.advance(60)
    await away.close()
    post._channel = channel
    await post.send()
    assert texts(world, home) == ["Halo"]


# --- gone, moved, refused ----------------------------------------


async def test_a_chat_that_is_gone_is_told_to_the_handlers_in_the_same_transaction(
    world: World, sari: Person, home: Chat, post: Post, script: Script
) -> None:
    world.block(sari)
    parcel = text(private(sari.id), "Halo", ticket_id=4)
    await post.send(parcel)
    assert script.gone == [parcel]
    assert await post.counts() == {"gone": 1}


async def test_a_group_that_throws_the_bot_out_is_gone(
    world: World, group: Chat, bot: Bot, post: Post, script: Script
) -> None:
    world.kick(bot, group)
    await post.send(text(group_chat(group)))
    assert len(script.gone) == 1


async def test_a_handler_that_fails_does_not_keep_the_row_from_being_settled(
    world: World, sari: Person, home: Chat, post: Post
) -> None:
    async def fail(_parcel: Parcel, unit: Unit) -> None:
        await unit.notes.put("half", "done")
        raise RuntimeError

    object.__setattr__(post.behaviour, "undeliverable", fail)
    world.block(sari)
    await post.send(text(private(sari.id)))
    assert await post.counts() == {"gone": 1}
    async with post.database.transaction() as unit:
        assert await unit.notes.get("half") is None


async def test_a_group_that_moved_gets_everything_at_its_new_id(
    world: World, budi: Person, bot: Bot, post: Post, script: Script
) -> None:
    old = world.add_group("Dinas PUPR", budi, kind="group", members=[bot])
    new = world.migrate(old)
    await post.send(*(text(group_chat(old), f"{n}") for n in range(3)))
    assert script.moves == [(group_chat(old), str(new.id))]
    assert texts(world, new) == ["0", "1", "2"]
    assert await post.counts() == {"sent": 3}


async def test_what_the_channel_rejects_is_kept_logged_and_does_not_hold_up_the_chat(
    world: World, sari: Person, home: Chat, post: Post
) -> None:
    bad = Parcel(chat=private(sari.id), content=Media(items=(attachment(MediaKind.PHOTO, "nonsense"),)))
    with structlog.testing.capture_logs() as lines:
        await post.send(bad, text(private(sari.id), "Sesudah"))
    assert texts(world, home) == ["Sesudah"]
    assert await post.counts() == {"rejected": 1, "sent": 1}
    assert [line["event"] for line in lines if line["log_level"] == "error"] == ["rejected by the channel"]


async def test_a_mistake_in_the_channel_itself_counts_as_rejected(
    world: World, sari: Person, home: Chat, post: Post
) -> None:
    await post.send(text(private("not a number")), text(private(sari.id), "Sesudah"))  # type: ignore[arg-type]
    assert await post.counts() == {"rejected": 1, "sent": 1}


async def test_a_refused_token_stops_the_sender_and_loses_nothing(
    world: World, sari: Person, home: Chat, post: Post
) -> None:
    world.faults.add("401", "sendMessage")
    with pytest.raises(TokenInvalid):
        await post.send(text(private(sari.id), "Halo"))
    assert await post.counts() == {"waiting": 1}
    await post.send()
    assert texts(world, home) == ["Halo"]


# --- stopping, and a database in trouble ----------------------------------------


async def test_a_stop_lets_what_is_under_way_arrive_and_settles_it(
    world: World, sari: Person, home: Chat, post: Post
) -> None:
    world.faults.add("slow", "sendMessage", seconds=0.3)
    sender = post.sender()
    await post.put(text(private(sari.id), "Satu"), text(private(sari.id), "Dua"))
    running = asyncio.create_task(sender.run())
    await until(lambda: bool(sender._tasks))
    sender.stop()
    await running
    assert texts(world, home) == ["Satu"]
    assert await post.counts() == {"sent": 1, "waiting": 1}


async def test_results_that_could_not_be_settled_are_settled_later_and_not_sent_again(
    world: World, sari: Person, home: Chat, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.errors import DatabaseUnavailable  # noqa: PLC0415

    sender = post.sender()
    await post.put(text(private(sari.id), "Halo"))
    real = Sender._settle
    failed: list[Any] = []

    async def fail_once(self: Sender, result: Any, *rest: Any) -> None:
        if not failed:
            failed.append(result)
            raise DatabaseUnavailable("full")
        await real(self, result, *rest)

    monkeypatch.setattr(Sender, "_settle", fail_once)
    with pytest.raises(DatabaseUnavailable):
        await sender.run()
    await post.send(sender=sender)
    assert failed
    assert texts(world, home) == ["Halo"]
    assert await post.counts() == {"sent": 1}


async def test_parts_of_an_album_that_arrived_are_not_sent_again_after_a_429(
    world: World, sari: Person, home: Chat, post: Post, channel: TelegramChannel
) -> None:
    world.send(sari, home, photo=b"photo")
    world.send(sari, home, voice=b"voice")
    photo, voice = (
        channel.read(raw, "1", post.clock.now()).attachments[0]  # type: ignore[union-attr]
        for raw in (await channel.pull(None))[-2:]
    )
    world.faults.add("429", "sendVoice", retry_after=5)
    sender = post.sender()
    await post.put(Parcel(chat=private(sari.id), content=Media(items=(photo, photo, voice))))
    running = asyncio.create_task(sender.run())
    await rests(sender, running)
    sender._budget._paused.clear()
    post.clock.advance(6)
    sender.wake.set()
    await rests(sender, running)
    sender.stop()
    await running
    sent = [message.kind for message in world.messages(home) if message.sender == world.bot.id]
    assert sent == ["photo", "photo", "voice"]
