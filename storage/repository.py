"""What every repository does: run statements on the transaction's connection, seal and open, and translate errors."""

import json
from collections.abc import Hashable, Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Table
from sqlalchemy.sql.base import Executable

from storage.connection import Connection, Rows, Values
from storage.dialects import translated
from storage.memory import Memory
from storage.sealing import Sealer
from tickets.dialogue import Chat

BIGGEST_ID = 2**63 - 1
"""Ids come from strangers' buttons; what no database can hold is nobody's."""

_CHAT = TypeAdapter(Chat)
_written = json.JSONEncoder(separators=(",", ":")).encode


class Repository:
    """The rows of one noun, within one transaction."""

    def __init__(self, connection: Connection, sealer: Sealer, memory: Memory | None = None) -> None:
        self._connection = connection
        self._sealer = sealer
        self.memory = Memory() if memory is None else memory

    @property
    def _dialect(self) -> str:
        return self._connection.dialect_name

    async def _run(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> Rows:
        if not statement.is_select:
            self.memory.written(statement)
        with translated():
            return await self._connection.execute(statement, values)

    async def _change_one(self, statement: Executable, values: Values | None, table: Table, key: Hashable) -> Rows:
        """A write that changes, of the rows of this table that were read ahead, none but the one of this key."""
        others = self.memory.foreseen_beside(table, key)
        rows = await self._run(statement, values)
        self.memory.foresee(table, others)
        return rows

    def _chat_key(self, chat: Chat) -> str:
        return self._sealer.key_of("chat", chat.channel, chat.id)

    def _seal_json(self, value: Any, context: str) -> bytes:
        return self._sealer.seal(_written(value).encode(), context)

    def _open_json(self, sealed: bytes, context: str) -> Any:
        return json.loads(self._sealer.open(sealed, context))


def chat_to_json(chat: Chat) -> dict[str, Any]:
    """A chat as plain JSON values."""
    return {
        "channel": chat.channel,
        "id": chat.id,
        "kind": chat.kind.value,
        "title": chat.title,
        "is_forum": chat.is_forum,
    }


def chat_from_json(value: Any) -> Chat:
    """The chat that was made into JSON values."""
    return _CHAT.validate_python(value)
