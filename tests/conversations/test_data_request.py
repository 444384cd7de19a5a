"""Data wanted: the agency asks, the clock stands still, the citizen answers, or the ticket is archived."""

from tests.conversations.acts import BRIDGE, POTHOLES, files, kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import Stage
from tickets.ticket import Status

QUESTION = "Di kilometer berapa lubangnya, dan di lajur kiri atau kanan?"


async def budi_asks(stage: Stage, question: str = QUESTION) -> None:
    """From the button to the sent question."""
    await stage.budi.presses("Minta data")
    await stage.budi.says(question, reply_to="dengan pertanyaan yang jelas")
    await stage.budi.presses("Kirim pertanyaan")


async def test_the_agency_asks_and_the_clock_runs_again_with_the_answer(theatre: Theatre) -> None:
    async with theatre("minta-data", "Instansi meminta data, tenggat berhenti selama menunggu") as stage:
        await sari_files(stage)
        await budi_asks(stage)
        assert QUESTION in stage.sari.sees()
        assert stage.sari.buttons() == ["Jawab"]
        assert "Senin, 7 Desember 2026" in stage.sari.sees()
        waiting = await ticket_of(stage)
        assert (waiting.status, waiting.awaits_follow_up) == (Status.WAITING_REPORTER, False)
        assert "Menunggu data pelapor" in stage.budi.sees_all()
        await stage.later(days=3, remark="Tiga hari kerja berlalu; tidak ada pengingat tenggat.")
        assert "Tenggat tindak lanjutnya" not in stage.budi.sees_all()

        await stage.sari.says("KM 12, lajur kiri, depan SPBU", reply_to="memerlukan data")
        assert "KM 12, lajur kiri" in stage.budi.sees_all()
        assert "Selasa, 1 Desember 2026" in stage.sari.sees()
        supplied = await ticket_of(stage)
        assert (supplied.status, supplied.awaits_follow_up) == (Status.IN_PROGRESS, True)
        assert await kinds(stage) == ["submitted", "assigned", "asked", "supplied"]
        await stage.later(days=2, remark="Dua hari kerja kemudian, sehari sebelum tenggat yang baru.")
        await stage.later(days=1)
        assert "hari ini" in stage.budi.sees()


async def test_a_question_is_edited_before_and_after_it_was_sent(theatre: Theatre) -> None:
    async with theatre("pertanyaan-disunting", "Pertanyaan disunting", undo_seconds=10) as stage:
        number = await sari_files(stage)
        await stage.budi.presses("Minta data")
        await stage.budi.says("Di kilometr berapa?", reply_to="dengan pertanyaan yang jelas")
        stage.scene("Sebelum dikirim: pratinjaunya ikut")
        await stage.budi.edits("kilometr", "Di kilometer berapa?")
        preview, _ = stage.button(stage.pupr, "Kirim pertanyaan")
        assert "Di kilometer berapa?" in preview.text
        await stage.budi.edits("kilometer", "Di?")
        assert "Di kilometer berapa?" in stage.find(stage.pupr, "Pratinjau pertanyaan").text, "that is no question"
        await stage.budi.presses("Kirim pertanyaan")
        stage.scene("Dalam sepuluh detik: yang terkirim ikut")
        await stage.budi.edits("Di?", "Di kilometer berapa, lajur kiri atau kanan?")
        await stage.later(seconds=10, remark="10 detik kemudian")
        assert "lajur kiri atau kanan?" in stage.sari.sees()
        stage.scene("Setelah terkirim: grup diberi tahu")
        await stage.budi.edits("lajur kiri", "Di kilometer berapa, dan desa apa?")
        assert f"untuk {number} sudah terkirim tulisan sebelumnya" in stage.budi.sees()
        assert "desa apa" not in stage.sari.sees_all()


