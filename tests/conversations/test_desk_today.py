"""At 08.30 the coordinator finds the day's desk in one message: what is late, new, unverified, and who is silent."""

from tests.conversations.acts import files, sari_files
from tests.conversations.conftest import Theatre


async def test_the_desk_of_the_day(theatre: Theatre) -> None:
    async with theatre("meja-hari-ini", "Meja koordinator pukul 08.30") as stage:
        await sari_files(stage)
        await stage.budi.presses("Terima")
        await files(stage.sari, "Ada yang aneh di dekat balai, mohon dilihat petugas", "Lainnya / tidak tahu")
        stage.forget()
        await stage.later(days=1, remark="Sehari kemudian")
        assert "Meja hari ini" in stage.rina.sees_all()
        assert "2 laporan baru sejak hari kerja kemarin" in stage.rina.sees_all()
        assert "1 menunggu verifikasi" in stage.rina.sees_all()
        stage.forget()
        await stage.later(days=7, remark="Tujuh hari kerja kemudian")
        assert "1 menunggu verifikasi, 1 terlambat" in stage.rina.sees_all()
        assert "Instansi yang diam: PUPR" in stage.rina.sees_all()
        await stage.rina.presses("Diam", under="Meja hari ini")
        assert "Instansi yang diam (1)" in stage.rina.sees()
        assert "Meja hari ini" not in stage.budi.sees_all()
