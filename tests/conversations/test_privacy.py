"""What people can do about their own data: read what is kept, have a copy, be erased."""

import json
import sqlite3
from pathlib import Path

from sqlalchemy.engine import make_url

from storage.backups import copy_out
from storage.sealing import Sealer
from storage.tables import metadata
from tests.conversations.acts import POTHOLES, a_neighbour_files, files, history_of, kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.databases import SECRET_KEY
from tests.support.stage import MARTAPURA, Stage
from tickets.ticket import Status

SEALER = Sealer(SECRET_KEY)


async def close(stage: Stage, number: str) -> None:
    """Pak Budi answers, Bu Sari says that it is done."""
    await stage.budi.says("Sudah kami tambal pagi ini, Bu Sari Wulandari", reply_to=number)
    await stage.budi.presses("Kirim ke pelapor")
    await stage.sari.presses("Sudah selesai")
    await stage.sari.presses("5")
    await stage.sari.presses("Lewati")


async def erases(stage: Stage) -> None:
    """Sari types /hapusdata and means it; then time passes."""
    await stage.sari.says("/hapusdata")
    await stage.sari.presses("Ya, hapus data saya")
    await stage.later(seconds=180)


async def everything_stored(stage: Stage, folder: Path) -> tuple[bytes, bytes]:
    """All of the database: the raw bytes of its files (of PostgreSQL: a dump), and every sealed value, opened."""
    url = stage.database_url
    await stage.bot_stops()
    dump = folder / "dump.db"
    await copy_out(url, dump)
    place = Path(make_url(url).database or "")
    files = [place, *place.parent.glob(place.name + "-*")] if url.startswith("sqlite") else [dump]
    raw = b"".join(file.read_bytes() for file in files if file.exists())
    return raw, opened(dump)


def opened(dump: Path) -> bytes:
    """Every sealed value of a dump in the clear, and every other value as it is."""
    found = []
    with sqlite3.connect(dump) as connection:
        for table in metadata.sorted_tables:
            names = ", ".join(f'"{column.name}"' for column in table.c)
            for row in connection.execute(f'SELECT {names} FROM "{table.name}"'):
                for column, value in zip(table.c, row, strict=True):
                    is_sealed = isinstance(value, bytes)
                    place = f"{table.name}.{column.name}"
                    found.append(SEALER.open(value, place) if is_sealed else str(value).encode())
    connection.close()
    return b"\n".join(found)


async def test_sari_reads_what_is_kept_of_her(theatre: Theatre) -> None:
    async with theatre("privasi", "Data pribadi: apa yang disimpan, dan hak warga") as stage:
        await stage.sari.says("/privasi")
        assert "2 tahun sejak laporan selesai" in stage.sari.sees()
        assert stage.sari.buttons() == ["Salinan data saya", "Hapus data saya"]
        await stage.sari.presses("Salinan data saya")
        assert "0 laporan" in stage.sari.sees_all()
        await stage.sari.presses("Hapus data saya")
        await stage.sari.presses("Tidak, simpan")
        assert "tidak ada yang dihapus" in stage.sari.sees()


async def test_sari_has_a_copy_of_all_her_data(theatre: Theatre) -> None:
    async with theatre("salinan-data", "Salinan semua data: berkas teks dan JSON") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Tim turun besok pagi", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.budi.says("catatan untuk rekan sendiri", reply_to=number)
        await stage.budi.presses("Catatan internal")
        await stage.sari.says("/datasaya")
        *_, text, machine = [message.media for message in stage.sari.messages() if message.media]
        store = stage.world.store
        readable = (store.data(text.file) or b"").decode()
        copied = json.loads(store.data(machine.file) or b"")
        assert store.files[text.file].name == "data-saya-2026-11-23.txt"
        assert "Nama: Sari" in readable
        assert number in readable
        assert "berlubang dalam" in readable
        assert "Jawaban PUPR\n    Tim turun besok pagi" in readable
        assert copied["name"] == "Sari"
        (report,) = copied["reports"]
        assert report["number"] == number
        assert [moment["kind"] for moment in report["history"]] == ["submitted", "assigned", "followed_up"]
        assert "rekan sendiri" not in readable + json.dumps(copied), "internal notes are nobody else's"
        assert copied["consents"][0]["number"] == number
        assert not [message for message in stage.world.messages(stage.pupr) if message.media]


async def test_sari_is_erased_and_the_ticket_stays(theatre: Theatre, tmp_path: Path) -> None:
    async with theatre("hapus-data", "Hapus data: laporan yang sudah selesai") as stage:
        stage.sari.person.username = "sariwulandari"
        number = await sari_files(stage, "Jalan provinsi berlubang dalam di depan rumah Bu Sari, HP 0812 5550 1777")
        await close(stage, number)
        await stage.sari.says("Draf baru yang tidak pernah dikirim karena ragu-ragu")
        stage.forget()
        await stage.sari.says("/hapusdata")
        assert "Hapus data Bapak/Ibu" in stage.sari.sees()
        await stage.sari.presses("Ya, hapus data saya")
        assert "sudah dihapus" in stage.sari.sees()
        await stage.later(seconds=180)
        card = stage.find(stage.pupr, f"🎫 {number}")
        assert "berlubang" not in card.text
        assert "Sari" not in card.text
        ticket = await ticket_of(stage, number)
        assert ticket.status is Status.CLOSED
        assert (ticket.category, ticket.stars) == ("jalan", 5)
        assert await kinds(stage, number) == ["submitted", "assigned", "followed_up", "confirmed", "rated"]
        assert {event.text for event in await history_of(stage, number)} <= {"", "(dihapus)"}
        raw, values = await everything_stored(stage, tmp_path)
        traces = (b"sariwulandari", b"berlubang", b"0812 5550 1777", b"Draf baru", b"tambal pagi")
        assert [words for words in traces if words in raw] == []
        assert [words for words in (*traces, b'"Sari"', str(stage.sari.person.id).encode()) if words in values] == []
        await stage.bot_starts()