async def test_an_album_comes_with_the_question(theatre: Theatre) -> None:
    async with theatre("pertanyaan-dengan-album", "Pertanyaan dengan beberapa foto") as stage:
        number = await sari_files(stage)
        await stage.budi.presses("Minta data")
        stage.scene("Foto tanpa pertanyaan: dimintai sekali, bukan sekali per foto")
        await stage.budi.says(album=3, reply_to="dengan pertanyaan yang jelas")
        assert stage.budi.sees_all().count("dengan pertanyaan yang jelas") == 2
        stage.scene("Dengan pertanyaan: semua fotonya ikut")
        await stage.budi.says("Lubang yang mana dari tiga ini?", album=3, reply_to="dengan pertanyaan yang jelas")
        assert "📎 3 lampiran" in stage.find(stage.pupr, "Pratinjau pertanyaan").text
        await stage.budi.presses("Kirim pertanyaan")
        assert "Lubang yang mana dari tiga ini?" in stage.sari.sees_all()
        assert [message.kind for message in stage.sari.messages()[-3:]] == ["photo"] * 3
        await stage.sari.says("Yang kedua", reply_to="Lubang yang mana")
        assert "Yang kedua" in stage.budi.sees_all()
        assert await kinds(stage, number) == ["submitted", "assigned", "asked", "supplied"]


async def test_jawab_opens_the_answer_and_several_short_messages_belong_to_it(theatre: Theatre) -> None:
    async with theatre("jawab-dengan-tombol", "Jawab dengan tombol, dalam beberapa pesan pendek") as stage:
        await sari_files(stage)
        await budi_asks(stage)
        await stage.sari.presses("Jawab")
        await stage.sari.says("km 12 bu")
        await stage.sari.says("dpn SPBU, lajur kiri")
        assert await kinds(stage) == ["submitted", "assigned", "asked", "supplied", "replied"]
        await stage.sari.presses("Jawab")
        assert "Sedang ditindaklanjuti" in stage.sari.sees()


async def test_what_is_typed_while_data_are_wanted_is_asked_about_not_guessed(theatre: Theatre) -> None:
    async with theatre("jawaban-atau-laporan-baru", "Mengetik tanpa membalas: jawaban atau laporan baru?") as stage:
        number = await sari_files(stage)
        await budi_asks(stage)
        await stage.sari.says("KM 12 depan SPBU")
        assert stage.sari.buttons() == [f"Jawaban untuk {number}", "Laporan baru"]
        await stage.sari.says("yang lajur kiri")
        assert "KM 12 depan SPBU yang lajur kiri" in stage.sari.sees(), "it joins what waits, and she hears that"
        await stage.sari.presses("Jawaban untuk")
        async with stage.looks() as unit:
            ticket = await unit.tickets.by_number(number)
            assert ticket is not None
            assert (await unit.tickets.history(ticket.id))[-1].text == "KM 12 depan SPBU\nyang lajur kiri"


async def test_words_after_the_agencys_answer_are_about_that_and_not_swallowed(theatre: Theatre) -> None:
    async with theatre("data-tidak-ditunggu-lagi", "Sementara ditanya, instansi sudah menjawab") as stage:
        await sari_files(stage)
        await budi_asks(stage)
        await stage.sari.says("maksudnya KM berapa ya pak, saya cuma tahu dekat pasar")
        assert "Jawaban untuk" in stage.sari.buttons()[0]
        await stage.budi.says("Sudah ketemu, besok kami tambal.", reply_to="🎫")
        await stage.budi.presses("Kirim ke pelapor")
        stage.scene("Kata berikutnya tentang jawaban itu")
        told = len(stage.sari.messages())
        await stage.sari.says("belum beres juga pak")
        assert len(stage.sari.messages()) > told
        assert "Apa yang belum beres?" in stage.sari.sees()


async def test_a_new_matter_typed_while_data_are_wanted_becomes_a_new_report(theatre: Theatre) -> None:
    async with theatre("laporan-baru-saat-ditanya", "Laporan baru sementara data masih diminta") as stage:
        await sari_files(stage)
        await budi_asks(stage)
        await stage.sari.says("Lampu jalan di depan pasar Martapura padam sejak Senin")
        await stage.sari.presses("Laporan baru")
        assert "Langkah 2 dari 3" in stage.sari.sees()
        assert (await ticket_of(stage)).status is Status.WAITING_REPORTER
        await stage.sari.presses("Laporan baru")
        assert "sudah tidak berlaku" in stage.sari.sees()


