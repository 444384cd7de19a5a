"""Ten seconds for second thoughts: what was sent can be taken back, and goes out by itself, once, whatever happens."""

from datetime import timedelta

import pytest

from tests.conversations.acts import history_of, kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre, nothing_went_wrong
from tests.support.stage import MONDAY, Role, Stage
from tickets.ticket import Status

ANSWER = "Lubang ditambal hari Rabu."
TEN = 10
"""Seconds."""


async def budi_sends(stage: Stage, number: str, answer: str = ANSWER, *, photo: bool = False) -> None:
    """An answer, up to *Kirim ke pelapor*."""
    await stage.budi.says(answer, reply_to=number, photo=photo)
    await stage.budi.presses("Kirim ke pelapor")


async def test_an_answer_goes_out_after_ten_seconds(theatre: Theatre) -> None:
    async with theatre("kirim-sepuluh-detik", "Sepuluh detik sebelum jawaban terkirim", undo_seconds=TEN) as stage:
        number = await sari_files(stage)
        await budi_sends(stage, number, photo=True)
        assert "terkirim ke pelapor dalam 10 detik" in stage.budi.sees_all()
        assert stage.budi.buttons() == ["Batalkan kirim"]
        await stage.later(seconds=9, remark="9 detik kemudian")
        assert ANSWER not in stage.sari.sees_all()
        assert (await ticket_of(stage)).awaits_follow_up
        await stage.later(seconds=1, remark="1 detik kemudian")
        assert ANSWER in stage.sari.sees(2)
        assert f"{number} dikirim ke pelapor oleh Budi" in stage.budi.sees_all()
        assert (await kinds(stage)).count("followed_up") == 1
        assert (await ticket_of(stage)).followed_up_at == MONDAY, "as of the press"
        await stage.later(seconds=60)
        assert stage.sari.sees_all().count(ANSWER) == 1


async def test_an_answer_is_taken_back_changed_and_sent(theatre: Theatre) -> None:
    async with theatre("batalkan-kirim", "Jawaban dibatalkan, diperbaiki, dikirim", undo_seconds=TEN) as stage:
        number = await sari_files(stage)
        await budi_sends(stage, number, "Lubang ditambal hari Rbau.")
        await stage.later(seconds=5, remark="5 detik kemudian")
        await stage.budi.presses("Batalkan kirim", twice=True)
        assert stage.budi.buttons() == ["Kirim ke pelapor", "Catatan internal", "Ubah", "Batal"]
        assert "dibatalkan oleh Budi" in stage.budi.sees_all()
        await stage.later(seconds=60, remark="Semenit kemudian")
        assert stage.sari.sees_all().count("Rbau") == 0
        await stage.budi.edits("Rbau", ANSWER)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.later(seconds=10, remark="10 detik kemudian")
        assert ANSWER in stage.sari.sees()
        assert (await kinds(stage)).count("followed_up") == 1


async def test_a_colleague_takes_it_back(theatre: Theatre) -> None:
    async with theatre("rekan-membatalkan-kirim", "Rekan membatalkan kiriman", undo_seconds=TEN) as stage:
        number = await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await budi_sends(stage, number)
        await wati.presses("Batalkan kirim")
        assert "dibatalkan oleh Wati" in stage.budi.sees_all()
        await wati.presses("Catatan internal")
        await stage.later(seconds=60)
        assert ANSWER not in stage.sari.sees_all()
        assert (await kinds(stage))[-1] == "noted"


async def test_too_late_to_take_it_back(theatre: Theatre) -> None:
    async with theatre("terlambat-membatalkan", "Terlambat membatalkan: diralat", undo_seconds=TEN) as stage:
        number = await sari_files(stage)
        await budi_sends(stage, number)
        message, button = stage.button(stage.pupr, "Batalkan kirim")
        await stage.later(seconds=10, remark="10 detik kemudian, tombolnya masih tampak di layar Pak Budi")
        stage.world.press(stage.budi.person, message, data=button["callback_data"], forged=True)
        await stage.settles()
        assert "Sudah terkirim" in stage.budi.sees()
        assert ANSWER in stage.sari.sees()
        await stage.budi.says("Maaf, maksud kami hari Kamis.", reply_to="Sudah terkirim")
        await stage.budi.presses("Kirim ke pelapor")
        await stage.later(seconds=10)
        assert "hari Kamis" in stage.sari.sees()


