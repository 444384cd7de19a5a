"""`python -m bot check`: is this installation fit to run? One plain sentence for each thing, with the remedy."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.budget import Limits
from bot.catalogue import CatalogueError, load_catalogue
from bot.channels.base import ChannelError, TokenInvalid, Webhook
from bot.channels.telegram import TelegramChannel
from bot.facts import full_minutes
from bot.feeds import FeedProblem, fetch
from bot.holidays import is_mendable, missing_years
from bot.keys import sealer_of
from bot.settings import Settings, SettingsError, key_file, secret_key
from storage.database import HEAD, Database, schema_version
from storage.errors import DatabaseNewer, DatabaseOutdated, StorageError, WrongSecretKey
from storage.values import Backlog, OutboxStatus, Passage

LONG_WAIT: Final = timedelta(hours=1)
"""Of a message: longer than the worst budget makes it wait; something is wrong."""
FRESH: Final = timedelta(minutes=10)
"""Telegram's last trouble with the webhook; an older one is over."""
CALM: Final = "Nothing waits to be sent, and no group used up its budget of messages within the last day."


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence. `is_well` is false when something must be mended."""

    sentence: str
    is_well: bool = True


async def findings(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    """Everything there is to say, in the order in which somebody would mend it."""
    async for finding in _telegram(settings, now):
        yield finding
    key = _secret_key(settings)
    yield key
    if key.is_well:
        database = await _database(settings)
        traffic = await _traffic(settings, now) if database.is_well else None
        yield replace(database, sentence=f"{database.sentence} {CALM}") if traffic == [] else database
        for finding in traffic or ():
            yield finding
    yield _operator(settings)
    for finding in _catalogue(settings, now):
        yield finding
    async for finding in _feeds(settings):
        yield finding


async def _telegram(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    if settings.telegram_bot_token is None:
        yield Finding(
            "Token: none is set, so the bot runs against the simulator. For Telegram, set TELEGRAM_BOT_TOKEN."
        )
        return
    channel = TelegramChannel(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url)
    await channel.open()
    try:
        me, webhook = await channel.identify(), await channel.webhook()
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
    yield _webhook(webhook, settings, now)
    if me.reads_everything:
        yield Finding("Privacy mode: off; the bot reads every message of its groups.")
    else:
        yield Finding(
            "Privacy mode: on, as Telegram has it by default. Make the bot an admin of each group, "
            "so that it receives answers that are not replies to it."
        )


def _webhook(webhook: Webhook, settings: Settings, now: datetime) -> Finding:
    """Whether updates come as the settings say; what is otherwise, the running bot changes at its next start."""
    if webhook.url != settings.webhook_url:
        there = "brings updates to another address" if webhook.url else "waits for updates to be fetched"
        return Finding(f"Updates: Telegram {there}, not as WEBHOOK_URL says; the next start changes that.")
    if not webhook.url:
        return Finding("Updates: fetched from Telegram (no WEBHOOK_URL).")
    is_fresh = webhook.trouble_at is not None and now - webhook.trouble_at < FRESH
    if is_fresh and webhook.waiting:
        return Finding(
            f"Updates: {webhook.waiting} wait at Telegram, which says: {webhook.trouble}. See that the proxy of "
            "WEBHOOK_URL reaches the bot's HTTP_PORT.",
            is_well=False,
        )
    return Finding(f"Updates: brought to WEBHOOK_URL; {webhook.waiting} wait at Telegram.")


def _operator(settings: Settings) -> Finding:
    if settings.operator_chat_id is None:
        return Finding("Operator: nobody is told when something is wrong; set OPERATOR_CHAT_ID.")
    return Finding(f"Operator: chat {settings.operator_chat_id} is told when something is wrong.")


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
            return Finding("Database: empty; the first start makes the tables.")
        database = await Database.open(settings.database, sealer_of(settings))
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


async def _traffic(settings: Settings, now: datetime) -> list[Finding] | None:
    """What waits to be sent, and which groups had as many messages as Telegram lets through; nothing if all is calm.

    None: there is no database yet.
    """
    if _is_missing_file(settings.database) or await asyncio.to_thread(schema_version, settings.database) is None:
        return None
    database = await Database.open(settings.database, sealer_of(settings))
    try:
        async with database.transaction() as unit:
            oldest = await unit.outbox.oldest_waiting(now)
            waiting = (await unit.outbox.counts())[OutboxStatus.WAITING]
            backlogs = {backlog.group_id: backlog for backlog in await unit.traffic.backlogs(now)}
            day = await unit.traffic.to_groups_since(now - timedelta(days=1))
            agencies = {group.id: group.agency for group in await unit.groups.all_active()}
    finally:
        await database.close()
    waits = [_outbox(waiting, now - oldest)] if oldest is not None else []
    return [*waits, *[Finding(sentence) for sentence in _budgets(day, backlogs, agencies, now)]]


def _outbox(waiting: int, age: timedelta) -> Finding:
    said = f"Outbox: {waiting} messages wait to be sent, the oldest for {_minutes(age)}"
    if age <= LONG_WAIT:
        return Finding(f"{said}.")
    return Finding(f"{said}. See whether the bot runs, and what its log says about the channel.", is_well=False)


def _budgets(
    day: Sequence[Passage], backlogs: Mapping[int, Backlog], agencies: Mapping[int, str | None], now: datetime
) -> Iterator[str]:
    """The groups whose budget was used up, the busiest of the last hour first."""
    limits = Limits()
    full = full_minutes(day, limits.group_per_minute - limits.group_reserve)
    lately = {
        group_id: sum(minute > now - timedelta(hours=1) for minute in minutes) for group_id, minutes in full.items()
    }
    for group_id in sorted(full, key=lambda group_id: (-lately[group_id], -len(full[group_id]))):
        backlog = backlogs.get(group_id)
        waits = f"{backlog.messages} messages wait, the oldest for {_minutes(now - backlog.oldest)}" if backlog else ""
        yield (
            f"Budget: group {group_id} ({agencies.get(group_id) or 'coordinator'}) used it up in {lately[group_id]} "
            f"minutes of the last hour, {len(full[group_id])} of the last day; {waits or 'nothing waits'}."
        )


def _minutes(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds()) // 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


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


async def _feeds(settings: Settings) -> AsyncIterator[Finding]:
    """Whether each feed that is watched can be read."""
    try:
        watch = load_catalogue(settings.catalogue_file).watch
    except CatalogueError:
        return
    for feed in watch.feeds:
        try:
            fetched = await fetch(feed.url)
        except FeedProblem as problem:
            yield Finding(
                f"Feed {feed.name}: {problem}. Check its address in the catalogue, or take it out.", is_well=False
            )
        else:
            yield Finding(f"Feed {feed.name}: {len(fetched.entries or ())} entries.")
