"""The reporter after sending: hears, answers, confirms, is not content, looks things up, goes away and comes back."""

from tests.conversations.acts import files, history_of, kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tickets.ticket import Status


async def test_not_done_reopens_with_the_original_deadline(theatre: Theatre) -> None:
    async with theatre("belum-selesai", "Belum selesai: dibuka kembali dengan tenggat semula") as stage:
        number = await sari_files(stage)
        due = (await ticket_of(stage)).follow_up_due
        await stage.later(days=1, remark="Hari kerja berikutnya")
        await stage.budi.says("Sudah ditambal.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.presses("Belum selesai", twice=True)
        assert "Tenggatnya tetap Kamis, 26 November 2026" in stage.sari.sees()
        assert "belum selesai" in stage.budi.sees_all()
        assert "dibuka kembali" in stage.budi.sees_all()
        ticket = await ticket_of(stage)
        assert (ticket.reopened, ticket.follow_up_due, ticket.status) == (1, due, Status.IN_PROGRESS)
        await stage.sari.says("Hanya ditambal tanah", reply_to="Apa yang belum beres")
        assert "Hanya ditambal tanah" in stage.budi.sees()
        stage.scene("Tombol lama tidak lagi mengubah apa-apa")
        await stage.later(hours=1)
        await stage.sari.presses("Sudah selesai")
        assert "Sedang ditindaklanjuti" in stage.sari.sees()
        assert (await ticket_of(stage)).status is Status.IN_PROGRESS


async def test_a_reply_with_a_photo_reaches_the_group(theatre: Theatre) -> None:
    async with theatre("balasan-pelapor", "Balasan pelapor dengan foto") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Mohon foto lubangnya, Bu.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.says("Ini fotonya pak", photo=True, reply_to="Mohon foto")
        assert "Sudah kami sampaikan ke PUPR" in stage.sari.sees()
        assert "Ini fotonya pak" in stage.budi.sees(2)
        assert stage.budi.messages()[-1].kind == "photo"
        await stage.sari.says("dan ini dari dekat", album=2, reply_to="Mohon foto")
        assert stage.sari.sees_all().count("Sudah kami sampaikan") == 2, "an album is acknowledged once"
        await stage.budi.says("Terima kasih, sudah jelas.", reply_to="Ini fotonya pak")
        await stage.budi.presses("Kirim ke pelapor")
        assert "sudah jelas" in stage.sari.sees()
        assert (await kinds(stage)).count("replied") == 3


async def test_an_anonymous_reporter_stays_so_when_replying(theatre: Theatre) -> None:
    async with theatre("balasan-anonim", "Pelapor anonim membalas") as stage:
        number = await sari_files(stage, "Jalan provinsi berlubang dalam. Mohon nama saya jangan disebut")
        await stage.budi.says("Di kilometer berapa?", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.says("Kilometer 12", reply_to="Di kilometer")
        assert "Kilometer 12" in stage.budi.sees()
        assert "Sari" not in stage.budi.sees_all()


async def test_thanks_is_asked_about_and_a_sigh_too(theatre: Theatre) -> None:
    async with theatre("terima-kasih-dan-belum-puas", "E14, E15: terima kasih, belum puas, sudah selesai") as stage:
        number = await sari_files(stage)
        await stage.sari.says("makasih min")
        assert "Sama-sama" in stage.sari.sees()
        await stage.budi.says("Sudah ditambal.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.says("terima kasih banyak min 🙏")
        assert "Apakah masalahnya sudah selesai?" in stage.sari.sees()
        assert (await ticket_of(stage)).status is Status.IN_PROGRESS, "thanks is not assumed to be the end"
        await stage.sari.says("belum puas, jalannya ditambal tanah haja")
        assert stage.sari.buttons()[:2] == ["Sudah selesai", "Belum selesai"]
        await stage.sari.presses("Belum selesai")
        assert (await ticket_of(stage)).reopened == 1
        await stage.budi.says("Sudah diaspal.", reply_to="belum selesai")
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.says("sudah selesai")
        assert (await ticket_of(stage)).status is Status.CLOSED


async def test_a_closed_case_is_reopened_by_its_reporter(theatre: Theatre) -> None:
    async with theatre("ditutup-lalu-dibuka", "Ditutup, lalu dibuka kembali setelah lewat tenggat") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Sudah ditambal.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.presses("Sudah selesai")
        await stage.later(days=6, remark="Enam hari kerja kemudian")
        await stage.sari.says("Lubangnya ada lagi", reply_to="ditutup sebagai selesai")
        assert "sebelumnya ditutup" in stage.sari.sees()
        assert "Lubangnya ada lagi" in stage.budi.sees()
        await stage.sari.presses("Belum selesai")
        assert "sudah lewat" in stage.sari.sees()
        assert (await ticket_of(stage)).status is Status.IN_PROGRESS


async def test_looking_up_reports(theatre: Theatre) -> None:
    async with theatre("cek-status", "Cek status dan laporan saya") as stage:
        await stage.sari.says("/laporansaya")
        assert "Belum ada laporan" in stage.sari.sees()
        number = await sari_files(stage)
        joko = stage.citizen("Joko", "Pak Joko, warga")
        await stage.budi.presses("Terima")
        await stage.sari.says("/status")
        await stage.sari.presses(number)
        assert "Diterima petugas PUPR" in stage.sari.sees()
        await stage.sari.says(f"/status {number.lower().replace('-', ' ')}")
        assert "Sedang ditindaklanjuti" in stage.sari.sees()
        await stage.sari.says(number)
        assert "Sedang ditindaklanjuti" in stage.sari.sees()
        wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
        await stage.sari.says(f"/status {wrong}")
        assert "salah ketik" in stage.sari.sees()
        await joko.says(f"/status {number}")
        assert "tidak ada pada akun ini" in joko.sees()
        assert "PUPR" not in joko.sees_all()
        await stage.sari.says("/laporansaya")
        assert number in stage.sari.sees()
        await stage.sari.says("/tiket")
        await stage.sari.says("/hubungkan PUPR")
        await stage.budi.says("/status")
        assert "percakapan pribadi" in stage.budi.sees()


async def test_a_stranger_does_not_act_on_somebody_elses_ticket(theatre: Theatre) -> None:
    async with theatre("tombol-orang-lain", "Tombol palsu dari orang lain") as stage:
        number = await sari_files(stage)
        joko = stage.citizen("Joko", "Pak Joko, warga")
        await joko.says("/start")
        ticket = await ticket_of(stage)
        for data in (
            f"r:status:{ticket.id}",
            f"r:solved:{ticket.id}:0",
            f"t:take:{ticket.id}",
            "f:x:1:send",
            "x",
            "a:::",
        ):
            await joko.presses_forged(data, under="Selamat datang")
            assert number not in joko.sees_all()
            assert "tidak berlaku" in joko.sees()
        assert await kinds(stage) == ["submitted", "assigned"]


async def test_the_reporter_blocks_the_bot_and_comes_back(theatre: Theatre) -> None:
    async with theatre("pelapor-memblokir", "Pelapor memblokir bot, lalu kembali") as stage:
        number = await sari_files(stage)
        stage.script.remark("Bu Sari memblokir bot")
        stage.world.block(stage.sari.person)
        await stage.settles()
        assert "tidak dapat dihubungi" in stage.budi.sees_all()
        await stage.budi.says("Sudah ditambal.", photo=True, reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        assert "belum sampai" in stage.budi.sees()
        assert "Sudah ditambal." not in stage.sari.sees_all()
        await stage.later(days=1, remark="Hari berikutnya Bu Sari membuka blokir")
        stage.world.unblock(stage.sari.person)
        await stage.settles()
        assert "Sudah ditambal." in stage.sari.sees(2)
        assert "tidak dapat dihubungi" not in stage.budi.sees_all()
        await stage.sari.says("/start")
        assert stage.sari.sees_all().count("Sudah ditambal.") == 1, "an answer is not sent twice"
        assert (await history_of(stage))[-1].kind.value == "followed_up"


async def test_the_block_is_found_out_by_sending(theatre: Theatre) -> None:
    async with theatre("blokir-ketahuan-saat-mengirim", "Blokir baru ketahuan saat jawaban dikirim") as stage:
        number = await sari_files(stage)
        stage.script.remark("Bu Sari memblokir bot, dan Telegram tidak memberi tahu")
        stage.sari.person.blocked.add(stage.world.bot.id)
        await stage.budi.says("Sudah ditambal.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        assert "belum sampai" in stage.budi.sees()
        await stage.budi.says("Mohon kabarnya.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        assert stage.budi.sees_all().count("Pesan untuk pelapor") == 1, "the group is told once"
        stage.sari.person.blocked.clear()
        await stage.sari.says("/start")
        assert "Mohon kabarnya." in stage.sari.sees_all()


async def test_two_reporters_do_not_see_each_other(theatre: Theatre) -> None:
    async with theatre("dua-pelapor", "Dua pelapor") as stage:
        joko = stage.citizen("Joko", "Pak Joko, warga")
        first = await sari_files(stage)
        await files(joko, "Jembatan di Mataraman retak parah, takut putus", "Jalan & jembatan")
        await stage.budi.says("Jembatan diperiksa Kamis.", reply_to="Jembatan di Mataraman")
        await stage.budi.presses("Kirim ke pelapor")
        assert "Jembatan diperiksa Kamis." in joko.sees()
        assert "Jembatan" not in stage.sari.sees_all().split(first)[-1]
