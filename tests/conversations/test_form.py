"""The form's detours: refused answers, changed answers, going back, cancelling, coming back to an old draft."""

from datetime import date

from tests.conversations.acts import POTHOLES, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import BANJARBARU, MARTAPURA, PHOTO, SURABAYA, Role
from tickets.kinds import Kind


async def to_summary(sari: Role) -> None:
    """As quickly as can be."""
    await sari.says(POTHOLES)
    await sari.presses("Jalan & jembatan")
    await sari.says(location=MARTAPURA)
    assert "Periksa laporan" in sari.sees()


async def test_every_answer_is_refused_once(theatre: Theatre) -> None:
    async with theatre("setiap-isian-ditolak-sekali", "Setiap isian ditolak sekali") as stage:
        sari = stage.sari
        stage.scene("Isi laporan")
        await sari.says("P")
        assert "Selamat datang" in sari.sees()
        await sari.presses("Buat laporan")
        await sari.says("p")
        assert "menyimak" in sari.sees()
        await sari.says("tes tes 123")
        assert "percobaan" in sari.sees()
        await sari.says(sticker=b"stiker")
        assert "belum dapat saya baca" in sari.sees()
        await sari.says("jalan rusak")
        assert "terlalu singkat" in sari.sees()
        await sari.says("batal")
        await sari.presses("Ya, batalkan")
        await sari.says("pelayanan pemerintah jelek semua")
        assert "lebih jelas" in sari.sees()
        await sari.says("kantor camat selalu tutup jam 10, KTP kami tidak jadi-jadi")
        stage.scene("Kategori")
        await sari.says("sihir")
        assert "tidak saya kenali" in sari.sees()
        await sari.presses("KTP, KK & akta")
        stage.scene("Kabupaten/kota")
        await sari.says("banjar")
        assert "lebih dari satu tempat" in sari.sees()
        assert len(sari.buttons()) > 2
        await sari.presses("Bukan itu, lihat semua")
        await sari.says("Atlantis")
        assert "pilih kabupaten/kotanya" in sari.sees()
        await sari.says(location=SURABAYA)
        assert "tidak saya kenali di provinsi ini" in sari.sees()
        await sari.presses("Kab. Banjar")
        stage.scene("Kapan")
        await sari.presses("Kapan")
        await sari.says("besok")
        assert "belum terjadi" in sari.sees()
        await sari.says("3 Mei 2031")
        assert "belum terjadi" in sari.sees()
        await sari.says("20 November")
        assert "Jumat, 20 November 2026" in sari.sees()
        stage.scene("Lampiran")
        await sari.presses("Lampiran")
        await sari.says("sudah saya kirim kemarin")
        assert "Belum ada foto" in sari.sees()
        await sari.says(photo=True)
        assert "Lampiran: 1" in sari.sees()
        stage.scene("Jenis")
        await sari.presses("Jenis")
        await sari.says("entahlah")
        assert "tidak saya kenali" in sari.sees()
        await sari.presses("Aspirasi")
        await sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.kind, ticket.occurred_on) == (Kind.SUGGESTION, date(2026, 11, 20))


async def test_an_address_of_one_sign_is_refused(theatre: Theatre) -> None:
    async with theatre("alamat-ditolak", "Alamat yang tidak terbaca") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kab. Banjar")
        await stage.sari.says("?")
        assert "alamatnya belum terbaca" in stage.sari.sees()
        await stage.sari.says("Jl. A. Yani km 39, depan pasar")
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).address == "Jl. A. Yani km 39, depan pasar"


