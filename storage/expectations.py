"""What people's next words mean: the newest expectation for each person, with what was said meanwhile, sealed."""

from collections.abc import Collection, Hashable
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from storage import tables
from storage.dialects import Insert, insert
from storage.memory import UNKNOWN, remembered
from storage.repository import Repository
from storage.values import Expectation

_expectations = tables.expectations
_CONTENT = "expectations.content"
_of = sa.select(_expectations).where(_expectations.c.person_id == sa.bindparam("person")).with_for_update()
_of_people = (
    sa.select(_expectations)
    .where(_expectations.c.person_id.in_(sa.bindparam("people", expanding=True)))
    .order_by(_expectations.c.person_id)
    .with_for_update()
)
_drop = sa.delete(_expectations).where(_expectations.c.person_id == sa.bindparam("person"))


@cache
def _put(dialect: str) -> Insert:
    new = insert(dialect, _expectations)
    changed = {name: new.excluded[name] for name in ("what", "ticket_id", "content", "at")}
    return new.on_conflict_do_update(index_elements=["person_id"], set_=changed)


class Expectations(Repository):
    """Every question to which somebody may simply type the answer."""

    @remembered(_expectations)
    async def of(self, person_id: int) -> Expectation | None:
        """What is expected of a person; no other process changes it until this transaction ends."""
        row = self.memory.foreseen(_expectations, person_id)
        if row is UNKNOWN:
            row = (await self._run(_of, {"person": person_id})).one_or_none()
        if row is None:
            return None
        return Expectation(
            person_id=row.person_id,
            what=row.what,
            ticket_id=row.ticket_id,
            at=row.at,
            data=self._open_json(row.content, _CONTENT),
        )

    async def foresee(self, people: Collection[int]) -> None:
        """What is expected of these will be asked for soon."""
        rows: dict[Hashable, Any] = dict.fromkeys(people)
        for row in await self._run(_of_people, {"people": list(people)}) if people else ():
            rows[row.person_id] = row
        self.memory.foresee(_expectations, rows)

    async def put(self, expectation: Expectation) -> None:
        """Expect this now, instead of anything else."""
        values = {
            "person_id": expectation.person_id,
            "what": expectation.what,
            "ticket_id": expectation.ticket_id,
            "content": self._seal_json(expectation.data, _CONTENT),
            "at": expectation.at,
        }
        await self._change_one(_put(self._dialect), values, _expectations, expectation.person_id)

    async def forget(self, before: datetime) -> None:
        """Drop what nobody came back to."""
        await self._run(sa.delete(_expectations).where(_expectations.c.at < before))

    async def drop(self, person_id: int) -> None:
        """Expect nothing any more."""
        if self.memory.foreseen(_expectations, person_id) is not None:
            await self._change_one(_drop, {"person": person_id}, _expectations, person_id)
