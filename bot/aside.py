"""Long work in a process of its own, beside the program: it holds up nobody who writes to the bot.

Threads of one process take turns at the interpreter, which citizens notice as long as a month is counted or drawn. A
process of its own runs on another processor, and where there is none, after everybody else. It is started when it is
needed, stays some minutes for the next who asks, and gives its memory back.

Questions go in by stdin and answers come out by stdout, as pickles between two processes of our own.
"""

import gc
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, cast
from weakref import finalize

PATIENCE: Final = 300
"""Seconds without a question after which it ends: the next who asks gets another one."""
LONGEST: Final = 1800
"""Seconds that an answer may take."""
_NICE: Final = 5
"""Who writes to the bot comes first."""

_ROOT: Final = str(Path(__file__).resolve().parents[1])
_HANDED_ON: Final = frozenset({"HOME", "LANG", "LANGUAGE", "PATH", "TMPDIR", "TZ"})
_HANDED_ON_PREFIXES: Final = ("LC_", "LD_", "MPL", "PYTHON", "XDG_")
"""Of the environment. There is no secret among them: long work needs no token and no key."""
_SINGLE: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Numpy multiplies no matrices here; each of its threads would cost memory."""


class AsideFailed(Exception):  # noqa: N818 - it says what went wrong
    """The process came to an end without an answer; why is on stderr."""


@dataclass(frozen=True, slots=True)
class _Refusal:
    """The answer is an error that who asked is to be told."""

    error: Exception


class Aside:
    """One process at a time that runs a module of ours, which does `serve`."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._dismiss: Callable[[], object] | None = None

    def get_ready(self) -> None:
        """Start it, unless it stays from the last time: it loads what it needs while something else is done."""
        if self._process is None or self._process.poll() is not None:
            self.put_away()
            self._process = subprocess.Popen(  # noqa: S603 - a module of ours
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=_environment(),
                start_new_session=True,
            )
            self._dismiss = finalize(self, _dismissed, self._process)

    def tell(self, something: object) -> None:
        """Something to which there is no answer; `get_ready` comes first. Raises AsideFailed."""
        with self._together() as (ear, _):
            _say(something, ear)

    def ask(self, question: object) -> Any:
        """Its answer; `get_ready` comes first. Raises what it refused with, or AsideFailed."""
        with self._together() as (ear, mouth):
            _say(question, ear)
            answer = pickle.load(mouth)  # noqa: S301 - from our own process
        if isinstance(answer, _Refusal):
            raise answer.error
        return answer

    @contextmanager
    def _together(self) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
        """Its ear and its mouth. One that has ended is not replaced: another would not know what this one was told.

        After an error the process is put away: its answer would go to the next who asks.
        """
        process = self._process
        if process is None:
            raise AsideFailed(f"{self._module} was put away")
        try:
            yield cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        except (BrokenPipeError, EOFError, pickle.UnpicklingError):
            self.put_away()
            raise AsideFailed(f"{self._module} ended with {process.returncode}") from None
        except BaseException:
            self.put_away()
            raise

    def put_away(self) -> None:
        """Nothing is to be asked any more. Whoever forgets it: the process goes with this object."""
        if self._dismiss is not None:
            self._dismiss()
        self._process = self._dismiss = None


def _environment() -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name in _HANDED_ON or name.startswith(_HANDED_ON_PREFIXES)
    }
    path = os.pathsep.join(filter(None, (_ROOT, kept.get("PYTHONPATH"))))
    return kept | _SINGLE | {"PYTHONPATH": path}


def _say(something: object, ear: IO[bytes]) -> None:
    ear.write(pickle.dumps(something, pickle.HIGHEST_PROTOCOL))
    ear.flush()


def _dismissed(process: subprocess.Popen[bytes]) -> None:
    with suppress(BrokenPipeError), process:  # waits for its end, and closes its pipes, though it heard not all
        process.kill()


def serve(answer: Callable[[Any], object], refusals: tuple[type[Exception], ...] = ()) -> None:
    """In the process: answer what comes, until nothing does any more; None is no answer, for what was only told. Errors
    of those kinds are told to who asked; after any other it ends, and stderr says why.
    """
    os.nice(_NICE)
    while True:
        signal.alarm(PATIENCE)
        try:
            question = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own process
        except EOFError:
            return  # whoever started it has ended, or needs it no more
        signal.alarm(LONGEST)
        given: object
        try:
            given = answer(question)
        except refusals as error:
            given = _Refusal(error)
        if given is not None:
            _say(given, sys.stdout.buffer)
            del question, given
            gc.collect()  # while nobody waits: what was needed for it has cycles, and is large
