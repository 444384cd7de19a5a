"""After the answer: stars and a comment, or why it is not done; and silence."""

from tests.conversations.acts import history_of, kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import Stage
from tickets.events import EventKind
from tickets.ticket import Status


async def budi_answers(stage: Stage, *, finished: bool = False) -> None:
    """An answer that holds it to be done."""
    await stage.budi.says("Sudah kami tambal tadi pagi.", photo=finished, reply_to="Jalan provinsi berlubang")
    await stage.budi.presses("Kirim ke pelapor")
    if finished:
        await stage.budi.presses("Selesai")


async def test_done_is_followed_by_stars_and_a_comment(theatre: Theatre) -> None:
    async with theatre("bintang-dan-komentar", "Sudah selesai: bintang, lalu komentar") as stage:
        await sari_files(stage)
        await budi_answers(stage)
        await stage.sari.presses("Sudah selesai")
        assert stage.sari.buttons() == ["1 ⭐", "2 ⭐", "3 ⭐", "4 ⭐", "5 ⭐", "Belum selesai"]
        await stage.sari.presses("4 ⭐", twice=True)
        assert stage.sari.buttons() == ["Lewati", "Belum selesai"]
        await stage.sari.says("Petugasnya ramah, tapi agak lama.")
        assert await kinds(stage) == ["submitted", "assigned", "followed_up", "confirmed", "rated", "commented"]
        assert (await ticket_of(stage)).stars == 4
        assert "⭐⭐⭐⭐☆" in stage.budi.sees()
        assert "Petugasnya ramah" in stage.budi.sees()
        assert "Sari" in stage.budi.sees()
        await stage.sari.says("/status " + stage.number())
        assert "⭐⭐⭐⭐" in stage.sari.sees()


async def test_stars_may_be_typed_in_words_and_signs(theatre: Theatre) -> None:
    async with theatre("bintang-diketik", "Bintang diketik dengan kata") as stage:
        await sari_files(stage)
        await budi_answers(stage)
        await stage.sari.presses("Sudah selesai")
        await stage.sari.says("bintang lima")
        assert (await ticket_of(stage)).stars == 5
        assert stage.sari.buttons() == ["Lewati", "Belum selesai"]
        await stage.sari.says("5 bintang memang pantas")
        assert (await kinds(stage))[-1] == "commented", "after the stars, words are the comment"


async def test_a_comment_on_an_anonymous_report_names_nobody(theatre: Theatre) -> None:
    async with theatre("komentar-anonim", "Komentar tanpa nama pada laporan anonim") as stage:
        await stage.sari.says("Jalan provinsi berlubang dalam di Martapura depan pasar, tolong anonim ya")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("depan pasar")
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).anonymous
        await budi_answers(stage)
        await stage.sari.presses("Sudah selesai")
        await stage.sari.says("5")
        await stage.sari.says("Terima kasih banyak", reply_to="penilaiannya")
        assert "Terima kasih banyak" in stage.budi.sees()
        assert "Sari" not in stage.budi.sees_all()


async def test_a_comment_can_be_skipped_and_later_words_are_a_new_matter(theatre: Theatre) -> None:
    async with theatre("komentar-dilewati", "Komentar dilewati; tulisan berikutnya laporan baru") as stage:
        await sari_files(stage)
        await budi_answers(stage)
        await stage.sari.presses("Sudah selesai")
        await stage.sari.presses("5 ⭐")
        await stage.sari.says("lewati")
        assert stage.sari.buttons() == ["Belum selesai"]
        await stage.sari.says("Lampu jalan di depan pasar Martapura padam sejak Senin")
        assert "commented" not in await kinds(stage)


async def test_an_hour_later_words_are_no_comment_any_more(theatre: Theatre) -> None:
    async with theatre("komentar-terlambat", "Dua jam kemudian, tulisan bukan lagi komentar") as stage:
        await sari_files(stage)
        await budi_answers(stage)
        await stage.sari.presses("Sudah selesai")
        await stage.sari.presses("2 ⭐")
        await stage.later(hours=2)
        await stage.sari.says("Lampu jalan di depan pasar Martapura padam sejak Senin")
        assert "commented" not in await kinds(stage)
        await stage.sari.says("/batal")
        await stage.sari.presses("Ya, batalkan")
        await stage.sari.says("Lama sekali menunggunya", reply_to="penilaiannya")
        assert "commented" in await kinds(stage)


