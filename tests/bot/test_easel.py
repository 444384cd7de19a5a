"""Pictures are drawn by a process of their own: the same pictures, and nobody is left behind."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any

import pytest

from bot.aside import AsideFailed
from bot.charts import pictures
from bot.clock import SystemClock
from bot.easel import Easel, Scene
from bot.geocoding import Geocoder
from bot.office import open_office
from bot.settings import Settings
from handlers import recap
from handlers.desk import Office
from messages.books import csv_of
from messages.charts import ChartWords
from messages.posters import poster_words
from messages.recap_tables import tables_of
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
    return Scene(found, called, office.calendar.timezone, office.rules.follow_up, tiles, WANTED, sheets=False)


def test_the_pictures_are_those_that_we_would_draw(
    office: Office, scene: Scene, started: list[subprocess.Popen[bytes]]
) -> None:
    easel = Easel()
    easel.get_ready()
    assert [painter.poll() for painter in started] == [None], "it gets ready meanwhile"
    painted = easel.paint(scene)
    words = ChartWords(scene.recap, scene.names, office.words, scene.target)
    drawn = pictures(scene.recap, words, office.catalogue.tiles, WANTED)
    assert dict(painted) == {each.name: each.png for each in drawn}
    assert dict(painted).keys() == WANTED
    easel.get_ready()
    assert easel.paint(scene) == painted
    assert [painter.poll() for painter in started] == [None], "it stays for the next recap"
    easel.put_away()
    assert started[0].returncode is not None


def test_sheets_come_with_the_pictures_where_they_are_wanted(office: Office, scene: Scene) -> None:
    easel = Easel()
    painted = dict(easel.paint(replace(scene, pictures=frozenset(), sheets=True)))
    easel.put_away()
    tables = tables_of(scene.recap, scene.names, office.words)
    assert painted.keys() == {"rekap.xlsx", *(f"{table.key}.csv" for table in tables)}
    assert painted["agencies.csv"] == next(csv_of(table) for table in tables if table.key == "agencies")
    assert painted["rekap.xlsx"].startswith(b"PK")


def test_a_painter_that_was_killed_is_said_and_another_one_takes_its_place(
    scene: Scene, started: list[subprocess.Popen[bytes]]
) -> None:
    easel = Easel()
    easel.get_ready()
    started[0].send_signal(signal.SIGSTOP)
    Timer(0.2, started[0].kill).start()
    with pytest.raises(AsideFailed):
        easel.paint(scene)
    assert dict(easel.paint(scene)).keys() == WANTED
    assert len(started) == 2
    easel.put_away()


def test_what_nobody_took_is_not_given_to_the_next(
    scene: Scene, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    easel = Easel()
    with monkeypatch.context() as patch:
        patch.setattr("bot.aside.pickle.load", interrupted)
        with pytest.raises(KeyboardInterrupt):
            easel.paint(scene)
    assert [painter.returncode is not None for painter in started] == [True]


def test_a_recap_and_a_poster_are_drawn_one_after_another(scene: Scene, office: Office) -> None:
    easel = Easel()
    words = poster_words(
        office.words,
        bot_name="Lapor Bot",
        government="Pemerintah Provinsi Kalimantan Selatan",
        agency="PUPR",
        place="Jembatan Barito",
        address="https://t.me/lapor_bot?start=abc",
        emergencies=("112",),
    )
    with ThreadPoolExecutor(2) as both:
        recap_files, poster = both.submit(easel.paint, scene), both.submit(easel.posters, words)
        assert dict(recap_files.result()).keys() == WANTED
        assert poster.result()[0].startswith(b"%PDF")
        assert poster.result()[1].startswith(b"\x89PNG")
    easel.put_away()


def test_who_draws_is_told_no_secret(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    for secret in ("SECRET_KEY", "TELEGRAM_TOKEN", "DATABASE_URL"):
        monkeypatch.setenv(secret, "rahasia")
    easel = Easel()
    easel.paint(replace(scene, pictures=frozenset()))
    told = Path(f"/proc/{started[0].pid}/environ").read_bytes()
    easel.put_away()
    assert b"PATH=" in told
    assert b"rahasia" not in told


def test_a_painter_that_is_shown_nothing_goes_home() -> None:
    done = subprocess.run([sys.executable, "-m", "bot.painter"], input=b"", capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
