"""Receipt codes, as keyed hashes, and how often somebody tried one that was not right."""

from datetime import datetime
from functools import cache

import sqlalchemy as sa

from storage import tables
from storage.dialects import Insert, insert
from storage.repository import Repository

_receipts = tables.receipts
_tries = tables.claim_tries


@cache
def _keep(dialect: str) -> Insert:
    new = insert(dialect, _receipts)
    changed = {name: new.excluded[name] for name in ("code_key", "made_at")}
    return new.on_conflict_do_update(index_elements=["ticket_id"], set_=changed)


class Receipts(Repository):
    """The one code of a ticket that is good."""

    async def keep(self, ticket_id: int, code: str, at: datetime) -> None:
        """From now on this code is good, and none before it."""
        values = {"ticket_id": ticket_id, "code_key": self._key(code), "made_at": at}
        await self._run(_keep(self._dialect), values)

    async def find(self, code: str) -> int | None:
        """The ticket that the code opens; nobody else uses it until this transaction ends."""
        this = sa.select(_receipts.c.ticket_id).where(_receipts.c.code_key == self._key(code)).with_for_update()
        found: int | None = (await self._run(this)).scalar_one_or_none()
        return found

    async def drop(self, ticket_id: int) -> None:
        """No code is good any more."""
        await self._run(sa.delete(_receipts).where(_receipts.c.ticket_id == ticket_id))

    async def missed(self, person_id: int, at: datetime) -> None:
        """Somebody tried a code that is none."""
        await self._run(sa.insert(_tries).values(person_id=person_id, at=at))

    async def misses(self, since: datetime, person_id: int | None = None) -> int:
        """How often somebody (or anybody) tried in vain since then; what was before is forgotten."""
        await self._run(sa.delete(_tries).where(_tries.c.at < since))
        whose = [] if person_id is None else [_tries.c.person_id == person_id]
        return int((await self._run(sa.select(sa.func.count()).select_from(_tries).where(*whose))).scalar_one())

    def _key(self, code: str) -> str:
        return self._sealer.key_of("receipt code", code)
