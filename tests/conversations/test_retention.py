"""What is erased by itself, when it has been kept for long enough."""

from datetime import timedelta

from tests.conversations.acts import POTHOLES, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tickets.audit import Search

YEARS = timedelta(days=2 * 365 + 1)


async def test_a_closed_report_is_erased_after_two_years_and_an_open_one_is_not(theatre: Theatre) -> None:
    async with theatre("masa-simpan", "Masa simpan: dua tahun setelah selesai") as stage:
        closed = await sari_files(stage)
        await stage.budi.says("Sudah kami tambal", reply_to=f"🎫 {closed}")
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.presses("Sudah selesai")
        opened = await sari_files(stage, "Lampu jalan provinsi mati sejak kemarin, gelap sekali")
        await stage.later(hours=24 * 365, remark="Satu tahun berlalu.")
        assert (await ticket_of(stage, closed)).text == POTHOLES
        stage.forget()
        await stage.later(hours=YEARS.total_seconds() / 3600 - 24 * 365, remark="Dua tahun sejak laporan selesai.")
        ticket = await ticket_of(stage, closed)
        assert ticket.text == "(dihapus)"
        assert ticket.forgotten_at is not None
        assert (await ticket_of(stage, opened)).text.startswith("Lampu")
        async with stage.looks() as unit:
            reporter = await unit.people.get(ticket.reporter_id)
            assert reporter.name == "(dihapus)"
            assert await unit.tickets.count_of_reporter((await unit.people.get(ticket.reporter_id)).id) == 1
            inbox, outbox = await unit.inbox.counts(), await unit.outbox.counts()
            assert inbox["done"] == 0, "keys of updates of long ago are gone"
            assert outbox["sent"] < 10
            assert await unit.audit.count(Search()) > 0


async def test_whom_nothing_is_left_of_is_forgotten(theatre: Theatre) -> None:
    async with theatre("masa-simpan-orang", "Masa simpan: yang hanya menyapa") as stage:
        await stage.sari.says("halo")
        await stage.budi.says("/tiket")
        async with stage.looks() as unit:
            (sari,) = [each for each in await unit.people.several(range(1, 9)) if each.name == "Sari"]
        await stage.later(hours=24 * 364, remark="Hampir satu tahun berlalu.")
        async with stage.looks() as unit:
            assert (await unit.people.get(sari.id)).name == "Sari"
        await stage.later(hours=48, remark="Satu tahun berlalu.")
        async with stage.looks() as unit:
            assert (await unit.people.get(sari.id)).name == "(dihapus)"
            budi = [each for each in await unit.people.several(range(1, 9)) if each.name == "Budi"]
            assert budi, "who works in a group stays"
        await stage.sari.says("halo")
        assert stage.sari.sees()
