"""python -m bot, as an operator types it: in a process of its own."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.bot.support import SECRET_KEY, TOKEN

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "catalogue" / "kalimantan-selatan.toml"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    names = {name.upper() for name in Settings.model_fields}
    inherited = {name: value for name, value in os.environ.items() if name not in names}
    return {**inherited, "PYTHONPATH": str(ROOT), "CATALOGUE_FILE": str(CATALOGUE), **settings}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command in an empty folder."""

    def run(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "bot", *words]
        env = environment(tmp_path, **settings)
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False)

    return run


def test_help_lists_the_commands_and_loads_nothing_heavy(tmp_path: Path) -> None:
    code = "import sys, runpy; sys.argv = ['bot', '--help']\ntry: runpy.run_module('bot', run_name='__main__')\n"
    code += (
        "except SystemExit: print([m for m in ('telegram', 'sqlalchemy', 'aiohttp', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert all(command in done.stdout for command in ("run", "migrate", "check", "catalogue", "replay"))
    assert done.stdout.splitlines()[-1] == "[]"


def test_wrong_settings_are_said_together_with_exit_code_2(run: Run) -> None:
    done = run("run", TELEGRAM_BOT_TOKEN="se cret", HTTP_PORT="x")
    assert done.returncode == 2
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["TELEGRAM_BOT_TOKEN", "HTTP_PORT"]
    assert "se cret" not in done.stderr


def test_a_wrong_catalogue_is_said_with_exit_code_2(run: Run, tmp_path: Path) -> None:
    done = run("run", TELEGRAM_BOT_TOKEN=TOKEN, CATALOGUE_FILE="nowhere.toml")
    assert done.returncode == 2
    assert "nowhere.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_migrate_makes_the_database_and_may_be_repeated(run: Run, tmp_path: Path) -> None:
    for _ in range(2):
        done = run("migrate")
        assert (done.returncode, done.stderr) == (0, "")
        assert re.fullmatch(r"The database has schema \d{4}\.\n", done.stdout)
    assert (tmp_path / "data" / "simulator.db").exists()


def test_a_database_that_cannot_be_made_is_said_plainly(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    done = run("migrate")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("The database cannot be migrated")


def test_check_on_an_empty_installation_is_well_and_makes_nothing(run: Run, tmp_path: Path) -> None:
    done = run("check")
    assert done.returncode == 0, done.stdout
    topics = [line.split(":")[0] for line in done.stdout.splitlines()]
    assert topics == [
        "ok   Token",
        "ok   Secret key",
        "ok   Database",
        "ok   Operator",
        "ok   Catalogue",
        "ok   Holidays",
    ]
    assert not (tmp_path / "data").exists()


def test_check_names_what_must_be_mended(run: Run, tmp_path: Path) -> None:
    assert run("migrate", SECRET_KEY=SECRET_KEY).returncode == 0
    assert run("replay", SECRET_KEY=SECRET_KEY).returncode == 0
    (tmp_path / "data" / "secret_key").write_text("another key of more than thirty-two characters")
    (tmp_path / "data" / "secret_key").chmod(0o644)
    away = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://127.0.0.1:9", "CATALOGUE_FILE": "nowhere.toml"}
    done = run("check", DATABASE_URL="sqlite:///data/simulator.db", **away)
    assert done.returncode == 1
    assert "MEND Token: Telegram cannot be asked" in done.stdout
    assert "MEND Secret key: others may read" in done.stdout
    assert "MEND Catalogue: " in done.stdout
    (tmp_path / "data" / "secret_key").chmod(0o600)
    assert "MEND Database: it was filled with another SECRET_KEY" in run("check").stdout
    assert TOKEN not in done.stdout + done.stderr


def test_the_catalogue_is_validated_and_shown(run: Run, tmp_path: Path) -> None:
    assert run("catalogue", "validate").returncode == 0
    shown = run("catalogue", "show", str(CATALOGUE))
    assert shown.returncode == 0
    assert re.search(r"^PUPR +\S", shown.stdout, re.MULTILINE)
    wrong = run("catalogue", "validate", "nowhere.toml")
    assert wrong.returncode == 1
    assert "nowhere.toml" in wrong.stderr


def test_replay_tells_and_repeats_what_failed(run: Run) -> None:
    assert run("replay").returncode == 1
    run("migrate")
    assert run("replay").stdout == "0 failed updates, 0 rejected messages.\n"
    assert run("replay", "--failed").stdout == "0 updates and 0 messages stand in line again.\n"


def test_run_without_settings_shows_one_line_and_ends_cleanly_at_sigterm(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env=environment(tmp_path, HTTP_PORT="0"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = line.rsplit(" ", 1)[-1].strip()
        assert line.startswith("Lapor Bot runs against the simulator: http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}/sim/state", timeout=30) as answer:
            state = json.load(answer)
        assert {chat["title"] for chat in state["chats"]} >= {"Dinas PUPR", "Koordinator Diskominfo"}
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert out == ""
    assert "Traceback" not in err
    assert all(json.loads(entry)["level"] != "error" for entry in err.splitlines())
