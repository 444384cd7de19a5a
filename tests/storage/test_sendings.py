"""What was sent and can be taken back: one of those who want it gets it, whoever they are."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.database import Database
from storage.unit import Unit
from storage.values import Sending
from tests.storage.samples import BUDI, MINUTE, NOW, PUPR_CHAT, SECOND, a_ticket

DUE = NOW + timedelta(seconds=10)
DATA = {"answer": {"text": "Lubang ditambal \u0000"}}


async def sent(unit: Unit, **wishes: object) -> Sending:
    """Budi of PUPR sends something."""
    budi = await unit.people.meet("telegram", BUDI, NOW)
    group = await unit.groups.pair(PUPR_CHAT, "pupr", False, budi.id, NOW)
    ticket = await unit.tickets.by_number("LP-2611-7F3K9Q") or await unit.tickets.insert(
        a_ticket(reporter_id=budi.id), []
    )
    usual = {"group_id": group.id, "ticket_id": ticket.id, "writer_id": budi.id, "sender_id": budi.id}
    sending = Sending(**usual | {"sent_at": NOW, "due_at": DUE, "data": DATA} | wishes)  # type: ignore[arg-type]
    return replace(sending, id=await unit.sendings.put(sending))


async def test_it_is_due_when_its_time_has_come(database: Database) -> None:
    async with database.transaction() as unit:
        later, sooner = await sent(unit, due_at=DUE + SECOND), await sent(unit)
        assert await unit.sendings.due(DUE - SECOND, 10) == ()
        assert await unit.sendings.due(DUE, 10) == (sooner,)
        assert await unit.sendings.due(DUE + SECOND, 10) == (sooner, later)
        assert await unit.sendings.due(DUE + SECOND, 1) == (sooner,)
        assert await unit.sendings.of_ticket(sooner.ticket_id) == (later, sooner)
        assert await unit.sendings.of_ticket(sooner.ticket_id + 1) == ()
        await unit.sendings.postpone(sooner.id, DUE + MINUTE)
        assert await unit.sendings.due(DUE + SECOND, 10) == (later,)


async def test_it_is_had_once_and_by_its_own_group(database: Database) -> None:
    async with database.transaction() as unit:
        sending = await sent(unit)
        assert sending.group_id is not None
        assert await unit.sendings.take(sending.id, sending.group_id + 1) is None
        assert await unit.sendings.take(sending.id, sending.group_id) == sending
        assert await unit.sendings.take(sending.id) is None
        for nonsense in (0, -1, 2**63):
            assert await unit.sendings.take(nonsense) is None


async def test_taking_it_by_its_group_and_without_are_different_statements(database: Database) -> None:
    """A statement made of another one must not be taken for it, in the connection's thread either."""

    async def take_all(unit: Unit) -> list[bool]:
        own = [await sent(unit) for _ in range(3)]
        other = [await sent(unit, group_id=None) for _ in range(3)]
        by_group = [await unit.sendings.take(each.id, own[0].group_id) for each in (*own, *other)]
        without = [await unit.sendings.take(each.id) for each in other]
        return [each is not None for each in (*by_group, *without)]

    assert await database.run(take_all) == [True] * 3 + [False] * 3 + [True] * 3


async def test_it_outlives_its_group(database: Database) -> None:
    async with database.transaction() as unit:
        sending = await sent(unit)
        assert sending.group_id is not None
        await unit.groups.unpair(sending.group_id)
        (found,) = await unit.sendings.due(DUE, 10)
        assert (found.group_id, found.data) == (None, DATA)


@pytest.mark.parametrize("first", ["the sender", "the one who takes back"])
async def test_of_two_processes_one_gets_it(database: Database, neighbour: Database, first: str) -> None:
    async with database.transaction() as unit:
        sending = await sent(unit)
    began = asyncio.Event()

    async def release(process: Database) -> bool:
        async with process.transaction() as unit:
            due = await unit.sendings.due(DUE, 10)
            taken = [await unit.sendings.take(each.id) for each in due]
            began.set()
            await asyncio.sleep(0.05)
            return any(taken)

    async def take_back(process: Database) -> bool:
        async with process.transaction() as unit:
            taken = await unit.sendings.take(sending.id, sending.group_id)
            began.set()
            await asyncio.sleep(0.05)
            return taken is not None

    one, other = (release, take_back) if first == "the sender" else (take_back, release)
    winner = asyncio.create_task(one(database))
    await began.wait()
    assert not await other(neighbour)
    assert await winner


async def test_what_was_sent_alone_is_taken_back_by_who_sent_it(database: Database) -> None:
    async with database.transaction() as unit:
        in_group, alone = await sent(unit), await sent(unit, group_id=None)
        assert await unit.sendings.take(alone.id, sender_id=alone.sender_id + 1) is None
        assert await unit.sendings.take(in_group.id, sender_id=in_group.sender_id) is None, "it is the group's"
        assert await unit.sendings.take(alone.id, sender_id=alone.sender_id) == alone
