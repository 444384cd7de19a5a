"""Telegram in trouble: too many requests, failures, broken connections, people and groups that are gone."""

from collections.abc import Callable

import pytest

from tests.faults.acts import MARTAPURA, copies, files, in_order, sari_files, trouble_passes
from tests.support.stage import Stage

POTHOLES = "Jalan provinsi berlubang dalam, tadi pagi ada ibu jatuh dari motor"
ROADS = "Jalan & jembatan"


# --- too many requests ----------------------------------------------------------------------------------------------


async def test_a_429_in_one_chat_holds_up_only_that_chat(stage: Stage) -> None:
    andi = stage.citizen("Andi", "Pak Andi, warga")
    stage.world.faults.add("429", "sendMessage", chat=stage.sari.chat.id)

    await stage.sari.says("/start")
    await andi.says("/start")

    assert andi.buttons()
    assert not stage.sari.buttons()
    await trouble_passes(stage)
    assert stage.sari.sees() == andi.sees()


async def test_a_storm_of_429_over_many_chats_loses_and_doubles_nothing(stage: Stage) -> None:
    crowd = [stage.citizen(f"Warga{n}", f"Warga {n}") for n in range(6)]
    for citizen in crowd:
        stage.world.faults.add("429", "sendMessage", chat=citizen.chat.id, times=2)

    for citizen in crowd:
        stage.world.send(citizen.person, citizen.chat, "/start")
    await stage.settles()
    await trouble_passes(stage)

    for citizen in crowd:
        assert len([said for said in stage.world.messages(citizen.chat) if stage.is_bots(said)]) == 1


# --- failures that Telegram reports ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["500", "502"])
async def test_while_every_method_fails_people_go_on_and_are_answered_afterwards(stage: Stage, code: str) -> None:
    await stage.sari.says(POTHOLES)
    fault = stage.world.faults.add(code, "*", times=None)
    await stage.sari.presses(ROADS)
    await stage.sari.says(location=MARTAPURA)
    for _ in range(3):
        await stage.later(hours=0.1)
    assert "Kirim" not in stage.sari.buttons()

    stage.world.faults.remove(fault.id)
    await trouble_passes(stage)
    await stage.sari.presses("Kirim")

    assert copies(stage, stage.sari, "Nomor tiket") == 1
    assert copies(stage, stage.pupr, stage.number()) == 1


@pytest.mark.parametrize("kind", ["409", "500", "502", "drop_before", "drop_after"])
async def test_updates_that_do_not_come_for_a_while_come_afterwards_once(stage: Stage, kind: str) -> None:
    stage.world.faults.add(kind, "getUpdates", times=2)
    await stage.sari.says("/start")
    await stage.sari.says("/bantuan")
    assert len([said for said in stage.world.messages(stage.sari.chat) if stage.is_bots(said)]) == 2


# --- broken connections ---------------------------------------------------------------------------------------------


async def test_what_was_not_done_before_the_connection_broke_is_done_once_afterwards(stage: Stage) -> None:
    stage.world.faults.add("drop_before", "sendMessage", chat=stage.sari.chat.id)
    await stage.sari.says(POTHOLES)
    await trouble_passes(stage)
    await stage.sari.presses(ROADS)
    await stage.sari.says(location=MARTAPURA)
    for chat in (stage.sari.chat, stage.pupr):
        stage.world.faults.add("drop_before", "sendMessage", chat=chat.id)
    await stage.sari.presses("Kirim")
    await trouble_passes(stage)

    assert copies(stage, stage.sari, "Nomor tiket") == 1
    assert copies(stage, stage.pupr, stage.number()) == 1


@pytest.mark.parametrize("times", [1, None], ids=["once", "again and again"])
async def test_confirmations_and_cards_that_may_have_arrived_are_repeated_once_at_most(
    stage: Stage, times: int | None
) -> None:
    await stage.sari.says(POTHOLES)
    await stage.sari.presses(ROADS)
    await stage.sari.says(location=MARTAPURA)
    for chat in (stage.sari.chat, stage.pupr):
        stage.world.faults.add("drop_after", "sendMessage", chat=chat.id, times=times)
    await stage.sari.presses("Kirim")
    await trouble_passes(stage, unknown=0 if times else 2)

    assert copies(stage, stage.sari, "Nomor tiket") == 2
    assert copies(stage, stage.pupr, stage.number()) == 2


