"""Whatever is drawn, and the workbooks beside it, by a process of its own (`bot.painter`).

The library that draws takes a second to load, and tens of megabytes that would stay. In a process of its own it is
loaded while the recap is still being counted, on another processor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from bot.aside import Aside
from messages.certificates import Award
from messages.posters import PosterWords
from messages.recap_tables import Names
from tickets.recap import Recap

Files = tuple[tuple[str, bytes], ...]
"""Names of files, and what is in them."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is drawn and written of a recap. `target`: working days of the deadline; `tiles`: where the regions lie;
    `pictures`: the names of those that are wanted; `sheets`: whether the workbook and the CSV files are.
    """

    recap: Recap
    names: Names
    zone: ZoneInfo
    target: int
    tiles: Mapping[str, tuple[int, int]]
    pictures: frozenset[str]
    sheets: bool


@dataclass(frozen=True, slots=True)
class Awards:
    """Those that get a certificate."""

    awards: tuple[Award, ...]


class Easel:
    """One painter at a time: set up early, while a recap is still being counted, then shown a scene. It draws for one
    after another; several threads may ask.
    """

    def __init__(self) -> None:
        self._painter = Aside("bot.painter")
        self._turn = Lock()

    def get_ready(self) -> None:
        """Let a painter load what it needs meanwhile."""
        with self._turn:
            self._painter.get_ready()

    def paint(self, scene: Scene) -> Files:
        """Pictures and sheets of a recap. Raises AsideFailed."""
        files: Files = self._draw(scene)
        return files

    def certificates(self, awards: Sequence[Award]) -> bytes:
        """Certificates as one PDF. Raises AsideFailed."""
        pdf: bytes = self._draw(Awards(tuple(awards)))
        return pdf

    def posters(self, words: PosterWords) -> tuple[bytes, bytes]:
        """A poster to be printed (PDF) and one to be sent around (PNG). Raises AsideFailed."""
        both: tuple[bytes, bytes] = self._draw(words)
        return both

    def _draw(self, question: object) -> Any:
        with self._turn:
            self._painter.get_ready()
            return self._painter.ask(question)

    def put_away(self) -> None:
        """Nothing is to be drawn any more."""
        self._painter.put_away()
