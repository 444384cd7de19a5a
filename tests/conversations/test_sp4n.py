"""SP4N-LAPOR!: both numbers on a ticket, the export as a file in the chat."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

from handlers.desk import Desk
from handlers.sp4n_file import imported
from tests.conversations.acts import a_neighbour_files, kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.conversations.test_secret import reports_levies
from tests.support.stage import Stage, office_of
from tickets.sp4n import Outcome, read_file


async def test_both_numbers_stand_on_the_card_and_in_the_history(theatre: Theatre) -> None:
    async with theatre("sp4n-nomor", "Nomor SP4N-LAPOR! pada tiket") as stage:
        number = await sari_files(stage)
        await stage.rina.says(f"/sp4n {number.lower().replace('-', ' ')} #1234567")
        assert "1234567" in stage.rina.sees()
        assert "1234567" in stage.budi.sees_all()
        await stage.rina.says(f"/tiket {number}")
        assert "Nomor SP4N dicatat" in stage.rina.sees()
        assert (await ticket_of(stage, number)).sp4n_number == "1234567"
        await stage.sari.says(f"/status {number}")
        assert "SP4N" not in stage.sari.sees()


async def test_a_national_number_belongs_to_one_ticket(theatre: Theatre) -> None:
    async with theatre("sp4n-nomor-dipakai", "Nomor SP4N yang sudah dipakai") as stage:
        number = await sari_files(stage)
        other = await a_neighbour_files(stage, "Anang")
        await stage.rina.says(f"/sp4n {number} 1234567")
        await stage.rina.says(f"/sp4n {number} 1234567")
        await stage.rina.says(f"/sp4n {other} 1234567")
        assert number in stage.rina.sees()
        assert (await ticket_of(stage, other)).sp4n_number is None
        assert (await kinds(stage, number)).count("sp4n_numbered") == 1


async def test_what_sp4n_does_not_understand(theatre: Theatre) -> None:
    async with theatre("sp4n-keliru", "Perintah /sp4n yang keliru") as stage:
        number = await sari_files(stage)
        for typed in ("/sp4n", "/sp4n 1234567", f"/sp4n {number}", f"/sp4n {number} abc", "/sp4n ekspor kemarin"):
            await stage.rina.says(typed)
            assert "/sp4n ekspor" in stage.rina.sees()
        await stage.rina.says("/sp4n LP-2611-000000 1234567")
        await stage.rina.says("/sp4n ekspor 2025-01")
        assert "Tidak ada aduan" in stage.rina.sees()
        await stage.budi.says(f"/sp4n {number} 1234567")
        assert (await ticket_of(stage, number)).sp4n_number is None


async def test_the_month_comes_as_a_file(theatre: Theatre) -> None:
    async with theatre("sp4n-ekspor", "Ekspor SP4N-LAPOR! di grup koordinator") as stage:
        number = await sari_files(stage)
        await stage.rina.says("/sp4n ekspor csv")
        name, data = stage.rina.receives()
        assert name == "sp4n-2026-11.csv"
        (row,) = csv.DictReader(StringIO(data.decode("utf-8-sig")))
        assert (row["nomor_tiket"], row["instansi"], row["status"]) == (number, "PUPR", "belum ditindaklanjuti")
        assert "Sari" not in data.decode()
        await stage.rina.says("/sp4n ekspor november 2026 PUPR")
        name, data = stage.rina.receives()
        assert name == "sp4n-2026-11-pupr.xlsx"
        with ZipFile(BytesIO(data)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
            assert number in book.read("xl/sharedStrings.xml").decode()
        assert "<f>" not in sheet


async def test_the_export_hides_what_is_secret_and_leaves_out_what_is_withheld(theatre: Theatre) -> None:
    async with theatre("sp4n-ekspor-rahasia", "Ekspor SP4N-LAPOR!: yang rahasia dan yang ditahan") as stage:
        plain = await sari_files(stage)
        secret = await reports_levies(stage, "Petugas loket Samsat minta uang pelicin 300 ribu", "Petugas loket")
        withheld = await reports_levies(
            stage, "Oknum pegawai Diskominfo minta uang pakai kuitansi palsu supaya izin lolos", "Bendahara Diskominfo"
        )
        assert (await ticket_of(stage, secret)).secret
        assert (await ticket_of(stage, withheld)).withheld
        stage.forget()
        for room in (stage.rina, stage.citizen("Rina", "Bu Rina, koordinator")):
            await room.says("/sp4n ekspor csv")
            _, data = room.receives()
            rows = {row["nomor_tiket"]: row for row in csv.DictReader(StringIO(data.decode("utf-8-sig")))}
            assert set(rows) == {plain, secret}
            assert "pelicin" not in data.decode()
            assert "kuitansi" not in data.decode()


async def effects(stage: Stage, file: str, *, apply: bool) -> list[tuple[Outcome, str]]:
    """What a status file does to the stage's database."""
    office = office_of("", stage._settings.catalogue_file)
    lines, _ = read_file(file.encode())
    async with stage.looks() as unit:
        desk = Desk(unit=unit, office=office, now=stage.world.clock.now())
        found = await imported(lines, desk, apply=apply)
    await stage.settles()
    return [(effect.outcome, effect.after) for effect in found]


async def test_a_status_file_is_tried_first_and_changes_once(theatre: Theatre) -> None:
    async with theatre("sp4n-impor", "Berkas status dari SP4N-LAPOR!") as stage:
        number = await sari_files(stage)
        file = f"nomor_tiket,nomor_sp4n,status\n{number},1234567,Dalam Proses\n,9999999,Selesai\n"
        both = [(Outcome.NUMBERED, "1234567"), (Outcome.STATUS, "Dalam Proses"), (Outcome.UNKNOWN, "")]
        assert await effects(stage, file, apply=False) == both
        assert (await ticket_of(stage, number)).sp4n_number is None
        assert await effects(stage, file, apply=True) == both
        assert (await ticket_of(stage, number)).sp4n_status == "Dalam Proses"
        assert "Dalam Proses" in stage.budi.sees_all()
        assert await effects(stage, file, apply=True) == [(Outcome.SAME, ""), (Outcome.UNKNOWN, "")]
        other = f"nomor_tiket,nomor_sp4n\n{number},7654321\n"
        assert (await effects(stage, other, apply=True))[0][0] is Outcome.CONFLICT
        assert (await effects(stage, "nomor_sp4n,status\n1234567,Selesai\n", apply=True))[0] == (
            Outcome.STATUS,
            "Selesai",
        )
