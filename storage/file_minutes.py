"""How many files people send within a minute: one row for each, of the latest minute only."""

from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.repository import Repository

_minutes = tables.file_minutes
MINUTE = timedelta(minutes=1)


@cache
def _add(dialect: str) -> Executable:
    new = insert(dialect, _minutes)
    old = _minutes.c
    is_over = old.since <= sa.bindparam("over", type_=tables.Instant)
    changed = {
        "since": sa.case((is_over, new.excluded.since), else_=old.since),
        "files": sa.case((is_over, new.excluded.files), else_=old.files + new.excluded.files),
    }
    kept = new.on_conflict_do_update(index_elements=["person_id"], set_=changed)
    return kept.returning(old.since, old.files)


class FileMinutes(Repository):
    """The latest minute of everybody who sent a file."""

    async def add(self, person_id: int, files: int, at: datetime) -> tuple[datetime, int]:
        """Somebody sends so many files: since when the minute runs, and how many they are in it with these."""
        values = {"person_id": person_id, "since": at, "files": files, "over": at - MINUTE}
        row = (await self._run(_add(self._dialect), values)).one()
        return row.since, row.files
