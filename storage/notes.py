"""Small state of the installation itself, by name."""

from functools import cache

import sqlalchemy as sa

from storage import tables
from storage.dialects import Insert, insert
from storage.repository import Repository

_notes = tables.notes
_VALUE = "notes.value"
_get = sa.select(_notes.c.value).where(_notes.c.key == sa.bindparam("name"))
_LOOKUP = "lookup-key"
_SECRET_CHECK = "secret-check"  # noqa: S105 - a name


@cache
def _put(dialect: str) -> Insert:
    new = insert(dialect, _notes)
    return new.on_conflict_do_update(index_elements=["key"], set_={"value": new.excluded.value})


@cache
def _put_first(dialect: str) -> Insert:
    return insert(dialect, _notes).on_conflict_do_nothing()


class Notes(Repository):
    """Named texts; names lie open, texts are sealed."""

    async def get(self, key: str) -> str | None:
        """The text under a name; None when there is none."""
        value = await self._value(key)
        return None if value is None else self._sealer.open(value, _VALUE).decode()

    async def put(self, key: str, value: str) -> None:
        """Keep a text under a name, in place of the one before."""
        await self._run(_put(self._dialect), {"key": key, "value": self._sealer.seal(value.encode(), _VALUE)})

    async def check_secret_key(self, *, take: bool = True) -> None:
        """Raise WrongSecretKey unless this database was filled with the key at hand; an empty one may take it."""
        if take:
            check = self._sealer.seal(b"", _VALUE)
            await self._run(_put_first(self._dialect), {"key": _SECRET_CHECK, "value": check})
        await self.get(_SECRET_CHECK)

    async def lookup_key(self, *, take: bool = True) -> bytes:
        """The key of this database's hashes: that of the SECRET_KEY which it was filled with first.

        After `check_secret_key`; `take`: an installation of before keys could change keeps it from now on.
        """
        kept = await self._value(_LOOKUP)
        if kept is not None:
            return self._sealer.open(kept, _VALUE)
        check = await self._value(_SECRET_CHECK)
        lookup = self._sealer.lookup_of(check or self._sealer.seal(b"", _VALUE))
        if take:
            sealed = self._sealer.seal(lookup, _VALUE)
            await self._run(_put_first(self._dialect), {"key": _LOOKUP, "value": sealed})
        return lookup

    async def _value(self, key: str) -> bytes | None:
        found = await self._run(_get, {"name": key})
        value: bytes | None = found.scalar_one_or_none()
        return value