async def test_every_answer_can_be_changed(theatre: Theatre) -> None:
    async with theatre("ubah-setiap-isian", "Ubah setiap isian") as stage:
        sari = stage.sari
        await to_summary(sari)
        stage.scene("Isi laporan")
        await sari.presses("Ubah")
        await sari.presses("Isi laporan")
        await sari.says("Jembatan kayu di Sungai Tabuk patah, warga memutar jauh")
        assert "Jembatan kayu" in sari.sees()
        assert POTHOLES not in sari.sees(), "the new text takes the place of the old one"
        assert "sudah saya tambahkan" not in sari.sees()
        stage.scene("Kategori")
        await sari.presses("Ubah")
        await sari.presses("Kategori")
        await sari.presses("Lainnya / tidak tahu")
        assert "koordinator" in sari.sees()
        stage.scene("Kabupaten/kota")
        await sari.presses("Ubah")
        await sari.presses("Kabupaten/kota")
        await sari.presses("Kota Banjarbaru")
        assert "Kota Banjarbaru" in sari.sees()
        stage.scene("Alamat")
        await sari.presses("Ubah")
        await sari.presses("Alamat/patokan")
        await sari.says("samping kantor lurah")
        assert "samping kantor lurah" in sari.sees()
        stage.scene("Kapan")
        await sari.presses("Ubah")
        await sari.presses("Kapan")
        await sari.presses("Kemarin")
        assert "Minggu, 22 November 2026" in sari.sees()
        await sari.presses("Ubah")
        await sari.presses("Kapan")
        await sari.presses("Tidak tahu")
        assert "belum disebut" in sari.sees()
        stage.scene("Lampiran")
        await sari.presses("Lampiran")
        await sari.says(document=("surat.pdf", b"%PDF-1.4"))
        await sari.presses("Lampiran")
        await sari.presses("Hapus semua lampiran")
        assert "Lampiran: tidak ada" in sari.sees()
        stage.scene("Jenis")
        await sari.presses("Jenis")
        await sari.presses("Permintaan informasi")
        stage.scene("Tidak jadi mengubah")
        await sari.presses("Ubah")
        await sari.presses("Kembali")
        await sari.presses("Ubah")
        await sari.presses("Isi laporan")
        await sari.presses("Kembali")
        await sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert ticket.text == "Jembatan kayu di Sungai Tabuk patah, warga memutar jauh"
        assert (ticket.category, ticket.agency, ticket.region) == ("lainnya", None, "63.72")
        assert (ticket.address, ticket.occurred_on, ticket.kind) == ("samping kantor lurah", None, Kind.INFORMATION)


async def test_back_and_forth(theatre: Theatre) -> None:
    async with theatre("kembali", "Kembali ke pertanyaan sebelumnya") as stage:
        sari = stage.sari
        await sari.says(POTHOLES)
        await sari.presses("Jalan & jembatan")
        await sari.presses("Kembali")
        assert "Tentang apa" in sari.sees()
        await sari.presses("Kembali")
        assert "yang lama akan diganti" in sari.sees()
        await sari.presses("Lanjut tanpa mengubah")
        assert "kabupaten/kota mana" in sari.sees()
        await sari.says("kembali")
        await sari.says("kembali")
        await sari.says("Jembatan di Mataraman retak parah, takut putus")
        await sari.says("depan pasar")
        await sari.presses("Kirim")
        assert (await ticket_of(stage)).text == "Jembatan di Mataraman retak parah, takut putus"


async def test_cancelling_is_confirmed(theatre: Theatre) -> None:
    async with theatre("batal", "Batal dengan konfirmasi") as stage:
        sari = stage.sari
        await to_summary(sari)
        await sari.presses("Batal")
        assert "Batalkan laporan ini?" in sari.sees()
        await sari.presses("Tidak, lanjutkan")
        assert "Periksa laporan" in sari.sees()
        await sari.says("/batal")
        await sari.presses("Ya, batalkan", twice=True)
        assert "isinya sudah dihapus" in sari.sees_all()
        async with stage.looks() as unit:
            assert await unit.tickets.count_open("PUPR") == 0
        await sari.says("batal")
        assert "Tidak ada laporan yang sedang diisi" in sari.sees()


