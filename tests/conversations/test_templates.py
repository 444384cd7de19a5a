"""/templat: an agency's canned answers, written, used, changed by two at once, and deleted."""

from tests.conversations.acts import kinds, sari_files
from tests.conversations.conftest import Theatre, nothing_went_wrong
from tests.conversations.test_secret import PLACE, reports_levies
from tests.support.stage import Role, Stage

PATCHED = "Sudah ditambal: Laporan {nomor} ({kategori}): jalan di {tempat} sudah kami tambal. – {petugas}"


async def adds(role: Role, typed: str = PATCHED) -> None:
    await role.says(f"/templat tambah {typed}")


async def test_a_template_is_written_and_used(theatre: Theatre) -> None:
    async with theatre("templat-dipakai", "Templat ditulis dan dipakai") as stage:
        number = await sari_files(stage)
        stage.scene("Menulis templat")
        await stage.budi.says("/templat")
        assert "Sudah ditangani (contoh)" in stage.budi.sees()
        await stage.budi.presses("Tambah templat")
        await stage.budi.says(PATCHED, reply_to="balas pesan ini dengan")
        assert "Sudah ditambal disimpan" in stage.budi.sees()
        stage.scene("Memakainya untuk sebuah laporan")
        await stage.budi.says("/templat", reply_to=number)
        assert stage.budi.buttons()[:2] == ["Sudah ditambal", "Sudah ditangani"]
        assert f"Templat untuk {number}" in stage.budi.sees()
        await stage.budi.presses("Sudah ditambal", twice=True)
        filled = f"Laporan {number} (Jalan, jembatan, drainase): jalan di"
        assert stage.budi.sees_all().count("Dikirim ke pelapor?") == 1, "pressed twice is one draft"
        assert "sudah kami tambal. – Budi" in stage.budi.sees()
        assert stage.budi.buttons() == ["Kirim ke pelapor", "Catatan internal", "Ubah", "Batal"]
        assert "tambal" not in stage.sari.sees_all()
        await stage.budi.presses("Kirim ke pelapor")
        assert filled.split(" (", maxsplit=1)[0] in stage.sari.sees()
        assert (await kinds(stage))[-1] == "followed_up"


async def test_answering_offers_the_agencys_own_ones(theatre: Theatre) -> None:
    async with theatre("templat-saat-membalas", "Templat ditawarkan saat membalas") as stage:
        number = await sari_files(stage)
        await stage.budi.presses("Balas")
        assert "templat" not in stage.budi.sees_all(), "nobody wrote one yet"
        await adds(stage.budi)
        await stage.budi.presses("Balas")
        assert stage.find(stage.pupr, "Budi, balas pesan ini").keyboard == {"force_reply": True, "selective": True}
        await stage.budi.presses("Templat", under="dapat memakai templat")
        await stage.budi.presses("Sudah ditambal")
        assert f"Laporan {number}" in stage.budi.sees()
        await stage.budi.presses("Batal")
        stage.scene("Jawaban penutup")
        await stage.budi.presses("Selesai")
        await stage.budi.presses("Templat", under="dapat memakai templat")
        await stage.budi.presses("Sudah ditambal")
        assert "(jawaban penutup)" in stage.budi.sees()


async def test_it_is_changed_for_this_answer_and_taken_back(theatre: Theatre) -> None:
    async with theatre("templat-diubah-di-pratinjau", "Templat diubah di pratinjau", undo_seconds=10) as stage:
        number = await sari_files(stage)
        await adds(stage.budi, "Dijadwalkan: Perbaikan di {tempat} paling lambat {tenggat}.")
        await stage.budi.says("/templat dijadwalkan", reply_to=number)
        assert "Kamis, 26 November 2026" in stage.budi.sees()
        await stage.budi.presses("Kirim ke pelapor")
        await stage.budi.presses("Batalkan kirim")
        await stage.budi.presses("Ubah")
        assert "salin jawaban" in stage.budi.sees()
        await stage.budi.says("Perbaikan hari Rabu pagi.", reply_to="salin jawaban")
        await stage.budi.presses("Kirim ke pelapor")
        message, button = stage.button(stage.pupr, "Batalkan kirim")
        await stage.later(seconds=10, remark="10 detik kemudian")
        assert "Rabu pagi" in stage.sari.sees()
        assert "Kamis" not in stage.sari.sees_all().partition("Perbaikan")[2]
        stage.scene("Templat berikutnya dikirim apa adanya")
        await stage.budi.says("/templat Dijadwalkan", reply_to="Perbaikan hari Rabu pagi.")
        await stage.budi.presses("Kirim ke pelapor")
        message, button = stage.button(stage.pupr, "Batalkan kirim")
        await stage.later(seconds=10, remark="10 detik kemudian")
        stage.world.press(stage.budi.person, message, data=button["callback_data"], forged=True)
        await stage.settles()
        assert "Sudah terkirim" in stage.budi.sees()
        await stage.sari.says("Terima kasih, kami tunggu", reply_to="paling lambat Kamis")
        assert "kami tunggu" in stage.budi.sees()


