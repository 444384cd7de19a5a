"""/blokir: a reporter files nothing new for a while; who it is stays closed, and nothing else of theirs is stopped."""

import sqlalchemy as sa

from storage import tables
from tests.conversations.acts import POTHOLES, a_neighbour_files, files, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.conversations.test_search import alone
from tests.conversations.test_secret import inspectorate, reports_levies
from tests.support.stage import MARTAPURA, Stage
from tickets.audit import Search

TREE = "Pohon tumbang menutup trotoar di depan sekolah"


async def blocked(stage: Stage, number: str, days: str = "7 hari") -> None:
    """Rina blocks the reporter, offstage."""
    await stage.rina.says(f"/blokir {number} mengirim iklan terus-menerus")
    await stage.rina.presses(days)
    await stage.rina.presses("Ya, blokir")
    stage.forget()


async def test_a_reporter_is_blocked_told_once_and_free_again(theatre: Theatre) -> None:
    async with theatre("blokir", "Pelapor diblokir: alasan, lama, satu pesan, lalu berakhir sendiri") as stage:
        number = await sari_files(stage)
        await stage.rina.says(f"/blokir {number}")
        assert "siapa pelapornya tidak dibuka" in stage.rina.sees()
        assert stage.rina.buttons()[-1] == "Batal"
        await stage.rina.presses("Laporan palsu")
        assert stage.rina.buttons() == ["1 hari", "7 hari", "30 hari", "90 hari", "Batal"]
        await stage.rina.presses("7 hari")
        assert "selama 7 hari" in stage.rina.sees()
        await stage.rina.presses("Ya, blokir", twice=True)
        assert "diblokir sampai 30 Nov" in stage.rina.sees()
        assert "Sari" not in stage.rina.sees_all()

        stage.scene("Bu Sari ingin melapor lagi")
        told = len(stage.sari.messages())
        await stage.sari.says(TREE)
        assert "tidak kami terima sampai Senin, 30 November 2026" in stage.sari.sees()
        assert "Laporan palsu atau main-main" in stage.sari.sees()
        assert "Hubungi Admin Lapor" in stage.sari.sees()
        await stage.sari.says(TREE)
        await stage.sari.says("/lapor")
        assert len(stage.sari.messages()) == told + 1, "one message, then silence"

        stage.scene("Yang sudah ada tetap berjalan")
        await stage.sari.says("Lubangnya sekarang dua", reply_to=number)
        assert "Lubangnya sekarang dua" in stage.budi.sees_all()
        await stage.sari.says("/laporansaya")
        assert number in stage.sari.sees()
        await stage.sari.says("/datasaya")
        name, data = stage.sari.receives()
        assert name.endswith(".json")
        assert b"Laporan palsu atau main-main" in data

        stage.scene("Koordinator melihat daftarnya")
        await stage.rina.says("/blokir")
        assert "3 laporan ditolak" in stage.rina.sees()
        assert f"Buka blokir {number}" in stage.rina.buttons()
        ticket = await ticket_of(stage, number)
        async with stage.looks() as unit:
            (entry,) = await unit.audit.read(Search(ticket=ticket.id), 9)
            assert (entry.action, entry.data, entry.about) == ("block_placed", {"days": "7", "why": "false"}, None)

        stage.scene("Tujuh hari kemudian")
        await stage.later(days=5, hours=1, remark="Tujuh hari berlalu.")
        await files(stage.sari, TREE, "Jalan & jembatan")
        assert "Nomor tiket" in stage.sari.sees()
        async with stage.looks() as unit:
            assert await unit.blocks.running(ticket.created_at, 9) == (), "nothing is kept of it"


FIRE = "Tolong, rumah tetangga kebakaran, api membesar"


async def test_danger_is_answered_with_the_numbers_every_time(theatre: Theatre) -> None:
    async with theatre("blokir-bahaya", "Diblokir, dan ada bahaya: nomor darurat tetap diberikan") as stage:
        await blocked(stage, await sari_files(stage))
        for _ in range(2):
            await stage.sari.says(FIRE)
        told = stage.sari.sees_all()
        assert told.count("jangan menunggu jawaban di sini") == 2
        assert "☎️ 112" in told
        assert told.count("Pesan ini hanya dikirim satu kali") == 1