async def test_done_may_be_said_in_ones_own_words(theatre: Theatre) -> None:
    async with theatre("selesai-dengan-kata-sendiri", "Sudah atau belum, dengan kata sendiri") as stage:
        number = await sari_files(stage)
        await budi_answers(stage)
        await stage.sari.says("blm pak")
        assert (await kinds(stage))[-1] == "reopened"
        await budi_answers(stage)
        await stage.sari.says("ok")
        assert "sudah selesai" in stage.sari.sees(), "asked, never assumed"
        assert (await ticket_of(stage)).is_open
        await stage.sari.says("sudah diperbaiki pak terima kasih")
        assert not (await ticket_of(stage, number)).is_open
        assert stage.sari.buttons()[0] == "1 ⭐"


async def test_what_says_more_than_not_done_reopens_nothing_by_itself(theatre: Theatre) -> None:
    async with theatre("lebih-dari-belum", "Lebih dari sekadar “belum”") as stage:
        await sari_files(stage)
        await budi_answers(stage)
        await stage.sari.says("belum diperbaiki malah tambah rusak parah")
        assert "reopened" not in await kinds(stage)


async def test_with_two_answers_a_word_is_asked_about(theatre: Theatre) -> None:
    async with theatre("sudah-yang-mana", "“Sudah”, tetapi dua laporan menunggu konfirmasi") as stage:
        first = await sari_files(stage)
        await budi_answers(stage)
        second = await sari_files(stage, "Jembatan kayu di Mataraman depan pasar patah dua bilah")
        await stage.budi.says("Sudah kami ganti.", reply_to="Jembatan kayu")
        await stage.budi.presses("Kirim ke pelapor")
        stage.forget()
        await stage.sari.says("sudah beres pak")
        assert (await ticket_of(stage, first)).is_open
        assert (await ticket_of(stage, second)).is_open
        assert stage.sari.buttons() == ["Sudah selesai", "Belum selesai"]
        assert stage.sari.sees(2).count("Apakah masalahnya") == 2


async def test_a_short_word_may_answer_a_question_of_the_agencys(theatre: Theatre) -> None:
    async with theatre("sudah-untuk-pertanyaan-dinas", "“Sudah” sebagai jawaban atas pertanyaan dinas") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Apakah petugas kami sudah datang, Bu?", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.says("sudah")
        assert (await ticket_of(stage)).is_open
        assert stage.sari.buttons()[0].startswith(number)


async def test_not_done_reopens_at_once_and_the_reason_follows(theatre: Theatre) -> None:
    async with theatre("belum-selesai-alasan", "Belum selesai: dibuka kembali seketika, alasannya menyusul") as stage:
        number = await sari_files(stage)
        await budi_answers(stage, finished=True)
        await stage.later(days=1)
        await stage.sari.presses("Belum selesai")
        reopened = await ticket_of(stage)
        assert (reopened.status, reopened.awaits_follow_up) == (Status.IN_PROGRESS, True)
        assert "Kamis, 26 November 2026" in stage.sari.sees()
        assert "belum selesai" in stage.budi.sees()
        assert f"{number} (PUPR)" in stage.rina.sees()
        await stage.sari.presses("Baru sebagian")
        assert "Baru sebagian" in stage.budi.sees()
        assert "Baru sebagian" in stage.rina.sees()
        await stage.sari.says("yang sisi kiri masih berlubang")
        assert "sisi kiri" in stage.budi.sees()
        assert "sisi kiri" in stage.rina.sees()
        told = [event for event in await history_of(stage) if event.kind is EventKind.EXPLAINED]
        assert [(event.data, event.text) for event in told] == [
            ({"why": "partly"}, ""),
            ({}, "yang sisi kiri masih berlubang"),
        ]


async def test_a_reason_in_words_and_with_a_photo(theatre: Theatre) -> None:
    async with theatre("alasan-dengan-foto", "Alasan dengan foto, sebagai balasan") as stage:
        await sari_files(stage)
        await budi_answers(stage)
        await stage.sari.presses("Belum selesai")
        await stage.sari.says("masih begini", photo=True, reply_to="dibuka kembali")
        assert (await kinds(stage))[-1] == "explained"
        assert "masih begini" in stage.rina.sees(2)


