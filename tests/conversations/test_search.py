"""Coordinators search all tickets, an agency's group its own, and nobody else any."""

from tests.conversations.acts import a_neighbour_files, sari_files
from tests.conversations.conftest import Theatre
from tests.conversations.test_audit import log_of
from tests.support.stage import MARTAPURA, Role, Stage


def alone(stage: Stage) -> Role:
    """The coordinator alone with the bot."""
    return stage.citizen("Rina", "Bu Rina, koordinator")


async def test_words_and_filters_in_the_coordinators_group(theatre: Theatre) -> None:
    async with theatre("cari", "Mencari tiket di grup koordinator") as stage:
        number = await sari_files(stage)
        other = await a_neighbour_files(stage, "Tono")
        await stage.rina.says("/cari lobang skpd:pupr")
        assert number in stage.rina.sees()
        assert other not in stage.rina.sees()
        await stage.rina.presses("Selesai", under="🔎")
        assert "Tidak ada tiket yang cocok" in stage.rina.sees()
        await stage.rina.presses("✓ Selesai")
        assert number in stage.rina.sees()
        await stage.rina.presses(number)
        assert "Riwayat" in stage.rina.sees()
        stage.scene("Saringan yang tidak dikenal")
        await stage.rina.says("/cari lubang status:entah")
        assert "Status “entah” tidak dikenal" in stage.rina.sees()
        await stage.rina.says("/cari skpd:sihir")
        assert "Instansi “sihir”" in stage.rina.sees()
        stage.scene("Terlambat")
        await stage.later(days=4, remark="Empat hari kerja kemudian")
        await stage.rina.says("/cari terlambat bulan:ini daerah:banjar")
        assert number in stage.rina.sees()
        stage.scene("Nomor tiket")
        await stage.rina.says(f"/cari {number}")
        assert f"Riwayat {number}" in stage.rina.sees()


async def test_the_filters_of_the_overview_are_words_of_a_search(theatre: Theatre) -> None:
    async with theatre("cari-saringan-tiket", "Saringan /tiket diketik di belakang /cari") as stage:
        number = await sari_files(stage)
        other = await a_neighbour_files(stage, "Tono")
        await stage.budi.says(f"/tiket {other}")
        await stage.budi.presses("Terima", under="🎫")
        stage.forget()
        await stage.budi.says("/cari status:baru")
        assert number in stage.budi.sees()
        assert other not in stage.budi.sees()
        await stage.budi.says("/cari status:saya")
        assert other in stage.budi.sees()
        assert number not in stage.budi.sees()
        stage.scene("Hanya yang menekan Terima yang memegangnya")
        await stage.rina.says("/cari status:saya")
        assert "Tidak ada tiket yang cocok" in stage.rina.sees()
        stage.scene("Kata yang tertulis pada tiket")
        await stage.budi.says("/cari status:sedang ditindaklanjuti")
        assert other in stage.budi.sees()
        assert number not in stage.budi.sees()
        await stage.later(days=4, remark="Empat hari kerja kemudian")
        await stage.budi.says("/cari status:terlambat jembatan")
        assert other in stage.budi.sees()
        assert number not in stage.budi.sees()
        stage.scene("Tombol di bawahnya mengganti saringan yang diketik")
        await stage.budi.says("/cari status:baru")
        await stage.budi.presses("Terbuka", under="status:baru")
        assert number in stage.budi.sees()
        assert other in stage.budi.sees()


async def test_an_agency_searches_its_own(theatre: Theatre) -> None:
    async with theatre("cari-instansi", "Instansi hanya mencari tiketnya sendiri") as stage:
        number = await sari_files(stage)
        dewi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        await stage.budi.says("/cari lubang")
        assert number in stage.budi.sees()
        await dewi.says("/cari lubang")
        assert "Tidak ada tiket yang cocok" in dewi.sees()
        await dewi.says("/cari lubang skpd:PUPR")
        assert "Tidak ada tiket yang cocok" in dewi.sees()
        stage.scene("Tombol pencarian orang lain tidak berlaku di grup ini")
        await dewi.presses_forged("s:1:0", under="🔎")
        assert "tidak disimpan lagi" in dewi.sees()
        await dewi.presses_forged("s:see:1", under="🔎")
        await dewi.presses_forged("s:reveal:1", under="🔎")
        await dewi.presses_forged("s:99999999999999999999:0", under="🔎")
        assert number not in dewi.sees_all()
        stage.scene("Seorang warga")
        await stage.sari.says("/cari lubang")
        assert "hanya untuk grup instansi" in stage.sari.sees()
        await stage.sari.presses_forged("s:1:0", under="hanya untuk grup instansi")
        assert "sudah tidak berlaku" in stage.sari.sees()