async def test_what_somebody_blocked_writes_of_danger_is_kept_and_becomes_a_ticket(theatre: Theatre) -> None:
    async with theatre("blokir-bahaya-diloloskan", "Bahaya dari pelapor yang diblokir menjadi tiket") as stage:
        number = await sari_files(stage)
        await blocked(stage, number)
        heard = len(stage.rina.messages()), len(stage.budi.messages())
        await stage.sari.says(FIRE)
        assert "Tidak ada petugas yang datang karena pesan ini" in stage.sari.sees_all()
        assert "disimpan agar koordinator dapat melihatnya" in stage.sari.sees_all()
        told = len(stage.sari.messages())
        await stage.sari.says("di belakang pasar Martapura")
        assert len(stage.sari.messages()) == told, "what is added is kept in silence"
        assert (len(stage.rina.messages()), len(stage.budi.messages())) == heard, "nobody is rung out of bed"
        await stage.sari.says("/datasaya")
        _, data = stage.sari.receives()
        assert FIRE.encode() in data

        stage.scene("Koordinator melihatnya")
        stage.forget()
        await stage.rina.says("/meja")
        assert "1 laporan tertahan batas atau blokir" in stage.rina.sees()
        await stage.rina.says("/blokir")
        assert "ditolak" not in stage.rina.sees(), "else the hour would tell whose block it is"
        await stage.rina.says("/tertahan")
        assert "pelapor yang diblokir melaporkan bahaya" in stage.rina.sees()
        assert FIRE in stage.rina.sees()
        assert "Kabupaten Banjar" in stage.rina.sees()
        assert number not in stage.rina.sees()
        assert "Sari" not in stage.rina.sees()
        assert stage.rina.buttons() == ["Loloskan 1", "Abaikan 1"]
        await stage.rina.presses("Loloskan 1", twice=True)
        assert "Laporan terkirim" in stage.sari.sees()
        await stage.rina.says("/tertahan")
        assert "Tidak ada" in stage.rina.sees()
        passed = stage.number()
        ticket = await ticket_of(stage, passed)
        assert (ticket.urgent, ticket.agency, ticket.anonymous) == (True, None, True)
        assert ticket.text == f"{FIRE}\ndi belakang pasar Martapura"
        async with stage.looks() as unit:
            (entry,) = await unit.audit.read(Search(action="report_let_through"), 9)
            assert entry.data == {"why": "blocked"}
            assert len(await unit.people.consents(ticket.reporter_id)) == 1, (
                "to the first report; this one was not sent"
            )


async def test_it_is_set_aside_and_one_an_hour_is_kept(theatre: Theatre) -> None:
    async with theatre(
        "blokir-bahaya-diabaikan", "Bahaya dari pelapor yang diblokir diabaikan; satu dalam satu jam"
    ) as stage:
        await blocked(stage, await sari_files(stage))
        await stage.sari.says(FIRE)
        stage.forget()
        rina = alone(stage)
        await rina.says("/tertahan")
        await stage.budi.presses_forged("T:drop:1", under="🎫")
        await rina.presses("Abaikan 1", twice=True)
        assert "Diabaikan oleh Rina" in rina.sees_all()
        async with stage.looks() as unit:
            (entry,) = await unit.audit.read(Search(action="report_set_aside"), 9)
            assert (entry.ticket, entry.about) == (None, None)
        await stage.sari.says("Kebakaran lagi, tolong, api membesar")
        assert "tidak dibaca petugas" in stage.sari.sees()
        await rina.says("/tertahan")
        assert "Tidak ada" in rina.sees()
        await stage.later(hours=1, remark="Satu jam kemudian.")
        await stage.sari.says("Kebakaran lagi, tolong, api membesar")
        await rina.says("/tertahan")
        assert "Kebakaran lagi" in rina.sees()
        await stage.later(hours=1, remark="Satu jam kemudian.")
        await stage.sari.says(TREE)
        await rina.says("/tertahan")
        assert TREE not in rina.sees(), "it is no danger, and comes too late to belong to it"
        await stage.later(days=7, hours=1, remark="Seminggu kemudian.")
        await rina.says("/tertahan")
        assert "Tidak ada" in rina.sees()