async def test_danger_is_never_taken_for_data(theatre: Theatre) -> None:
    async with theatre("bahaya-saat-ditanya", "Bahaya sementara data masih diminta") as stage:
        await sari_files(stage)
        await budi_asks(stage)
        await stage.sari.says("Tolong ada kebakaran besar di Pasar Martapura sekarang")
        assert "hubungi dahulu" in stage.sari.sees_all()


async def test_a_second_admin_and_a_stranger_cannot_ask(theatre: Theatre) -> None:
    async with theatre("minta-data-ditolak", "Pertanyaan kedua, dan tombol dari grup lain") as stage:
        await sari_files(stage)
        wati, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Wati", "Bu Wati, DISHUB")
        stage.forget()
        await stage.budi.presses("Minta data")
        await stage.budi.says("?", reply_to="dengan pertanyaan yang jelas")
        assert "terlalu singkat" in stage.budi.sees()
        await stage.budi.says(QUESTION, reply_to="terlalu singkat")
        ani = stage.member(stage.pupr, "Ani", "Bu Ani, PUPR")
        await stage.budi.presses("Minta data", under="Jalan provinsi")
        await ani.says("Ada fotonya?", reply_to="dengan pertanyaan yang jelas")
        await ani.presses("Kirim pertanyaan", under="Ada fotonya?")
        await stage.budi.presses("Kirim pertanyaan", under="kilometer")
        assert "sudah ditanyai" in stage.budi.sees()
        await stage.budi.presses("Batal", under="kilometer")
        ticket = await ticket_of(stage)
        await wati.presses_forged(f"t:ask:{ticket.id}", under="Grup")
        assert "bukan tiket grup ini" in wati.sees()
        assert await kinds(stage) == ["submitted", "assigned", "asked"]


async def test_without_data_the_citizen_is_reminded_told_and_the_ticket_archived(theatre: Theatre) -> None:
    async with theatre("data-tidak-dilengkapi", "Data tidak dilengkapi: diingatkan, diberi tahu, diarsipkan") as stage:
        await sari_files(stage)
        await budi_asks(stage)
        stage.scene("Lima hari kerja kemudian")
        await stage.later(days=5)
        assert "masih menunggu data" in stage.sari.sees()
        count = len(stage.sari.messages())
        await stage.later(days=2)
        assert len(stage.sari.messages()) == count
        stage.scene("Dua hari kerja sebelum diarsipkan")
        await stage.later(days=1)
        assert "Senin, 7 Desember 2026" in stage.sari.sees()
        assert "diarsipkan" in stage.sari.sees()
        stage.scene("Sesudah hari terakhir")
        await stage.later(days=2)
        assert (await ticket_of(stage)).status is Status.WAITING_REPORTER
        await stage.later(hours=14.9)
        assert (await ticket_of(stage)).status is Status.WAITING_REPORTER
        await stage.later(hours=8.2, remark="Pukul 08.06 keesokan harinya.")
        assert (await ticket_of(stage)).status is Status.ARCHIVED
        assert "diarsipkan" in stage.sari.sees()
        assert "diarsipkan" in stage.budi.sees()
        stage.scene("Jawaban yang terlambat membuka tiket kembali")
        await stage.sari.says("Maaf baru sempat. KM 12, lajur kiri.", reply_to="karena datanya tidak dilengkapi")
        reopened = await ticket_of(stage)
        assert (reopened.status, reopened.awaits_follow_up) == (Status.IN_PROGRESS, True)


async def test_the_group_hears_of_the_archiving_after_its_silent_hours(theatre: Theatre) -> None:
    async with theatre("diarsipkan-saat-senyap", "Diarsipkan pada jam senyap grup") as stage:
        await sari_files(stage)
        await stage.budi.says("/senyap 17.00-10.00")
        await budi_asks(stage)
        await stage.later(days=8)
        await stage.later(days=2)
        await stage.later(hours=23.2, remark="Pukul 08.12 keesokan harinya: jam senyap")
        assert (await ticket_of(stage)).status is Status.ARCHIVED
        assert "diarsipkan: data" not in stage.budi.sees_all()
        await stage.later(hours=2, remark="Pukul 10.12")
        assert "diarsipkan: data" in stage.budi.sees()


