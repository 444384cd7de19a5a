"""`python -m bot what-if`, as an operator types it: a comparison, and a database that stays as it was."""

import asyncio
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.loops import Fatal
from bot.what_if import period_of
from storage.database import Database
from storage.sealing import Sealer
from tests.bot.support import SECRET_KEY
from tests.bot.test_command_line import CATALOGUE, Run, run
from tests.storage.samples import NOW, SARI
from tests.storage.test_reports import Desk
from tests.support.databases import database_url, dialect, postgres, sqlite_template, sqlite_url

__all__ = ["database_url", "dialect", "postgres", "run", "sqlite_template", "sqlite_url"]

FIVE = ("follow_up_target = 3", "follow_up_target = 5")
TEXT = "Jalan provinsi berlubang di depan pasar, sudah ada yang jatuh"


def changed(folder: Path, *changes: tuple[str, str], with_tables: bool = False) -> Path:
    """The catalogue of Kalimantan Selatan with other words in it."""
    text = CATALOGUE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / "other.toml"
    file.write_text(text, encoding="utf-8")
    if with_tables:
        shutil.copytree(CATALOGUE.with_suffix(""), file.with_suffix(""))
    return file


async def _fill(url: str) -> None:
    database = await Database.open(url, Sealer(SECRET_KEY))
    try:
        async with database.transaction() as unit:
            await unit.people.meet("telegram", SARI, NOW)
        desk = Desk(database)
        for answered in ("2026-10-07 09:00", "2026-10-09 09:00", "2026-10-12 09:00"):
            secret = answered.startswith("2026-10-12")
            ticket = await desk.files("2026-10-05 09:00", "PUPR", text=TEXT, secret=secret)
            await desk.answers(ticket, answered)
    finally:
        await database.close()


def what_if(run: Run, url: str, *words: str) -> "subprocess.CompletedProcess[str]":
    return run("what-if", *words, DATABASE_URL=url, SECRET_KEY=SECRET_KEY)


def test_two_more_days_as_text_and_as_json(run: Run, database_url: str, tmp_path: Path) -> None:
    asyncio.run(_fill(database_url))
    changed(tmp_path, FIVE)
    told = what_if(run, database_url, "--rules", "other.toml", "--period", "2026-10")
    assert (told.returncode, told.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in told.stdout.splitlines()]
    assert "follow_up_target: 3 → 5" in lines
    assert "follow_up: 0 earlier, 3 later, 0 the same (by working days +2: 3)" in lines
    assert "PUPR 3 2 → 0 2 → 0 0 → 0" in lines
    assert "no longer late: 2 (LP-2, LP-3)" in lines
    assert "Right agency suggested first: 3 → 3 (+0) of 3 that an agency finally had" in lines
    assert "pasar" not in told.stdout
    same = what_if(
        run, database_url, "--rules", "other.toml", "--period", "2026-10-05..2026-10-05", "--examples", "1", "--json"
    )
    found = json.loads(same.stdout)
    assert found["tickets"] == 3
    assert found["late"] == {"before": 2, "after": 0}
    assert found["agencies"]["PUPR"]["escalated"] == {"before": 2, "after": 0}
    assert found["deadlines"]["follow_up"] == {"same": 0, "earlier": 0, "later": 3, "by_working_days": {"2": 3}}
    assert found["rules"]["settings"] == {"follow_up_target": {"before": 3, "after": 5}}
    assert found["rules"]["reading_changed"] is False
    assert found["examples"]["no_longer_late"] == ["LP-2"]