async def test_an_open_draft_that_tells_of_danger_is_seen_and_stays_with_its_writer(theatre: Theatre) -> None:
    async with theatre("blokir-bahaya-draf", "Diblokir, dan draf yang terbuka menceritakan bahaya") as stage:
        number = await sari_files(stage)
        await stage.sari.says(TREE)
        await blocked(stage, number)
        await stage.sari.says("pohonnya menimpa kabel, ada orang tersengat listrik")
        assert "disimpan agar koordinator dapat melihatnya" in stage.sari.sees_all()
        await stage.sari.presses("Ketertiban & bencana")
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Kirim")
        stage.forget()
        await stage.rina.says("/tertahan")
        assert "tersengat listrik" in stage.rina.sees()
        await stage.rina.presses("Abaikan 1")
        await stage.rina.says("/tertahan")
        assert "Tidak ada" in stage.rina.sees()
        await stage.rina.says(f"/bukablokir {number}")
        await stage.sari.presses("Kirim")
        assert "Nomor tiket" in stage.sari.sees()


async def test_an_unfinished_draft_of_danger_is_let_through_as_far_as_it_came(theatre: Theatre) -> None:
    async with theatre("blokir-bahaya-belum-lengkap", "Draf bahaya yang belum lengkap diloloskan") as stage:
        number = await sari_files(stage)
        await stage.sari.says(TREE)
        await blocked(stage, number)
        await stage.sari.says("pohonnya menimpa kabel, ada orang tersengat listrik")
        await stage.rina.says("/tertahan")
        await stage.rina.presses("Loloskan 1")
        assert "Laporan terkirim" in stage.sari.sees()
        await stage.sari.says("/status")
        assert "belum selesai diisi" not in stage.sari.sees(), "the draft became the ticket"
        assert "tempat belum disebutkan" in stage.rina.sees_all()
        await stage.rina.presses("Ubah", under="🎫")
        await stage.rina.presses("Kabupaten/kota")
        await stage.rina.presses("Kota Banjarbaru")
        assert "Kota Banjarbaru" in stage.rina.sees()


async def test_what_is_kept_goes_with_its_writer_and_is_sealed(theatre: Theatre) -> None:
    async with theatre("blokir-bahaya-hapus-data", "Kabar bahaya dihapus bersama pelapornya") as stage:
        await blocked(stage, await sari_files(stage))
        await stage.sari.says(FIRE)
        async with stage.looks() as unit:
            ((sealed,),) = (await unit.held_reports._run(sa.select(tables.held_reports.c.content))).all()
            assert sealed
            assert b"kebakaran" not in sealed
        await stage.sari.says("/hapusdata")
        await stage.sari.presses("Ya, hapus data saya")
        await stage.later(seconds=180)
        stage.forget()
        await stage.rina.says("/tertahan")
        assert "Tidak ada" in stage.rina.sees()
        async with stage.looks() as unit:
            assert await unit.held_reports.oldest(9) == ()
        await stage.sari.says(FIRE)
        assert "tidak dibaca petugas" in stage.sari.sees_all(), "the hour is not over"


async def test_a_secret_cry_and_one_about_the_desk_itself(theatre: Theatre) -> None:
    async with theatre("blokir-bahaya-rahasia", "Bahaya yang rahasia, dan yang tentang koordinator sendiri") as stage:
        await inspectorate(stage)
        await blocked(stage, await sari_files(stage))
        tono = stage.citizen("Tono", "Pak Tono, warga")
        await blocked(stage, await a_neighbour_files(stage, "Tono"))
        await stage.sari.says("Tolong, suami saya memukuli saya dan anak saya, saya takut dibunuh malam ini")
        await tono.says("Pegawai Diskominfo minta uang pungli dan mengancam membunuh saya, tolong")
        assert "disimpan agar koordinator" in stage.sari.sees_all()
        assert "tidak dibaca petugas" in tono.sees_all(), "nobody may look at it, and nobody promises that"
        stage.forget()
        await stage.rina.says("/tertahan")
        assert "🔒 laporan rahasia" in stage.rina.sees()
        assert "suami" not in stage.rina.sees()
        assert "Diskominfo" not in stage.rina.sees()
        assert stage.rina.buttons() == ["Loloskan 1", "Abaikan 1"]
        await stage.rina.presses("Loloskan 1")
        assert "laporan rahasia" in stage.rina.sees()


async def test_a_draft_that_was_open_stays_and_is_sent_when_the_block_is_lifted(theatre: Theatre) -> None:
    async with theatre("blokir-draf", "Diblokir saat mengisi laporan; dibuka lebih awal oleh koordinator") as stage:
        number = await sari_files(stage)
        await stage.sari.says(TREE)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says(location=MARTAPURA)
        await blocked(stage, number)
        await stage.sari.presses("Kirim")
        assert "tidak kami terima" in stage.sari.sees()
        assert TREE not in stage.budi.sees_all()
        await stage.rina.says(f"/bukablokir {number}")
        assert "dibuka oleh Rina" in stage.rina.sees()
        assert "dapat membuat laporan baru lagi" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        assert "Nomor tiket" in stage.sari.sees()
        await stage.rina.says(f"/bukablokir {number}")
        assert "tidak sedang diblokir" in stage.rina.sees()
        ticket = await ticket_of(stage, number)
        async with stage.looks() as unit:
            done = await unit.audit.read(Search(ticket=ticket.id), 9)
            assert [entry.action for entry in done] == ["block_lifted", "block_placed"]


