"""Canned answers: an agency's own words for what it says often, with placeholders that a ticket fills. Pure.

A placeholder is a known word in braces, ``{nomor}``. An unknown one is refused when a template is written, so that none
ever reaches a reporter unfilled; a brace that encloses nothing is a brace. Filling goes over the text once: what a
value brings with it is never filled itself.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST = 30
"""Templates of one agency."""
LONGEST_NAME = 40
"""Characters of a name: it stands on a button."""
LONGEST = 2000
"""UTF-16 units of a template, and of one whose placeholders are filled up to their room: a preview shows it whole."""


class Placeholder(StrEnum):
    """What a ticket fills in. The words are those that people type."""

    NUMBER = "nomor"
    CATEGORY = "kategori"
    PLACE = "tempat"
    DUE = "tenggat"
    OFFICER = "petugas"


ROOM: Mapping[Placeholder, int] = {
    Placeholder.NUMBER: 24,
    Placeholder.CATEGORY: 64,
    Placeholder.PLACE: 200,
    Placeholder.DUE: 40,
    Placeholder.OFFICER: 64,
}
"""UTF-16 units that each takes at most; what is longer is cut."""


class Flaw(StrEnum):
    """Why a template is not taken."""

    SHAPE = "shape"
    """It is not ``name: words``, or one of the two is empty."""
    NAME = "name"
    """The name is longer than `LONGEST_NAME`."""
    UNKNOWN = "unknown"
    """It has placeholders that nothing fills."""
    LENGTH = "length"
    """Filled, it could be longer than `LONGEST`."""


@dataclass(frozen=True, slots=True)
class Template:
    """A canned answer. Without words it only marks that the sample of that name is hidden.

    `sample`: the code of the catalogue's entry, if nobody made it their own yet. `by`, `at`: who changed it last, when.
    """

    name: str
    text: str
    id: int = 0
    sample: str = ""
    revision: int = 0
    by: int | None = None
    at: datetime | None = None

    @property
    def ref(self) -> str:
        """What a button calls it: digits, or the code of a sample, which begins with a letter."""
        return self.sample or str(self.id)

    @property
    def key(self) -> str:
        """What its name is compared by."""
        return key_of(self.name)


class Unfit(Exception):  # noqa: N818 - an answer to who typed it, not an error
    """What was typed is no template. `unknown`: the placeholders that are none."""

    def __init__(self, flaw: Flaw, unknown: tuple[str, ...] = ()) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw
        self.unknown = unknown


_BRACED = re.compile(r"\{([^{}\n]{1,40})\}")
_MOST_UNKNOWN = 5


def read(typed: str, name: str = "") -> Template:
    """The template that was typed as ``name: words``. Raises Unfit.

    `name`: of the template that is changed; where no name is typed, it stays.
    """
    before, colon, after = typed.partition(":")
    before, after = _tidy(before), after.strip()
    if name and (not colon or not after or len(before) > LONGEST_NAME):
        before, after = name, typed.strip()
    if not any(map(str.isalnum, before)) or not after:
        raise Unfit(Flaw.SHAPE)
    if len(before) > LONGEST_NAME:
        raise Unfit(Flaw.NAME)
    check(after)
    return Template(before, after)


def check(text: str) -> None:
    """Raise Unfit where a template's words cannot be used."""
    braced = [word.strip() for word in _BRACED.findall(text)]
    unknown = dict.fromkeys(word for word in braced if word and _known(word) is None)
    if unknown:
        raise Unfit(Flaw.UNKNOWN, tuple(unknown)[:_MOST_UNKNOWN])
    if max(_units(text), _longest(text)) > LONGEST:
        raise Unfit(Flaw.LENGTH)


def fill(text: str, values: Mapping[Placeholder, str]) -> str:
    """The words with every placeholder filled; unknown ones stay as they are."""

    def value(match: re.Match[str]) -> str:
        placeholder = _known(match[1])
        return match[0] if placeholder is None else _cut(values[placeholder], ROOM[placeholder])

    return _BRACED.sub(value, text)


def offered(own: Sequence[Template], samples: Iterable[Template]) -> tuple[Template, ...]:
    """What somebody can use: their own by name, then the samples that they neither hid nor replaced."""
    taken = {template.key for template in own}
    mine = sorted((template for template in own if template.text), key=lambda template: template.key)
    return (*mine, *[sample for sample in samples if sample.key not in taken])


def key_of(name: str) -> str:
    """A name as it is compared: case and spaces do not matter."""
    return _tidy(name).casefold()


def _tidy(name: str) -> str:
    plain = unicodedata.normalize("NFC", name)
    return " ".join("".join(each if each.isprintable() else " " for each in plain).split())


def _known(word: str) -> Placeholder | None:
    plain = word.strip().lower()
    return Placeholder(plain) if plain in set(Placeholder) else None


def _longest(text: str) -> int:
    """How long it is with every placeholder filled up to its room."""
    known = [placeholder for word in _BRACED.findall(text) if (placeholder := _known(word))]
    return _units(fill(text, dict.fromkeys(Placeholder, ""))) + sum(ROOM[placeholder] for placeholder in known)


def _units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def _cut(text: str, most: int) -> str:
    if _units(text) <= most:
        return text
    while _units(text) >= most:
        text = text[:-1]
    return f"{text.rstrip()}…"
