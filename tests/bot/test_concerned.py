"""`python -m bot concerned`: the list of people for the notice after a breach."""

import csv
import stat
from pathlib import Path

import pytest

from bot.concerned import write_list
from bot.loops import Fatal
from bot.settings import Settings
from storage.database import Database
from storage.values import Via
from tests.storage.samples import BUDI, DAY, NOW, SARI, a_ticket, submitted


@pytest.fixture
async def filled(database: Database) -> None:
    """Sari filed one report, Budi joined it; somebody only said hello."""
    async with database.transaction() as unit:
        sari = await unit.people.meet("telegram", SARI, NOW)
        budi = await unit.people.meet("telegram", BUDI, NOW)
        ticket = await unit.tickets.insert(a_ticket(reporter_id=sari.id, created_at=NOW), [submitted()])
        await unit.followers.add(ticket.id, budi.id, Via.JOINED, NOW)
        andi = type(SARI)("5550303999", "=Andi", None, "id")
        await unit.people.meet("telegram", andi, NOW)
        gone = await unit.people.meet("telegram", type(SARI)("5550404000", "Gone", None, "id"), NOW)
        await unit.erasures.forget_person(gone, "(dihapus)", NOW)


@pytest.mark.usefixtures("filled")
async def test_everybody_is_listed_once_with_their_reports(settings: Settings, tmp_path: Path) -> None:
    file, said = tmp_path / "orang.csv", []
    await write_list(settings, file, said.append, None, None)
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert [(row["account"], row["name"], row["reports"], row["followed"]) for row in rows] == [
        (SARI.id, SARI.name, "LP-2611-7F3K9Q", ""),
        (BUDI.id, BUDI.name, "", "LP-2611-7F3K9Q"),
        ("5550303999", "'=Andi", "", ""),
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert said[0].startswith("3 people are in")


@pytest.mark.usefixtures("filled")
async def test_only_those_of_a_span_of_time(settings: Settings, tmp_path: Path) -> None:
    said: list[str] = []
    await write_list(settings, tmp_path / "a.csv", said.append, NOW, NOW + DAY)
    await write_list(settings, tmp_path / "b.csv", said.append, NOW + DAY, None)
    assert said[0].startswith("2 people")
    assert said[2].startswith("0 people")


async def test_no_file_is_overwritten(settings: Settings, tmp_path: Path, database: Database) -> None:
    file = tmp_path / "orang.csv"
    file.write_text("keep", encoding="utf-8")
    with pytest.raises(Fatal, match="Name a new file"):
        await write_list(settings, file, print, None, None)
    assert file.read_text(encoding="utf-8") == "keep"
