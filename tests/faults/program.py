"""The real program in a process of its own, as an operator starts it: `python -m bot run`."""

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from signal import SIGKILL, SIGTERM

from tests.support.databases import SECRET_KEY
from tests.support.stage import TOKEN

ROOT = Path(__file__).parents[2]


class Program:
    """`start` it, `kill` it, `start` it again; `folder` is where it runs, and holds its log."""

    def __init__(
        self, folder: Path, address: str, database_url: str, coordinator: int, undo_seconds: int = 1, **settings: str
    ) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": address,
            "DATABASE_URL": database_url,
            "SECRET_KEY": SECRET_KEY,
            "COORDINATOR_IDS": str(coordinator),
            "CATALOGUE_FILE": str(ROOT / "catalogue" / "kalimantan-selatan.toml"),
            "UNDO_SECONDS": str(undo_seconds),
            **settings,
        }

    async def start(self) -> None:
        """Start it; it does not run yet when this returns, just as with an operator."""
        assert self._process is None
        self._process = await self._launch("run")

    async def kill(self) -> None:
        """SIGKILL: no warning, no chance to put anything in order."""
        assert await self._end(SIGKILL) == -SIGKILL, f"it had ended by itself:\n{self.log()}"

    async def terminate(self) -> int:
        """SIGTERM, and the exit code."""
        return await self._end(SIGTERM)

    async def command(self, *words: str) -> str:
        """Run `python -m bot …` beside it, and give what it printed."""
        process = await self._launch(*words, to_pipe=True)
        said, _ = await process.communicate()
        assert process.returncode == 0, said.decode()
        return said.decode()

    def log(self) -> str:
        """Everything that it has logged, over all its lives."""
        path = self._folder / "bot.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    @property
    def running(self) -> bool:
        """Whether it was started and neither killed nor terminated since."""
        return self._process is not None

    async def _end(self, signal: int) -> int:
        assert self._process is not None
        process, self._process = self._process, None
        if process.returncode is None:
            process.send_signal(signal)
        return await process.wait()

    async def _launch(self, *words: str, to_pipe: bool = False) -> asyncio.subprocess.Process:
        with (self._folder / "bot.log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                *words,
                cwd=self._folder,
                env=self._variables(),
                stdout=asyncio.subprocess.PIPE if to_pipe else log,
                stderr=asyncio.subprocess.STDOUT if to_pipe else log,
            )

    def _variables(self) -> Mapping[str, str]:
        return self._environment