async def test_pages_alone_with_the_bot(theatre: Theatre) -> None:
    async with theatre("cari-berhalaman", "Hasil pencarian berhalaman di percakapan pribadi") as stage:
        for name in ("Ani", "Beni", "Citra", "Dodi", "Eka", "Fajar", "Gita"):
            await a_neighbour_files(stage, name)
        rina = alone(stage)
        await rina.says("/cari jembatan")
        assert "Halaman 1 dari 2" in rina.sees()
        await rina.presses("Berikutnya ›")
        assert "Halaman 2 dari 2" in rina.sees()
        await rina.presses("LP-")
        assert "🎫" in rina.sees()
        await rina.says("/cari")
        assert "Contoh:" in rina.sees()
        await rina.says("/tiket")
        assert "status:terbuka" in rina.sees()
        await rina.says("/tunggakan")
        assert "Tidak ada tiket yang cocok" in rina.sees()


async def an_anonymous_report(stage: Stage) -> str:
    """Sari files without her name; the number."""
    await stage.sari.says("Jalan provinsi berlubang dalam")
    await stage.sari.presses("Jalan & jembatan")
    await stage.sari.says(location=MARTAPURA)
    await stage.sari.presses("Nama: terlihat")
    await stage.sari.presses("Kirim")
    stage.forget()
    return stage.number()


async def test_the_identity_is_opened_once_with_a_reason_and_sari_is_told(theatre: Theatre) -> None:
    async with theatre("buka-identitas", "Identitas pelapor anonim dibuka oleh kustodian") as stage:
        number = await an_anonymous_report(stage)
        rina = alone(stage)
        await rina.says(f"/tiket {number}")
        assert "Pelapor: anonim" in rina.sees()
        assert "(Sari)" not in rina.sees()
        await rina.presses("Buka identitas")
        await rina.says("perlu")
        assert "lebih jelas" in rina.sees()
        await rina.says("Diminta kepolisian dengan surat nomor B/12, pelapor terancam")
        assert "Sari" in rina.sees()
        assert str(stage.sari.person.id) in rina.sees()
        assert "dibuka oleh koordinator" in stage.sari.sees()
        assert "Diminta kepolisian" in stage.sari.sees()
        assert "Sari" not in stage.rina.sees_all(), "nothing of it in the group"
        (entry,) = [entry for entry in await log_of(stage) if entry.action == "identity_revealed"]
        assert "Diminta kepolisian" in entry.reason
        assert entry.about is not None
        stage.scene("Seperempat jam kemudian")
        await stage.later(seconds=15 * 60, remark="Lima belas menit berlalu.")
        assert not [message for message in rina.messages() if str(stage.sari.person.id) in message.text]
        assert "ditutup kembali" in rina.sees_all()
        stage.scene("Kata berikutnya bukan alasan lagi")
        await rina.says(f"/tiket {number}")
        assert "Sari" not in rina.sees()


async def test_a_coordinator_who_is_no_custodian_opens_nothing(theatre: Theatre) -> None:
    async with theatre("bukan-kustodian", "Koordinator tanpa tugas kustodian") as stage:
        number = await an_anonymous_report(stage)
        joko = stage.member(stage.coordinator, "Joko", "Pak Joko, koordinator")
        await joko.says("Siap")
        await stage.rina.says("/peran koordinator", reply_to="Siap")
        await stage.rina.presses("Ya, berikan")
        joko_alone = stage.citizen("Joko", "Pak Joko, koordinator")
        await joko_alone.says(f"/tiket {number}")
        assert "Buka identitas" not in joko_alone.buttons()
        await joko_alone.presses_forged("s:reveal:1", under="🎫")
        assert "hanya dapat dibuka oleh kustodian" in joko_alone.sees()
        stage.scene("Catatan internal")
        await joko_alone.presses("Catatan internal")
        await joko_alone.says("Sudah ditelepon, akan ditinjau besok")
        assert "tersimpan" in joko_alone.sees()
        await joko_alone.presses("Kartu ke grup koordinator")
        assert number in stage.rina.sees_all()
        await joko_alone.says(f"/tiket {number}")
        assert "akan ditinjau besok" in joko_alone.sees()
        assert "ditinjau besok" not in stage.sari.sees_all()
        await joko_alone.says("/tiket LP-2611-000000")
        assert "tidak ditemukan" in joko_alone.sees()


async def test_a_long_history_is_read_in_pages(theatre: Theatre) -> None:
    async with theatre("riwayat-berhalaman", "Riwayat panjang dibaca berhalaman") as stage:
        number = await sari_files(stage)
        for day in range(1, 12):
            await stage.budi.says(f"Perbaikan hari ke-{day} di ruas tersebut sudah dikerjakan", reply_to=number)
            await stage.budi.presses("Catatan internal")
        stage.forget()
        rina = alone(stage)
        await rina.says(f"/tiket {number}")
        assert "halaman 3 dari 3" in rina.sees()
        assert "hari ke-11" in rina.sees()
        await rina.presses("‹ Sebelumnya")
        assert "halaman 2 dari 3" in rina.sees()
        await rina.presses("‹ Sebelumnya")
        assert "halaman 1 dari 3" in rina.sees()
        assert "Laporan diterima" in rina.sees()
