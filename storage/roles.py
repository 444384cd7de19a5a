"""Who holds which role, and the one-time codes by which roles are given."""

from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.memory import remembered
from storage.repository import BIGGEST_ID, Repository
from tickets.invitations import VALID, Invitation
from tickets.people import Held, Role

_roles = tables.roles
_codes = tables.role_invitations


@cache
def _give(dialect: str) -> Executable:
    return insert(dialect, _roles).on_conflict_do_nothing()


_in_order = sa.select(_roles).order_by(_roles.c.given_at, _roles.c.person_id, _roles.c.role)
_of = _in_order.where(_roles.c.person_id == sa.bindparam("person"))


class Roles(Repository):
    """Every role that was given and not taken back. Those of the settings are not here."""

    @remembered(_roles)
    async def of(self, person_id: int) -> tuple[Held, ...]:
        """What somebody holds."""
        if person_id > BIGGEST_ID:
            return ()
        return tuple(map(_one, await self._run(_of, {"person": person_id})))

    async def holders(self, role: Role | None = None, *, lock: bool = False) -> tuple[Held, ...]:
        """Who holds that role (or any), longest first. `lock`: nobody takes it until this transaction ends."""
        statement = _in_order if role is None else _in_order.where(_roles.c.role == role.value)
        return tuple(map(_one, await self._run(statement.with_for_update() if lock else statement)))

    async def give(self, held: Held) -> bool:
        """Give a role. Tells whether it is new to them."""
        values = {
            "person_id": held.person_id,
            "role": held.role.value,
            "agency": held.agency,
            "given_by": held.by,
            "given_at": held.at,
        }
        return (await self._run(_give(self._dialect), values)).rowcount == 1

    async def take(self, person_id: int, role: Role, agency: str = "") -> bool:
        """Take a role back. Tells whether they had it."""
        one = sa.and_(_roles.c.person_id == person_id, _roles.c.role == role.value, _roles.c.agency == agency)
        return (await self._run(sa.delete(_roles).where(one))).rowcount == 1

    async def invite(self, role: Role, agency: str, code: str, by: int, at: datetime) -> Invitation:
        """Keep a new code for a role. Unused ones for the same are good no more."""
        same = sa.and_(_codes.c.role == role.value, _codes.c.agency == agency)
        unused = sa.and_(same, _codes.c.used_at.is_(None), _codes.c.revoked_at.is_(None))
        await self._run(sa.update(_codes).where(unused).values(revoked_at=at))
        values = {
            "code_key": self._key(code),
            "role": role.value,
            "agency": agency,
            "made_by": by,
            "made_at": at,
            "expires_at": at + VALID,
        }
        return _invitation((await self._run(sa.insert(_codes).values(values).returning(*_codes.c))).one())

    async def invitation(self, code: str) -> Invitation | None:
        """The invitation with this code; nobody else uses it until this transaction ends."""
        statement = sa.select(_codes).where(_codes.c.code_key == self._key(code)).with_for_update()
        row = (await self._run(statement)).one_or_none()
        return None if row is None else _invitation(row)

    async def use(self, invitation_id: int, at: datetime) -> None:
        """Somebody was given the role by it."""
        await self._run(sa.update(_codes).where(_codes.c.id == invitation_id).values(used_at=at))

    def _key(self, code: str) -> str:
        return self._sealer.key_of("role invitation", code)


def _one(row: sa.Row[Any]) -> Held:
    return Held(row.person_id, Role(row.role), row.agency, row.given_by, row.given_at)


def _invitation(row: sa.Row[Any]) -> Invitation:
    return Invitation(
        id=row.id,
        agency=row.agency,
        role=row.role,
        made_by=row.made_by,
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
