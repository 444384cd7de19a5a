"""The World: one object that holds a whole simulated Telegram and on which everything that people do is one method."""

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from simulator.clock import Clock
from simulator.codec import decode, encode
from simulator.state import State
from simulator.talk import Talk

AUTOSAVE_SECONDS = 2.0
FILES_SUFFIX = ".files"


class World(Talk):
    """People, chats and bots; see README.md for the calls. Everything runs on one event loop."""

    def save(self, path: Path | str) -> None:
        """Write the state as JSON in one step, and file contents once each into a folder beside it."""
        target = Path(path)
        folder = _folder(target)
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self.store.contents.items():
            if not (folder / name).exists():
                _write(folder / name, data)
        saved = {"clock": self.clock.now().isoformat(), "running": self.clock.running, "state": encode(self.state)}
        _write(target, json.dumps(saved, ensure_ascii=False).encode())

    @classmethod
    def load(cls, path: Path | str, clock: Clock | None = None) -> "World":
        """The saved world. A clock that was ahead stays ahead; one that real time overtook follows real time."""
        target = Path(path)
        saved = json.loads(target.read_text(encoding="utf-8"))
        state = decode(State, saved["state"])
        folder = _folder(target)
        names = {stored.content for stored in state.store.files.values()}
        state.store.contents = {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}
        world = cls(clock or _clock(saved), state)
        world.rebuild()
        return world

    @asynccontextmanager
    async def autosaved(self, path: Path | str, every: float = AUTOSAVE_SECONDS) -> AsyncIterator[None]:
        """Save when something has changed, at most every few seconds, and once at the end."""
        task = asyncio.create_task(self._save_on_change(Path(path), every, self.version))
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            self.save(path)

    async def _save_on_change(self, path: Path, every: float, saved: int) -> None:
        while True:
            saved = await self.changed(saved)
            self.save(path)
            await asyncio.sleep(every)


def _clock(saved: dict[str, str]) -> Clock:
    then = datetime.fromisoformat(saved["clock"])
    if not saved["running"]:
        return Clock(then, running=False)
    return Clock(then) if then > datetime.now(UTC) else Clock()


def _folder(target: Path) -> Path:
    return target.with_name(target.name + FILES_SUFFIX)


def _write(target: Path, data: bytes) -> None:
    partial = target.with_name(target.name + ".partial")
    partial.write_bytes(data)
    os.replace(partial, target)