async def test_what_is_worked_on_goes_on_without_a_name(theatre: Theatre) -> None:
    async with theatre("hapus-data-berjalan", "Hapus data: laporan yang masih dikerjakan") as stage:
        number = await sari_files(stage, "Jalan provinsi berlubang dalam, saya Sari melihat ibu jatuh")
        other = await a_neighbour_files(stage, "Andi")
        await stage.budi.presses("Terima", under=number)
        await stage.sari.says("/hapusdata")
        assert number in stage.sari.sees()
        await stage.sari.presses("Ya, hapus data saya")
        assert "Tetap ditangani tanpa nama" in stage.sari.sees()
        assert "meminta datanya dihapus" in stage.budi.sees()
        ticket = await ticket_of(stage, number)
        assert ticket.text == "Jalan provinsi berlubang dalam, saya … melihat ibu jatuh"
        said = len(stage.sari.messages())

        stage.scene("Instansi tetap menjawab dan menutup")
        await stage.budi.says("Sudah kami tambal pagi ini", reply_to=f"🎫 {number}", photo=True)
        await stage.budi.presses("Kirim ke pelapor")
        assert "tidak ada yang menerimanya" in stage.budi.sees_all()
        await stage.budi.presses("Selesai", under=f"🎫 {number}")
        assert len(stage.sari.messages()) == said, "nobody is told any more"
        await stage.later(days=9, remark="Sembilan hari kerja berlalu.")
        await stage.later(days=4, remark="Empat hari kerja lagi.")
        ticket = await ticket_of(stage, number)
        assert ticket.status is Status.CLOSED
        assert (ticket.text, ticket.location, ticket.forgotten_at is None) == ("(dihapus)", None, False)
        assert (await ticket_of(stage, other)).text != "(dihapus)"

        stage.scene("Sari kembali: orang baru bagi bot")
        await stage.sari.says("/laporansaya")
        assert "Belum ada laporan" in stage.sari.sees()
        await stage.sari.says(f"/status {number}")
        assert "tidak" in stage.sari.sees()


async def test_a_stale_or_forged_yes_erases_nobody(theatre: Theatre) -> None:
    async with theatre("hapus-data-tombol-lama", "Hapus data: tombol lama dan tombol palsu") as stage:
        number = await sari_files(stage)
        await stage.sari.says("/hapusdata")
        await stage.later(hours=1, remark="Satu jam berlalu.")
        await stage.sari.presses("Ya, hapus data saya")
        assert "sudah lama" in stage.sari.sees()
        for data in ("G:yes", "G:yes:", "G:yes:x", "G:erase:1", "G:boom", "G"):
            await stage.sari.presses_forged(data, under="Hapus data")
        await stage.budi.presses_forged("G:yes:2611231000", under=number)
        ticket = await ticket_of(stage, number)
        async with stage.looks() as unit:
            assert (await unit.people.get(ticket.reporter_id)).name == "Sari"


async def test_who_has_a_task_here_gives_it_back_first(theatre: Theatre) -> None:
    async with theatre("hapus-data-petugas", "Hapus data: yang memegang tugas") as stage:
        rina = stage.citizen("Rina", "Bu Rina, koordinator")
        await rina.says("/hapusdata")
        assert "memegang tugas" in rina.sees()
        await stage.budi.says("/hapusdata")
        assert "pribadi" in stage.budi.sees()


async def test_what_she_said_to_others_reports_is_erased_too(theatre: Theatre, tmp_path: Path) -> None:
    async with theatre("hapus-data-pengikut", "Hapus data: yang ikut laporan orang lain") as stage:
        andi = stage.citizen("Andi", "Pak Andi, warga")
        await files(andi, POTHOLES, "Jalan & jembatan")
        number = [word for word in andi.sees_all().split() if word.startswith("LP-")][-1]
        stage.forget()
        await stage.sari.says("jln provinsi brlubang dlm, tdi pagi ad ibu jatoh dr motor. warung sy di depannya")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Saya juga")
        await stage.sari.presses("Sertakan laporan saya")
        assert "warung sy" in stage.budi.sees_all()
        await erases(stage)
        assert (await ticket_of(stage, number)).text == POTHOLES, "it is somebody else's"
        raw, values = await everything_stored(stage, tmp_path)
        assert b"warung sy" not in raw + values
        assert b'"Sari"' not in values
        await stage.bot_starts()
