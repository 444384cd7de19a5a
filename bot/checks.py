"""`python -m bot check`: is this installation fit to run? One plain sentence for each thing, with the remedy."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.catalogue import CatalogueError, load_catalogue
from bot.channels.base import ChannelError, TokenInvalid
from bot.channels.telegram import TelegramChannel
from bot.holidays import is_mendable, missing_years
from bot.settings import Settings, SettingsError, key_file, secret_key
from storage.database import HEAD, Database, schema_version
from storage.errors import DatabaseNewer, DatabaseOutdated, StorageError, WrongSecretKey
from storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence. `is_well` is false when something must be mended."""

    sentence: str
    is_well: bool = True


async def findings(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    """Everything there is to say, in the order in which somebody would mend it."""
    async for finding in _telegram(settings):
        yield finding
    key = _secret_key(settings)
    yield key
    if key.is_well:
        yield await _database(settings)
    for finding in _catalogue(settings, now):
        yield finding


async def _telegram(settings: Settings) -> AsyncIterator[Finding]:
    if settings.telegram_bot_token is None:
        yield Finding(
            "Token: none is set, so the bot runs against the simulator. For Telegram, set TELEGRAM_BOT_TOKEN."
        )
        return
    channel = TelegramChannel(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url)
    await channel.open()
    try:
        me = await channel.identify()
    except TokenInvalid:
        yield Finding("Token: Telegram does not know it. Copy it again from @BotFather into TELEGRAM_BOT_TOKEN.", False)
        return
    except ChannelError as error:
        yield Finding(
            f"Token: Telegram cannot be asked ({error}). Check the network and TELEGRAM_API_URL.", is_well=False
        )
        return
    finally:
        await channel.close()
    yield Finding(f"Token: it belongs to @{me.username}.")
    if me.reads_everything:
        yield Finding("Privacy mode: off; the bot reads every message of its groups.")
    else:
        yield Finding(
            "Privacy mode: on, as Telegram has it by default. Make the bot an admin of each group, "
            "so that it receives answers that are not replies to it."
        )


def _secret_key(settings: Settings) -> Finding:
    if settings.secret_key is not None:
        return Finding("Secret key: set.")
    path = key_file(settings)
    if not path.exists():
        return Finding(f"Secret key: none yet; it is made at the first start and kept in {path}.")
    try:
        secret_key(settings)
    except SettingsError as error:
        return Finding(f"Secret key: {error}", is_well=False)
    if path.stat().st_mode & 0o077:
        return Finding(f"Secret key: others may read {path}. Run: chmod 600 {path}", is_well=False)
    return Finding(f"Secret key: kept in {path}. Keep a copy of it apart from the database's backups.")


async def _database(settings: Settings) -> Finding:  # noqa: PLR0911 - one for each state it may be in
    if _is_missing_file(settings.database):
        return Finding("Database: none yet; it is made at the first start.")
    try:
        version = await asyncio.to_thread(schema_version, settings.database)
        if version is None:
            return Finding("Database: empty; `python -m bot migrate` makes the tables.")
        database = await Database.open(settings.database, Sealer(secret_key(settings)))
        await database.close()
    except WrongSecretKey:
        return Finding(
            "Database: it was filled with another SECRET_KEY. Put the old key back; names and chats "
            "cannot be read without it.",
            is_well=False,
        )
    except DatabaseOutdated:
        return Finding("Database: its schema is older than this program. Run: python -m bot migrate", is_well=False)
    except DatabaseNewer:
        return Finding("Database: a newer version of the program wrote it. Install that version.", is_well=False)
    except (StorageError, OSError, ValueError) as error:
        return Finding(f"Database: it cannot be used ({error}). Check DATABASE_URL.", is_well=False)
    return Finding(f"Database: schema {HEAD}, as this program needs it.")


def _is_missing_file(url: str) -> bool:
    """Whether it is an SQLite file that is not there yet; to open it would make it."""
    scheme, _, path = url.partition(":///")
    return scheme == "sqlite" and not Path(path).exists()


def _catalogue(settings: Settings, now: datetime) -> Iterator[Finding]:
    try:
        catalogue = load_catalogue(settings.catalogue_file)
    except CatalogueError as error:
        yield from (Finding(f"Catalogue: {sentence}", is_well=False) for sentence in error.errors)
        return
    yield Finding(f"Catalogue: {catalogue.province.name}, {len(catalogue.agencies)} agencies.")
    today = now.astimezone(ZoneInfo(settings.timezone or catalogue.time_zone)).date()
    missing = missing_years(today)
    if not missing:
        yield Finding(f"Holidays: {today.year} and {today.year + 1} are known.")
    for year in missing:
        yield Finding(
            f"Holidays: {year}. Update the holidays library, or add the days to the catalogue.",
            is_well=not is_mendable(year, today),
        )
