"""Canned answers: one name once for each owner, sealed, and never overwritten unseen, on both databases."""

import asyncio
from dataclasses import replace

import sqlalchemy as sa

from storage import tables
from storage.database import Database
from storage.values import Person
from tests.storage.samples import NOW
from tickets.templates import Template

PATCHED = Template("Sudah ditambal", "Jalan di {tempat} sudah kami tambal.", at=NOW)


async def test_a_name_is_there_once_for_each_owner(database: Database, sari: Person) -> None:
    patched = replace(PATCHED, by=sari.id)
    async with database.transaction() as unit:
        assert await unit.templates.add("PUPR", patched)
        assert not await unit.templates.add("PUPR", replace(patched, name=" SUDAH  Ditambal"))
        assert await unit.templates.add("DISHUB", patched)
        assert await unit.templates.add(None, patched)
        (kept,) = await unit.templates.of("PUPR")
        assert kept == replace(patched, id=kept.id)
        assert len(await unit.templates.of(None)) == 1


async def test_who_saw_older_words_changes_and_deletes_nothing(database: Database) -> None:
    async with database.transaction() as unit:
        await unit.templates.add("PUPR", PATCHED)
        (seen,) = await unit.templates.of("PUPR")
        assert await unit.templates.change("PUPR", replace(seen, name="Tambal", text="Baru"))
        assert not await unit.templates.change("PUPR", replace(seen, text="Lama"))
        assert not await unit.templates.drop("PUPR", seen)
        (now,) = await unit.templates.of("PUPR")
        assert (now.name, now.text, now.revision) == ("Tambal", "Baru", 1)
        assert await unit.templates.add("PUPR", PATCHED), "its old name is free"
        assert await unit.templates.drop("PUPR", now)


async def test_other_owners_change_nothing(database: Database) -> None:
    async with database.transaction() as unit:
        await unit.templates.add("PUPR", PATCHED)
        (kept,) = await unit.templates.of("PUPR")
        for other in ("DISHUB", None):
            assert not await unit.templates.change(other, replace(kept, text="x"))
            assert not await unit.templates.drop(other, kept)
        assert not await unit.templates.drop("PUPR", replace(kept, id=2**70))
        assert await unit.templates.of("PUPR") == (kept,)


async def test_words_lie_sealed(database: Database) -> None:
    async with database.transaction() as unit:
        await unit.templates.add("PUPR", PATCHED)
        row = (await unit._connection.execute(sa.select(tables.templates))).one()
    assert b"tambal" not in row.content
    assert "tambal" not in row.name_key


async def test_two_processes_add_the_last_one_one_after_the_other(database: Database, neighbour: Database) -> None:
    async with database.transaction() as unit:
        await unit.templates.add("PUPR", PATCHED)
    locked = asyncio.Event()

    async def first() -> None:
        async with database.transaction() as unit:
            await unit.templates.of("PUPR", lock=True)
            locked.set()
            await asyncio.sleep(0.2)
            await unit.templates.add("PUPR", replace(PATCHED, name="Kedua"))

    async def second() -> int:
        await locked.wait()
        async with neighbour.transaction() as unit:
            return len(await unit.templates.of("PUPR", lock=True))

    _, seen = await asyncio.gather(first(), second())
    assert seen == 2, "what was added while waiting is counted"
