"""The one template environment: a message and a language in, safe HTML out.

A missing parameter or template is an error at once (StrictUndefined), never a blank in somebody's chat. Whatever people
wrote is escaped. A language that lacks a template or a label falls back to Indonesian.
"""

import re
import tomllib
from collections.abc import Mapping, MutableMapping
from datetime import datetime
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from messages import filters
from messages.base import Message

FOLDER = Path(__file__).parent
DEFAULT_LANGUAGE = "id"
_BABEL_LOCALES = {"id": "id", "en": "en_GB", "bjn": "id"}
"""How dates and numbers are written; Babel knows no Banjarese."""
_BLANK_LINES = re.compile(r"\n{3,}")


def languages() -> tuple[str, ...]:
    """The languages that have words, the default first."""
    found = sorted(folder.name for folder in FOLDER.iterdir() if (folder / "_labels.toml").exists())
    return (DEFAULT_LANGUAGE, *(name for name in found if name != DEFAULT_LANGUAGE))


class Renderer:
    """Turns messages and labels into words of one of the languages, with times in the government's zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.languages = languages()
        self._environments = {language: _environment(language, zone) for language in self.languages}
        self._labels = {language: _labels(language) for language in self.languages}

    def language(self, tag: str | None) -> str:
        """The language to use for a channel's language tag: "en-GB" is English, and what we do not know Indonesian."""
        if tag is not None and tag in self._labels:
            return tag
        primary = (tag or "").replace("_", "-").partition("-")[0].lower()
        return primary if primary in self._labels else DEFAULT_LANGUAGE

    def render(self, message: Message, language: str | None = None) -> str:
        """The message as HTML of the small kind (b i u s code pre a), without surrounding blank lines."""
        template = self._environments[self.language(language)].get_template(f"{message.key}.html")
        return _BLANK_LINES.sub("\n\n", template.render(vars(message))).strip()

    def prepare(self, *kinds: type[Message]) -> None:
        """Read the templates of these now, and not while somebody waits for the first one."""
        for kind in kinds:
            self._environments[DEFAULT_LANGUAGE].get_template(f"{kind.key}.html")

    def label(self, key: str, language: str | None = None) -> str:
        """The words on a button; KeyError for a key that nobody wrote words for."""
        return self._labels[self.language(language)][key]

    def date(self, at: datetime, language: str | None = None) -> str:
        """A day in words, for texts that are no template of ours: "Senin, 23 November 2026"."""
        written: str = self._environments[self.language(language)].filters["tanggal"](at)
        return written

    def written(self, value: object, how: str, *details: object, language: str | None = None) -> str:
        """A date, a time or a number as the templates write it: `how` is the name of their filter."""
        written: str = self._environments[self.language(language)].filters[how](value, *details)
        return written

    def phrases(self, name: str, language: str | None = None) -> dict[str, Any]:
        """A table of words that are no messages (`_<name>.toml`): of sheets, pictures and plain texts."""
        paths = (FOLDER / each / f"_{name}.toml" for each in (self.language(language), DEFAULT_LANGUAGE))
        return tomllib.loads(next(path for path in paths if path.exists()).read_text(encoding="utf-8"))

    def part(self, macro: str, *values: object, language: str | None = None) -> str:
        """What a macro of `_macros.html` or `_moment.html` says, as plain text."""
        environment = self._environments[self.language(language)]
        found = (
            getattr(environment.get_template(f"_{name}.html").module, macro, None) for name in ("macros", "moment")
        )
        return unescape(str(next(each for each in found if each is not None)(*values)).strip())

    def commands(self, scope: str, language: str | None = None) -> dict[str, str]:
        """The commands of a scope ("private", "group") with their descriptions, in the order of the menu."""
        paths = (FOLDER / name / "_commands.toml" for name in (self.language(language), DEFAULT_LANGUAGE))
        path = next(path for path in paths if path.exists())
        commands: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))[scope]
        return commands


class _Environment(Environment):
    """Whose templates find what all of them may use in one dict.

    Jinja's own look through a chain of two, which every rendering copies name by name, in Python: a quarter of its
    time. The chain only serves environments that are changed after their templates were read.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template may use beside its parameters."""
        return {**self.globals, **(d or {})}


def _environment(language: str, zone: ZoneInfo) -> Environment:
    folders = [FileSystemLoader(FOLDER / name) for name in dict.fromkeys((language, DEFAULT_LANGUAGE))]
    environment = _Environment(
        loader=ChoiceLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    locale = _BABEL_LOCALES.get(language, DEFAULT_LANGUAGE)
    environment.filters["tanggal"] = partial(filters.long_date, zone=zone, locale=locale)
    environment.filters["tgl"] = partial(filters.short_date, zone=zone, locale=locale)
    environment.filters["bulan"] = partial(filters.month, zone=zone, locale=locale)
    environment.filters["jam"] = partial(filters.clock_time, zone=zone, locale=locale)
    environment.filters["angka"] = partial(filters.number, locale=locale)
    environment.filters["desimal"] = partial(filters.decimal, locale=locale)
    environment.filters["persen"] = partial(filters.percent, locale=locale)
    environment.filters["cuplik"] = filters.excerpt
    environment.filters["awal"] = filters.beginning
    return environment


def _labels(language: str) -> Mapping[str, str]:
    merged: dict[str, str] = {}
    for name in dict.fromkeys((DEFAULT_LANGUAGE, language)):
        merged |= tomllib.loads((FOLDER / name / "_labels.toml").read_text(encoding="utf-8"))
    return merged