@pytest.mark.parametrize("seconds", [9.999, 10, 10.001])
async def test_pressing_at_the_very_moment_is_either_in_time_or_too_late(database_url: str, seconds: float) -> None:
    async with Stage.open(database_url, undo_seconds=TEN) as stage:
        number = await sari_files(stage)
        await budi_sends(stage, number)
        message, button = stage.button(stage.pupr, "Batalkan kirim")
        stage.world.clock.advance(timedelta(seconds=seconds))
        stage.world.press(stage.budi.person, message, data=button["callback_data"], forged=True)
        await stage.settles()
        in_time = "dibatalkan oleh Budi" in stage.budi.sees_all()
        assert in_time is (ANSWER not in stage.sari.sees_all())
        assert in_time is ("Sudah terkirim" not in stage.budi.sees_all())
        assert (await kinds(stage)).count("followed_up") == (0 if in_time else 1)
        await nothing_went_wrong(stage)


async def test_a_restart_within_the_seconds_loses_and_doubles_nothing(theatre: Theatre) -> None:
    async with theatre("mati-sebelum-terkirim", "Bot mati sebelum jawaban terkirim", undo_seconds=TEN) as stage:
        number = await sari_files(stage)
        await budi_sends(stage, number)
        await stage.restarts()
        assert ANSWER not in stage.sari.sees_all()
        await stage.bot_stops()
        await stage.later(hours=2, remark="Bot mati dua jam.")
        await stage.bot_starts()
        assert ANSWER in stage.sari.sees()
        await stage.restarts()
        assert stage.sari.sees_all().count(ANSWER) == 1
        assert (await ticket_of(stage)).followed_up_at == MONDAY


async def test_the_citizen_reopens_meanwhile(theatre: Theatre) -> None:
    async with theatre("dibuka-saat-kirim", "Dibuka lagi saat jawaban akan terkirim", undo_seconds=TEN) as stage:
        number = await sari_files(stage)
        await budi_sends(stage, number, "Sudah ditambal semua.")
        await stage.later(seconds=10)
        await budi_sends(stage, number, "Laporan kami anggap beres.")
        await stage.sari.presses("Belum selesai")
        await stage.later(seconds=10, remark="10 detik kemudian")
        assert "anggap beres" not in stage.sari.sees_all()
        assert "tidak jadi terkirim: pelapor baru saja menyatakan belum selesai" in stage.budi.sees()
        assert (await ticket_of(stage)).awaits_follow_up
        await stage.budi.presses("Kirim ke pelapor", under="anggap beres")
        await stage.later(seconds=10)
        assert "anggap beres" in stage.sari.sees_all(), "who has seen it may send it all the same"


async def test_the_citizen_closes_meanwhile(theatre: Theatre) -> None:
    async with theatre("ditutup-saat-kirim", "Pelapor menutup saat jawaban akan terkirim", undo_seconds=TEN) as stage:
        number = await sari_files(stage)
        await budi_sends(stage, number, "Sudah ditambal semua.")
        await stage.later(seconds=10)
        await budi_sends(stage, number, "Besok diaspal.")
        await stage.sari.presses("Sudah selesai")
        await stage.later(seconds=10, remark="10 detik kemudian")
        assert "diaspal" not in stage.sari.sees_all()
        assert "kasusnya sudah selesai" in stage.budi.sees()
        assert "Kirim ke pelapor" not in stage.budi.buttons()
        await stage.budi.presses("Catatan internal", under="diaspal")
        assert (await kinds(stage))[-1] == "noted"
        assert (await ticket_of(stage)).status is Status.CLOSED


