"""The bot without Telegram: the simulator in this process, with people and groups to begin with.

Its state is kept beside the simulator's own database, so that a demo can be left and taken up again. The clock is the
simulator's: whoever moves it in the page moves the bot's deadlines too.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from typing import Final

from pydantic import SecretStr
from starlette.routing import BaseRoute

from bot.loops import Fatal
from bot.settings import DATA, Settings
from simulator.model import Person
from simulator.server import serving
from simulator.world import World

TOKEN: Final = "1:SIMULATOR"  # noqa: S105 - of a Telegram that exists only in this process
STATE: Final = DATA / "simulator.json"
BOT_USERNAME: Final = "lapor_bot"

CITIZEN: Final = ("Sari", "Rahmawati")
OFFICER: Final = ("Budi", "Santoso")
COORDINATOR: Final = ("Rina", "Hidayati")
GROUPS: Final = (("Dinas PUPR", "/hubungkan PUPR"), ("Koordinator Diskominfo", "/hubungkan koordinator"))
"""Each with what the coordinator writes in it to pair it."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A simulator that is being served, and the settings with which the bot finds it."""

    world: World
    address: str
    settings: Settings


@asynccontextmanager
async def demonstrating(settings: Settings, state: Path = STATE, also: Sequence[BaseRoute] = ()) -> AsyncIterator[Demo]:
    """Serve the simulator where the settings say, and these pages beside it. Raises Fatal if its address is taken."""
    world = _world(state)
    rina = _coordinator(world) or _furnish(world, settings.bot_name or "Lapor Bot")
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(world.autosaved(state))
        try:
            address = await stack.enter_async_context(serving(world, settings.http_host, settings.http_port, also))
        except OSError as error:
            where = f"{settings.http_host}:{settings.http_port}"
            raise Fatal(f"The simulator's page cannot listen on {where} ({error.strerror}). Set HTTP_PORT.") from None
        yield Demo(world, address, _settings(settings, address, rina))


def _world(state: Path) -> World:
    return World.load(state) if state.exists() else World()


def _settings(settings: Settings, address: str, rina: Person) -> Settings:
    """As given, but talking to the simulator, and with the demo's database although there is a token now."""
    return settings.model_copy(
        update={
            "telegram_bot_token": SecretStr(TOKEN),
            "telegram_api_url": address,
            "database_url": settings.database,
            "coordinator_ids": settings.coordinator_ids | {rina.id},
        }
    )


def _furnish(world: World, bot_name: str) -> Person:
    """People and groups for an empty world; gives the coordinator."""
    bot = world.add_bot(TOKEN, bot_name, BOT_USERNAME)
    bot.next_update = SystemRandom().randrange(10**8, 10**9)  # a database of an earlier world knows other numbers
    world.add_person(*CITIZEN, username="sari")
    budi = world.add_person(*OFFICER, username="budi")
    rina = world.add_person(*COORDINATOR, username="rina")
    (pupr, _), (coordinators, _) = GROUPS
    world.add_group(pupr, budi, members=[rina, bot], bot_admin=True)
    world.add_group(coordinators, rina, members=[bot], bot_admin=True)
    return rina


def pair_groups(world: World) -> None:
    """Let the coordinator tell the bot which group is whose, as a bot with an empty database has to be told."""
    rina = _coordinator(world)
    for title, command in GROUPS:
        for chat in world.chats:
            if rina and chat.title == title and chat.migrated_to is None:
                world.send(rina, chat, command)


def _coordinator(world: World) -> Person | None:
    first, last = COORDINATOR
    return next((person for person in world.people if (person.first_name, person.last_name) == (first, last)), None)
