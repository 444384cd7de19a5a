"""An agency works on a case in its group: takes it, answers it, notes something, finishes it."""

from tests.conversations.acts import history_of, kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tickets.ticket import Status


async def test_a_case_is_taken_answered_and_finished(theatre: Theatre) -> None:
    async with theatre("dijawab-dan-selesai", "Diterima, dijawab, selesai, dikonfirmasi") as stage:
        number = await sari_files(stage)
        await stage.budi.presses("Terima", twice=True)
        assert "sudah diterima petugas PUPR" in stage.sari.sees()
        await stage.budi.presses("Balas")
        assert "Budi, balas pesan ini" in stage.budi.sees()
        prompt = stage.find(stage.pupr, "balas pesan ini")
        assert prompt.keyboard == {"force_reply": True, "selective": True}
        assert [entity["user"]["id"] for entity in prompt.entities if entity["type"] == "text_mention"] == [
            stage.budi.person.id
        ], "Telegram opens the reply field of those who are mentioned"
        await stage.budi.says("Lubang akan ditambal hari Rabu.", photo=True, reply_to="balas pesan ini")
        assert "Pratinjau" in stage.budi.sees()
        assert stage.budi.buttons() == ["Kirim ke pelapor", "Catatan internal", "Ubah", "Batal"]
        assert "Rabu" not in stage.sari.sees_all(), "nothing is sent before it is confirmed"
        await stage.budi.presses("Kirim ke pelapor", twice=True)
        assert "Lubang akan ditambal hari Rabu." in stage.sari.sees(2)
        assert stage.sari.sees_all().count("Lubang akan ditambal") == 1
        await stage.later(days=2, remark="Dua hari kerja kemudian")
        await stage.budi.presses("Selesai")
        assert "sudah ditangani" in stage.sari.sees()
        await stage.sari.presses("Sudah selesai", twice=True)
        assert "ditutup sebagai selesai" in stage.sari.sees()

        assert (await ticket_of(stage, number)).status is Status.CLOSED
        assert await kinds(stage, number) == ["submitted", "assigned", "taken", "followed_up", "finished", "confirmed"]
        assert "sudah selesai" in stage.budi.sees_all()


async def test_two_admins_press_take(theatre: Theatre) -> None:
    async with theatre("dua-admin-menerima", "Dua admin menekan Terima") as stage:
        number = await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        card, button = stage.button(stage.pupr, "Terima")
        stage.script.remark("Pak Budi dan Bu Wati menekan Terima pada saat yang sama")
        for person in (stage.budi.person, wati.person):
            stage.world.press(person, card, data=button["callback_data"])
        await stage.settles()
        assert "sudah diambil Budi" in stage.budi.sees_all()
        assert (await kinds(stage, number)).count("taken") == 1
        assert stage.sari.sees_all().count("sudah diterima petugas") == 1


