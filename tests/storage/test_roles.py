"""Roles are given and taken, and one-time codes for them, on both databases."""

import sqlalchemy as sa

from storage import tables
from storage.database import Database
from tests.storage.samples import BUDI, MINUTE, NOW, SARI
from tickets.invitations import VALID, Standing
from tickets.people import Held, Role


async def test_a_role_is_given_once_and_taken_once(database: Database) -> None:
    async with database.transaction() as unit:
        sari, budi = [(await unit.people.meet("telegram", each, NOW)).id for each in (SARI, BUDI)]
        coordinator = Held(budi, Role.COORDINATOR, by=sari, at=NOW)
        admin = Held(budi, Role.AGENCY_ADMIN, "PUPR", by=sari, at=NOW + MINUTE)
        assert await unit.roles.give(coordinator)
        assert await unit.roles.give(admin)
        assert not await unit.roles.give(coordinator), "it is not new to him"
    async with database.transaction() as unit:
        assert await unit.roles.of(budi) == (coordinator, admin)
        assert await unit.roles.of(2**70) == ()
        assert await unit.roles.holders() == (coordinator, admin)
        assert await unit.roles.holders(Role.AGENCY_ADMIN) == (admin,)
        assert not await unit.roles.take(budi, Role.AGENCY_ADMIN, "DISHUB")
        assert await unit.roles.take(budi, Role.AGENCY_ADMIN, "PUPR")
        assert not await unit.roles.take(budi, Role.AGENCY_ADMIN, "PUPR")
        assert await unit.roles.of(budi) == (coordinator,)


async def test_a_code_for_a_role_is_found_used_and_replaced(database: Database) -> None:
    async with database.transaction() as unit:
        sari = (await unit.people.meet("telegram", SARI, NOW)).id
        for agency, code in (("PUPR", "OLD22"), ("DISHUB", "OTHER"), ("PUPR", "NEW33")):
            await unit.roles.invite(Role.AGENCY_ADMIN, agency, code, sari, NOW)
    async with database.transaction() as unit:
        row = (await unit._connection.execute(sa.select(tables.role_invitations))).first()
        assert "OLD22" not in str(row)
        found = {code: await unit.roles.invitation(code) for code in ("OLD22", "OTHER", "NEW33", "NEVER")}
        standing = {code: each.standing(NOW) if each else None for code, each in found.items()}
        new = found["NEW33"]
        assert new is not None
        assert (new.role, new.agency, new.expires_at) == ("agency_admin", "PUPR", NOW + VALID)
        await unit.roles.use(new.id, NOW)
        used = await unit.roles.invitation("NEW33")
    assert used is not None
    assert used.standing(NOW) is Standing.USED
    assert standing == {"OLD22": Standing.REVOKED, "OTHER": Standing.GOOD, "NEW33": Standing.GOOD, "NEVER": None}