async def test_a_downtime_over_the_announcement_moves_the_end(theatre: Theatre) -> None:
    async with theatre("bot-mati-saat-pengumuman", "Bot mati saat pengumuman: akhir penantian ikut mundur") as stage:
        await sari_files(stage)
        await budi_asks(stage)
        await stage.bot_stops()
        await stage.later(days=12, remark="Bot mati selama dua belas hari kerja.")
        await stage.bot_starts()
        assert stage.sari.sees_all().count("masih menunggu data") == 1
        assert (await ticket_of(stage)).status is Status.WAITING_REPORTER
        assert "Jumat, 11 Desember 2026" in stage.sari.sees()
        await stage.restarts()
        assert stage.sari.sees_all().count("masih menunggu data") == 1
        await stage.later(days=3)
        assert (await ticket_of(stage)).status is Status.ARCHIVED


async def test_the_agency_may_answer_without_the_data(theatre: Theatre) -> None:
    async with theatre("menjawab-tanpa-data", "Instansi menjawab walau datanya belum datang") as stage:
        await sari_files(stage)
        await budi_asks(stage)
        await stage.later(days=1)
        await stage.budi.says("Lokasinya sudah kami temukan dan kami tambal.", reply_to="Menunggu data")
        await stage.budi.presses("Kirim ke pelapor")
        ticket = await ticket_of(stage)
        assert (ticket.status, ticket.awaiting_since) == (Status.IN_PROGRESS, None)
        await stage.later(days=9)
        assert "diarsipkan" not in stage.sari.sees(3)
        await stage.sari.presses("Belum selesai")
        assert "Jumat, 27 November 2026" in stage.sari.sees()


async def test_somebody_who_blocks_the_bot_is_asked_when_he_comes_back(theatre: Theatre) -> None:
    async with theatre("pertanyaan-tidak-sampai", "Pertanyaan untuk pelapor yang memblokir bot") as stage:
        await sari_files(stage)
        stage.script.remark("Bu Sari memblokir bot.")
        stage.world.block(stage.sari.person)
        await stage.settles()
        await budi_asks(stage)
        assert "belum sampai" in stage.budi.sees_all()
        tries = len(stage.world.calls)
        await stage.later(days=5)
        assert not [call for call in list(stage.world.calls)[tries:] if call.error]
        stage.script.remark("Bu Sari membuka blokir.")
        stage.world.unblock(stage.sari.person)
        await stage.settles()
        assert QUESTION in stage.sari.sees()


async def test_two_cases_that_wait_are_told_apart(theatre: Theatre) -> None:
    async with theatre("dua-kasus-menunggu-data", "Dua laporan menunggu data") as stage:
        first = await sari_files(stage)
        await budi_asks(stage)
        await stage.sari.says("/lapor Jembatan gantung di Desa Awang Bangkal Barat papannya lepas")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kirim")
        second = stage.number()
        assert first != second
        await budi_asks(stage, "Papan yang mana, dari arah mana?")
        await stage.sari.says("papan ketiga dari arah Karang Intan")
        assert stage.sari.buttons() == [f"Jawaban untuk {second}", f"Jawaban untuk {first}", "Laporan baru"]
        await stage.sari.says(f"Jawaban untuk {second}")
        assert (await ticket_of(stage, second)).status is Status.IN_PROGRESS
        assert (await ticket_of(stage, first)).status is Status.WAITING_REPORTER


async def test_the_coordinator_asks_about_a_ticket_without_an_agency(theatre: Theatre) -> None:
    async with theatre("koordinator-minta-data", "Koordinator meminta data sebelum menentukan instansi") as stage:
        await files(stage.sari, POTHOLES, "Lainnya / tidak tahu")
        stage.forget()
        await stage.rina.presses("Tunda")
        await stage.rina.says(
            "Ini jalan di mana, dan siapa yang mengerjakannya?", reply_to="dengan pertanyaan yang jelas"
        )
        await stage.rina.presses("Kirim pertanyaan")
        assert "Koordinator" in stage.sari.sees()
        await stage.sari.says("Jalan provinsi di Cempaka", reply_to="memerlukan data")
        await stage.rina.presses("Alihkan")


