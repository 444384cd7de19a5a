"""A database that was filled for measurements is one that the bot works on as on any other."""

from collections import Counter
from itertools import islice

import pytest

from bench.made_up import FIRST_CITIZEN, Sizes, Story, Town
from bench.seed import fill
from bot.deep_checks import deep_findings
from bot.settings import Settings
from tests.support.databases import (  # noqa: F401
    SECRET_KEY,
    database_url,
    dialect,
    postgres,
    sqlite_template,
    sqlite_url,
)
from tests.support.stage import MONDAY, Stage
from tickets.dialogue import Sender

SIZES = Sizes(tickets=250, drafts=30, outbox=60, inbox=60, months=24)


async def test_a_filled_database_is_sound_and_worked_on(database_url: str) -> None:  # noqa: F811
    counts = await fill(database_url, SECRET_KEY, SIZES, now=MONDAY)
    assert (counts["tickets"], counts["dialogues"], counts["outbox"], counts["inbox"]) == (250, 30, 60, 60)
    assert await what_is_wrong(database_url) == []

    async with Stage.open(database_url, "Basis data terisi", pair=False) as stage:
        siti = stage.citizen("Siti", "Bu Siti, warga")
        await siti.says("Lampu jalan di depan kantor desa padam sudah seminggu")
        assert "Langkah" in siti.sees()
        async with stage.looks() as unit:
            first = await unit.people.meet("telegram", Sender(str(FIRST_CITIZEN), "Sari Rahmawati", None, "id"), MONDAY)
            assert await unit.tickets.of_reporter(first.id, 3)
            ticket = (await unit.tickets.after(0, 1))[0]
            assert (await unit.inbox.counts())["failed"] == 0
        await stage.pairs_groups()
        await stage.rina.says(f"/cari {ticket.number}")
        assert ticket.number in stage.rina.sees()
        await stage.rina.says("/cari jalan")
        assert "LP-" in stage.rina.sees()
    assert await what_is_wrong(database_url) == []


async def what_is_wrong(url: str) -> list[str]:
    """What `python -m bot check --deep` finds to mend."""
    settings = Settings.model_validate({"database_url": url, "secret_key": SECRET_KEY})
    return [finding.sentence async for finding in deep_findings(settings) if not finding.is_well]


def test_the_same_seed_tells_the_same_story() -> None:
    town = Town(SIZES, MONDAY)
    told = [
        [(cast.number, cast.at, cast.reporter_id, cast.mould.ticket.text) for cast in islice(story.tickets(), 40)]
        for story in (Story(town, SIZES, MONDAY, seed) for seed in (7, 7, 8))
    ]
    assert told[0] == told[1] != told[2]


def test_tickets_come_evenly_over_the_months() -> None:
    sizes = Sizes(tickets=240, months=24)
    of_months = Counter(f"{cast.at:%Y-%m}" for cast in Story(Town(sizes, MONDAY), sizes, MONDAY, seed=1).tickets())
    assert len(of_months) == 25, "a part of November 2024, and of November 2026"
    assert all(9 <= count <= 11 for month, count in of_months.items() if not month.endswith("-11"))


async def test_a_database_with_tickets_is_left_alone(sqlite_url: str) -> None:  # noqa: F811
    await fill(sqlite_url, SECRET_KEY, Sizes(tickets=1), now=MONDAY)
    with pytest.raises(ValueError, match="already"):
        await fill(sqlite_url, SECRET_KEY, Sizes(tickets=1), now=MONDAY)
