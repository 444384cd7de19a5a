"""`python -m bot route`: which agency and which region texts are about, without a bot, a token or a database.

One JSON object a line comes in, one goes out, in the same order and at once; a line that cannot be read is named with
its number and why, and the others are answered all the same.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from tickets.catalogue import Catalogue
from tickets.places import Gazetteer
from tickets.routing import suggest_agencies

SHOWN: Final = 5
"""Agencies in an answer."""

_DIGITS = 4  # of a confidence
Say = Callable[[str], None]


class LineError(ValueError):
    """A line that is not {"id", "text"}; the message says why."""


class Router:
    """Answers texts with the knowledge of one catalogue. Building it takes a moment, answering does not."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._places = Gazetteer(catalogue)

    def answer(self, text: str) -> dict[str, Any]:
        """The likeliest agencies, surest first, and the region; none where no or more than one is named."""
        likely = suggest_agencies(text, self._catalogue)[:SHOWN]
        agencies = [{"code": each.code, "confidence": round(each.confidence, _DIGITS)} for each in likely]
        return {"agencies": agencies, "region": self._places.find(text).region}


@contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """The file to read, "-" being stdin, which stays open. OSError where there is none."""
    if file == "-":
        yield sys.stdin.buffer
        return
    with Path(file).open("rb") as lines:
        yield lines


def route_lines(lines: Iterable[bytes], router: Router, say: Say, complain: Say) -> bool:
    """Answers every line through ``say``; says what is wrong with the others through ``complain``. True: none was."""
    all_well = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            name, text = _read(line)
        except LineError as error:
            complain(f"line {number}: {error}")
            all_well = False
        else:
            say(json.dumps({"id": name, **router.answer(text)}, ensure_ascii=False))
    return all_well


def _read(line: bytes) -> tuple[str | int, str]:
    try:
        read = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise LineError("this is not UTF-8; save the file in that encoding") from None
    except ValueError as error:
        raise LineError(f"this is not JSON ({error})") from None
    except RecursionError:
        raise LineError("this is not JSON that can be read: it is nested too deeply") from None
    if not isinstance(read, dict):
        raise LineError('this is no JSON object; write {"id": …, "text": …}')
    name, text = read.get("id"), read.get("text")
    if isinstance(name, bool) or not isinstance(name, str | int):
        raise LineError('"id" is missing, or is neither a text nor a number')
    if not isinstance(text, str):
        raise LineError('"text" is missing, or is no text')
    return name, text
