"""`python -m bot open-data`, as an operator types it, and what is in the file."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest

from bot.census import Census
from bot.clock import SystemClock
from bot.geocoding import Geocoder
from bot.office import open_office
from bot.settings import Settings
from handlers import open_data
from handlers.counting import count, survey_of
from handlers.desk import Office
from messages.open_data import COLUMNS, columns_of
from storage.database import Database
from tests.bot.test_command_line import CATALOGUE, ROOT, Run, run
from tests.storage.samples import SARI, a_ticket
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.recap import Period, period_of

__all__ = ["run"]

NOVEMBER = datetime(2026, 11, 2, 1, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 5, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def office() -> Office:
    return open_office(Settings(_env_file=None, catalogue_file=CATALOGUE), SystemClock(), Random(1), Geocoder())


def october(office: Office) -> Period:
    return period_of((date(2026, 10, 1), date(2026, 11, 1)), office.calendar, NOVEMBER, None)


async def file_one(database: Database, number: int, at: datetime = OCTOBER, **fields: object) -> None:
    """A report of Sari for the PUPR in Banjarbaru."""
    by_sari = Actor(ActorKind.REPORTER, 1)
    usual = {"number": f"LP-{number}", "draft": f"d{number}", "agency": "PUPR", "region": "63.72", "created_at": at}
    async with database.transaction() as unit:
        await unit.people.meet("telegram", SARI, at)
        ticket = a_ticket(**{**usual, "assigned_at": at, **fields})
        events = [Event(kind=EventKind.SUBMITTED, at=at, actor=by_sari)]
        if ticket.agency:
            system = Actor(ActorKind.SYSTEM)
            events.append(Event(kind=EventKind.ASSIGNED, at=at, actor=system, data={"to": ticket.agency}))
        await unit.tickets.insert(ticket, events)


async def published(database: Database, office: Office) -> dict[tuple[str, str], dict[str, str]]:
    period, census = october(office), Census()
    async with database.transaction() as unit:
        counted = await count(survey_of(period, office, for_everybody=True), unit, census)
    census.put_away()
    lines = open_data.written(counted.public, period, office).decode("utf-8-sig").splitlines()
    return {(row["kelompok"], row["kode"]): row for row in csv.DictReader(lines)}


async def test_only_public_reports_of_the_month_are_counted(database: Database, office: Office) -> None:
    for number in range(6):
        await file_one(database, number)
    await file_one(database, 10, secret=True)
    await file_one(database, 11, secret=True, withheld=True)
    await file_one(database, 12, category="pungli", agency="INSPEKTORAT")
    await file_one(database, 13, at=datetime(2026, 9, 30, 15, 59, tzinfo=UTC))
    await file_one(database, 14, at=datetime(2026, 10, 31, 16, 1, tzinfo=UTC))
    rows = await published(database, office)
    assert rows["semua", ""] | {"nama": ""} == {
        "bulan": "2026-10",
        "kelompok": "semua",
        "kode": "",
        "nama": "",
        "diterima": "6",
        "selesai": "0",
        "dalam_proses": "0",
        "menunggu": "6",
        "lainnya": "0",
    }
    assert (rows["instansi", "PUPR"]["nama"], rows["instansi", "PUPR"]["diterima"]) == ("PUPR", "6")
    assert rows["instansi", "DISHUB"]["diterima"] == "0"
    assert rows["wilayah", "63.72"]["nama"] == "Kota Banjarbaru"
    assert rows["kategori", "jalan"]["menunggu"] == "6"
    assert ("kategori", "pungli") not in rows
    assert len([kind for kind, _ in rows if kind == "wilayah"]) == 13


async def test_few_reports_are_left_out_and_cannot_be_worked_out(database: Database, office: Office) -> None:
    for number in range(9):
        await file_one(database, number, agency="PUPR" if number < 7 else "DISHUB")
    rows = await published(database, office)
    assert rows["semua", ""]["diterima"] == "9"
    assert rows["instansi", "DISHUB"]["diterima"] == ""
    assert rows["instansi", "PUPR"]["diterima"] == ""
    assert rows["wilayah", "63.72"]["diterima"] == "9"


def test_the_columns_are_documented() -> None:
    page = (ROOT / "docs" / "open-data.md").read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"| `{column}` |" not in page] == []


def test_the_columns_are_explained_beside_the_file(office: Office) -> None:
    meanings = columns_of(office.words.phrases("recap")["open_data"]).decode("utf-8-sig").splitlines()
    explained = [(row["kolom"], bool(row["arti"])) for row in csv.DictReader(meanings)]
    assert explained == [*((column, True) for column in COLUMNS), ("", True)]


def test_the_file_of_a_month_is_written(run: Run, tmp_path: Path) -> None:
    assert run("migrate").returncode == 0
    done = run("open-data", "--month", "2025-10", "--out", "data")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "data" / "data-terbuka-2025-10.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == ",".join(COLUMNS)
    assert text.splitlines()[1] == "2025-10,semua,,,0,0,0,0,0"


def test_what_cannot_be_published_is_said_plainly(run: Run, tmp_path: Path) -> None:
    run("migrate")
    (tmp_path / "berkas").touch()
    next_year = f"{datetime.now(UTC).year + 1}-12"
    for words, why in (
        (("--month", "2025-13", "--out", "a"), "no month"),
        (("--month", next_year, "--out", "a"), "has not ended"),
        (("--month", "2025-10", "--out", "berkas/a"), "cannot be written"),
    ):
        done = run("open-data", *words)
        assert (done.returncode, why in done.stderr) == (1, True), done.stderr