async def test_the_ticket_is_passed_on_meanwhile(theatre: Theatre) -> None:
    async with theatre("dialihkan-saat-kirim", "Dialihkan saat jawaban akan terkirim", undo_seconds=TEN) as stage:
        dewi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        number = await sari_files(stage)
        await stage.budi.says(ANSWER, reply_to=number)
        await stage.budi.presses("Alihkan")
        await stage.budi.presses("Berikutnya ›")
        await stage.budi.presses("Dishub")
        await stage.budi.presses("Kirim ke pelapor")
        await stage.budi.says("Rambu, bukan jalan", reply_to="dengan alasan")
        await stage.later(seconds=10, remark="10 detik kemudian")
        assert ANSWER not in stage.sari.sees_all()
        assert "tiketnya sudah dialihkan ke Dishub" in stage.budi.sees()
        assert ANSWER in stage.budi.sees(), "the words are kept"
        ticket = await ticket_of(stage)
        assert (ticket.agency, ticket.awaits_follow_up) == ("DISHUB", True)
        assert number in dewi.sees_all()


async def test_two_admins_answer_at_once_and_both_answers_arrive(theatre: Theatre) -> None:
    async with theatre("dua-kiriman", "Dua admin mengirim, keduanya sampai", undo_seconds=TEN) as stage:
        number = await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await budi_sends(stage, number)
        await wati.says("Jalan ditutup selama pekerjaan.", reply_to=number)
        await stage.later(seconds=3)
        await wati.presses("Kirim ke pelapor")
        await stage.later(seconds=7, remark="10 detik setelah kiriman Pak Budi")
        assert ANSWER in stage.sari.sees_all()
        assert "ditutup selama" not in stage.sari.sees_all()
        await stage.later(seconds=3)
        assert "ditutup selama" in stage.sari.sees()
        assert (await kinds(stage)).count("followed_up") == 2


async def test_selesai_does_not_wait_for_the_seconds(theatre: Theatre) -> None:
    async with theatre("selesai-tanpa-menunggu", "Selesai segera setelah Kirim", undo_seconds=TEN) as stage:
        number = await sari_files(stage)
        await budi_sends(stage, number, "Sudah ditambal, ini fotonya.", photo=True)
        await stage.budi.presses("Selesai")
        assert "Sudah ditambal" in stage.sari.sees_all()
        assert "sudah ditangani" in stage.sari.sees()
        assert await kinds(stage) == ["submitted", "assigned", "followed_up", "finished"]
        await stage.later(seconds=60)
        assert stage.sari.sees_all().count("Sudah ditambal") == 1


async def test_a_closing_answer_can_be_taken_back_too(theatre: Theatre) -> None:
    async with theatre("batalkan-jawaban-penutup", "Jawaban penutup dibatalkan", undo_seconds=TEN) as stage:
        await sari_files(stage)
        await stage.budi.presses("Selesai")
        await stage.budi.says("Sudah ditambal tadi pagi.", photo=True, reply_to="jawaban penutup")
        await stage.budi.presses("Kirim ke pelapor")
        await stage.budi.presses("Batalkan kirim")
        await stage.later(seconds=60)
        assert (await ticket_of(stage)).status is Status.ASSIGNED
        await stage.budi.presses("Kirim ke pelapor")
        await stage.later(seconds=10)
        assert (await ticket_of(stage)).status is Status.ANSWERED
        assert stage.sari.buttons()[:2] == ["Sudah selesai", "Belum selesai"]


async def test_a_question_can_be_taken_back_too(theatre: Theatre) -> None:
    async with theatre("batalkan-pertanyaan", "Pertanyaan dibatalkan, lalu dikirim", undo_seconds=TEN) as stage:
        await sari_files(stage)
        await stage.budi.presses("Minta data")
        await stage.budi.says("Di kilometer berapa?", reply_to="dengan pertanyaan yang jelas")
        await stage.budi.presses("Kirim pertanyaan")
        await stage.budi.presses("Batalkan kirim")
        assert stage.budi.buttons() == ["Kirim pertanyaan", "Batal"]
        await stage.later(seconds=60)
        assert (await ticket_of(stage)).status is Status.ASSIGNED
        await stage.budi.presses("Kirim pertanyaan")
        assert (await ticket_of(stage)).status is Status.ASSIGNED, "the clock runs until it goes out"
        await stage.later(seconds=10)
        assert "Di kilometer berapa?" in stage.sari.sees()
        assert (await ticket_of(stage)).status is Status.WAITING_REPORTER


