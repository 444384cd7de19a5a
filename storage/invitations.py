"""One-time codes that were given out; only a keyed hash of each is kept."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import tables
from storage.repository import Repository
from tickets.invitations import VALID, Invitation

_invitations = tables.invitations
_unused = sa.and_(_invitations.c.used_at.is_(None), _invitations.c.revoked_at.is_(None))


class Invitations(Repository):
    """Every code there ever was; at most one of each agency is good."""

    async def make(self, agency: str, code: str, by: int, at: datetime) -> Invitation:
        """Keep a new code. The agency's unused ones are good no more."""
        mine = sa.and_(_invitations.c.agency == agency, _unused)
        await self._run(sa.update(_invitations).where(mine).values(revoked_at=at))
        values = {
            "code_key": self._key(code),
            "agency": agency,
            "made_by": by,
            "made_at": at,
            "expires_at": at + VALID,
        }
        new = sa.insert(_invitations).values(values).returning(*_invitations.c)
        return _invitation((await self._run(new)).one())

    async def find(self, code: str) -> Invitation | None:
        """The invitation with this code; nobody else uses it until this transaction ends."""
        statement = sa.select(_invitations).where(_invitations.c.code_key == self._key(code)).with_for_update()
        row = (await self._run(statement)).one_or_none()
        return None if row is None else _invitation(row)

    async def use(self, invitation_id: int, at: datetime) -> None:
        """A group was paired with it."""
        await self._run(sa.update(_invitations).where(_invitations.c.id == invitation_id).values(used_at=at))

    def _key(self, code: str) -> str:
        return self._sealer.key_of("invitation", code)


def _invitation(row: sa.Row[Any]) -> Invitation:
    return Invitation(
        id=row.id,
        agency=row.agency,
        made_by=row.made_by,
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
