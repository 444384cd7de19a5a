"""Every message in every language: words for all of them, markup that Telegram takes, and never too long."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

import messages
from bot import alarms
from messages import citizen, group
from messages.base import Message, Rendered
from messages.lengths import FIRST, head, parted, units
from messages.render import FOLDER, Renderer, languages
from simulator.entities import parse_html
from tickets.deadlines import Remaining
from tickets.events import EventKind
from tickets.forms.engine import Notice, Problem
from tickets.kinds import Kind
from tickets.ticket import Status

WITA = ZoneInfo("Asia/Makassar")
RENDERER = Renderer(WITA)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HOSTILE = "<b>&</i> \"x\" 'y' <a href='tg://user?id=1'> & &lt; {{ text }} {% raw %} _*[`"
LONGEST_TEXT = 4096
LONGEST_NAME = 129
"""A Telegram name: first and last, 64 each."""
CODES = {
    "problem": list(Problem),
    "notices": list(Notice),
    "status": list(Status),
    "kind": list(Kind),
    "why": ["partly"],
    "because": ["moved", "reopened", "closed", "changed"],
    "source": ["social_media"],
    "kinds": ["phone"],
    "alarm": list(alarms.Kind),
}
"""Parameters that are codes and not people's words."""
SENTENCES = frozenset({"address", "reason", "gone_reason", "extra"})
QUOTED_IN_PART = frozenset({"text"})
"""People's words that handlers part before they are quoted (`messages.lengths`)."""
LONGEST_SENTENCE = 300
"""Characters of other words that people typed: an address, a reason."""


def classes(base: type[Message] = Message) -> Iterator[type[Message]]:
    """Every kind of message that is sent."""
    for kind in base.__subclasses__():
        if (FOLDER / "id" / f"{kind.key}.html").exists() or not kind.__subclasses__():
            yield kind
        yield from classes(kind)


for module in pkgutil.iter_modules(messages.__path__):
    importlib.import_module(f"messages.{module.name}")
MESSAGES = sorted({kind for kind in classes() if kind.__module__.startswith("messages.")}, key=lambda kind: kind.key)


def sample(kind: type[BaseModel], words: str, *, many: bool = True) -> dict[str, Any]:
    """Parameters of a message, filled with those words."""
    kind.model_rebuild()
    made = {name: value_of(name, field.annotation, words, many) for name, field in kind.model_fields.items()}
    return made | ({"kind": EventKind.TAKEN.value} if kind in {citizen.Moment, group.HistoryLine} else {})


def value_of(name: str, kind: Any, words: str, many: bool) -> Any:
    """A value of that type."""
    if get_origin(kind) in {Union, UnionType}:
        some = [entry for entry in get_args(kind) if entry is not NoneType]
        return value_of(name, some[0], words, many) if many else None
    if get_origin(kind) is tuple:
        return tuple(value_of(name, get_args(kind)[0], words, many) for _ in range(2 if many else 0))
    if name in CODES and kind is str:
        return str(CODES[name][0])
    simple = {str: text_of(name, words), int: 3, bool: many, float: 2.5, date: NOW.date(), datetime: NOW}
    simple[Rendered] = Rendered(escape(head(words, LONGEST_NAME)))
    simple[Remaining] = Remaining(working_days=2, hours=None, overdue=False)
    if kind in simple:
        return simple[kind]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind(**sample(kind, words, many=many))
    raise AssertionError(f"no sample for {name}: {kind}")


def text_of(name: str, words: str) -> str:
    """What may stand in a parameter of that name, at most."""
    if name in QUOTED_IN_PART:
        return parted(words)[0]
    return head(words, LONGEST_SENTENCE if name in SENTENCES else LONGEST_NAME)


@pytest.mark.parametrize("many", [True, False], ids=["full", "empty"])
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.key)
def test_a_message_is_markup_that_telegram_takes(kind: type[Message], language: str, many: bool) -> None:
    html = RENDERER.render(kind(**sample(kind, HOSTILE, many=many)), language)
    text, _ = parse_html(html)
    assert text.strip()
    assert units(text) <= LONGEST_TEXT
    assert "None" not in text


