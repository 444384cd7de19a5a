"""What `python -m bot check` finds, against a real Bot API and a real database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.checks import Finding, findings
from bot.settings import Settings
from simulator.model import Bot, Person, Webhook
from simulator.world import World
from storage.database import Database
from tests.bot.support import MONDAY, text
from tickets.dialogue import Chat, ChatKind, Sender

PUPR = Chat("telegram", "-100200300", ChatKind.GROUP, "Dinas PUPR")
CATALOGUE = Path("catalogue/kalimantan-selatan.toml").absolute()


async def found(settings: Settings, now: datetime = MONDAY, **changes: object) -> dict[str, Finding]:
    """The findings by their topic."""
    changed = settings.model_copy(update=changes)
    return {finding.sentence.partition(":")[0]: finding async for finding in findings(changed, now)}


async def test_a_good_installation_has_nothing_to_mend(settings: Settings) -> None:
    all_found = await found(settings)
    assert all(finding.is_well for finding in all_found.values())
    first = ["Token", "Updates", "Privacy mode", "Secret key", "Database"]
    assert list(all_found) == [*first, "Operator", "Catalogue", "Holidays"]
    assert "@lapor_bot" in all_found["Token"].sentence
    assert "no group used up its budget" in all_found["Database"].sentence
    assert "Make the bot an admin" in all_found["Privacy mode"].sentence


async def test_privacy_mode_may_be_off(settings: Settings, bot: Bot) -> None:
    bot.reads_everything = True
    assert "off" in (await found(settings))["Privacy mode"].sentence


async def test_how_updates_come_is_told_and_trouble_with_the_webhook_named(
    settings: Settings, bot: Bot, world: World, sari: Person
) -> None:
    assert "fetched" in (await found(settings))["Updates"].sentence
    assert (
        "the next start changes that" in (await found(settings, webhook_url="https://a.example/x"))["Updates"].sentence
    )
    hooked = {"webhook_url": "http://127.0.0.1:1/hook"}
    bot.webhook = Webhook(url="http://127.0.0.1:1/hook")
    assert (await found(settings, **hooked))["Updates"].is_well
    bot.webhook.last_error, bot.webhook.last_error_date = "Connection failed", MONDAY
    world.send(sari, world.private(sari), "halo")
    trouble = (await found(settings, **hooked))["Updates"]
    assert not trouble.is_well
    assert "1 wait at Telegram, which says: Connection failed" in trouble.sentence
    assert (await found(settings, MONDAY + timedelta(hours=1), **hooked))["Updates"].is_well


async def test_a_token_telegram_does_not_know(settings: Settings) -> None:
    all_found = await found(settings, telegram_bot_token=SecretStr("9:WRONG"))
    assert not all_found["Token"].is_well
    assert "9:WRONG" not in all_found["Token"].sentence


async def test_without_a_token_it_is_a_demo(settings: Settings) -> None:
    assert "simulator" in (await found(settings, telegram_bot_token=None))["Token"].sentence


@pytest.mark.parametrize(
    ("now", "is_well"),
    [(datetime(2030, 3, 1, tzinfo=UTC), False), (datetime(2026, 11, 23, tzinfo=UTC), True)],
)
async def test_holidays_nobody_knows_are_to_be_mended(settings: Settings, now: datetime, is_well: bool) -> None:
    holidays = [finding async for finding in findings(settings, now) if finding.sentence.startswith("Holidays")]
    assert all(finding.is_well for finding in holidays) == is_well


async def test_a_key_file_that_holds_no_key(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("short")
    all_found = await found(settings, secret_key=None)
    assert "Put the file back" in all_found["Secret key"].sentence
    assert "Database" not in all_found


async def test_a_group_that_used_up_its_budget_is_named_by_its_agency(settings: Settings, database: Database) -> None:
    async with database.transaction() as unit:
        budi = await unit.people.meet("telegram", Sender("7", "Budi"), MONDAY)
        await unit.groups.pair(PUPR, "PUPR", is_coordinator=False, by=budi.id, at=MONDAY)
        for minute in (0, 1, 300):
            for _ in range(18):
                await unit.outbox.put(text(PUPR, "Aduan Sari"), MONDAY + timedelta(minutes=minute))
            claimed = [row.id for row in await unit.outbox.claim(MONDAY + timedelta(minutes=minute), 1, 1)]
            while claimed:
                await unit.outbox.sent_many(dict.fromkeys(claimed, ("1",)), MONDAY + timedelta(minutes=minute))
                claimed = [row.id for row in await unit.outbox.claim(MONDAY + timedelta(minutes=minute), 1, 1)]
        for _ in range(4):
            await unit.outbox.put(text(PUPR, "Aduan Sari"), MONDAY + timedelta(minutes=300))
    now = MONDAY + timedelta(minutes=312)
    all_found = await found(settings, now)
    assert all_found["Outbox"] == Finding("Outbox: 4 messages wait to be sent, the oldest for 12 min.")
    assert all_found["Budget"].is_well
    assert all_found["Budget"].sentence == (
        "Budget: group 1 (PUPR) used it up in 1 minutes of the last hour, 3 of the last day; "
        "4 messages wait, the oldest for 12 min."
    )
    later = (await found(settings, now + timedelta(hours=2)))["Outbox"]
    assert not later.is_well
    assert "the oldest for 2 h 12 min. See whether the bot runs" in later.sentence
