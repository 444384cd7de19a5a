"""The demo: people, groups and the bot, with nothing set."""

import socket
from http import HTTPStatus
from pathlib import Path

import aiohttp
import pytest

from bot import demo
from bot.app import App
from bot.budget import UNLIMITED
from bot.demo import Demo, demonstrating, pair_groups
from bot.loops import Fatal
from bot.settings import Settings

CATALOGUE = Path("catalogue/kalimantan-selatan.toml").absolute()


@pytest.fixture
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return Settings(_env_file=None, http_port=0, catalogue_file=CATALOGUE)


def app(shown: Demo) -> App:
    return App(shown.settings, clock=shown.world.clock, limits=UNLIMITED, poll_seconds=5)


def files_in_data() -> list[str]:
    return sorted(path.name for path in Path("data").glob("*") if path.is_file())


def forget_everything() -> None:
    Path("data/simulator.db").unlink()


def said_in(shown: Demo, title: str) -> str:
    (chat,) = [chat for chat in shown.world.chats if chat.title == title]
    return "\n".join(message.text for message in shown.world.messages(chat))


async def test_a_first_start_has_people_and_paired_groups_and_a_second_finds_them_again(nothing_set: Settings) -> None:
    for _ in range(2):
        async with demonstrating(nothing_set) as shown, app(shown).running() as bot:
            if not await bot.has_groups():
                pair_groups(shown.world)
            await bot.idle(lambda: not shown.world.bot.updates)
            assert await bot.has_groups()
            assert [person.first_name for person in shown.world.people] == ["Sari", "Budi", "Rina"]
            assert said_in(shown, "Dinas PUPR").count("/hubungkan PUPR\n") == 1
            assert said_in(shown, "Koordinator Diskominfo").count("/hubungkan koordinator") == 1
    assert files_in_data() == ["secret_key", "simulator.db", "simulator.db.lock", "simulator.json"]


async def test_rina_is_a_coordinator_besides_those_who_are_set(nothing_set: Settings) -> None:
    settings = nothing_set.model_copy(update={"coordinator_ids": frozenset({5})})
    async with demonstrating(settings) as shown:
        rina = next(person for person in shown.world.people if person.first_name == "Rina")
        assert shown.settings.coordinator_ids == {5, rina.id}
        assert shown.settings.database == "sqlite:///data/simulator.db"


async def test_a_database_that_is_gone_is_told_the_groups_again(nothing_set: Settings) -> None:
    async with demonstrating(nothing_set) as shown, app(shown).running() as bot:
        pair_groups(shown.world)
        await bot.idle(lambda: not shown.world.bot.updates)
    forget_everything()
    async with demonstrating(nothing_set) as shown, app(shown).running() as bot:
        assert not await bot.has_groups()
        pair_groups(shown.world)
        await bot.idle(lambda: not shown.world.bot.updates)
        assert await bot.has_groups()


async def test_an_address_that_is_taken_is_said_plainly(nothing_set: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        settings = nothing_set.model_copy(update={"http_port": other.getsockname()[1]})
        with pytest.raises(Fatal, match="Set HTTP_PORT"):
            async with demonstrating(settings):
                pass


async def test_the_page_is_served_at_http_host_and_nowhere_else(nothing_set: Settings) -> None:
    settings = nothing_set.model_copy(update={"http_host": "127.0.0.2"})
    async with demonstrating(settings) as shown, aiohttp.ClientSession() as browser:
        assert shown.address.startswith("http://127.0.0.2:")
        async with browser.get(shown.address) as page:
            assert page.status == HTTPStatus.OK
        with pytest.raises(aiohttp.ClientConnectorError):
            await browser.get(shown.address.replace("127.0.0.2", "127.0.0.1"))


def test_the_demo_token_is_one(nothing_set: Settings) -> None:
    assert Settings(_env_file=None, telegram_bot_token=demo.TOKEN).telegram_bot_token is not None