async def test_two_who_ask_at_once_each_reply_to_their_own_prompt(theatre: Theatre) -> None:
    async with theatre("minta-data-berdua", "Dua admin menekan Minta data pada tiket yang sama") as stage:
        await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await stage.budi.presses("Minta data")
        await wati.presses("Minta data")
        await stage.budi.says(QUESTION, reply_to="Budi, balas pesan ini")
        assert "Pratinjau pertanyaan" in stage.budi.sees()
        await stage.budi.presses("Kirim pertanyaan")
        assert QUESTION in stage.sari.sees()

        stage.scene("Yang kedua terlambat")
        await wati.says("Di depan rumah nomor berapa?", reply_to="Wati, balas pesan ini")
        assert "Pratinjau pertanyaan" not in stage.budi.sees()
        assert "sudah ditanyai dan belum menjawab" in stage.budi.sees()


async def test_two_open_questions_of_one_admin_are_both_sent(theatre: Theatre) -> None:
    async with theatre("minta-data-dua-pertanyaan", "Dua pertanyaan satu admin terbuka bersamaan") as stage:
        first = await sari_files(stage)
        second = await sari_files(stage, BRIDGE)
        for number, question in ((first, QUESTION), (second, "Di sungai mana jembatannya?")):
            await stage.budi.presses("Minta data", under=number)
            await stage.budi.says(question, reply_to=f"pertanyaan yang jelas untuk pelapor {number}")
        await stage.budi.presses("Kirim pertanyaan", under=first)
        assert QUESTION in stage.sari.sees()
        await stage.budi.presses("Kirim pertanyaan", under=second)
        assert "Di sungai mana" in stage.sari.sees()


async def test_a_question_outlives_a_transfer(theatre: Theatre) -> None:
    async with theatre("pertanyaan-ikut-dialihkan", "Pertanyaan kepada pelapor ikut dialihkan") as stage:
        dewi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        number = await sari_files(stage)
        await budi_asks(stage)
        await passes_on(stage)
        assert QUESTION in dewi.sees(), "the new agency learns what was asked"
        assert "masih dapat dijawab; jawabannya sampai ke Dishub" in stage.sari.sees()
        assert stage.sari.buttons() == ["Jawab"]
        stage.scene("Mengetik tanpa membalas: ditanya dulu")
        await stage.sari.says("KM 12 depan SPBU")
        assert stage.sari.buttons() == [f"Jawaban untuk {number}", "Laporan baru"]
        await stage.sari.presses("Jawaban untuk")
        assert "Menjawab pertanyaan: " + QUESTION in dewi.sees()
        assert "KM 12 depan SPBU" in dewi.sees()
        assert "KM 12" not in stage.budi.sees_all()
        stage.scene("Yang menyusul ikut; sesudah itu tidak ditanyakan lagi")
        await stage.sari.says("lajur kiri")
        assert "lajur kiri" in dewi.sees()
        assert "Menjawab" not in dewi.sees()
        await stage.later(days=1, remark="Keesokan harinya")
        await stage.sari.says("Lampu jalan di gang kami mati semua")
        assert f"Jawaban untuk {number}" not in stage.sari.buttons(), "it was answered"
        ticket = await ticket_of(stage, number)
        assert (ticket.agency, ticket.awaits_follow_up) == ("DISHUB", True)


async def test_jawab_works_after_a_transfer_until_the_new_agency_answers(theatre: Theatre) -> None:
    async with theatre("jawab-setelah-dialihkan", "Jawab setelah tiket dialihkan") as stage:
        dewi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        number = await sari_files(stage)
        await budi_asks(stage)
        await passes_on(stage)
        await stage.sari.presses("Jawab", under="memerlukan data")
        await stage.sari.says("KM 12", photo=True)
        assert "Menjawab pertanyaan" in dewi.sees_all()
        await stage.sari.presses("Jawab", under="memerlukan data")
        assert "Diteruskan ke Dishub" in stage.sari.sees(), "there is nothing left to answer"
        assert await kinds(stage, number) == ["submitted", "assigned", "asked", "transferred", "replied"]


async def passes_on(stage: Stage) -> None:
    """Budi gives it to Dishub."""
    await stage.budi.presses("Alihkan")
    await stage.budi.presses("Berikutnya ›")
    await stage.budi.presses("Dishub")
    await stage.budi.says("Rambu, bukan jalan", reply_to="dengan alasan")