async def test_what_is_wrong_is_said_and_can_be_corrected(theatre: Theatre) -> None:
    async with theatre("templat-keliru", "Templat yang belum dapat disimpan") as stage:
        await stage.budi.says("/templat tambah")
        await stage.budi.says("Salam: Yth. {nama}, hubungi {no hp}", reply_to="balas pesan ini dengan")
        assert "{nama} {no hp} tidak dikenal" in stage.budi.sees()
        assert "{nomor} {kategori} {tempat} {tenggat} {petugas}" in stage.budi.sees()
        await stage.budi.says("tanpa titik dua", reply_to="tidak dikenal")
        assert "Tulis nama, titik dua" in stage.budi.sees()
        await stage.budi.says("Salam: <b>Halo</b> & {selamat", reply_to="titik dua")
        assert "Salam disimpan" in stage.budi.sees()
        assert "<b>Halo</b> & {selamat" in stage.budi.sees()
        await adds(stage.budi, "SALAM: lagi")
        assert "sudah ada" in stage.budi.sees()
        await adds(stage.budi, f"{'n' * 41}: isi")
        assert "paling banyak 40 karakter" in stage.budi.sees()
        await adds(stage.budi, "Panjang: " + "{tempat}" * 20)
        assert "terlalu panjang" in stage.budi.sees()
        await stage.budi.says("/templat Tidak Ada")
        assert "Templat Tidak Ada tidak ada" in stage.budi.sees()


async def test_two_admins_change_the_same_one(theatre: Theatre) -> None:
    async with theatre("templat-dua-admin", "Dua admin mengubah templat yang sama") as stage:
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await adds(stage.budi, "Ditambal: isi pertama")
        for each in (stage.budi, wati):
            await each.says("/templat ubah Ditambal")
        await stage.budi.says("isi dari Budi", reply_to="Budi, balas pesan ini")
        assert "Templat Ditambal diubah" in stage.budi.sees()
        await wati.says("isi dari Wati", reply_to="Wati, balas pesan ini")
        assert "baru saja diubah Budi" in wati.sees()
        assert "isi dari Budi" in wati.sees()
        await wati.says("Sudah tambal: isi dari keduanya", reply_to="baru saja diubah")
        assert "(sebelumnya Ditambal)" in wati.sees()
        await stage.budi.says("/templat sudah tambal")
        assert "Terakhir diubah Wati" in stage.budi.sees()
        stage.scene("Satu menghapus, satu masih mengubah")
        await wati.says("/templat ubah Sudah tambal")
        await stage.budi.presses("Hapus", under="Terakhir diubah")
        await stage.budi.presses("Ya, hapus", twice=True)
        await wati.says("isi lagi", reply_to="isi baru untuk Sudah tambal")
        assert "sudah tidak ada" in wati.sees()
        await stage.budi.presses("Semua templat", under="dihapus oleh Budi")
        assert "Sudah tambal" not in "".join(stage.budi.buttons())


async def test_samples_are_made_ones_own_or_hidden(theatre: Theatre) -> None:
    async with theatre("templat-contoh", "Contoh dipakai, diubah, disembunyikan") as stage:
        await stage.budi.says("/templat")
        await stage.budi.presses("Akan diperiksa")
        assert "Contoh dari kami" in stage.budi.sees()
        await stage.budi.presses("Ubah")
        await stage.budi.says("Diperiksa: Kami ke {tempat} sebelum {tenggat}.", reply_to="isi baru untuk")
        await stage.budi.says("/templat")
        assert stage.budi.buttons()[0] == "Diperiksa"
        assert "Akan diperiksa" not in stage.budi.sees(), "what was made of it stands for it"
        await stage.budi.presses("Tertunda cuaca")
        await stage.budi.presses("Sembunyikan")
        await stage.budi.presses("Semua templat", under="disembunyikan oleh Budi")
        assert "Tertunda cuaca" not in stage.budi.buttons()
        await stage.budi.presses("Sembunyikan contoh")
        assert stage.budi.buttons() == ["Diperiksa", "Tambah templat", "Tampilkan contoh"]
        await stage.budi.presses("Tampilkan contoh")
        assert "Tertunda cuaca" in stage.budi.buttons()