async def test_silence_closes_after_an_announcement(theatre: Theatre) -> None:
    async with theatre("diam-lalu-ditutup", "Pelapor diam: diumumkan, lalu ditutup") as stage:
        await sari_files(stage)
        await budi_answers(stage, finished=True)
        count = len(stage.sari.messages())
        await stage.later(days=7)
        assert len(stage.sari.messages()) == count
        stage.scene("Dua hari kerja sebelum ditutup")
        await stage.later(days=1)
        assert "Senin, 7 Desember 2026" in stage.sari.sees()
        assert stage.sari.buttons() == ["Sudah selesai", "Belum selesai"]
        await stage.later(days=2)
        assert (await ticket_of(stage)).status is Status.ANSWERED
        stage.scene("Sesudah hari terakhir")
        await stage.later(days=1)
        closed = await ticket_of(stage)
        assert closed.status is Status.CLOSED
        assert (await kinds(stage))[-1] == "expired"
        assert stage.sari.buttons() == ["1 ⭐", "2 ⭐", "3 ⭐", "4 ⭐", "5 ⭐", "Belum selesai"]
        await stage.later(days=3)
        assert stage.sari.sees_all().count("tidak ada kabar lagi") == 1
        stage.scene("Ternyata belum beres")
        await stage.sari.presses("Belum selesai", under="tidak ada kabar lagi")
        assert (await ticket_of(stage)).status is Status.IN_PROGRESS


async def test_who_kept_silent_may_still_give_stars(theatre: Theatre) -> None:
    async with theatre("diam-lalu-menilai", "Menilai setelah laporan ditutup karena diam") as stage:
        await sari_files(stage)
        await budi_answers(stage, finished=True)
        await stage.later(days=8)
        await stage.later(days=3)
        await stage.sari.presses("4 ⭐", under="tidak ada kabar lagi")
        await stage.sari.presses("Lewati")
        assert (await ticket_of(stage)).stars == 4
        assert "⭐⭐⭐⭐" in stage.budi.sees()
        assert (await kinds(stage))[-2:] == ["expired", "rated"]


async def test_a_reply_makes_the_silence_begin_anew(theatre: Theatre) -> None:
    async with theatre("diam-terputus", "Balasan pelapor memulai hitungan baru") as stage:
        await sari_files(stage)
        await budi_answers(stage, finished=True)
        await stage.later(days=5)
        await stage.sari.says("Sebentar, saya lihat dulu ke lokasi", reply_to="sudah ditangani")
        await stage.later(days=7)
        assert "kami tutup" not in stage.sari.sees_all()
        await stage.later(days=1)
        assert "kami tutup" in stage.sari.sees()


async def test_the_announcement_ends_with_the_answer_to_it(theatre: Theatre) -> None:
    async with theatre("pengumuman-dijawab", "Menjawab pengumuman penutupan") as stage:
        await sari_files(stage)
        await budi_answers(stage, finished=True)
        await stage.later(days=8)
        await stage.sari.presses("Sudah selesai", under="kami tutup")
        await stage.sari.presses("5 ⭐")
        await stage.later(days=5)
        assert (await kinds(stage)).count("expired") == 0


async def test_stars_may_be_typed_in_reply_to_the_question(theatre: Theatre) -> None:
    async with theatre("bintang-dibalas", "Bintang diketik sebagai balasan, juga jauh hari kemudian") as stage:
        await sari_files(stage)
        await budi_answers(stage)
        await stage.sari.presses("Sudah selesai")
        await stage.later(days=1)
        await stage.sari.says("4 bintang", reply_to="Seberapa puas")
        assert (await ticket_of(stage)).stars == 4
        assert "Terima kasih atas penilaiannya" in stage.sari.sees(), "said below the words, not above them"
        await stage.sari.says("Petugasnya ramah", reply_to="Seberapa puas")
        assert await kinds(stage) == ["submitted", "assigned", "followed_up", "confirmed", "rated", "commented"]


async def test_a_number_of_stars_that_there_is_not_is_asked_about(theatre: Theatre) -> None:
    async with theatre("bintang-di-luar-lima", "Enam bintang, atau nol") as stage:
        await sari_files(stage)
        await budi_answers(stage)
        await stage.sari.presses("Sudah selesai")
        for text in ("6", "0", "bintang 10", "⭐⭐⭐⭐⭐⭐"):
            await stage.sari.says(text)
            assert "1 sampai 5" in stage.sari.sees(), text
        await stage.sari.says("100", reply_to="1 sampai 5")
        assert "1 sampai 5" in stage.sari.sees()
        assert not (await ticket_of(stage)).is_open, "no number means not done"
        await stage.sari.says("5")
        assert (await ticket_of(stage)).stars == 5
