"""Pictures drawn by a process of their own (`bot.painter`), which ends some minutes after the last ones.

The library that draws takes a second to load, and tens of megabytes that would stay. In a process of its own it is
loaded while the recap is still being counted, on another processor, and holds up nobody who writes to the bot.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, TypeVar, cast
from weakref import finalize
from zoneinfo import ZoneInfo

from messages.recap_tables import Names
from tickets.recap import Recap

T = TypeVar("T")

_ROOT: Final = str(Path(__file__).resolve().parents[1])
_HANDED_ON: Final = frozenset({"HOME", "LANG", "LANGUAGE", "PATH", "TMPDIR", "TZ"})
_HANDED_ON_PREFIXES: Final = ("LC_", "LD_", "MPL", "PYTHON", "XDG_")
"""Of the environment. There is no secret among them: who draws needs no token and no key."""
_SINGLE: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Numpy multiplies no matrices here; each of its threads would cost memory."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What pictures are drawn from. `wanted`: their names; `target`: working days of the deadline; `tiles`: where the
    regions lie.
    """

    recap: Recap
    names: Names
    zone: ZoneInfo
    target: int
    tiles: Mapping[str, tuple[int, int]]
    wanted: frozenset[str]


class PaintingFailed(Exception):  # noqa: N818 - it says what went wrong
    """The process that draws came to an end without pictures; why is on stderr."""


class Easel:
    """One painter at a time: set up early, while the recap is still being counted, then shown a scene. It stays for the
    next one until it loses patience.
    """

    def __init__(self) -> None:
        self._painter: subprocess.Popen[bytes] | None = None
        self._dismiss: Callable[[], object] | None = None

    @contextmanager
    def set_up(self, wanted: Collection[str]) -> Iterator[None]:
        """Let a painter get ready while the block runs, if any pictures are wanted."""
        if wanted:
            self._ready()
        try:
            yield
        except BaseException:
            self.put_away()
            raise

    def paint(self, scene: Scene, meanwhile: Callable[[], T]) -> tuple[tuple[tuple[str, bytes], ...], T]:
        """The pictures, as names of files and their bytes; and what was done while they were drawn.

        Raises PaintingFailed.
        """
        painter = self._ready()
        ear, hand = cast("IO[bytes]", painter.stdin), cast("IO[bytes]", painter.stdout)
        try:
            ear.write(pickle.dumps(scene))
            ear.flush()
            done = meanwhile()
            return pickle.load(hand), done  # noqa: S301 - from our own process
        except (BrokenPipeError, EOFError, pickle.UnpicklingError):
            self.put_away()
            raise PaintingFailed(f"the painter ended with {painter.returncode}") from None
        except BaseException:
            self.put_away()  # it would hand these pictures to the next one who asks
            raise

    def put_away(self) -> None:
        """Nothing is to be painted any more. Whoever forgets it: the painter goes with the easel."""
        if self._dismiss is not None:
            self._dismiss()
        self._painter = self._dismiss = None

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._painter is None or self._painter.poll() is not None:
            self.put_away()
            self._painter = subprocess.Popen(
                [sys.executable, "-m", "bot.painter"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=_environment(),
                start_new_session=True,
            )
            self._dismiss = finalize(self, _dismissed, self._painter)
        return self._painter


def _dismissed(painter: subprocess.Popen[bytes]) -> None:
    with painter:  # waits for its end, and closes its pipes
        painter.kill()


def _environment() -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name in _HANDED_ON or name.startswith(_HANDED_ON_PREFIXES)
    }
    path = os.pathsep.join(filter(None, (_ROOT, kept.get("PYTHONPATH"))))
    return kept | _SINGLE | {"PYTHONPATH": path}
