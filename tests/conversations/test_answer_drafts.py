"""The draft of an answer is changed, warned about, or grows old."""

from tests.conversations.acts import kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import MARTAPURA
from tickets.ticket import Status


async def test_a_draft_changes_with_its_message(theatre: Theatre) -> None:
    async with theatre("draf-disunting", "Draf jawaban disunting sebelum dikirim") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Lubang ditambal hari Rbau.", reply_to=number)
        await stage.budi.edits("Rbau", "Lubang ditambal hari Rabu.")
        preview, _ = stage.button(stage.pupr, "Kirim ke pelapor")
        assert "hari Rabu" in preview.text
        await stage.budi.presses("Kirim ke pelapor")
        assert "hari Rabu" in stage.sari.sees()
        await stage.budi.edits("Rabu", "Lubang ditambal hari Minggu.")
        assert "Minggu" not in stage.sari.sees_all(), "what was sent is sent"
        assert f"untuk {number} sudah terkirim tulisan sebelumnya" in stage.budi.sees()
        stage.scene("Diberi tahu sekali saja; balasannya menjadi ralat")
        await stage.budi.edits("Minggu", "Lubang ditambal hari Senin.")
        assert stage.budi.sees_all().count("tulisan sebelumnya") == 1
        await stage.budi.says("Ralat: lubang ditambal hari Senin.", reply_to="tulisan sebelumnya")
        await stage.budi.presses("Kirim ke pelapor")
        assert "Ralat: lubang ditambal hari Senin." in stage.sari.sees()


async def test_an_edit_that_changes_no_word_and_one_of_a_note_are_nothing(theatre: Theatre) -> None:
    async with theatre("suntingan-tanpa-arti", "Suntingan yang tidak mengubah jawaban") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Lubang ditambal hari Rabu.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.budi.edits("Rabu", "Lubang ditambal hari Rabu.")
        await stage.budi.says("Sudah dicek Pak Anto", reply_to=number)
        await stage.budi.presses("Catatan internal")
        await stage.budi.edits("Anto", "Sudah dicek Pak Anton")
        assert "tulisan sebelumnya" not in stage.budi.sees_all()


async def test_a_draft_is_written_anew(theatre: Theatre) -> None:
    async with theatre("draf-ditulis-ulang", "Draf jawaban ditulis ulang dengan Ubah") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Salah ketik", photo=True, reply_to=number)
        await stage.budi.presses("Ubah")
        await stage.budi.says("Lubang sudah ditambal.", reply_to="sunting pesan")
        await stage.budi.presses("Kirim ke pelapor")
        assert "Lubang sudah ditambal." in stage.sari.sees_all()
        assert "Salah ketik" not in stage.sari.sees_all()
        assert (await kinds(stage, number)).count("followed_up") == 1
        assert stage.sari.messages()[-1].kind == "photo", "the files stay when only words come anew"


async def test_a_colleague_writes_a_closing_draft_anew(theatre: Theatre) -> None:
    async with theatre("draf-ditulis-ulang-rekan", "Rekan menulis ulang draf jawaban penutup") as stage:
        number = await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await stage.budi.presses("Selesai")
        await stage.budi.says("Lubang sudah di tambal.", photo=True, reply_to="jawaban penutup")
        await wati.presses("Ubah")
        await wati.says("Lubang sudah ditambal tadi pagi.", reply_to="Wati, salin jawaban")
        assert "(jawaban penutup)" in wati.sees()
        assert f"Jawaban untuk {number} dibatalkan" in wati.sees_all(), "of the draft that Budi wrote"
        previews = [message for message in wati.messages() if "Kirim ke pelapor" in str(message.markup)]
        assert len(previews) == 1
        stage.scene("Pesan Bu Wati yang menjadi drafnya")
        await wati.edits("tadi pagi", "Lubang sudah ditambal pagi ini.")
        await stage.budi.presses("Kirim ke pelapor")
        assert "ditambal pagi ini" in stage.sari.sees_all()
        assert await kinds(stage, number) == ["submitted", "assigned", "followed_up", "finished"]


async def test_a_preview_expires_after_a_day(theatre: Theatre) -> None:
    async with theatre("pratinjau-kedaluwarsa", "Pratinjau yang dibiarkan kedaluwarsa") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Lubang ditambal hari ini.", reply_to=number)
        preview, send = stage.button(stage.pupr, "Kirim ke pelapor")
        assert "berlaku 24 jam" in preview.text
        await stage.later(hours=23)
        assert stage.button(stage.pupr, "Kirim ke pelapor")
        await stage.later(hours=1.1, remark="Lebih dari 24 jam kemudian")
        assert "kedaluwarsa setelah 24 jam" in stage.budi.sees_all()
        stage.world.press(stage.budi.person, preview, data=send["callback_data"], forged=True)
        await stage.settles()
        assert "ditambal hari ini" not in stage.sari.sees_all()