async def test_an_edit_that_may_have_arrived_is_repeated_and_nobody_sees_it(stage: Stage) -> None:
    await sari_files(stage)
    stage.world.faults.add("drop_after", "editMessageText", times=3)
    await stage.budi.presses("Terima")
    await trouble_passes(stage)

    assert copies(stage, stage.pupr, stage.number()) == 1
    assert "Petugas: " in stage.budi.sees_all()


@pytest.mark.parametrize(("kind", "arrived"), [("drop_after", 1), ("drop_before", 0)])
async def test_a_reminder_of_which_nobody_knows_whether_it_arrived_is_never_repeated(
    stage: Stage, kind: str, arrived: int
) -> None:
    await sari_files(stage)
    stage.world.faults.add(kind, "sendMessage", chat=stage.pupr.id)
    await stage.later(days=2)
    assert copies(stage, stage.pupr, "⏰") == arrived
    await stage.later(hours=2)
    assert copies(stage, stage.pupr, "⏰") == arrived
    await in_order(stage, unknown=1)


async def test_a_reply_to_a_card_of_whose_arrival_we_never_heard_belongs_to_its_case(stage: Stage) -> None:
    await stage.sari.says(POTHOLES)
    await stage.sari.presses(ROADS)
    await stage.sari.says(location=MARTAPURA)
    stage.world.faults.add("drop_after", "sendMessage", chat=stage.pupr.id)
    await stage.sari.presses("Kirim")
    await trouble_passes(stage)
    stray, known = (said for said in stage.world.messages(stage.pupr) if stage.number() in said.text)

    for card in (stray, known):
        await stage.budi.says("Kami perbaiki besok.", reply_to=card)
        await stage.budi.presses("Kirim ke pelapor")

    assert copies(stage, stage.sari, "Kami perbaiki besok.") == 2


async def test_slow_answers_keep_their_order_and_are_not_sent_twice(stage: Stage) -> None:
    stage.world.faults.add("slow", "sendMessage", seconds=0.1, times=4)
    for command in ("/start", "/bantuan", "/privasi"):
        stage.world.send(stage.sari.person, stage.sari.chat, command)
    await stage.settles()
    said = [message.text for message in stage.world.messages(stage.sari.chat) if stage.is_bots(message)]
    assert len(said) == len(set(said)) == 3


async def test_presses_that_cannot_be_acknowledged_are_carried_out_all_the_same(stage: Stage) -> None:
    stage.world.faults.add("500", "answerCallbackQuery", times=None)
    assert await sari_files(stage)
    await in_order(stage)


# --- people who are gone --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", range(4), ids=["first message", "category", "place", "send"])
async def test_a_citizen_who_blocks_the_bot_at_any_step_finds_everything_when_he_is_back(
    stage: Stage, step: int
) -> None:
    sari, world = stage.sari, stage.world

    async def gone_for_a_while() -> None:
        """She did it and blocked the bot before it could answer."""
        world.block(sari.person)
        await stage.settles()
        world.unblock(sari.person)
        await stage.settles()
        await in_order(stage, gone=await _gone(stage))

    acts: list[Callable[[], object]] = [
        lambda: world.send(sari.person, sari.chat, POTHOLES),
        lambda: _press(stage, ROADS),
        lambda: world.send(sari.person, sari.chat, location=dict(MARTAPURA)),
        lambda: _press(stage, "Kirim"),
    ]
    for number, act in enumerate(acts):
        act()
        if number != step:
            await stage.settles()
            continue
        await gone_for_a_while()
        if number < len(acts) - 1:
            await sari.says("/lapor")
            await sari.presses("Lanjut")
    await sari.says("/laporansaya")
    async with stage.looks() as unit:
        (ticket,) = await unit.tickets.open_of_agency("PUPR", 5, 0)
    assert ticket.number in sari.sees_all()
    assert copies(stage, stage.pupr, f"🎫 {ticket.number}") == 1


async def test_a_deleted_account_harms_nobody_else(stage: Stage) -> None:
    number = await sari_files(stage)
    stage.world.deactivate(stage.sari.person)
    await stage.budi.says("Sudah kami perbaiki.", reply_to=number)
    await stage.budi.presses("Kirim ke pelapor")
    assert "belum sampai" in stage.budi.sees_all()
    andi = stage.citizen("Andi", "Pak Andi, warga")
    await files(andi, POTHOLES, ROADS)
    assert copies(stage, andi, "Nomor tiket") == 1


async def _gone(stage: Stage) -> int:
    async with stage.looks() as unit:
        return (await unit.outbox.counts())["gone"]


def _press(stage: Stage, label: str) -> None:
    message, button = stage.button(stage.sari.chat, label)
    stage.world.press(stage.sari.person, message, data=button["callback_data"])
