"""A simulated Telegram on loopback, a channel to it, and a real database in a file."""

import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.behaviour import Behaviour
from bot.budget import UNLIMITED, Limits
from bot.channels.base import Menu
from bot.channels.telegram import TelegramChannel
from bot.settings import Settings
from simulator.clock import Clock
from simulator.model import Bot, Chat, Person
from simulator.server import serving
from simulator.world import World
from storage.database import Database, migrate
from storage.sealing import Sealer
from tests.bot.posting import Post
from tests.bot.support import MONDAY, SECRET_KEY, TOKEN, Script


@pytest.fixture
def world() -> World:
    """A Monday morning on which time stands still."""
    return World(clock=Clock(MONDAY, running=False))


@pytest.fixture
def bot(world: World) -> Bot:
    return world.add_bot(TOKEN, "Lapor Bot", "lapor_bot")


@pytest.fixture
def sari(world: World, bot: Bot) -> Person:
    """Bu Sari, a citizen."""
    return world.add_person("Sari", "Rahmawati", username="sari")


@pytest.fixture
def budi(world: World, bot: Bot) -> Person:
    """Pak Budi of the agency."""
    return world.add_person("Budi")


@pytest.fixture
def group(world: World, bot: Bot, sari: Person, budi: Person) -> Chat:
    """The agency's group, with the bot as an admin."""
    return world.add_group("Dinas PUPR", budi, members=[sari, bot], bot_admin=True)


@pytest.fixture
async def address(world: World, bot: Bot) -> AsyncIterator[str]:
    async with serving(world) as address:
        yield address


@pytest.fixture
async def channel(address: str) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(TOKEN, address, poll_seconds=1)
    await channel.open()
    await channel.prepare(Menu())
    yield channel
    await channel.close()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, made once and copied."""
    path = tmp_path_factory.mktemp("empty") / "lapor.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_url(tmp_path: Path, empty_database: Path) -> str:
    shutil.copy(empty_database, tmp_path / "lapor.db")
    return f"sqlite:///{tmp_path / 'lapor.db'}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await Database.open(database_url, Sealer(SECRET_KEY))
    yield database
    await database.close()


@pytest.fixture
def settings(address: str, database_url: str) -> Settings:
    return Settings(
        _env_file=None,
        telegram_bot_token=TOKEN,
        telegram_api_url=address,
        database_url=database_url,
        secret_key=SECRET_KEY,
    )


@pytest.fixture
def script() -> Script:
    """What the handlers are to do; by default they remember what they were given."""
    return Script()


StartApp = Callable[..., AbstractAsyncContextManager[App]]


@pytest.fixture
def app(world: World, settings: Settings, script: Script) -> StartApp:
    """Starts a bot whose handlers are the script."""

    def start(behaviour: Behaviour | None = None, limits: Limits = UNLIMITED) -> AbstractAsyncContextManager[App]:
        behave = behaviour or script.behaviour()
        return App(settings, clock=world.clock, behave=lambda *_: behave, limits=limits, poll_seconds=5).running()

    return start


@pytest.fixture
def post(database: Database, channel: TelegramChannel, world: World, script: Script) -> Post:
    return Post(database, channel, world.clock, script)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started since."""
    every: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def remembered(*args: Any, **how: Any) -> subprocess.Popen[bytes]:
        every.append(start(*args, **how))
        return every[-1]

    monkeypatch.setattr(subprocess, "Popen", remembered)
    return every
