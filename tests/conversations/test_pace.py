"""How many reports one person sends in an hour: one too many waits, whole, and no urgent one does."""

from tests.conversations.acts import files
from tests.conversations.conftest import Theatre

MATTERS = (
    "Drainase di pasar tersumbat",
    "Trotoar di depan kantor pecah",
    "Jembatan di Mataraman retak",
    "Bahu jalan amblas",
)


async def test_one_report_too_many_is_kept_and_sent_later(theatre: Theatre) -> None:
    async with theatre("terlalu-banyak-laporan", "Terlalu banyak laporan dalam satu jam", reports_per_hour=2) as stage:
        for text in MATTERS[:2]:
            await files(stage.sari, f"/lapor {text}", "Jalan & jembatan")
        stage.forget()
        await files(stage.sari, f"/lapor {MATTERS[2]}", "Jalan & jembatan")
        assert "tersimpan, tetapi belum terkirim" in stage.sari.sees()
        assert MATTERS[2] not in stage.budi.sees_all()
        await stage.sari.presses("Kirim")
        assert "10.00" in stage.sari.sees(), "an hour after the first"

        stage.scene("Satu jam kemudian")
        await stage.later(hours=1)
        await stage.sari.presses("Kirim")
        assert "Nomor tiket" in stage.sari.sees()
        assert MATTERS[2] in stage.budi.sees_all()


async def test_an_urgent_one_never_waits(theatre: Theatre) -> None:
    async with theatre("darurat-tidak-ditahan", "Laporan darurat tidak ditahan", reports_per_hour=1) as stage:
        await files(stage.sari, MATTERS[0], "Jalan & jembatan")
        stage.forget()
        await files(stage.sari, "Jembatan ambruk, ada orang hanyut terbawa arus sungai", "Jalan & jembatan")
        assert "MENDESAK" in stage.budi.sees_all()
