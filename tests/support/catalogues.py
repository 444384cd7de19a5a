"""The catalogues that tests read: the real one of Kalimantan Selatan and a tiny one of an invented province."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.catalogue import load_catalogue
from tickets.catalogue import Catalogue
from tickets.places import Gazetteer

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
KALSEL_FILE = ROOT / "catalogue" / "kalimantan-selatan.toml"
MINI_FILE = DATA / "catalogue-mini" / "mini.toml"


@cache
def kalsel() -> Catalogue:
    """The catalogue of Kalimantan Selatan."""
    return load_catalogue(KALSEL_FILE)


def watching(folder: Path, **feeds: str) -> Path:
    """The catalogue of Kalimantan Selatan in that folder, with feeds by name and address."""
    watched = "".join(f'[[watch.feeds]]\nname = "{name}"\nurl = "{url}"\n' for name, url in feeds.items())
    return _changed(folder, "[duplicates]", f"{watched}\n[duplicates]")


def checking(folder: Path, percent: int) -> Path:
    """The same in that folder, with that share of the closed tickets to be looked at."""
    return _changed(folder, "checked_percent = 10 ", f"checked_percent = {percent} ")


def _changed(folder: Path, old: str, new: str) -> Path:
    file = folder / KALSEL_FILE.name
    words = KALSEL_FILE.read_text(encoding="utf-8")
    assert old in words
    file.write_text(words.replace(old, new), encoding="utf-8")
    (folder / KALSEL_FILE.stem).symlink_to(KALSEL_FILE.with_suffix(""))
    return file


@cache
def mini() -> Catalogue:
    """Two regions, three agencies, three categories, other words."""
    return load_catalogue(MINI_FILE)


@cache
def kalsel_places() -> Gazetteer:
    """The names of all places of Kalimantan Selatan."""
    return Gazetteer(kalsel())