async def test_what_is_edited_within_the_seconds_goes_out_as_edited(theatre: Theatre) -> None:
    async with theatre("sunting-sebelum-terkirim", "Disunting dalam sepuluh detik", undo_seconds=TEN) as stage:
        number = await sari_files(stage)
        await budi_sends(stage, number, "Lubang ditambal hari Rbau.")
        await stage.later(seconds=4, remark="4 detik kemudian")
        await stage.budi.edits("Rbau", ANSWER)
        assert "terkirim ke pelapor dalam 6 detik" in stage.budi.sees_all()
        assert stage.budi.buttons() == ["Batalkan kirim"]
        await stage.later(seconds=6, remark="6 detik kemudian")
        assert ANSWER in stage.sari.sees()
        assert "Rbau" not in stage.sari.sees_all()
        assert (await ticket_of(stage)).followed_up_at == MONDAY, "as of the press"
        stage.scene("Dibatalkan setelah disunting")
        await budi_sends(stage, number, "Besok diaspl.")
        await stage.budi.edits("diaspl", "Besok diaspal.")
        await stage.budi.presses("Batalkan kirim")
        await stage.later(seconds=60)
        assert "diaspal" not in stage.sari.sees_all()
        await stage.budi.presses("Kirim ke pelapor")
        await stage.later(seconds=10)
        assert "Besok diaspal." in stage.sari.sees()


async def test_the_reporter_was_asked_meanwhile(theatre: Theatre) -> None:
    async with theatre("dua-pertanyaan-sekaligus", "Dua pertanyaan sekaligus", undo_seconds=TEN) as stage:
        await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        for who, question in ((stage.budi, "Di kilometer berapa?"), (wati, "Lajur kiri atau kanan?")):
            await who.presses("Minta data")
            await who.says(question, reply_to="dengan pertanyaan yang jelas")
            await who.presses("Kirim pertanyaan", under=question)
        await stage.later(seconds=10, remark="10 detik kemudian")
        assert "Di kilometer berapa?" in stage.sari.sees_all()
        assert "Lajur kiri" not in stage.sari.sees_all()
        assert "Pertanyaan untuk" in stage.budi.sees()
        assert "tidak jadi terkirim: statusnya sudah berubah" in stage.budi.sees()


async def test_an_answer_sent_before_the_deadline_is_in_time(theatre: Theatre) -> None:
    async with theatre("kirim-di-ujung-tenggat", "Kirim lima detik sebelum tenggat", undo_seconds=TEN) as stage:
        number = await sari_files(stage)
        due = (await ticket_of(stage)).follow_up_due
        stage.world.clock.set(due - timedelta(seconds=5))
        await stage.settles()
        await budi_sends(stage, number)
        await stage.later(seconds=10, remark="10 detik kemudian, 5 detik setelah tenggat")
        answered = await ticket_of(stage)
        assert answered.followed_up_at == due - timedelta(seconds=5)
        assert (await history_of(stage))[-1].at == due - timedelta(seconds=5)


async def test_the_group_is_released_meanwhile_and_the_answer_arrives(theatre: Theatre) -> None:
    async with theatre("dilepas-saat-kirim", "Grup dilepas saat jawaban akan terkirim", undo_seconds=TEN) as stage:
        number = await sari_files(stage)
        await budi_sends(stage, number)
        rina = Role(stage, stage.rina.person, stage.rina.name, stage.pupr)
        await rina.says("/lepaskan")
        await rina.presses("Ya, lepaskan")
        await stage.later(seconds=10, remark="10 detik kemudian")
        assert ANSWER in stage.sari.sees()
        assert (await kinds(stage)).count("followed_up") == 1


async def test_another_group_cannot_take_it_back(theatre: Theatre) -> None:
    async with theatre("batalkan-kirim-palsu", "Tombol Batalkan kirim palsu", undo_seconds=TEN) as stage:
        dewi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        number = await sari_files(stage)
        await dewi.says("/tiket")
        await budi_sends(stage, number)
        for data in ("a:undo:1:1", "a:undo:0:1", "a:undo:99999999999999999999:1", "a:undo:x:x", "a:undo"):
            await dewi.presses_forged(data, under="Tiket")
        await stage.later(seconds=10)
        assert ANSWER in stage.sari.sees()
        assert "Batalkan" not in dewi.sees_all()
