"""Groups in trouble: the bot is thrown out, a group becomes a supergroup, cards and answers are deleted."""

import pytest

from simulator.model import Chat
from tests.faults.acts import MARTAPURA, copies, in_order, sari_files, ticket_of, trouble_passes
from tests.support.stage import Role, Stage

POTHOLES = "Jalan provinsi berlubang dalam, tadi pagi ada ibu jatuh dari motor"
ROADS = "Jalan & jembatan"


# --- thrown out -----------------------------------------------------------------------------------------------------


async def test_a_group_that_throws_the_bot_out_is_stood_in_for_and_its_answers_still_arrive(stage: Stage) -> None:
    number = await sari_files(stage)
    stage.world.kick(stage.world.bot, stage.pupr)
    await stage.settles()

    assert "tidak dapat dijangkau" in stage.rina.sees_all()
    assert copies(stage, stage.coordinator, f"🎫 {number}") == 1
    await stage.rina.says("Diteruskan lewat telepon, dikerjakan besok.", reply_to=f"🎫 {number}")
    await stage.rina.presses("Kirim ke pelapor")
    assert copies(stage, stage.sari, "dikerjakan besok") == 1


async def test_a_group_that_is_lost_while_a_card_is_on_its_way_is_told_once_to_the_coordinator(stage: Stage) -> None:
    await stage.sari.says(POTHOLES)
    await stage.sari.presses(ROADS)
    await stage.sari.says(location=MARTAPURA)
    await stage.bot_stops()
    message, button = stage.button(stage.sari.chat, "Kirim")
    stage.world.press(stage.sari.person, message, data=button["callback_data"])
    stage.world.kick(stage.world.bot, stage.pupr)
    await stage.bot_starts()

    number = stage.number()
    assert copies(stage, stage.coordinator, "tidak dapat dijangkau") == 1
    assert copies(stage, stage.coordinator, f"🎫 {number}") == 1
    assert copies(stage, stage.sari, "Nomor tiket") == 1


async def test_without_any_group_a_complaint_is_taken_and_waits_for_the_next_group(stage: Stage) -> None:
    for group in (stage.pupr, stage.coordinator):
        stage.world.kick(stage.world.bot, group)
    await stage.settles()
    number = await sari_files(stage)
    await in_order(stage, gone=await _gone(stage))

    _, again = await stage.group("PUPR baru", "PUPR", "Budi", "Pak Budi, PUPR")
    assert copies(stage, again, f"🎫 {number}") == 1
    assert (await ticket_of(stage, number)).agency == "PUPR"


# --- a group becomes a supergroup -----------------------------------------------------------------------------------


@pytest.fixture
async def basic(stage: Stage) -> tuple[Role, Chat]:
    """The Dinas Perhubungan works in a basic group."""
    budi = stage.world.add_person("Hadi", language="id")
    chat = stage.world.add_group(
        "Dinas Perhubungan", creator=budi, kind="group", members=[stage.rina.person, stage.world.bot], bot_admin=True
    )
    stage.world.send(stage.rina.person, chat, "/hubungkan DISHUB")
    await stage.settles()
    return Role(stage, budi, "Pak Hadi, Dishub", chat), chat


async def test_parcels_that_wait_for_a_group_follow_it_and_arrive_once(stage: Stage, basic: tuple[Role, Chat]) -> None:
    hadi, old = basic
    stage.world.faults.add("429", "*", chat=old.id, times=None)
    number = await _sari_files_about_lamps(stage)
    assert copies(stage, old, number) == 0
    new = stage.world.migrate(old)
    stage.world.faults.clear()
    await trouble_passes(stage)

    assert copies(stage, new, f"🎫 {number}") == 1, stage.script.text()
    hadi.chat = new
    await hadi.says("Lampu kami ganti malam ini.", reply_to=f"🎫 {number}")
    await hadi.presses("Kirim ke pelapor")
    assert copies(stage, stage.sari, "Lampu kami ganti malam ini.") == 1


