"""People and groups are known by what the channel calls them, under one id for ever."""

import asyncio
from dataclasses import replace

import pytest

from storage.database import Database
from storage.values import Person, Rights
from tests.storage.samples import BUDI, BUDI_CHAT, NEW_PUPR_CHAT, NOW, PUPR_CHAT, SARI, SECOND
from tickets.dialogue import Sender


async def test_the_same_sender_is_the_same_person(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        assert await unit.people.meet("telegram", SARI, NOW + SECOND) == sari
        assert await unit.people.get(sari.id) == sari
    assert (sari.external_id, sari.name, sari.username, sari.language) == (SARI.id, SARI.name, SARI.username, "id")
    assert (sari.blocked, sari.notice_version, sari.created_at) == (False, None, NOW)


async def test_the_same_id_in_another_channel_is_somebody_else(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        assert (await unit.people.meet("whatsapp", SARI, NOW)).id != sari.id
        assert (await unit.people.meet("telegram", BUDI, NOW)).id != sari.id


async def test_a_changed_name_is_kept_and_a_missing_language_is_not(database: Database, sari: Person) -> None:
    renamed = Sender(SARI.id, "Sari R.", None, None)
    async with database.transaction() as unit:
        await unit.people.meet("telegram", renamed, NOW + SECOND)
        assert await unit.people.get(sari.id) == replace(sari, name="Sari R.", username=None)


async def test_somebody_met_by_many_at_once_is_one_person(database: Database, neighbour: Database) -> None:
    async def meet(on: Database) -> Person:
        async with on.transaction() as unit:
            person = await unit.people.meet("telegram", SARI, NOW)
            await asyncio.sleep(0.005)
            return person

    people = await asyncio.gather(*(meet(on) for on in (database, neighbour) * 5))
    assert len(set(people)) == 1


async def test_blocking_notices_and_consents_are_noted(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        await unit.people.set_blocked(sari.id, True)
        await unit.people.notice_shown(sari.id, "2026-11", NOW)
        await unit.people.consent(sari.id, "2026-11", NOW, None)
        await unit.people.consent(sari.id, "2026-11", NOW, None)
        assert await unit.people.get(sari.id) == replace(sari, blocked=True, notice_version="2026-11")


async def test_nobody_is_behind_an_unknown_id(database: Database) -> None:
    async with database.transaction() as unit:
        with pytest.raises(LookupError):
            await unit.people.get(7)
        with pytest.raises(LookupError):
            await unit.groups.get(7)


async def test_a_paired_group_is_found_by_its_chat_and_its_agency(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        assert await unit.groups.find(PUPR_CHAT) is None
        group = await unit.groups.pair(PUPR_CHAT, "pupr", False, sari.id, NOW)
        assert await unit.groups.find(PUPR_CHAT) == group
        assert await unit.groups.get(group.id) == group
        assert await unit.groups.of_agency("pupr") == (group,)
        assert await unit.groups.coordinators() == ()
        assert await unit.groups.all_active() == (group,)
    assert (group.chat, group.agency, group.is_coordinator, group.active) == (PUPR_CHAT, "pupr", False, True)
    assert (group.is_admin, group.reads_everything, group.paired_by, group.paired_at) == (False, False, sari.id, NOW)


async def test_pairing_again_replaces_the_role(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        group = await unit.groups.pair(PUPR_CHAT, "pupr", False, sari.id, NOW)
        await unit.groups.set_rights(group.id, Rights(is_admin=True, reads_everything=True, can_manage_topics=True))
        again = await unit.groups.pair(PUPR_CHAT, None, True, sari.id, NOW + SECOND)
        assert again.id == group.id
        assert (again.agency, again.is_coordinator, again.is_admin, again.paired_at) == (None, True, True, NOW + SECOND)
        assert await unit.groups.of_agency("pupr") == ()
        assert await unit.groups.coordinators() == (again,)


async def test_a_group_that_the_bot_left_is_known_but_not_active(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        group = await unit.groups.pair(PUPR_CHAT, "pupr", False, sari.id, NOW)
        await unit.groups.set_active(group.id, False)
        assert await unit.groups.find(PUPR_CHAT) == replace(group, active=False)
        assert await unit.groups.of_agency("pupr") == ()
        assert await unit.groups.all_active() == ()


async def test_an_unpaired_group_is_forgotten(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        group = await unit.groups.pair(PUPR_CHAT, "pupr", False, sari.id, NOW)
        await unit.groups.move(group.id, NEW_PUPR_CHAT.id)
        await unit.groups.unpair(group.id)
        assert await unit.groups.find(PUPR_CHAT) is None
        assert await unit.groups.find(NEW_PUPR_CHAT) is None


async def test_a_renamed_group_keeps_everything_else(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        group = await unit.groups.pair(PUPR_CHAT, "pupr", False, sari.id, NOW)
        await unit.groups.rename(group.id, "PUPR baru")
        assert await unit.groups.get(group.id) == replace(group, chat=replace(PUPR_CHAT, title="PUPR baru"))


async def test_a_moved_group_is_found_under_every_id_it_had(database: Database, sari: Person) -> None:
    third = replace(NEW_PUPR_CHAT, id="-1003")
    async with database.transaction() as unit:
        group = await unit.groups.pair(PUPR_CHAT, "pupr", False, sari.id, NOW)
        await unit.groups.move(group.id, NEW_PUPR_CHAT.id)
        await unit.groups.move(group.id, NEW_PUPR_CHAT.id)
        moved = replace(group, chat=NEW_PUPR_CHAT)
        assert await unit.groups.find(PUPR_CHAT) == moved
        assert await unit.groups.find(NEW_PUPR_CHAT) == moved
        await unit.groups.move(group.id, third.id)
        assert [await unit.groups.find(chat) for chat in (PUPR_CHAT, NEW_PUPR_CHAT, third)] == [
            replace(group, chat=third)
        ] * 3


async def test_a_group_paired_under_its_new_id_before_the_move_was_known_becomes_one(
    database: Database, sari: Person
) -> None:
    async with database.transaction() as unit:
        group = await unit.groups.pair(PUPR_CHAT, "pupr", False, sari.id, NOW)
        await unit.groups.pair(NEW_PUPR_CHAT, "pupr", False, sari.id, NOW)
        other = await unit.groups.pair(BUDI_CHAT, "dishub", False, sari.id, NOW)
        await unit.groups.move(group.id, NEW_PUPR_CHAT.id)
        assert await unit.groups.find(NEW_PUPR_CHAT) == replace(group, chat=NEW_PUPR_CHAT)
        assert await unit.groups.all_active() == (replace(group, chat=NEW_PUPR_CHAT), other)


async def test_pairing_under_an_old_id_means_the_group_as_it_is_now(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        group = await unit.groups.pair(PUPR_CHAT, "pupr", False, sari.id, NOW)
        await unit.groups.move(group.id, NEW_PUPR_CHAT.id)
        assert await unit.groups.pair(PUPR_CHAT, "dishub", False, sari.id, NOW) == replace(
            group, chat=NEW_PUPR_CHAT, agency="dishub"
        )