async def test_by_a_reply_in_the_group_and_alone_with_words_as_the_reason(theatre: Theatre) -> None:
    async with theatre("blokir-balasan", "/blokir sebagai balasan, alasan ditulis, batal, tombol di daftar") as stage:
        number = await sari_files(stage)
        other = await a_neighbour_files(stage, "Tono")
        await stage.rina.says(f"/tiket {number}")
        await stage.rina.says("/blokir", reply_to=number)
        await stage.rina.says("ya", reply_to="perlu diblokir")
        assert "ditulis lebih jelas" in stage.rina.sees()
        await stage.rina.says("mengirim iklan judi berulang kali", reply_to="ditulis lebih jelas")
        await stage.rina.presses("30 hari")
        await stage.rina.presses("Batal")
        assert "tidak jadi diblokir" in stage.rina.sees()

        stage.scene("Di percakapan pribadi dengan bot")
        rina = alone(stage)
        await rina.says(f"/blokir {other}")
        await rina.says("mengirim iklan judi berulang kali")
        await rina.presses("1 hari")
        assert "iklan judi" in rina.sees()
        await rina.presses("Ya, blokir")
        await rina.says(f"/blokir {other} memaki petugas")
        assert "sudah diblokir" in rina.sees()
        await rina.says("/blokir")
        await rina.presses(f"Buka blokir {other}")
        assert "dibuka oleh Rina" in rina.sees()
        await rina.says("/blokir")
        assert "Tidak ada" in rina.sees()


async def test_what_one_coordinator_is_asked_another_does_not_answer_unheard(theatre: Theatre) -> None:
    async with theatre("blokir-dua-koordinator", "/blokir: koordinator lain menjawab pertanyaannya") as stage:
        number = await sari_files(stage)
        hadi = stage.member(stage.coordinator, "Hadi", "Pak Hadi, koordinator")
        await hadi.says("Saya ikut menjaga meja minggu ini")
        await stage.rina.says("/peran koordinator", reply_to="menjaga meja")
        await stage.rina.presses("Ya, berikan")
        stage.forget()
        await stage.rina.says(f"/blokir {number}")
        await hadi.says("sudah lima kali kirim iklan obat", reply_to="perlu diblokir")
        assert "itu untuk Rina" in hadi.sees()
        assert f"/blokir {number} alasannya" in hadi.sees()
        await hadi.presses("Laporan palsu")
        assert "itu untuk Rina" in hadi.sees()
        stage.scene("Bu Rina tetap dapat menjawab")
        await stage.rina.says("iklan obat terus-menerus", reply_to="perlu diblokir")
        await stage.rina.presses("Batal")
        assert "tidak jadi diblokir" in stage.rina.sees_all()
        await hadi.says("lho, kenapa batal?", reply_to="tidak jadi diblokir")
        assert "tidak berlaku lagi" in hadi.sees()
        stage.scene("Pak Hadi memblokir sendiri")
        await hadi.says(f"/blokir {number} iklan obat terus-menerus")
        await hadi.presses("7 hari")
        await hadi.presses("Ya, blokir")
        assert "oleh Hadi" in hadi.sees_all()
        assert "iklan" not in stage.sari.sees_all(), "nothing that was said of it reaches the citizen"


async def test_two_tickets_do_not_tell_that_they_have_one_reporter(theatre: Theatre) -> None:
    async with theatre("blokir-dua-tiket", "Dua tiket satu pelapor: blokir tidak mengaitkan keduanya") as stage:
        first = await sari_files(stage)
        second = await sari_files(stage, "/lapor Jembatan gantung di Mataraman putus talinya")
        assert first != second
        await blocked(stage, first)
        await blocked(stage, second, "30 hari")
        await stage.sari.says("/lapor " + TREE)
        assert "23 Desember" in stage.sari.sees()
        await stage.rina.says(f"/bukablokir {second}")
        told = len(stage.sari.messages())
        await stage.sari.says("/lapor " + TREE)
        assert len(stage.sari.messages()) == told, "the first one runs on, and she was told"
        await stage.rina.says(f"/bukablokir {first}")
        assert "dapat membuat laporan baru lagi" in stage.sari.sees()


