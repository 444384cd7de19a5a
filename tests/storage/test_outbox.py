"""A message leaves once, in order within its chat, the most urgent chats first, and nothing is forgotten."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from storage.database import Database
from storage.unit import Unit
from storage.values import OutboxRow
from tests.storage.samples import BUDI_CHAT, MINUTE, NEW_PUPR_CHAT, NOW, PUPR_CHAT, SARI_CHAT, SECOND, edit, text
from tickets.dialogue import Chat, ChatKind, Parcel, Priority, Text

LEASE = 60.0


async def put(database: Database, *parcels: Parcel, at: datetime = NOW) -> list[bool]:
    async with database.transaction() as unit:
        return [await unit.outbox.put(parcel, at) for parcel in parcels]


async def claim(
    database: Database, now: datetime = NOW, limit: int = 10, holding: Sequence[str] = (), tight: Sequence[str] = ()
) -> tuple[OutboxRow, ...]:
    async with database.transaction() as unit:
        return await unit.outbox.claim(now, limit, LEASE, holding, tight)


async def settle(database: Database, *rows: OutboxRow, at: datetime = NOW) -> None:
    async with database.transaction() as unit:
        await unit.outbox.sent_many({row.id: [f"m{row.id}"] for row in rows}, at)


async def drain(database: Database, now: datetime = NOW) -> list[str]:
    """The words of everything that can be sent, in the order in which it would be."""
    words: list[str] = []
    while rows := await claim(database, now, limit=1):
        words += said(rows)
        await settle(database, *rows)
    return words


async def counts(database: Database) -> dict[str, int]:
    async with database.transaction() as unit:
        return {status: number for status, number in (await unit.outbox.counts()).items() if number}


def said(rows: Sequence[OutboxRow]) -> list[str]:
    return [row.parcel.content.html for row in rows]  # type: ignore[union-attr]


async def test_a_chat_gets_its_messages_one_by_one_in_order(database: Database) -> None:
    await put(database, text("satu"), text("dua"), text("tiga"))
    rows = await claim(database)
    assert said(rows) == ["satu"]
    assert await claim(database) == ()
    await settle(database, *rows)
    assert said(await claim(database)) == ["dua"]


async def test_chats_do_not_wait_for_each_other(database: Database) -> None:
    await put(database, text("satu"), text("halo", BUDI_CHAT))
    assert said(await claim(database)) == ["satu", "halo"]


async def test_the_parcel_comes_out_as_it_went_in(database: Database) -> None:
    parcel = text("hai", ticket_id=7, slot="card:7", reply_to="12", unique_key="u", priority=Priority.CARD)
    await put(database, parcel)
    (row,) = await claim(database)
    assert row.parcel == parcel
    assert (row.attempts, row.created_at, row.was_sending) == (1, NOW, False)


async def test_urgent_chats_go_first_but_no_message_overtakes_another_in_its_chat(database: Database) -> None:
    await put(
        database,
        text("pengingat", BUDI_CHAT, priority=Priority.REMINDER),
        text("kartu", PUPR_CHAT, priority=Priority.CARD),
        text("jawaban", PUPR_CHAT, priority=Priority.CITIZEN),
        text("warga", SARI_CHAT, priority=Priority.URGENT),
    )
    assert said(await claim(database)) == ["warga", "kartu", "pengingat"]


async def test_danger_goes_before_all_the_citizens_who_are_talking(database: Database) -> None:
    await put(database, text("warga"), text("orang hanyut", PUPR_CHAT, priority=Priority.URGENT))
    assert said(await claim(database, limit=1)) == ["orang hanyut"]


async def test_danger_goes_before_the_cards_that_wait_in_its_group(database: Database) -> None:
    cards = [text(f"kartu {number}", PUPR_CHAT, priority=Priority.CARD) for number in range(3)]
    await put(database, *cards, *(text(word, PUPR_CHAT, priority=Priority.URGENT) for word in ("hanyut", "kapan")))
    assert await drain(database) == ["hanyut", "kapan", "kartu 0", "kartu 1", "kartu 2"]


async def test_an_urgent_message_that_waited_under_its_old_name_is_read(database: Database) -> None:
    assert Priority("2-urgent") is Priority.URGENT


async def test_a_limit_leaves_the_least_urgent(database: Database) -> None:
    await put(database, text("pengingat", BUDI_CHAT, priority=Priority.REMINDER), text("warga"))
    assert said(await claim(database, limit=1)) == ["warga"]


async def test_a_message_for_later_holds_nothing_up_and_then_takes_its_place(database: Database) -> None:
    later = NOW + MINUTE
    await put(database, text("besok", not_before=later), text("sekarang"), text("juga"))
    assert await drain(database) == ["sekarang", "juga"]
    async with database.transaction() as unit:
        assert await unit.outbox.next_due(NOW) == later
    assert await drain(database, later) == ["besok"]


async def test_a_message_that_is_to_wait_holds_up_its_chat_and_no_other(database: Database) -> None:
    await put(database, text("satu"), text("dua"))
    (row,) = await claim(database)
    async with database.transaction() as unit:
        await unit.outbox.retry(row.id, NOW + MINUTE, "429")
    await put(database, text("halo", BUDI_CHAT))
    assert said(await claim(database)) == ["halo"]
    async with database.transaction() as unit:
        assert await unit.outbox.next_due(NOW) == NOW + MINUTE
    (again,) = await claim(database, NOW + MINUTE, limit=1)
    assert (said([again]), again.attempts, again.was_sending) == (["satu"], 2, False)


async def test_chats_without_budget_are_left_alone(database: Database) -> None:
    await put(database, text("kartu", PUPR_CHAT), text("halo"))
    group, _ = await claim(database, limit=2)
    assert said([group]) == ["kartu"]
    await settle(database, group)
    await put(database, text("kartu lain", PUPR_CHAT))
    assert await claim(database, holding=[group.chat_key]) == ()
    assert said(await claim(database)) == ["kartu lain"]


async def test_while_little_is_left_for_all_only_chats_in_which_somebody_waits_get_something(
    database: Database,
) -> None:
    """In them the order stays as it is."""
    await put(
        database,
        text("pengingat", PUPR_CHAT, priority=Priority.REMINDER),
        text("kabar", SARI_CHAT, priority=Priority.BROADCAST),
        text("jawaban", SARI_CHAT, priority=Priority.CITIZEN),
    )

    async def wanted() -> tuple[OutboxRow, ...]:
        async with database.transaction() as unit:
            return await unit.outbox.claim(NOW, 10, LEASE, least=Priority.ANSWER)

    first = await wanted()
    assert said(first) == ["kabar"]
    await settle(database, *first)
    second = await wanted()
    assert said(second) == ["jawaban"]
    await settle(database, *second)
    assert await wanted() == ()
    assert said(await claim(database)) == ["pengingat"]


async def test_in_a_tight_group_an_answer_overtakes_the_cards(database: Database) -> None:
    await put(database, text("kartu", PUPR_CHAT, priority=Priority.CARD))
    (card,) = await claim(database)
    await settle(database, card)
    await put(
        database,
        text("kartu lain", PUPR_CHAT, priority=Priority.CARD),
        text("pengingat", PUPR_CHAT, priority=Priority.REMINDER),
        text("pratinjau", PUPR_CHAT, priority=Priority.ANSWER),
    )
    (answer,) = await claim(database, tight=[card.chat_key])
    assert said([answer]) == ["pratinjau"]
    await settle(database, answer)
    assert await claim(database, tight=[card.chat_key]) == ()
    assert said(await claim(database)) == ["kartu lain"]


async def test_a_lease_that_ran_out_comes_back_as_sent_or_not(database: Database) -> None:
    await put(database, text("satu"))
    await claim(database)
    assert await claim(database, NOW + 59 * SECOND) == ()
    (again,) = await claim(database, NOW + MINUTE)
    assert (again.was_sending, again.attempts) == (True, 2)


async def test_a_sent_message_is_found_by_its_slot_and_its_ticket(database: Database) -> None:
    await put(database, text("kartu", PUPR_CHAT, slot="card:7", ticket_id=7), text("halo"))
    rows = await claim(database)
    async with database.transaction() as unit:
        for row in rows:
            await unit.outbox.sent(row.id, ["101", "102"], NOW)
        assert await unit.messages.find(PUPR_CHAT, "card:7") == "101"
        assert await unit.messages.ticket_of(PUPR_CHAT, "101") == 7
        assert await unit.messages.ticket_of(PUPR_CHAT, "102") == 7
        assert await unit.messages.ticket_of(SARI_CHAT, "101") is None
        assert await unit.messages.find(SARI_CHAT, "card:7") is None
    assert await counts(database) == {"sent": 2}


async def test_settling_twice_changes_nothing(database: Database) -> None:
    await put(database, text("kartu", slot="card:7"))
    (row,) = await claim(database)
    await settle(database, row)
    async with database.transaction() as unit:
        await unit.outbox.dead(row.id, "unknown", "late", NOW)
        await unit.outbox.retry(row.id, NOW, "late")
        await unit.outbox.sent(row.id, ["other"], NOW)
        assert await unit.messages.find(SARI_CHAT, "card:7") == f"m{row.id}"
    assert await counts(database) == {"sent": 1}


async def test_only_the_last_edit_of_a_message_is_sent(database: Database) -> None:
    await put(database, text("kartu", slot="card:7"), edit("A", "card:7"), edit("lain", "card:8"))
    await put(database, text("sela"), edit("B", "card:7"), edit("C", "card:7"))
    assert await drain(database) == ["kartu", "lain", "sela", "C"]
    assert await counts(database) == {"sent": 4, "superseded": 2}


async def rewrite(database: Database, parcel: Parcel) -> bool:
    async with database.transaction() as unit:
        return await unit.outbox.rewrite(parcel)


async def test_what_changes_all_the_time_keeps_its_place(database: Database) -> None:
    assert not await rewrite(database, edit("0", "bundle:7"))
    await put(database, text("kartu"), edit("1", "bundle:7"), edit("lain", "bundle:8"))
    await put(database, text("kartu lagi"))
    assert await rewrite(database, edit("2", "bundle:7"))
    assert await drain(database) == ["kartu", "2", "lain", "kartu lagi"]
    assert not await rewrite(database, edit("3", "bundle:7")), "it is there already"
    assert await counts(database) == {"sent": 4}


async def test_an_edit_under_way_or_for_later_is_not_rewritten(database: Database) -> None:
    await put(database, edit("A", "card:7"))
    (row,) = await claim(database)
    await put(database, edit("B", "card:8", not_before=NOW + MINUTE))
    assert not await rewrite(database, edit("C", "card:7"))
    assert not await rewrite(database, edit("D", "card:8"))
    await settle(database, row)
    assert await drain(database, NOW + MINUTE) == ["B"]


async def test_an_edit_under_way_is_not_superseded(database: Database) -> None:
    await put(database, edit("A", "card:7"))
    (row,) = await claim(database)
    await put(database, edit("B", "card:7"))
    await settle(database, row)
    assert await drain(database) == ["B"]


async def test_an_edit_for_later_supersedes_nothing_now(database: Database) -> None:
    await put(database, edit("A", "card:7"), edit("B", "card:7", not_before=NOW + MINUTE))
    assert await drain(database) == ["A"]
    assert await drain(database, NOW + MINUTE) == ["B"]


async def test_the_same_slot_in_another_chat_is_another_message(database: Database) -> None:
    await put(database, edit("A", "card:7", PUPR_CHAT), edit("B", "card:7", BUDI_CHAT))
    assert sorted(await drain(database)) == ["A", "B"]


async def test_a_unique_message_is_put_once_for_ever(database: Database) -> None:
    assert await put(database, text("satu", unique_key="k"), text("dua", unique_key="k")) == [True, False]
    assert await drain(database) == ["satu"]
    assert await put(database, text("tiga", unique_key="k")) == [False]


async def test_a_unique_message_keeps_its_place_among_the_others(database: Database) -> None:
    await put(database, text("satu"), text("dua", unique_key="k"), text("tiga"))
    assert await drain(database) == ["satu", "dua", "tiga"]


async def test_a_unique_edit_supersedes_too(database: Database) -> None:
    await put(database, edit("A", "card:7"))
    await put(database, edit("B", "card:7", unique_key="k"))
    assert await drain(database) == ["B"]


@pytest.mark.parametrize("status", ["gone", "rejected", "unknown"])
async def test_a_dead_message_makes_room_for_the_next(database: Database, status: str) -> None:
    await put(database, text("satu"), text("dua"))
    (row,) = await claim(database)
    async with database.transaction() as unit:
        await unit.outbox.dead(row.id, status, "why", NOW)
    assert await drain(database) == ["dua"]
    assert await counts(database) == {"sent": 1, status: 1}


async def test_a_message_does_not_die_of_nothing(database: Database) -> None:
    async with database.transaction() as unit:
        with pytest.raises(ValueError, match="no way to end"):
            await unit.outbox.dead(1, "sent", "why", NOW)


async def test_a_rejected_message_is_tried_again_when_asked(database: Database) -> None:
    await put(database, text("satu"), text("dua", BUDI_CHAT))
    first, second = await claim(database)
    async with database.transaction() as unit:
        await unit.outbox.dead(first.id, "rejected", "can't parse entities", NOW)
        await unit.outbox.dead(second.id, "rejected", "can't parse entities", NOW)
        assert await unit.outbox.replay([first.id]) == 1
    (again,) = await claim(database)
    assert (said([again]), again.attempts, again.was_sending) == (["satu"], 1, False)
    async with database.transaction() as unit:
        assert await unit.outbox.replay() == 1


async def test_after_a_migration_what_waits_goes_to_the_new_chat(database: Database) -> None:
    await put(database, text("kartu", PUPR_CHAT, reply_to="55", slot="card:7"), edit("B", "card:7", PUPR_CHAT))
    await claim(database)
    async with database.transaction() as unit:
        assert await unit.outbox.redirect(PUPR_CHAT, NEW_PUPR_CHAT) == 2
    (row,) = await claim(database)
    assert row.parcel.chat == NEW_PUPR_CHAT
    assert row.parcel.reply_to is None
    assert not row.was_sending
    await settle(database, row)
    async with database.transaction() as unit:
        assert await unit.messages.find(NEW_PUPR_CHAT, "card:7") == f"m{row.id}"
    assert await drain(database) == ["B"]


async def test_what_waits_longest_is_known(database: Database) -> None:
    async with database.transaction() as unit:
        assert await unit.outbox.oldest_waiting(NOW) is None
        assert await unit.outbox.next_due(NOW) is None
    await put(database, text("nanti", not_before=NOW + MINUTE), at=NOW - MINUTE)
    await put(database, text("satu"), at=NOW)
    async with database.transaction() as unit:
        assert await unit.outbox.oldest_waiting(NOW) == NOW
        assert await unit.outbox.oldest_waiting(NOW + MINUTE) == NOW - MINUTE


async def test_old_messages_are_forgotten_a_few_at_a_time_the_oldest_first(database: Database) -> None:
    await put(database, text("satu"), text("dua", BUDI_CHAT))
    first, second = await claim(database)
    await settle(database, second)
    async with database.transaction() as unit:
        await unit.outbox.dead(first.id, "gone", "why", NOW - MINUTE)
    async with database.transaction() as unit:
        assert await unit.outbox.prune(NOW + MINUTE, 1) == 1
        assert await unit.outbox.prune(NOW, 10) == 0, "it was the oldest"
        assert await unit.outbox.prune(NOW + MINUTE, 10) == 1


async def test_old_messages_are_forgotten_but_for_waiting_and_rejected_ones(database: Database) -> None:
    await put(database, text("satu"), text("dua"), text("tiga", BUDI_CHAT))
    first, other = await claim(database)
    await settle(database, first)
    async with database.transaction() as unit:
        await unit.outbox.dead(other.id, "rejected", "why", NOW)
    async with database.transaction() as unit:
        assert await unit.outbox.prune(NOW, 10) == 0
        assert await unit.outbox.prune(NOW + SECOND, 10) == 1
    assert await counts(database) == {"waiting": 1, "rejected": 1}


async def test_a_backlog_of_one_chat_does_not_hide_the_others(database: Database) -> None:
    cards = [text(f"kartu {number}", PUPR_CHAT, priority=Priority.CARD) for number in range(1200)]
    await put(database, *cards, text("pengingat", BUDI_CHAT, priority=Priority.REMINDER))
    (card,) = await claim(database, limit=1)
    assert said([card]) == ["kartu 0"]
    assert said(await claim(database, limit=1)) == ["pengingat"]


async def test_a_claim_reads_no_more_however_much_waits_in_each_chat(database: Database) -> None:
    if database.dialect != "sqlite":
        pytest.skip("PostgreSQL does not tell what it reads")
    groups = [Chat("telegram", str(-number), ChatKind.GROUP) for number in range(1, 21)]

    async def add(cards: int) -> None:
        await put(database, *(text("kartu", chat, priority=Priority.CARD) for _ in range(cards) for chat in groups))

    await claim(database, limit=1)
    await add(11)
    few = await _steps_of_a_claim(database)
    await add(100)
    assert await _steps_of_a_claim(database) < 2 * few


async def _steps_of_a_claim(database: Database) -> int:
    """Hundreds of steps of SQLite's machine."""
    steps: list[int] = []

    async def counted(unit: Unit) -> None:
        connection: Any = unit._connection
        connection._raw.set_progress_handler(lambda: steps.append(1), 100)
        assert len(await unit.outbox.claim(NOW, 1, LEASE)) == 1
        connection._raw.set_progress_handler(None, 0)

    await database.run(counted)
    return len(steps)


