"""SECRET_KEY is changed: nothing is lost, nobody is a stranger, and the old key opens nothing any more."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.keys import reseal, sealer_of
from bot.loops import Fatal
from bot.settings import Settings
from storage.backups import copy_out
from storage.database import Database
from storage.engine import make_engine
from storage.errors import WrongSecretKey
from storage.sealing import Sealer
from storage.soundness import unopened
from tests.storage.samples import NOW, SARI, SARI_CHAT, a_ticket, incoming, submitted, text
from tests.support.databases import SECRET_KEY

NEW_KEY = "kunci-baru-hanya-untuk-pengujian-0002"


def changed(settings: Settings, **keys: str) -> Settings:
    """The settings with other keys."""
    return Settings.model_validate(settings.model_dump(exclude_unset=True) | keys)


@pytest.fixture
async def filled(settings: Settings) -> Settings:
    """Sari's secret ticket, an update, a message and a failure, sealed with the first key."""
    database = await Database.open(settings.database, Sealer(SECRET_KEY))
    async with database.transaction() as unit:
        sari = await unit.people.meet("telegram", SARI, NOW)
        await unit.tickets.insert(a_ticket(reporter_id=sari.id, secret=True, text="pungutan di loket"), [submitted()])
        await unit.outbox.put(text("sudah diterima", unique_key="once"), NOW)
        await unit.inbox.store([incoming("1"), incoming("2")])
        (row, _) = await unit.inbox.take(NOW, 2, 60)
        await unit.inbox.failed(row.id, "kata warga", NOW)
    await database.close()
    return settings


async def told(settings: Settings) -> str:
    said: list[str] = []
    await reseal(settings, said.append)
    return "\n".join(said)


async def test_everything_is_found_under_the_new_key_alone(filled: Settings, tmp_path: Path) -> None:
    both = changed(filled, secret_key=NEW_KEY, secret_key_old=SECRET_KEY)
    running = await Database.open(filled.database, sealer_of(both))  # the bot goes on meanwhile
    assert "values are sealed with the new key" in await told(both)
    await running.close()
    database = await Database.open(filled.database, Sealer(NEW_KEY))
    async with database.transaction() as unit:
        known = await unit.people.find(SARI_CHAT)
        assert known is not None
        assert known.name == SARI.name
        assert (await unit.people.meet("telegram", SARI, NOW)).id == known.id, "nobody is a stranger"
        (ticket,) = await unit.tickets.of_reporter(known.id, 9)
        assert ticket.text == "pungutan di loket"
        assert await unit.tickets.by_draft(ticket.draft) == ticket
        assert not await unit.outbox.put(text("sudah diterima", unique_key="once"), NOW), "nothing is said twice"
        assert await unit.inbox.store([incoming("1"), incoming("2")]) == 0, "no update comes twice"
        assert (await unit.inbox.failures(9))[0].error == "kata warga"
    await database.close()
    count, broken = await unopened(filled.database, Sealer(NEW_KEY))
    assert count > 5
    assert not broken
    with pytest.raises(WrongSecretKey):
        await Database.open(filled.database, Sealer(SECRET_KEY))
    await copy_out(filled.database, tmp_path / "copy.db")
    old = Sealer(SECRET_KEY)
    assert old.head not in (tmp_path / "copy.db").read_bytes(), "nothing is left that the old key opens"


async def test_a_poster_on_a_wall_outlives_the_key(filled: Settings) -> None:
    database = await Database.open(filled.database, Sealer(SECRET_KEY))
    async with database.transaction() as unit:
        link = await unit.promotion.link("PUPR", "", None, NOW)
        printed = unit.promotion.payload(link)
    await database.close()
    await told(changed(filled, secret_key=NEW_KEY, secret_key_old=SECRET_KEY))
    database = await Database.open(filled.database, Sealer(NEW_KEY))
    async with database.transaction() as unit:
        assert await unit.promotion.opened(printed) == link
        assert unit.promotion.payload(link) == printed, "the next poster has the same code"
    await database.close()


async def test_it_can_be_done_twice_and_changed_again(filled: Settings) -> None:
    both = changed(filled, secret_key=NEW_KEY, secret_key_old=SECRET_KEY)
    await told(both)
    assert await told(both) == (
        "0 values are sealed with the new key.\n"
        "Take SECRET_KEY_OLD out of the settings and restart the bot. Backups of before still need the old key."
    )
    third = changed(filled, secret_key=NEW_KEY[::-1], secret_key_old=NEW_KEY)
    await told(third)
    database = await Database.open(filled.database, Sealer(NEW_KEY[::-1]))
    async with database.transaction() as unit:
        assert await unit.people.find(SARI_CHAT)
    await database.close()


async def test_what_opens_with_neither_key_is_told_and_left(filled: Settings) -> None:
    engine = make_engine(filled.database)
    async with engine.begin() as connection:
        damaged = Sealer("x" * 40).seal(b"?", "tickets.sealed")
        await connection.execute(sa.text("UPDATE tickets SET sealed = :damaged"), {"damaged": damaged})
    await engine.dispose()
    both = changed(filled, secret_key=NEW_KEY, secret_key_old=SECRET_KEY)
    said: list[str] = []
    with pytest.raises(Fatal, match="Keep SECRET_KEY_OLD"):
        await reseal(both, said.append)
    assert "MEND 1 values of tickets.sealed open with neither key." in said


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        ({"secret_key": NEW_KEY}, "Set SECRET_KEY"),
        ({"secret_key": NEW_KEY, "secret_key_old": "z" * 40}, "Neither"),
    ],
)
async def test_it_says_what_is_wrong(filled: Settings, keys: dict[str, str], wrong: str) -> None:
    with pytest.raises(Fatal, match=wrong):
        await told(changed(filled, **keys))
