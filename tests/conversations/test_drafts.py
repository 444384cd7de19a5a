"""A draft left alone: asked about once at a decent hour, deleted after a week, said kindly."""

from datetime import UTC, datetime

from storage.unit import Unit
from tests.conversations.acts import POTHOLES
from tests.conversations.conftest import Theatre
from tests.support.stage import MARTAPURA, Stage

EVENING = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
"""Senin, 22.30 WITA."""


async def has_draft(stage: Stage) -> bool:
    """Whether Sari's draft is in the database."""
    async with stage.looks() as unit:
        return await _drafts(unit, stage) > 0


async def _drafts(unit: Unit, stage: Stage) -> int:
    return len(await unit.dialogues.to_nudge("complaint", stage.world.clock.now(), 9)) + len(
        await unit.dialogues.to_forget("complaint", stage.world.clock.now(), stage.world.clock.now(), 9)
    )


async def test_a_draft_is_asked_about_once_and_goes_on(theatre: Theatre) -> None:
    async with theatre("laporan-tertinggal", "Laporan yang belum terkirim diingatkan sekali", start=EVENING) as stage:
        await stage.sari.says(POTHOLES)
        await stage.later(hours=23.9)
        assert "belum terkirim" not in stage.sari.sees_all()
        await stage.later(hours=1, remark="Selasa malam, pukul 23.24: sudah lewat sehari, tetapi terlalu malam.")
        assert "belum terkirim" not in stage.sari.sees_all()
        await stage.later(hours=9, remark="Rabu pagi, pukul 08.24.")
        assert "belum terkirim" in stage.sari.sees()
        assert stage.sari.buttons() == ["Lanjutkan", "Mulai baru"]
        await stage.restarts()
        await stage.later(hours=30)
        assert stage.sari.sees_all().count("belum terkirim") == 1
        await stage.sari.says("lanjutkan")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Kirim")
        assert "Nomor tiket" in stage.sari.sees()


async def test_a_draft_nobody_comes_back_to_is_deleted(theatre: Theatre) -> None:
    async with theatre("laporan-tertinggal-dihapus", "Laporan yang belum terkirim dihapus setelah tujuh hari") as stage:
        await stage.sari.says(POTHOLES)
        await stage.later(hours=24)
        assert "Senin, 30 November 2026" in stage.sari.sees()
        await stage.later(hours=24 * 6 - 0.5)
        assert await has_draft(stage)
        await stage.later(hours=1)
        assert not await has_draft(stage)
        assert "sudah kami hapus" in stage.sari.sees()
        await stage.sari.presses("Lanjutkan")
        assert "sudah tidak berlaku" in stage.sari.sees()


async def test_after_a_long_downtime_it_is_asked_about_before_it_is_deleted(theatre: Theatre) -> None:
    async with theatre("laporan-tertinggal-bot-mati", "Bot mati dua minggu; laporan tetap diingatkan dahulu") as stage:
        await stage.sari.says(POTHOLES)
        await stage.bot_stops()
        await stage.later(days=10, remark="Bot mati selama dua minggu.")
        await stage.bot_starts()
        assert "belum terkirim" in stage.sari.sees()
        assert await has_draft(stage)
        await stage.later(hours=25)
        assert not await has_draft(stage)


async def test_somebody_who_blocks_the_bot_is_told_nothing(theatre: Theatre) -> None:
    async with theatre("laporan-tertinggal-diblokir", "Pelapor yang memblokir bot tidak diingatkan") as stage:
        await stage.sari.says(POTHOLES)
        stage.script.remark("Bu Sari memblokir bot.")
        stage.world.block(stage.sari.person)
        await stage.settles()
        tries = len(stage.world.calls)
        await stage.later(hours=26)
        await stage.later(hours=24 * 7)
        assert not await has_draft(stage)
        to_sari = [call for call in list(stage.world.calls)[tries:] if call.params.get("chat_id") == stage.sari.chat.id]
        assert not [call for call in to_sari if call.method == "sendMessage"]


async def test_an_empty_form_is_not_worth_a_word(theatre: Theatre) -> None:
    async with theatre("formulir-kosong", "Formulir kosong tidak diingatkan") as stage:
        await stage.sari.says("/lapor")
        count = len(stage.sari.messages())
        await stage.later(hours=25)
        await stage.later(hours=24 * 7)
        assert len(stage.sari.messages()) == count
        assert not await has_draft(stage)