async def test_senders_at_once_never_claim_the_same_chat(database: Database, neighbour: Database) -> None:
    """On PostgreSQL the claims really overlap."""
    chats = [Chat("telegram", str(number), ChatKind.PRIVATE) for number in range(12)]
    await put(database, *(text(f"{number}", chat) for number in range(6) for chat in chats))
    flying: set[str] = set()
    seen: dict[str, list[str]] = {chat.id: [] for chat in chats}

    async def send(on: Database) -> None:
        while sum(map(len, seen.values())) < 72:
            rows = await claim(on, limit=5)
            claimed = {row.chat_key for row in rows}
            assert len(claimed) == len(rows)
            assert not claimed & flying
            flying.update(claimed)
            await asyncio.sleep(0.001)
            for row in rows:
                assert isinstance(row.parcel.content, Text)
                seen[row.parcel.chat.id].append(row.parcel.content.html)
            flying.difference_update(claimed)
            await settle(on, *rows)

    async with asyncio.timeout(20):
        await asyncio.gather(send(database), send(neighbour), send(database), send(neighbour))
    assert seen == {chat.id: [str(number) for number in range(6)] for chat in chats}


async def test_a_sender_that_is_still_sending_keeps_its_message(database: Database) -> None:
    await put(database, text("satu"))
    (row,) = await claim(database)
    async with database.transaction() as unit:
        await unit.outbox.extend([row.id], NOW + 2 * MINUTE)
    assert await claim(database, NOW + MINUTE) == ()
    (again,) = await claim(database, NOW + 2 * MINUTE)
    assert again.was_sending


async def test_what_is_settled_is_not_extended(database: Database) -> None:
    await put(database, text("satu"), text("dua"))
    (row,) = await claim(database)
    await settle(database, row)
    async with database.transaction() as unit:
        await unit.outbox.extend([row.id], NOW + MINUTE)
    assert await drain(database) == ["dua"]


async def test_a_new_process_takes_over_what_a_dead_one_was_sending(database: Database) -> None:
    await put(database, text("satu"), text("halo", BUDI_CHAT), text("nanti", PUPR_CHAT))
    await claim(database, limit=2)
    async with database.transaction() as unit:
        assert await unit.outbox.take_over() == 2
    rows = await claim(database)
    assert {row.parcel.content.html: row.was_sending for row in rows} == {  # type: ignore[union-attr]
        "satu": True,
        "halo": True,
        "nanti": False,
    }
