"""`python -m bot verify`, and the anchor that the running bot sets each day."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.loops import Fatal, Wake
from bot.settings import Settings
from bot.ticker import Ticker
from bot.verifying import publish, verify
from simulator.clock import Clock
from storage.database import Database
from storage.engine import make_engine
from tests.bot.support import MONDAY, Script
from tests.storage.samples import DAY, NOW, SARI, a_ticket, submitted


@pytest.fixture
async def anchored(database: Database) -> list[str]:
    """Sari's ticket, anchored by the ticker on two days; the digests."""
    async with database.transaction() as unit:
        sari = await unit.people.meet("telegram", SARI, NOW)
        await unit.tickets.insert(a_ticket(reporter_id=sari.id), [submitted()])
    clock = Clock(MONDAY, running=False)
    ticker = Ticker(database, clock, Script().behaviour(), sender=Wake())
    for _ in range(3):
        await ticker.look()
        clock.advance(DAY / 2)
    async with database.transaction() as unit:
        return [anchor.digest for anchor in await unit.chains.anchors()]


async def found(settings: Settings, kept: Path | None = None) -> tuple[bool, str]:
    said: list[str] = []
    return await verify(settings, said.append, kept), "\n".join(said)


async def tamper(settings: Settings, statement: str) -> None:
    engine = make_engine(settings.database)
    async with engine.begin() as connection:
        await connection.execute(sa.text(statement))
    await engine.dispose()


async def test_a_history_that_nobody_touched(settings: Settings, anchored: list[str], tmp_path: Path) -> None:
    assert len(anchored) == 2
    (tmp_path / "old.log").write_text(f'{{"event": "history anchored", "digest": "{anchored[0]}"}}\nother lines\n')
    is_well, said = await found(settings, tmp_path / "old.log")
    assert is_well, said
    assert "1 tickets, 1 facts" in said
    assert f"Keep the last one elsewhere: 2026-11-24 {anchored[1]}" in said
    assert "1 digests of" in said


async def test_an_altered_row_is_named(settings: Settings, anchored: list[str]) -> None:
    await tamper(settings, "UPDATE tickets SET text = 'Semua baik'")
    is_well, said = await found(settings)
    assert not is_well
    assert "MEND LP-2611-7F3K9Q: the words of fact 1 (submitted) are not as they were written." in said


async def test_a_removed_row_is_missed(settings: Settings, anchored: list[str]) -> None:
    await tamper(settings, "DELETE FROM events")
    is_well, said = await found(settings)
    assert not is_well
    assert "The facts anchored on 2026-11-23 are not those of that day" in said


async def test_a_history_that_was_written_anew_is_given_away_by_what_lay_elsewhere(
    settings: Settings, anchored: list[str], tmp_path: Path
) -> None:
    """Whoever can write every row can also compute every hash anew, but not in a log that he cannot reach."""
    (tmp_path / "elsewhere").write_text("2026-11-23 " + "ab" * 32)
    is_well, said = await found(settings, tmp_path / "elsewhere")
    assert not is_well
    assert "was kept elsewhere and is no anchor here" in said
    (tmp_path / "empty").write_text("no digest at all")
    is_well, said = await found(settings, tmp_path / "empty")
    assert not is_well
    assert "holds no digest" in said


async def test_the_list_to_be_published_is_what_verify_holds_the_database_against(
    settings: Settings, anchored: list[str], tmp_path: Path
) -> None:
    await publish(settings, tmp_path / "jangkar.txt", print)
    lines = (tmp_path / "jangkar.txt").read_text().splitlines()
    assert lines == [f"2026-11-23 {anchored[0]}", f"2026-11-24 {anchored[1]}"]
    assert (await found(settings, tmp_path / "jangkar.txt"))[0]
    with pytest.raises(Fatal, match="cannot be written"):
        await publish(settings, tmp_path / "nowhere" / "jangkar.txt", print)
