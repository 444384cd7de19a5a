"""Limits on new reports: what is held back stays whole, the coordinator sees it, and one tap lets it through."""

from tests.conversations.acts import BRIDGE, POTHOLES, files
from tests.conversations.conftest import Theatre
from tests.conversations.test_pace import MATTERS
from tests.conversations.test_search import alone
from tickets.audit import Search


async def test_the_coordinator_lets_a_report_through(theatre: Theatre) -> None:
    async with theatre("tertahan", "Laporan yang tertahan batas diloloskan koordinator", reports_per_hour=1) as stage:
        await files(stage.sari, MATTERS[0], "Jalan & jembatan")
        await files(stage.sari, f"/lapor {MATTERS[1]}", "Jalan & jembatan")
        assert "tersimpan, tetapi belum terkirim" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        stage.forget()
        await stage.rina.says("/meja")
        assert "1 laporan tertahan batas" in stage.rina.sees()
        await stage.rina.says("/tertahan")
        assert "pelapor ini mengirim banyak laporan" in stage.rina.sees()
        assert MATTERS[1] in stage.rina.sees()
        assert "Sari" not in stage.rina.sees()
        await stage.rina.presses("Loloskan 1", twice=True)
        assert "Laporan terkirim" in stage.sari.sees()
        assert MATTERS[1] in stage.budi.sees_all()
        await stage.rina.says("/tertahan")
        assert "Tidak ada" in stage.rina.sees()
        async with stage.looks() as unit:
            (entry,) = await unit.audit.read(Search(action="report_let_through"), 9)
            assert entry.data == {"why": "person"}


async def test_what_its_writer_sent_changed_or_threw_away_is_not_let_through(theatre: Theatre) -> None:
    async with theatre(
        "tertahan-berubah", "Tertahan, lalu diubah atau dibatalkan pelapor", reports_per_hour=1
    ) as stage:
        await files(stage.sari, MATTERS[0], "Jalan & jembatan")
        await files(stage.sari, f"/lapor {MATTERS[1]}", "Jalan & jembatan")
        stage.forget()
        rina = alone(stage)
        await rina.says("/tertahan")
        await stage.sari.presses("Ubah")
        await rina.presses("Loloskan 1")
        assert "sedang diubah" in rina.sees()
        await stage.sari.says("/batal")
        await stage.sari.presses("Ya, batalkan")
        await rina.presses("Loloskan 1")
        assert "dihapus oleh pelapornya" in rina.sees()
        assert MATTERS[1] not in stage.budi.sees_all()
        for data in ("T", "T:pass", "T:pass:99", "T:boom:1"):
            await rina.presses_forged(data, under="tertahan batas")


async def test_many_at_once_wait_a_minute_and_none_is_lost(theatre: Theatre) -> None:
    async with theatre("tertahan-ramai", "Terlalu banyak laporan sekaligus", reports_per_minute=1) as stage:
        await files(stage.sari, POTHOLES, "Jalan & jembatan")
        tono = stage.citizen("Tono", "Pak Tono, warga")
        stage.forget()
        await files(tono, BRIDGE, "Jalan & jembatan")
        assert "sangat banyak laporan masuk sekaligus" in tono.sees()
        await stage.rina.says("/tertahan")
        assert "banyak laporan sekaligus" in stage.rina.sees()
        await stage.later(seconds=60, remark="Satu menit kemudian.")
        await tono.presses("Kirim")
        assert "Laporan terkirim" in tono.sees()
        await files(
            stage.citizen("Udin", "Pak Udin"), "Jembatan ambruk, ada orang hanyut terbawa arus", "Jalan & jembatan"
        )
        assert "MENDESAK" in stage.budi.sees_all(), "danger is never held back"


async def test_new_accounts_wait_and_known_reporters_do_not(theatre: Theatre) -> None:
    async with theatre("tertahan-pelapor-baru", "Banyak pelapor baru sekaligus", first_reports_per_minute=1) as stage:
        await files(stage.sari, POTHOLES, "Jalan & jembatan")
        await files(stage.sari, f"/lapor {MATTERS[0]}", "Jalan & jembatan")
        assert MATTERS[0] in stage.budi.sees_all(), "she has reported before"
        stage.forget()
        tono = stage.citizen("Tono", "Pak Tono, warga")
        await files(tono, BRIDGE, "Jalan & jembatan")
        assert "sangat banyak laporan masuk sekaligus" in tono.sees()
        await stage.rina.says("/tertahan")
        assert "banyak pelapor baru sekaligus" in stage.rina.sees()


async def test_of_a_secret_report_nothing_is_read_and_one_about_the_desk_is_not_there(theatre: Theatre) -> None:
    async with theatre("tertahan-rahasia", "Laporan rahasia yang tertahan", reports_per_hour=1) as stage:
        for name, said, accused in (
            ("Sari", "Pegawai PUPR minta uang proyek pakai kuitansi palsu", "Bendahara PUPR"),
            ("Tono", "Pegawai Diskominfo minta uang untuk izin kanal pengaduan", "Pegawai Diskominfo"),
        ):
            citizen = stage.citizen(name, name)
            await files(citizen, MATTERS[0] if name == "Sari" else BRIDGE, "Jalan & jembatan")
            await citizen.says(f"/lapor {said}")
            await citizen.presses("Pungli & ASN (rahasia)")
            await citizen.says(accused)
            await citizen.presses("Kota Banjarbaru")
            await citizen.says("Kantor lantai tiga")
            await citizen.presses("Kirim")
            assert "tersimpan, tetapi belum terkirim" in citizen.sees()
        stage.forget()
        await stage.rina.says("/tertahan")
        assert "🔒 laporan rahasia" in stage.rina.sees()
        assert "kuitansi" not in stage.rina.sees()
        assert stage.rina.buttons() == ["Loloskan 1"]
        await stage.rina.presses_forged("T:pass:2", under="tertahan batas")
        assert "sudah dikirim" in stage.rina.sees()
        async with stage.looks() as unit:
            assert len(await unit.held_reports.oldest(9)) == 2
        await stage.rina.presses("Loloskan 1")
        assert "Diloloskan oleh Rina: laporan rahasia" in stage.rina.sees()
