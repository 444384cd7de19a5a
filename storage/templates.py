"""Canned answers of the agencies, and of the coordinator (owner: none). Sealed; unique by name for each owner."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.repository import BIGGEST_ID, Repository
from tickets.templates import Template

_templates = tables.templates
_CONTENT = "templates.content"
_COORDINATOR = ""


@cache
def _add(dialect: str) -> Executable:
    return insert(dialect, _templates).on_conflict_do_nothing().returning(_templates.c.id)


class Templates(Repository):
    """Every template that somebody wrote, and the marks of hidden samples (templates without words)."""

    async def of(self, agency: str | None, *, lock: bool = False) -> tuple[Template, ...]:
        """An owner's, oldest first. `lock`: nobody else changes one of them until this transaction ends."""
        statement = sa.select(_templates).where(_templates.c.owner == _owner(agency)).order_by(_templates.c.id)
        if lock:
            await self._run(statement.with_for_update())  # what was added while we waited is seen by the next look only
        return tuple(map(self._opened, await self._run(statement)))

    async def add(self, agency: str | None, template: Template) -> bool:
        """Keep a new one. False: the owner has that name already."""
        values = self._values(template) | {"owner": _owner(agency), "name_key": self._key(agency, template)}
        added = await self._run(_add(self._dialect), values | {"revision": 0})
        return added.scalar_one_or_none() is not None

    async def change(self, agency: str | None, template: Template) -> bool:
        """Keep other words or another name. False: somebody changed or deleted it since (`revision`)."""
        values = self._values(template) | {"name_key": self._key(agency, template), "revision": template.revision + 1}
        changed = await self._run(sa.update(_templates).where(*_this(agency, template)).values(values))
        return changed.rowcount == 1

    async def drop(self, agency: str | None, template: Template) -> bool:
        """Delete it. False: somebody changed or deleted it since."""
        return (await self._run(sa.delete(_templates).where(*_this(agency, template)))).rowcount == 1

    def _values(self, template: Template) -> dict[str, Any]:
        content = {"name": template.name, "text": template.text}
        sealed = self._seal_json(content, _CONTENT)
        return {"content": sealed, "changed_by": template.by, "changed_at": template.at}

    def _opened(self, row: sa.Row[Any]) -> Template:
        content = self._open_json(row.content, _CONTENT)
        return Template(
            name=content["name"],
            text=content["text"],
            id=row.id,
            revision=row.revision,
            by=row.changed_by,
            at=row.changed_at,
        )

    def _key(self, agency: str | None, template: Template) -> str:
        return self._sealer.key_of("template", _owner(agency), template.key)


def _owner(agency: str | None) -> str:
    return agency or _COORDINATOR


def _this(agency: str | None, template: Template) -> tuple[sa.ColumnElement[bool], ...]:
    """That template as it was read, if it is that owner's."""
    own = template.id if template.id <= BIGGEST_ID else 0
    return (
        _templates.c.id == own,
        _templates.c.owner == _owner(agency),
        _templates.c.revision == template.revision,
    )