async def test_escape_words_at_every_step(theatre: Theatre) -> None:
    async with theatre("kata-jalan-keluar", "batal, ulang, kembali, menu, bantuan di setiap langkah") as stage:
        sari = stage.sari

        async def tries(question: str) -> None:
            assert question in sari.sees()
            await sari.says("bantuan")
            assert "Cara melapor" in sari.sees()
            await sari.says("menu")
            assert "masih tersimpan" in sari.sees()
            await sari.says("batal")
            await sari.says("tidak, lanjutkan")
            assert question in sari.sees()
            await sari.says("ulang")
            assert "belum terkirim" in sari.sees()
            await sari.presses("Lanjutkan")
            assert question in sari.sees()

        await sari.says("/start")
        await sari.presses("Buat laporan")
        stage.scene("Isi laporan")
        await tries("Apa yang ingin Bapak/Ibu laporkan?")
        await sari.says(POTHOLES)
        stage.scene("Kategori")
        await tries("Tentang apa laporan ini?")
        await sari.presses("Jalan & jembatan")
        stage.scene("Kabupaten/kota")
        await tries("kabupaten/kota mana")
        await sari.presses("Kab. Banjar")
        stage.scene("Alamat")
        await tries("Di mana tepatnya")
        await sari.says("depan pasar")
        stage.scene("Ringkasan")
        await tries("Periksa laporan")
        await sari.says("kembali")
        assert "Periksa laporan" in sari.sees()
        stage.scene("Mulai dari awal")
        await sari.says("ulang")
        await sari.presses("Mulai baru")
        assert "Apa yang ingin Bapak/Ibu laporkan?" in sari.sees()


async def test_a_draft_outlives_a_restart(theatre: Theatre) -> None:
    async with theatre("bot-dinyalakan-ulang", "Bot dimatikan di tengah pengisian") as stage:
        await stage.sari.says(POTHOLES, photo=True)
        await stage.restarts()
        await stage.sari.presses("Jalan & jembatan")
        await stage.bot_stops()
        stage.script.remark("Bot mati; Bu Sari tetap mengirim lokasi")
        await stage.sari.says(location=BANJARBARU)
        await stage.bot_starts()
        stage.script.remark("Bot menyala lagi")
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.region, len(ticket.attachments)) == ("63.72", 1)


async def test_an_old_draft_is_asked_about(theatre: Theatre) -> None:
    async with theatre("draf-lama", "Draf yang ditinggalkan lebih dari 12 jam") as stage:
        sari = stage.sari
        await sari.says(POTHOLES)
        await stage.later(hours=13, remark="13 jam kemudian")
        await sari.says("di Mataraman depan pasar")
        assert "belum terkirim" in sari.sees()
        await sari.says("yang dekat jembatan")
        await sari.presses("Lanjutkan")
        await sari.presses("Jalan & jembatan")
        await sari.says("samping masjid")
        assert "di Mataraman depan pasar" in sari.sees()
        assert "yang dekat jembatan" in sari.sees()
        stage.scene("Lagi 13 jam kemudian: mulai baru")
        await stage.later(hours=13)
        await sari.says("Lampu jalan PJU di simpang empat Martapura mati 4 malam")
        await sari.presses("Mulai baru")
        assert "Dishub" in sari.buttons()[0]
        await sari.presses("Lalu lintas & lampu")
        await sari.presses("Kirim")
        assert (await ticket_of(stage)).agency == "DISHUB"


async def test_danger_is_not_put_off_by_an_old_draft(theatre: Theatre) -> None:
    async with theatre("darurat-di-atas-draf-lama", "Keadaan darurat di atas draf lama") as stage:
        await stage.sari.says(POTHOLES)
        await stage.later(hours=13, remark="13 jam kemudian")
        await stage.sari.says("Tolong! rumah tetangga terbakar, api membesar di Martapura")
        assert "113" in stage.sari.sees(2)
        await stage.sari.says("batal")
        await stage.sari.presses("Tidak, lanjutkan")
        assert "api membesar" in stage.sari.sees() or "Tentang apa" in stage.sari.sees()


async def test_files_of_every_kind(theatre: Theatre) -> None:
    async with theatre("lampiran-segala-jenis", "Lampiran: video, dokumen, suara") as stage:
        await stage.sari.says(voice=b"OggS")
        assert "satu kalimat" in stage.sari.sees()
        await stage.sari.says("Jalan provinsi di Mataraman rusak parah", video=b"mp4")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("depan pasar")
        await stage.sari.presses("Lampiran")
        await stage.sari.says(document=("surat.pdf", b"%PDF-1.4"))
        await stage.sari.presses("Kirim")
        kinds = {file.kind.value for file in (await ticket_of(stage)).attachments}
        assert kinds == {"voice", "video", "document"}
        assert {message.kind for message in stage.budi.messages()} >= {"voice", "video", "document"}
        assert PHOTO
