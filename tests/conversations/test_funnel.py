"""/formulir: the coordinator learns where people stop, and nothing of whom."""

from tests.conversations.acts import POTHOLES, sari_files
from tests.conversations.conftest import Theatre
from tests.conversations.test_roles import alone
from tests.support.stage import MARTAPURA


async def test_the_coordinator_sees_where_people_stop(theatre: Theatre) -> None:
    async with theatre("formulir", "Formulir: siapa pun yang berhenti, di pertanyaan mana") as stage:
        await sari_files(stage)
        udin, ani, tono = (stage.citizen(name, f"{name}, warga") for name in ("Udin", "Ani", "Tono"))
        await udin.says("/lapor")
        await udin.says("/batal")
        await udin.presses("Ya, batalkan")
        await ani.says(POTHOLES)
        await ani.presses("Jalan & jembatan")
        await ani.says("/lapor")
        await ani.presses("Mulai baru")
        await tono.says(POTHOLES)
        await tono.presses("Jalan & jembatan")
        await tono.says(location=MARTAPURA)
        await tono.presses("Saya juga")
        stage.forget()
        await stage.rina.says("/formulir")
        seen = stage.rina.sees()
        assert "Dimulai: 5" in seen
        assert "Terkirim: 1 · ikut laporan yang sudah ada: 1 – bersama 40,00 %" in seen
        assert "Ditinggalkan: 2" in seen
        assert "di pertanyaan isi laporan: 1 (20,00 %)" in seen
        assert "di pertanyaan kabupaten/kota: 1 (20,00 %)" in seen
        assert "separuhnya paling banyak 4" in seen
        assert "Masih terbuka sekarang: 1" in seen


async def test_a_draft_that_is_forgotten_was_left(theatre: Theatre) -> None:
    async with theatre("formulir-dilupakan", "Formulir yang tidak diselesaikan") as stage:
        await stage.sari.says(POTHOLES)
        await stage.later(hours=24)
        await stage.later(days=8)
        stage.forget()
        await stage.rina.says("/formulir")
        assert "Masih terbuka sekarang: 0" in stage.rina.sees()
        await stage.rina.says("/formulir november")
        assert "Dimulai: 1" in stage.rina.sees()
        assert "Ditinggalkan: 0" in stage.rina.sees()
        await stage.rina.says("/formulir desember")
        assert "di pertanyaan kategori: 1" in stage.rina.sees()


async def test_a_draft_that_is_erased_was_left(theatre: Theatre) -> None:
    async with theatre("formulir-dihapus", "Formulir yang dihapus bersama semua data") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.says("/hapusdata")
        await stage.sari.presses("Ya, hapus data saya")
        stage.forget()
        await stage.rina.says("/formulir")
        seen = stage.rina.sees()
        assert "Dimulai: 1" in seen
        assert "Ditinggalkan: 1" in seen
        assert "di pertanyaan kategori: 1" in seen
        assert "Masih terbuka sekarang: 0" in seen


async def test_what_is_kept_from_the_coordinator_is_not_in_his_counts(theatre: Theatre) -> None:
    async with theatre("formulir-rahasia", "Laporan tentang Diskominfo tidak dihitung") as stage:
        await stage.sari.says("Kepala Diskominfo menerima suap proyek internet, pungli ke rekanan")
        await stage.sari.presses("Pungli & ASN (rahasia)")
        await stage.sari.says("kepala Diskominfo")
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Kirim")
        assert "Laporan terkirim" in stage.sari.sees_all()
        stage.forget()
        await stage.rina.says("/formulir")
        assert "Belum ada yang mengisi formulir" in stage.rina.sees()


async def test_it_is_for_coordinators_only(theatre: Theatre) -> None:
    async with theatre("formulir-koordinator", "Formulir hanya untuk koordinator") as stage:
        await stage.budi.says("/formulir")
        assert "untuk koordinator" in stage.budi.sees()
        await stage.sari.says("/formulir")
        assert "hanya untuk grup instansi" in stage.sari.sees()
        rina = alone(stage, "Rina")
        await rina.says("/formulir")
        assert "Formulir laporan" in rina.sees()
        for typed in ("/formulir kemarin", "/formulir 2027-05"):
            await rina.says(typed)
            assert "belum dapat ditampilkan" in rina.sees()