async def test_groups_of_one_agency_share_them_others_do_not(theatre: Theatre) -> None:
    async with theatre("templat-per-instansi", "Templat milik satu instansi") as stage:
        number = await sari_files(stage)
        eko, _ = await stage.group("PUPR Bina Marga", "PUPR", "Eko", "Pak Eko, Bina Marga")
        dewi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        await adds(stage.budi)
        for role, knows in ((eko, True), (dewi, False), (stage.rina, False)):
            await role.says("/templat")
            assert ("Sudah ditambal" in role.buttons()) is knows
        stage.scene("Koordinator punya templatnya sendiri")
        await adds(stage.rina, "Disposisi: Laporan {nomor} kami teruskan ke bidang terkait di {tempat}.")
        await stage.rina.says(f"/tiket {number}")
        await stage.rina.says("/templat", reply_to=f"🎫 {number}")
        await stage.rina.presses("Disposisi")
        assert "Pratinjau" in stage.rina.sees()
        await stage.rina.presses("Catatan internal")
        stage.scene("Tombol palsu dari grup lain")
        async with stage.looks() as unit:
            (own,) = await unit.templates.of("PUPR")
            ticket = await unit.tickets.by_number(number)
        assert ticket
        await dewi.presses_forged(f"e:use:{own.id}:{ticket.id}", under="Templat jawaban")
        await dewi.presses_forged(f"e:drop:{own.id}:0", under="Templat jawaban")
        await dewi.presses_forged(f"e:see:{own.id}", under="Templat jawaban")
        assert "sudah kami tambal" not in dewi.sees_all()
        async with stage.looks() as unit:
            assert await unit.templates.of("PUPR") == (own,)


async def test_warnings_apply_and_a_closing_answer_closes(theatre: Theatre) -> None:
    async with theatre("templat-penutup", "Templat sebagai jawaban penutup") as stage:
        await sari_files(stage)
        await adds(stage.budi, "Siap: Siap, segera kami tindak lanjuti. Hubungi 0812 3456 7890")
        await adds(stage.budi, "Baik: Baik, laporan kami terima dan segera kami tindak lanjuti")
        await stage.budi.presses("Selesai")
        await stage.budi.says("/templat Baik", reply_to="jawaban penutup")
        assert "belum dapat menutup kasus" in stage.budi.sees()
        await stage.budi.presses("Batal")
        await stage.budi.says("/templat siap", reply_to="jawaban penutup")
        assert "nomor telepon" in stage.budi.sees()
        assert "(jawaban penutup)" in stage.budi.sees()


async def test_there_is_an_end_to_them(database_url: str) -> None:
    async with Stage.open(database_url) as stage:
        for place in range(30):
            await adds(stage.budi, f"Templat {place:02}: isi {place}")
        await adds(stage.budi, "Satu lagi: isi")
        assert "sudah ada 30 templat" in stage.budi.sees()
        await stage.budi.says("/templat")
        assert "Halaman 1 dari 5" in stage.budi.sees()
        for page in (2, 3, 4, 5):
            await stage.budi.presses("Berikutnya")
            assert f"Halaman {page} dari 5" in stage.budi.sees()
        await stage.budi.presses("‹ Sebelumnya")
        assert "Templat 24" in stage.budi.buttons()
        await stage.budi.says("/templat hapus Templat 24")
        await stage.budi.presses("Ya, hapus")
        await adds(stage.budi, "Satu lagi: isi")
        assert "Satu lagi disimpan" in stage.budi.sees()
        await nothing_went_wrong(stage)


async def test_of_a_secret_report_a_template_tells_the_coordinator_nothing(theatre: Theatre) -> None:
    async with theatre("templat-laporan-rahasia", "Templat untuk laporan rahasia") as stage:
        ida, _ = await stage.group("Inspektorat Daerah", "INSPEKTORAT", "Ida", "Bu Ida, Inspektorat")
        number = await reports_levies(stage, "Petugas meminta uang pelicin untuk surat tanah", "Petugas loket")
        stage.forget()
        where = "Laporan {nomor} di {tempat} ditangani {petugas} sampai {tenggat}."
        for role in (ida, stage.rina):
            await adds(role, f"Tempat: {where}")
        await ida.presses("Terima")
        await stage.rina.says(f"/tiket {number}")
        await stage.rina.says("/templat tempat", reply_to=f"🔒 {number}")
        assert "di lokasi yang dilaporkan ditangani Rina" in stage.rina.sees()
        assert PLACE not in stage.rina.sees_all()
        assert "Ida" not in stage.rina.sees()
        await ida.says("/templat tempat", reply_to="Petugas: Ida")
        assert f"di {PLACE}, Kota Banjarbaru ditangani Ida" in ida.sees()


async def test_in_the_topic_of_a_case_the_command_is_about_it(theatre: Theatre) -> None:
    async with theatre("templat-di-topik", "Templat di topik laporan", pair=False) as stage:
        stage.budi, stage.pupr = await stage.group("Dinas PUPR", "PUPR", "Budi", "Pak Budi, PUPR", forum=True)
        number = await sari_files(stage)
        await stage.budi.says("/templat", topic=number)
        assert f"Templat untuk {number}" in stage.in_topic(stage.pupr, number)
        await stage.budi.presses("Akan diperiksa")
        await stage.budi.presses("Kirim ke pelapor")
        assert f"Nomor laporan: {number}" in stage.sari.sees()
