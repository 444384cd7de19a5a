"""Sealing everything anew with another key, beside the running program: a few rows of a transaction, then the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.dialects import translated
from storage.engine import make_engine
from storage.errors import BrokenSeal, WrongSecretKey
from storage.sealing import HEAD_BYTES, Sealer
from storage.tables import metadata

BATCH: Final = 200
"""Values of one transaction: on SQLite the bot waits meanwhile."""


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many values were sealed anew, and how many of which column open with none of the keys."""

    values: int
    unopened: Mapping[str, int]


async def reseal(url: str, sealer: Sealer) -> Resealed:
    """Every sealed value that an older key of the sealer sealed. What changes meanwhile is the newest key's anyway."""
    engine = make_engine(url, "lapor-reseal")
    values, unopened = 0, {}
    try:
        for table in metadata.sorted_tables:
            for column in table.c:
                if isinstance(column.type, sa.LargeBinary):
                    done, broken = await _column(engine, table, column, sealer)
                    values += done
                    if broken:
                        unopened[f"{table.name}.{column.name}"] = broken
    finally:
        await engine.dispose()
    return Resealed(values, unopened)


async def _column(engine: AsyncEngine, table: sa.Table, column: sa.Column[Any], sealer: Sealer) -> tuple[int, int]:
    """How many values of a column were sealed anew, and how many could not."""
    key = list(table.primary_key.columns)
    is_old = sa.func.substr(column, 1, HEAD_BYTES) != sealer.head
    old = sa.select(*key, column).where(column.is_not(None), is_old).order_by(*key).limit(BATCH)
    place = f"{table.name}.{column.name}"
    done = broken = 0
    while True:
        with translated():
            async with engine.begin() as connection:
                rows = (await connection.execute(old.offset(broken))).all()
                for row in rows:
                    *ids, sealed = row
                    anew = _anew(sealed, place, sealer)
                    if anew is None:
                        broken += 1
                        continue
                    this = [each == value for each, value in zip(key, ids, strict=True)]
                    change = sa.update(table).where(*this, column == sealed).values({column.name: anew})
                    done += (await connection.execute(change)).rowcount
        if not rows:
            return done, broken


def _anew(sealed: bytes, place: str, sealer: Sealer) -> bytes | None:
    try:
        return sealer.seal(sealer.open(sealed, place), place)
    except (BrokenSeal, WrongSecretKey):
        return None