async def test_a_reply_to_any_message_of_the_case_is_an_answer(theatre: Theatre) -> None:
    async with theatre("balas-pesan-mana-pun", "Balasan ke pesan mana pun dalam kasus") as stage:
        stage.world.promote(stage.world.bot, stage.pupr)
        number = await sari_files(stage, "Jembatan di Mataraman retak parah, takut putus")
        stage.scene("Balasan ke kartu")
        await stage.budi.says("Kami cek ke lokasi besok.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        stage.scene("Balasan ke titik lokasi")
        pin = next(message for message in stage.budi.messages() if message.kind == "location")
        await stage.budi.says("Titiknya sudah kami temukan.", reply_to=pin)
        await stage.budi.presses("Kirim ke pelapor")
        stage.scene("Balasan ke pesan sendiri")
        await stage.budi.says("Alat berat sudah dipesan.", reply_to="Titiknya sudah kami temukan.")
        await stage.budi.presses("Kirim ke pelapor")
        stage.scene("Balasan ke pratinjau yang sudah dikirim")
        await stage.budi.says("Jembatan dibatasi untuk truk.", reply_to="Alat berat")
        await stage.budi.presses("Kirim ke pelapor")
        told = stage.sari.sees_all()
        for words in ("Kami cek ke lokasi", "Titiknya sudah", "Alat berat", "dibatasi untuk truk"):
            assert words in told
        assert (await kinds(stage, number)).count("followed_up") == 4


async def test_an_album_is_an_answer(theatre: Theatre) -> None:
    async with theatre("album-sebagai-jawaban", "Album foto sebagai jawaban") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Sudah ditambal, ini fotonya.", album=3, reply_to=number)
        assert "3 lampiran" in stage.budi.sees()
        await stage.budi.presses("Kirim ke pelapor")
        assert [message.kind for message in stage.sari.messages()[-3:]] == ["photo"] * 3
        answer = (await history_of(stage, number))[-1]
        assert len(answer.attachments) == 3


async def test_a_note_stays_in_the_group(theatre: Theatre) -> None:
    async with theatre("catatan-internal", "Catatan internal") as stage:
        number = await sari_files(stage)
        before = stage.sari.sees_all()
        await stage.budi.says("Anggaran perubahan, tunggu Bappeda.", reply_to=number)
        await stage.budi.presses("Catatan internal")
        assert "Catatan internal" in stage.budi.sees()
        await stage.budi.says(f"/tiket {number}")
        assert "Anggaran perubahan" in stage.budi.sees()
        await stage.sari.says(f"/status {number}")
        assert "Anggaran" not in stage.sari.sees_all()
        assert stage.sari.sees_all().startswith(before)
        assert (await ticket_of(stage, number)).awaits_follow_up, "a note does not stop the clock"


async def test_a_draft_of_an_answer_is_dropped(theatre: Theatre) -> None:
    async with theatre("jawaban-dibatalkan", "Jawaban dibatalkan sebelum dikirim") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Salah kamar", reply_to=number)
        await stage.budi.presses("Batal")
        assert "tidak ada yang dikirim" in stage.budi.sees()
        assert "Salah kamar" not in stage.sari.sees_all()
        assert await kinds(stage, number) == ["submitted", "assigned"]


async def test_two_answers_are_open_at_once_and_a_colleague_sends_one(theatre: Theatre) -> None:
    async with theatre("dua-jawaban-terbuka", "Dua jawaban terbuka, satu dikirim rekan") as stage:
        first = await sari_files(stage)
        second = await sari_files(stage, "Jembatan di Mataraman retak parah, takut putus")
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await stage.budi.says("Lubang ditambal Rabu.", reply_to=first)
        await stage.budi.says("Jembatan diperiksa Kamis.", reply_to=second)
        await wati.presses("Kirim ke pelapor", under=first)
        await stage.budi.presses("Kirim ke pelapor", under=second)
        assert "Lubang ditambal Rabu." in stage.sari.sees_all()
        assert "Jembatan diperiksa Kamis." in stage.sari.sees_all()
        assert f"{first} dikirim ke pelapor oleh Wati" in stage.budi.sees_all()
        assert f"{second} dikirim ke pelapor oleh Budi" in stage.budi.sees_all()


async def test_two_who_finish_at_once_each_reply_with_the_closing_answer(theatre: Theatre) -> None:
    async with theatre("selesai-berdua", "Dua admin menekan Selesai pada tiket yang sama") as stage:
        number = await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await stage.budi.presses("Selesai")
        await wati.presses("Selesai")
        await stage.budi.says("Sudah kami tambal tadi pagi", photo=True, reply_to="Budi, balas pesan ini")
        await stage.budi.presses("Kirim")
        assert (await kinds(stage, number))[-1] == "finished"


async def test_finishing_without_an_answer_asks_for_one(theatre: Theatre) -> None:
    async with theatre("selesai-tanpa-jawaban", "Selesai tanpa jawaban") as stage:
        number = await sari_files(stage)
        await stage.budi.presses("Selesai")
        assert "jawaban penutup" in stage.budi.sees()
        assert (await ticket_of(stage, number)).status is Status.ASSIGNED
        await stage.budi.says("Sudah ditambal tadi pagi.", photo=True, reply_to="jawaban penutup")
        await stage.budi.presses("Kirim ke pelapor")
        assert "Sudah ditambal tadi pagi." in stage.sari.sees(2)
        assert stage.sari.buttons()[:2] == ["Sudah selesai", "Belum selesai"]
        assert (await ticket_of(stage, number)).status is Status.ANSWERED


async def test_a_closed_case_takes_notes_but_no_answers(theatre: Theatre) -> None:
    async with theatre("kasus-tertutup", "Jawaban pada kasus yang sudah ditutup") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Sudah ditambal.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.presses("Sudah selesai")
        await stage.budi.says("Terima kasih kembali.", reply_to="Sudah ditambal.")
        assert "tidak dapat dikirim lagi" in stage.budi.sees()
        assert "Kirim ke pelapor" not in stage.budi.buttons()
        assert "Terima kasih kembali" not in stage.sari.sees_all()
        await stage.budi.presses("Catatan internal")
        assert (await kinds(stage, number))[-1] == "noted"


async def test_a_long_complaint_and_a_long_answer_arrive_whole(theatre: Theatre) -> None:
    async with theatre("teks-panjang", "Aduan dan jawaban yang panjang") as stage:
        story = "Jalan provinsi di Mataraman rusak. " + "Lubangnya <dalam> & lebar sekali. " * 110
        number = await sari_files(stage, story.strip())
        assert "lanjutan" in stage.budi.sees_all()
        answer = "Kami sudah periksa & catat <semua> lubangnya. " * 80
        await stage.budi.says(answer.strip(), reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        in_group = sum(message.text.count("<dalam>") for message in stage.budi.messages())
        at_sari = sum(message.text.count("<semua>") for message in stage.sari.messages())
        assert in_group == (await ticket_of(stage, number)).text.count("<dalam>")
        assert at_sari == 80


async def test_anonymous_admins_write_answers_and_press_under_their_own_name(theatre: Theatre) -> None:
    async with theatre("admin-anonim", "Admin grup yang menulis anonim") as stage:
        number = await sari_files(stage)
        stage.world.promote(stage.budi.person, stage.pupr, anonymous=True)
        await stage.budi.says("Sedang kami periksa.", reply_to=number)
        assert "Pratinjau" in stage.budi.sees()
        await stage.budi.presses("Kirim ke pelapor")
        assert "oleh Budi" in stage.budi.sees()
        assert "Sedang kami periksa." in stage.sari.sees()
        answer = (await history_of(stage, number))[-1]
        async with stage.looks() as unit:
            assert answer.actor.person_id is not None
            assert (await unit.people.get(answer.actor.person_id)).name == "Budi"
        await stage.budi.says("/lepaskan")
        assert "admin anonim" in stage.budi.sees()
