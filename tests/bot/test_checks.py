"""What `python -m bot check` finds, against a real Bot API and a real database."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.checks import Finding, findings
from bot.settings import Settings
from simulator.model import Bot
from tests.bot.support import MONDAY

CATALOGUE = Path("catalogue/kalimantan-selatan.toml").absolute()


async def found(settings: Settings, now: datetime = MONDAY, **changes: object) -> dict[str, Finding]:
    """The findings by their topic."""
    changed = settings.model_copy(update=changes)
    return {finding.sentence.partition(":")[0]: finding async for finding in findings(changed, now)}


async def test_a_good_installation_has_nothing_to_mend(settings: Settings) -> None:
    all_found = await found(settings)
    assert all(finding.is_well for finding in all_found.values())
    assert list(all_found) == ["Token", "Privacy mode", "Secret key", "Database", "Catalogue", "Holidays"]
    assert "@lapor_bot" in all_found["Token"].sentence
    assert "Make the bot an admin" in all_found["Privacy mode"].sentence


async def test_privacy_mode_may_be_off(settings: Settings, bot: Bot) -> None:
    bot.reads_everything = True
    assert "off" in (await found(settings))["Privacy mode"].sentence


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