async def test_a_group_whose_migration_we_only_learn_from_a_refusal_is_followed_too(
    stage: Stage, basic: tuple[Role, Chat]
) -> None:
    _, old = basic
    await stage.bot_stops()
    new = stage.world.migrate(old)
    stage.world.line(stage.world.bot).clear()  # the service messages never reach the bot
    await stage.bot_starts()
    number = await _sari_files_about_lamps(stage)
    await trouble_passes(stage)
    assert copies(stage, new, f"🎫 {number}") == 1


async def test_open_cards_are_posted_anew_in_the_supergroup_and_old_buttons_still_work(
    stage: Stage, basic: tuple[Role, Chat]
) -> None:
    hadi, old = basic
    number = await _sari_files_about_lamps(stage)
    new = stage.world.migrate(old)
    await stage.settles()
    assert copies(stage, new, f"🎫 {number}") == 1

    await hadi.presses("Terima")  # on the card left behind in the old group
    await trouble_passes(stage)
    assert any("Petugas" in message.text for message in stage.world.messages(new))


async def test_an_edit_that_waits_for_a_group_becomes_its_card_in_the_supergroup(
    stage: Stage, basic: tuple[Role, Chat]
) -> None:
    hadi, old = basic
    number = await _sari_files_about_lamps(stage)
    stage.world.faults.add("429", "*", chat=old.id, times=None)
    await hadi.presses("Terima")
    new = stage.world.migrate(old)
    stage.world.faults.clear()
    await trouble_passes(stage)
    (card,) = (said for said in stage.world.messages(new) if f"🎫 {number}" in said.text)
    assert "Petugas: " in card.text


# --- deleted messages -----------------------------------------------------------------------------------------------


async def test_a_card_that_was_deleted_is_posted_anew_and_goes_on_from_there(stage: Stage) -> None:
    number = await sari_files(stage)
    card = stage.find(stage.pupr, f"🎫 {number}")
    other, _ = stage.button(stage.pupr, "Terima")
    assert other is card
    stage.world.delete(stage.budi.person, card)
    await stage.sari.says("Tambahan: lubangnya makin dalam.", reply_to="Nomor tiket")
    await stage.budi.says("Segera kami tangani.", reply_to="lubangnya makin dalam")
    await stage.budi.presses("Kirim ke pelapor")

    assert copies(stage, stage.pupr, f"🎫 {number}") == 1
    await stage.budi.presses("Terima")
    assert copies(stage, stage.pupr, "Petugas: ") == 1
    assert copies(stage, stage.sari, "Segera kami tangani.") == 1


async def test_an_answer_that_was_deleted_before_its_preview_came_can_still_be_sent(stage: Stage) -> None:
    number = await sari_files(stage)
    card = stage.find(stage.pupr, f"🎫 {number}")
    said = stage.world.send(stage.budi.person, stage.pupr, "Besok pagi kami ke lokasi.", reply_to=card)
    stage.world.delete(stage.budi.person, said)
    await stage.settles()
    await stage.budi.presses("Kirim ke pelapor")
    assert copies(stage, stage.sari, "Besok pagi kami ke lokasi.") == 1
    await in_order(stage)


async def test_a_preview_that_was_deleted_before_its_button_was_handled_sends_the_answer_once(stage: Stage) -> None:
    number = await sari_files(stage)
    await stage.budi.says("Besok pagi kami ke lokasi.", reply_to=f"🎫 {number}")
    preview, button = stage.button(stage.pupr, "Kirim ke pelapor")
    await stage.bot_stops()
    stage.world.press(stage.budi.person, preview, data=button["callback_data"])
    stage.world.delete(stage.budi.person, preview)
    await stage.bot_starts()
    assert copies(stage, stage.sari, "Besok pagi kami ke lokasi.") == 1
    await in_order(stage)


async def _sari_files_about_lamps(stage: Stage) -> str:
    return await sari_files(
        stage, "Lampu penerangan jalan di simpang empat mati sudah empat malam", "Lalu lintas & lampu"
    )


async def _gone(stage: Stage) -> int:
    async with stage.looks() as unit:
        return (await unit.outbox.counts())["gone"]
