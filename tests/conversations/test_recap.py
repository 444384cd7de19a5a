"""/rekap, /peringkat and /ekspor: who asks sees what is theirs; the promise is replaced by the figures."""

from io import BytesIO
from zipfile import ZipFile

from tests.conversations.acts import sari_files
from tests.conversations.conftest import Theatre
from tests.conversations.test_roles import alone, forwards
from tests.support.stage import Role


def files(role: Role) -> list[str]:
    """What the bot drew into a chat."""
    media = [message.media for message in role.messages() if message.media]
    store = role.stage.world.store
    return [store.files[each.file].name or "" for each in media]


async def test_the_coordinator_sees_the_month(theatre: Theatre) -> None:
    async with theatre("rekap-bulan", "Rekap bulan berjalan di grup koordinator") as stage:
        await sari_files(stage)
        await stage.rina.says("/rekap")
        seen = stage.rina.sees_all()
        assert "sedang disiapkan" not in seen
        assert "Rekap 1 Nov 2026 – 30 Nov 2026" in seen
        assert "angka sementara" in seen
        assert "Diterima: 1" in seen
        assert "B = TL ÷ maks(H; 0,25)" in seen
        name, data = stage.rina.receives()
        assert name == "rekap-2026-11.xlsx"
        assert data.startswith(b"PK")
        assert len(files(stage.rina)) == 6


async def test_an_agencys_group_sees_its_own_figures_only(theatre: Theatre) -> None:
    async with theatre("rekap-instansi", "Rekap di grup instansi") as stage:
        await sari_files(stage)
        await stage.budi.says("/rekap november 2026")
        seen = stage.budi.sees_all()
        assert "Rekap 1 Nov 2026 – 30 Nov 2026 · PUPR" in seen
        assert "Peringkat" not in seen
        await stage.budi.says("/ekspor")
        name, data = stage.budi.receives()
        assert name == "rekap-2026-11-pupr-csv.zip"
        with ZipFile(BytesIO(data)) as archive:
            ranking = archive.read("agency_ranking.csv").decode("utf-8-sig").splitlines()
        assert len(ranking) == 2
        assert "PUPR" in ranking[1]


async def test_the_export_of_a_month_that_ended_has_the_open_data_of_everybody(theatre: Theatre) -> None:
    async with theatre("ekspor-data-terbuka", "Data terbuka di dalam /ekspor koordinator") as stage:
        await sari_files(stage)
        await stage.rina.says("/ekspor november")
        assert not open_data_in(stage.rina), "the month has not ended"
        await stage.later(days=9)
        await stage.rina.says("/ekspor november")
        assert open_data_in(stage.rina) == ["data-terbuka-2026-11.csv", "data-terbuka-kolom.csv"]
        await stage.budi.says("/ekspor november")
        assert not open_data_in(stage.budi), "an agency gets its own figures only"


def open_data_in(role: Role) -> list[str]:
    """What of the newest archive is open data."""
    with ZipFile(BytesIO(role.receives()[1])) as archive:
        return [name for name in archive.namelist() if name.startswith("data-terbuka")]


async def test_the_ranking_stands_above_its_formula(theatre: Theatre) -> None:
    async with theatre("peringkat", "Peringkat di grup koordinator") as stage:
        await sari_files(stage)
        await stage.rina.says("/peringkat")
        seen = stage.rina.sees_all()
        assert "Peringkat 1 Nov 2026 – 30 Nov 2026" in seen
        assert "Data belum cukup: 1" in seen
        assert "Rumus (usulan)" in seen
        assert len(files(stage.rina)) == 2


async def test_a_month_that_is_none_is_explained(theatre: Theatre) -> None:
    async with theatre("rekap-keliru", "Bulan yang tidak ada") as stage:
        for typed in ("/rekap kemarin", "/ekspor 2027-05", "/peringkat 2015-01"):
            await stage.rina.says(typed)
            assert "belum dapat direkap" in stage.rina.sees()


async def test_a_leader_reads_recaps_alone_with_the_bot(theatre: Theatre) -> None:
    async with theatre("rekap-pimpinan", "Rekap untuk pimpinan, di percakapan pribadi") as stage:
        rina, budi = alone(stage, "Rina"), alone(stage, "Budi")
        await budi.says("/rekap")
        assert "hanya untuk grup instansi" in budi.sees()
        await rina.says("/peran pimpinan")
        await stage.budi.says("/bantuan")
        await forwards(rina, stage.budi, "/bantuan")
        await rina.presses("Ya, berikan")
        await budi.says("/rekap")
        assert "Rekap 1 Nov 2026 – 30 Nov 2026 · semua instansi" in budi.sees_all()
