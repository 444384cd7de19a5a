"""Where things stand in a TOML file: the standard library reads TOML but forgets the lines.

Only as much of TOML as a catalogue uses (tables, arrays of tables, ``key = value`` at the beginning of a line). Used
for the wording of errors and nothing else, so a construct it does not know costs precision of a line number, no more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*(?:([A-Za-z0-9_-]+)|\"([^\"]*)\")\s*=")

Path = tuple[str | int, ...]


class TomlLines:
    """Line numbers (from 1) of the tables and keys of one TOML text."""

    def __init__(self, text: str) -> None:
        self._rows = text.splitlines()
        self._lines: dict[Path, int] = {(): 1}
        self._counts: dict[Path, int] = {}
        table: Path = ()
        for number, row in enumerate(self._rows, start=1):
            if header := _HEADER.match(row):
                table = self._enter(header.group(2).split("."), is_array=header.group(1) == "[[")
                self._lines.setdefault(table, number)
            elif key := _KEY.match(row):
                self._lines.setdefault((*table, key.group(1) or key.group(2)), number)

    def find(self, path: Sequence[str | int], value: object = None) -> int:
        """The line of a path, or of the nearest thing around it; with ``value``, of that text at or below the path."""
        wanted = tuple(path)
        while wanted not in self._lines:
            wanted = wanted[:-1]
        line = self._lines[wanted]
        return self._below(line, value) if isinstance(value, str) else line

    def _enter(self, names: list[str], *, is_array: bool) -> Path:
        path: Path = ()
        for position, name in enumerate(names):
            path = (*path, name.strip().strip('"'))
            is_last = position == len(names) - 1
            if is_last and is_array:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
        return path

    def _below(self, line: int, value: str) -> int:
        quoted = (f'"{value}"', f"'{value}'")
        for number in range(line, len(self._rows) + 1):
            row = self._rows[number - 1]
            if any(text in row for text in quoted):
                return number
            if number > line and (_HEADER.match(row) or _KEY.match(row)):
                break
        return line
