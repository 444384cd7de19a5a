"""`python -m bot sp4n`, as an operator types it."""

import csv
from pathlib import Path

from messages.sheets import xlsx_of
from tests.bot.test_command_line import Run, run

__all__ = ["run"]


def test_an_export_of_an_empty_month_has_its_heading(run: Run, tmp_path: Path) -> None:
    assert run("migrate").returncode == 0
    done = run("sp4n", "export", "--period", "2026-10", "--out", "aduan.csv")
    assert done.returncode == 0, done.stderr
    (head,) = csv.reader((tmp_path / "aduan.csv").read_text(encoding="utf-8-sig").splitlines())
    assert head[:2] == ["nomor_tiket", "nomor_sp4n"]
    assert run("sp4n", "export", "--period", "2026-10", "--agency", "PUPR", "--out", "a.xlsx").returncode == 0
    assert (tmp_path / "a.xlsx").read_bytes()[:2] == b"PK"


def test_what_cannot_be_exported_is_said_plainly(run: Run) -> None:
    run("migrate")
    for words, why in (
        (("--period", "2026-13", "--out", "a.csv"), "no month"),
        (("--period", "2026-10", "--out", "a.pdf"), "must end in"),
        (("--period", "2026-10", "--out", "nowhere/a.csv"), "cannot be written"),
        (("--period", "2026-10", "--agency", "rsud", "--out", "a.csv"), "not one agency"),
    ):
        done = run("sp4n", "export", *words)
        assert done.returncode == 1
        assert why in done.stderr
        assert "Traceback" not in done.stderr


def test_a_status_file_is_a_trial_that_names_what_it_does_not_know(run: Run, tmp_path: Path) -> None:
    run("migrate")
    (tmp_path / "status.csv").write_text("nomor_sp4n,status\n1234567,Selesai\nabc,Selesai\n")
    done = run("sp4n", "import", "status.csv")
    assert done.returncode == 1
    assert "line 3: 'abc' is no number" in done.stdout
    assert "line 2: there is no ticket with the SP4N number 1234567" in done.stdout
    assert "1 unknown" in done.stdout
    missing = run("sp4n", "import", "nothing.csv", "--apply")
    assert (missing.returncode, "cannot be read" in missing.stderr) == (1, True)


def test_a_status_file_may_be_a_workbook(run: Run, tmp_path: Path) -> None:
    run("migrate")
    (tmp_path / "status.xlsx").write_bytes(
        xlsx_of("status", ("Tracking ID", "Status"), [("1234567", "Selesai"), ("abc", "Selesai")])
    )
    done = run("sp4n", "import", "status.xlsx")
    assert done.returncode == 1
    assert "line 3: 'abc' is no number" in done.stdout
    assert "line 2: there is no ticket with the SP4N number 1234567" in done.stdout
    (tmp_path / "torn.xlsx").write_bytes((tmp_path / "status.xlsx").read_bytes()[:200])
    torn = run("sp4n", "import", "torn.xlsx")
    assert (torn.returncode, "torn.xlsx cannot be read: it is no workbook" in torn.stderr) == (1, True)