@pytest.mark.parametrize("many", [True, False], ids=["full", "empty"])
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.key)
def test_nothing_is_left_blank_between_words(kind: type[Message], language: str, many: bool) -> None:
    text, _ = parse_html(RENDERER.render(kind(**sample(kind, "kata", many=many)), language))
    assert "\n\n\n" not in text
    assert not re.search(r"\S {2,}\S|\s,|\s\.(?=\s|$)| \n", text), text


@pytest.mark.parametrize("letter", ["<&>", "a b", "🙂 "], ids=["markup", "letters", "emoji"])
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.key)
def test_the_longest_words_still_fit(kind: type[Message], language: str, letter: str) -> None:
    words = (letter * 4000)[:4000]
    text, _ = parse_html(RENDERER.render(kind(**sample(kind, words)), language))
    assert units(text) <= LONGEST_TEXT


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.key)
def test_what_people_wrote_is_never_markup(kind: type[Message], language: str) -> None:
    html = RENDERER.render(kind(**sample(kind, "<u>Budi</u>")), language)
    assert "<u>" not in html


def test_every_message_has_its_template_and_every_template_its_message() -> None:
    templates = {path.stem for path in (FOLDER / "id").glob("*.html") if not path.name.startswith("_")}
    assert templates == {kind.key for kind in MESSAGES}


@pytest.mark.parametrize("language", languages())
def test_no_language_has_templates_of_messages_that_are_no_more(language: str) -> None:
    templates = {path.name for path in (FOLDER / language).glob("*.html")}
    assert templates <= {path.name for path in (FOLDER / "id").glob("*.html")}


def test_every_message_is_said_by_some_handler_or_by_the_machine() -> None:
    said_by = [*Path("handlers").glob("*.py"), Path("bot/watchman.py")]
    source = "".join(path.read_text(encoding="utf-8") for path in said_by)
    assert [kind.__name__ for kind in MESSAGES if not re.search(rf"\b{kind.__name__}\b", source)] == []


def test_every_problem_and_notice_has_words() -> None:
    for code in Problem:
        if code is not Problem.NO_TEXT:  # the question itself says it
            assert said_before(problem=code.value), code
    for code in Notice:
        assert said_before(notices=(code.value,)), code


def said_before(**codes: Any) -> str:
    """What stands before a question of the form."""
    plain = RENDERER.render(citizen.AskChange())
    return RENDERER.render(citizen.AskChange(**codes)).removesuffix(plain).strip()


@pytest.mark.parametrize("status", list(Status), ids=lambda status: status.value)
def test_every_status_has_words(status: Status) -> None:
    report = sample(citizen.ReportLine, "x") | {"status": status.value, "text": "Jalan rusak"}
    shown = RENDERER.render(citizen.MyReports(reports=(citizen.ReportLine(**report),), total=1))
    assert "<i></i>" not in shown


@pytest.mark.parametrize("event", list(EventKind), ids=lambda event: event.value)
def test_every_event_has_words(event: EventKind) -> None:
    line = sample(group.HistoryLine, "x") | {"kind": event.value, "who": "", "text": ""}
    shown = RENDERER.render(group.TicketHistory(number="LP-2611-7F3K98", moments=(group.HistoryLine(**line),)))
    assert re.search(r"WITA – \S", shown)


@pytest.mark.parametrize("language", languages())
def test_labels_fit_on_a_button(language: str) -> None:
    for key, words in RENDERER._labels[language].items():
        assert 0 < len(words) <= 32, key
        assert words == words.strip(), key


@pytest.mark.parametrize("words", ["🙂" * 4000, "<&> " * 1000, "satu dua " * 500, "x" * 4000])
def test_a_parted_text_is_whole_again(words: str) -> None:
    first, others = parted(words)
    assert units(first) <= FIRST
    assert all(units(piece) <= LONGEST_TEXT - 400 for piece in others)
    assert "".join((first, *others)).replace(" ", "") == words.replace(" ", "")