async def test_an_acknowledgement_does_not_stop_the_clock(theatre: Theatre) -> None:
    async with theatre("respon-awal", "Respon awal tidak menghentikan tenggat") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Siap, akan kami tindak lanjuti.", reply_to=number)
        assert "respon awal" in stage.budi.sees()
        await stage.budi.presses("Kirim ke pelapor")
        assert "akan kami tindak lanjuti" in stage.sari.sees()
        assert (await ticket_of(stage, number)).awaits_follow_up
        assert await kinds(stage, number) == ["submitted", "assigned", "acknowledged"]
        stage.scene("Jawaban penutup harus berisi")
        await stage.budi.presses("Selesai")
        await stage.budi.says("Sudah diteruskan", reply_to="jawaban penutup")
        assert "belum dapat menutup" in stage.budi.sees()
        await stage.budi.presses("Kirim ke pelapor")
        assert "Sudah diteruskan" not in stage.sari.sees_all()
        assert (await ticket_of(stage, number)).status is Status.IN_PROGRESS


async def test_personal_data_are_warned_about(theatre: Theatre) -> None:
    async with theatre("jawaban-data-pribadi", "Data pribadi dalam jawaban") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Hubungi Pak Anton di 0812-3456-7890 atau anton@contoh.id.", reply_to=number)
        assert "data pribadi: nomor telepon, alamat surel" in stage.budi.sees()
        await stage.budi.presses("Kirim ke pelapor")
        assert "0812-3456-7890" in stage.sari.sees()


async def test_a_road_is_not_called_done_without_a_photo(theatre: Theatre) -> None:
    async with theatre("selesai-perlu-foto", "Selesai perlu foto hasil pekerjaan") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Lubang sudah ditambal.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.budi.presses("Selesai")
        assert "perlu foto hasil pekerjaan" in stage.budi.sees()
        assert (await ticket_of(stage, number)).status is Status.IN_PROGRESS
        await stage.budi.says("Ini fotonya.", photo=True, reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.budi.presses("Selesai")
        assert "sudah ditangani" in stage.sari.sees()
        assert (await ticket_of(stage, number)).status is Status.ANSWERED


async def test_a_preview_is_taken_away_when_the_ticket_went_to_another_agency(theatre: Theatre) -> None:
    async with theatre("pratinjau-setelah-dialihkan", "Pratinjau dan balasan setelah tiket dialihkan") as stage:
        await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await stage.budi.says("Lubang kami tambal hari Rabu.", reply_to="LP-")
        await stage.budi.presses("Minta data")
        await stage.budi.says("Di kilometer berapa?", reply_to="pertanyaan yang jelas")
        await wati.presses("Alihkan")
        await wati.presses("Dishub")
        await wati.says("Ini urusan rambu", reply_to="dengan alasan mengalihkan")
        await stage.budi.presses("Kirim ke pelapor")
        assert "Pratinjau ini tidak berlaku lagi" in stage.budi.sees_all()
        assert "hari Rabu" in stage.find(stage.pupr, "tidak berlaku lagi").text, "the words are not lost"
        await stage.budi.presses("Kirim pertanyaan")
        assert "dibatalkan; tidak ada yang dikirim" in stage.budi.sees_all()

        stage.scene("Budi membalas pesan lama")
        await stage.budi.says("Lubang kami tambal hari Kamis.", reply_to="dialihkan ke Dishub")
        assert "tidak dikirim ke siapa pun" in stage.budi.sees()
        await stage.budi.says("Fotonya", album=3, reply_to="dialihkan ke Dishub")
        assert stage.budi.sees_all().count("tidak dikirim ke siapa pun") == 2, "an album is told of once"
        assert "kami tambal" not in stage.sari.sees_all()


async def test_a_point_on_the_map_alone_is_no_answer(theatre: Theatre) -> None:
    async with theatre("jawaban-hanya-lokasi", "Balasan yang hanya berisi titik lokasi") as stage:
        number = await sari_files(stage)
        await stage.budi.says(location=MARTAPURA, reply_to=number)
        assert "Tulis tempatnya dengan kata-kata" in stage.budi.sees()
