"""/laporansaya: pages, timelines, answers with their files, reopening, sharing the number."""

from tests.conversations.acts import files, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tickets.ticket import Status


async def test_pages_are_turned_in_place(theatre: Theatre) -> None:
    async with theatre("laporan-saya", "Laporan saya, halaman demi halaman") as stage:
        for count in range(6):
            await files(
                stage.sari,
                f"Jalan provinsi di depan rumah nomor {count} berlubang dalam dan berbahaya",
                "Jalan & jembatan",
            )
        stage.forget()
        stage.script.remark("Bu Sari sudah mengirim enam laporan")
        await stage.sari.says("/laporansaya")
        assert "Halaman 1 dari 2" in stage.sari.sees()
        before = len(stage.sari.messages())
        await stage.sari.presses("Berikutnya")
        assert "Halaman 2 dari 2" in stage.sari.sees()
        assert len(stage.sari.messages()) == before, "in its place"
        assert len(stage.sari.buttons()) == 2
        await stage.sari.presses("‹ Sebelumnya")
        assert "Halaman 1 dari 2" in stage.sari.sees()


async def test_a_report_opens_its_timeline_and_its_answers(theatre: Theatre) -> None:
    async with theatre("riwayat-laporan", "Riwayat, jawaban dengan lampiran, buka kembali") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Ditambal hari ini, ini fotonya.", photo=True, reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.presses("Sudah selesai")
        await stage.sari.says("/laporansaya")
        await stage.sari.presses(number)
        stars, others = stage.sari.buttons()[:5], stage.sari.buttons()[5:]
        assert stars == ["1 ⭐", "2 ⭐", "3 ⭐", "4 ⭐", "5 ⭐"], "who missed the question can still answer it"
        assert others == ["Jawaban & lampiran", "Tambah informasi", "Buka kembali", "Bagikan nomor", "Kode cadangan"]
        await stage.sari.presses("Jawaban & lampiran")
        assert stage.sari.messages()[-1].kind == "photo"
        await stage.sari.presses("Buka kembali", under="Riwayat")
        assert (await ticket_of(stage)).status is Status.IN_PROGRESS


async def test_a_shared_number_reveals_nothing_to_others(theatre: Theatre) -> None:
    async with theatre("bagikan-nomor", "Bagikan nomor") as stage:
        number = await sari_files(stage)
        await stage.sari.says(f"/status {number}")
        await stage.sari.presses("Bagikan nomor")
        shared = stage.sari.sees()
        assert f"t.me/lapor_bot?start={number}" in shared
        assert "berlubang" not in shared
        assert "Sari" not in shared
        joko = stage.citizen("Joko", "Pak Joko, warga")
        await joko.says(f"/start {number}")
        assert "tidak ada pada akun ini" in joko.sees()
        assert "PUPR" not in joko.sees_all()
        await stage.sari.says(f"/start {number}")
        assert "Diteruskan ke PUPR" in stage.sari.sees()


async def test_who_asks_how_it_goes_sees_where_it_stands(theatre: Theatre) -> None:
    async with theatre("apa-kabar-laporan", "Ditanya kabarnya: langsung statusnya, tidak menjadi laporan") as stage:
        number = await sari_files(stage)
        stage.forget()
        await stage.sari.says("gimana kabar laporan saya min?")
        assert f"Laporan {number}" in stage.sari.sees()
        assert "Diteruskan ke PUPR" in stage.sari.sees()
        stage.scene("Dua laporan: yang mana?")
        await files(stage.sari, "Sampah menumpuk di pasar Martapura, baunya menyengat", "Lingkungan & sampah")
        await stage.later(hours=1)
        await stage.sari.says("sudah sampai mana ya pak")
        assert len([label for label in stage.sari.buttons() if label.startswith("LP-")]) == 2
        await stage.sari.presses(number)
        assert f"Laporan {number}" in stage.sari.sees()
        stage.scene("Tono belum pernah melapor")
        tono = stage.citizen("Tono", "Pak Tono, warga")
        await tono.says("kapan diperbaiki?")
        assert "Laporan LP-" not in tono.sees_all()