async def test_a_block_outlives_the_wish_to_be_erased(theatre: Theatre) -> None:
    async with theatre("blokir-hapus-data", "Diblokir, lalu data dihapus: blokir berlaku sampai berakhir") as stage:
        number = await sari_files(stage)
        await blocked(stage, number)
        await stage.sari.says("/hapusdata")
        assert "tanda bahwa akun ini diblokir" in stage.sari.sees()
        await stage.sari.presses("Ya, hapus data saya")
        await stage.later(seconds=180)
        await stage.sari.says(TREE)
        assert "tidak kami terima" in stage.sari.sees()
        stage.forget()
        await stage.rina.says("/blokir")
        assert number not in stage.rina.sees(), "whose it was is not told any more"
        await stage.rina.presses("Buka blokir")
        assert "seorang pelapor dibuka" in stage.rina.sees()
        assert "dapat membuat laporan baru lagi" in stage.sari.sees()
        await stage.rina.says(f"/blokir {number} mengirim iklan lagi")
        assert "sudah dihapus" in stage.rina.sees()


async def test_a_secret_ticket_leads_to_a_block_alone_with_us_only(theatre: Theatre) -> None:
    async with theatre("blokir-rahasia", "Laporan rahasia: blokir hanya di percakapan pribadi") as stage:
        await inspectorate(stage)
        number = await reports_levies(stage, "Pegawai PUPR minta uang proyek pakai kuitansi palsu", "Bendahara PUPR")
        stage.forget()
        await stage.rina.says(f"/blokir {number} laporan palsu berulang")
        assert "percakapan pribadi" in stage.rina.sees()
        rina = alone(stage)
        await rina.says(f"/blokir {number} laporan palsu berulang")
        await rina.presses("7 hari")
        await rina.presses("Ya, blokir")
        await stage.rina.says("/blokir")
        assert number not in stage.rina.sees()
        assert "1 dari laporan rahasia" in stage.rina.sees()
        await stage.rina.says(f"/bukablokir {number}")
        assert "percakapan pribadi" in stage.rina.sees()
        await rina.says("/blokir")
        assert number in rina.sees()


async def test_the_desk_itself_is_accused_and_blocks_nobody(theatre: Theatre) -> None:
    async with theatre("blokir-koordinator-dilaporkan", "Diskominfo yang dilaporkan tidak dapat memblokir") as stage:
        await inspectorate(stage)
        number = await reports_levies(
            stage, "Pegawai Diskominfo minta uang untuk izin kanal pengaduan", "Pegawai Diskominfo"
        )
        stage.forget()
        for role in (stage.rina, alone(stage)):
            await role.says(f"/blokir {number} laporan palsu berulang")
            assert "tidak ditemukan" in role.sees()
            await role.says(f"/bukablokir {number}")
            assert "tidak ditemukan" in role.sees()


async def test_what_nobody_can_be_blocked_for(theatre: Theatre) -> None:
    async with theatre("blokir-keliru", "/blokir: yang keliru, yang tidak berwenang, tombol palsu") as stage:
        number = await sari_files(stage)
        await stage.rina.says("/blokir LP-2611-XXXXXX mengirim iklan")
        assert "tidak ditemukan" in stage.rina.sees()
        await stage.rina.says("/blokir besok saja")
        assert "tidak ditemukan" in stage.rina.sees()
        dedi = stage.member(stage.coordinator, "Dedi", "Pak Dedi, belum terdaftar")
        for role in (stage.budi, dedi):
            await role.says(f"/blokir {number} mengirim iklan")
            assert "oordinator" in role.sees()
        await stage.sari.says(f"/blokir {number} mengirim iklan")
        await stage.rina.says(f"/blokir {number} mengirim iklan")
        for data in ("K", "K:yes:1:8", "K:yes:1:x", "K:days:1:400", "K:why:1:boom", "K:lift:1", "K:yes:99:7"):
            await stage.rina.presses_forged(data, under="Berapa lama")
        await dedi.presses_forged("K:yes:1:7", under="Berapa lama")
        await stage.later(days=2, remark="Dua hari kemudian.")
        await stage.rina.presses("7 hari")
        await stage.sari.says(POTHOLES)
        assert "tidak kami terima" not in stage.sari.sees_all()
