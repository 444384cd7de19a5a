"""Pictures are drawn by a process of their own: the same pictures, and nobody is left behind."""

import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.charts import pictures
from bot.clock import SystemClock
from bot.easel import Easel, PaintingFailed, Scene
from bot.geocoding import Geocoder
from bot.office import open_office
from bot.settings import Settings
from handlers import recap
from handlers.desk import Office
from messages.charts import ChartWords
from tests.bot.test_command_line import CATALOGUE
from tests.bot.test_recap import answered, counted

WANTED = frozenset({"inflow.png", "satisfaction.png"})


@pytest.fixture(scope="module")
def office() -> Office:
    return open_office(Settings(_env_file=None, catalogue_file=CATALOGUE), SystemClock(), Random(1), Geocoder())


@pytest.fixture
def scene(office: Office) -> Scene:
    found, called = counted(office, answered(1), answered(2)), recap.names(office)
    tiles = dict(office.catalogue.tiles)
    return Scene(found, called, office.calendar.timezone, office.rules.follow_up, tiles, WANTED)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The painters that were started."""
    every: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def remembered(*args: Any, **how: Any) -> subprocess.Popen[bytes]:
        every.append(start(*args, **how))
        return every[-1]

    monkeypatch.setattr(subprocess, "Popen", remembered)
    return every


def test_the_pictures_are_those_that_we_would_draw(
    office: Office, scene: Scene, started: list[subprocess.Popen[bytes]]
) -> None:
    easel = Easel()
    with easel.set_up(WANTED):
        assert [painter.poll() for painter in started] == [None], "it gets ready meanwhile"
    painted, done = easel.paint(scene, lambda: "written meanwhile")
    words = ChartWords(scene.recap, scene.names, office.words, scene.target)
    drawn = pictures(scene.recap, words, office.catalogue.tiles, WANTED)
    assert (dict(painted), done) == ({each.name: each.png for each in drawn}, "written meanwhile")
    assert dict(painted).keys() == WANTED
    with easel.set_up(WANTED):
        again, _ = easel.paint(scene, lambda: None)
    assert again == painted
    assert [painter.poll() for painter in started] == [None], "it stays for the next recap"
    easel.put_away()
    assert started[0].returncode is not None


def test_a_painter_that_was_killed_is_said_and_another_one_takes_its_place(
    scene: Scene, started: list[subprocess.Popen[bytes]]
) -> None:
    easel = Easel()
    with easel.set_up(WANTED):
        started[0].send_signal(signal.SIGSTOP)
    with pytest.raises(PaintingFailed):
        easel.paint(scene, started[0].kill)
    painted, _ = easel.paint(scene, lambda: None)
    assert dict(painted).keys() == WANTED
    assert len(started) == 2
    easel.put_away()


def test_pictures_that_nobody_took_are_not_given_to_the_next(
    scene: Scene, started: list[subprocess.Popen[bytes]]
) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    easel = Easel()
    with pytest.raises(OSError, match="No space left"):
        easel.paint(scene, full)
    assert [painter.returncode is not None for painter in started] == [True]


def test_nobody_waits_for_a_recap_that_cannot_be_counted(started: list[subprocess.Popen[bytes]]) -> None:
    with pytest.raises(LookupError), Easel().set_up(WANTED):
        raise LookupError(date(2026, 10, 1))
    assert [painter.returncode is not None for painter in started] == [True]


def test_nobody_is_called_where_nothing_is_drawn(started: list[subprocess.Popen[bytes]]) -> None:
    with Easel().set_up(frozenset()):
        pass
    assert not started


def test_who_draws_is_told_no_secret(monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]) -> None:
    for secret in ("SECRET_KEY", "TELEGRAM_TOKEN", "DATABASE_URL"):
        monkeypatch.setenv(secret, "rahasia")
    easel = Easel()
    with easel.set_up(WANTED):
        told = Path(f"/proc/{started[0].pid}/environ").read_bytes()
    easel.put_away()
    assert b"PATH=" in told
    assert b"rahasia" not in told


def test_a_painter_that_is_shown_nothing_goes_home() -> None:
    done = subprocess.run([sys.executable, "-m", "bot.painter"], input=b"", capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
