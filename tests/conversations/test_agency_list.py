"""/skpd shows the coordinator how every agency stands."""

from tests.conversations.acts import sari_files
from tests.conversations.conftest import Theatre


async def test_who_is_paired_active_late_and_silent(theatre: Theatre) -> None:
    async with theatre("skpd", "Keadaan semua instansi") as stage:
        await sari_files(stage)
        await stage.budi.presses("Terima")
        stage.forget()
        await stage.rina.says("/skpd")
        assert "✅ PUPR · 1 terbuka · piket belum diatur" in stage.rina.sees()
        assert "1 dari" in stage.rina.sees()
        await stage.rina.presses("Tanpa grup")
        assert "PUPR" not in stage.rina.sees()
        await stage.rina.presses("Berikutnya ›")
        assert "Halaman 2" in stage.rina.sees()
        await stage.rina.presses("Tanpa piket")
        assert "PUPR" in stage.rina.sees()
        await stage.rina.presses("Diam")
        assert "Tidak ada. 👍" in stage.rina.sees()
        stage.scene("Delapan hari kerja tanpa tindakan di grup PUPR")
        await stage.budi.says("/piket senin", reply_to=None)
        await stage.later(days=8)
        rina = stage.citizen("Rina", "Bu Rina, koordinator")
        await rina.says("/skpd")
        assert "🔇 PUPR · 1 terbuka · 1 terlambat · diam" in rina.sees()
        await rina.presses("Diam")
        assert "Instansi yang diam (1)" in rina.sees()


async def test_only_coordinators_see_the_agencies(theatre: Theatre) -> None:
    async with theatre("skpd-ditolak", "Bukan untuk instansi") as stage:
        await stage.budi.says("/skpd")
        assert "untuk koordinator" in stage.budi.sees()
        shown = len(stage.budi.messages())
        await stage.budi.presses_forged("s:agencies:all:0", under="untuk koordinator")
        assert len(stage.budi.messages()) == shown
        await stage.sari.says("/skpd")
        assert "hanya untuk grup instansi" in stage.sari.sees()