def test_holidays_verification_and_words_together(run: Run, database_url: str, tmp_path: Path) -> None:
    asyncio.run(_fill(database_url))
    changed(
        tmp_path,
        ("extra_holidays = []", "extra_holidays = [2026-10-06, 2026-10-07]"),
        ('code = "jalan"', 'code = "jalan"\nverification = "coordinator"'),
        with_tables=True,
    )
    told = what_if(run, database_url, "--rules", "other.toml", "--period", "2026-10", "--json")
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    assert found["rules"]["days_off"] == ["2026-10-06", "2026-10-07"]
    assert found["rules"]["verification"] == {"jalan": {"before": "confidence", "after": "coordinator"}}
    assert found["late"] == {"before": 2, "after": 0}
    assert found["verified_first"] == {"before": 0, "after": 3, "in_fact": 0}
    assert found["changes"]["to_coordinator"] == 3


def test_a_period_without_tickets_is_no_error(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    asyncio.run(_fill(sqlite_url))
    changed(tmp_path, FIVE)
    for period in ("2026-09", "2031-01"):
        told = what_if(run, sqlite_url, "--rules", "other.toml", "--period", period)
        assert told.returncode == 0
        assert "0 tickets" in told.stdout
        assert "No ticket was filed in this period" in told.stdout


def test_nothing_changes_not_even_a_byte_and_nobody_who_writes_has_to_wait(
    run: Run, sqlite_url: str, tmp_path: Path
) -> None:
    asyncio.run(_fill(sqlite_url))
    changed(tmp_path, FIVE)
    file = tmp_path / "lapor.db"
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    assert what_if(run, sqlite_url, "--rules", "other.toml", "--period", "2026-10").returncode == 0
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before
    assert not (tmp_path / "data").exists()


def test_what_is_wrong_is_said_in_plain_sentences(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    asyncio.run(_fill(sqlite_url))
    good = changed(tmp_path, FIVE)
    (tmp_path / "bad.toml").write_text("format = 1\nfoo = 2\n", encoding="utf-8")
    over = tmp_path / "over.toml"
    over.write_text(good.read_text(encoding="utf-8").replace("follow_up_target = 5", "follow_up_target = 9"))
    short = tmp_path / "short.toml"
    short.write_text(good.read_text(encoding="utf-8").replace("reporter_silence = 10", "reporter_silence = 2"))
    for words, why in (
        (("--rules", "bad.toml", "--period", "2026-10"), '"foo" is not known'),
        (("--rules", "nowhere.toml", "--period", "2026-10"), "nowhere.toml, line 1: the file cannot be read"),
        (("--rules", "over.toml", "--period", "2026-10"), "above the limit"),
        (("--rules", "short.toml", "--period", "2026-10"), "short.toml, line "),
        (("--rules", "other.toml", "--period", "2026-13"), "is no period"),
        (("--rules", "other.toml", "--period", "2026-10-09..2026-10-02"), "ends before it begins"),
    ):
        told = what_if(run, sqlite_url, *words)
        assert told.returncode == 1, told.stderr
        assert why in told.stderr
        assert "Traceback" not in told.stderr
        assert told.stdout == ""


def test_without_a_database_or_its_key_none_is_made(run: Run, tmp_path: Path, sqlite_url: str) -> None:
    changed(tmp_path, FIVE)
    words = ("what-if", "--rules", "other.toml", "--period", "2026-10")
    told = run(*words)
    assert (told.returncode, "no database yet" in told.stderr) == (1, True)
    told = run(*words, DATABASE_URL=sqlite_url)
    assert (told.returncode, "without its key" in told.stderr) == (1, True)
    asyncio.run(_fill(sqlite_url))
    told = run(*words, DATABASE_URL=sqlite_url, SECRET_KEY="q" * 40)
    assert (told.returncode, "SECRET_KEY" in told.stderr) == (1, True)
    assert {path.name for path in tmp_path.iterdir()} <= {"other.toml", "lapor.db", "lapor.db-shm", "lapor.db-wal"}


@pytest.mark.parametrize("typed", ["", "oktober", "2026", "2026-1-1..2", "1999-12", "2026-10-01..", "..", "9999-12"])
def test_what_is_no_period_is_refused(typed: str) -> None:
    with pytest.raises(Fatal):
        period_of(typed)
