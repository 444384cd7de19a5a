"""A translation says all that the Indonesian says: every message, label and command, every parameter, every branch.

English is complete. Banjarese has only what it has; there it must be whole, and the rest is Indonesian.
"""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from jinja2 import Environment, nodes

from messages import citizen
from messages.render import FOLDER, Renderer, languages
from tickets.deadlines import Remaining

COMPLETE = ("en",)
TRANSLATIONS = tuple(language for language in languages() if language != "id")
WITA = ZoneInfo("Asia/Makassar")
NOON = datetime(2026, 11, 23, 4, 5, tzinfo=UTC)
FORM = frozenset(
    {"welcome", "first_notice", "menu", "summary", "_before", "draft_discarded", "ticket_created"}
    | {f"ask_{field}" for field in ("text", "category", "institution", "reported_party", "region", "address")}
    | {f"ask_{screen}" for screen in ("occurred_on", "attachments", "kind", "change", "cancel", "resume", "language")}
)
"""What Banjarese has words for: greeting, menu and form."""


def templates(language: str) -> set[str]:
    """The files of a language, parts of messages (`_before.html`) among them."""
    return {path.name for path in (FOLDER / language).glob("*.html")}


def table(language: str, name: str) -> dict[str, object]:
    """A table of words, with the keys of its sections joined by dots."""
    path = FOLDER / language / name
    found = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    flat: dict[str, object] = {}
    for key, value in found.items():
        flat |= {f"{key}.{inner}": words for inner, words in value.items()} if isinstance(value, dict) else {key: value}
    return flat


def promises(source: str) -> set[str]:
    """What a template does with its parameters: the names it shows or asks about, and the codes it tells apart."""
    tree = Environment().parse(source)
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    own |= {imported.target for imported in tree.find_all(nodes.Import)}
    own |= {macro.name for macro in tree.find_all(nodes.Macro)}
    return set(_promises(tree)) - own - {f"asks {name}" for name in own}


def _promises(tree: nodes.Template) -> Iterator[str]:
    for name in tree.find_all(nodes.Name):
        yield name.name
    for attribute in tree.find_all(nodes.Getattr):
        if isinstance(attribute.node, nodes.Name):
            yield f"{attribute.node.name}.{attribute.attr}"
    for macro in tree.find_all(nodes.Macro):
        yield f"macro {macro.name}({', '.join(str(given.name) for given in macro.args)})"
    tests = [*(each.test for each in tree.find_all(nodes.If)), *(each.test for each in tree.find_all(nodes.CondExpr))]
    for test in tests:
        yield from (f"asks {name.name}" for name in _names(test))
    for compared in tree.find_all(nodes.Compare):
        codes = [each.expr.value for each in compared.ops if isinstance(each.expr, nodes.Const)]
        yield from (f"{name.name} is {code!r}" for name in _names(compared.expr) for code in codes)


def _names(expression: nodes.Node) -> Iterator[nodes.Name]:
    if isinstance(expression, nodes.Name):
        yield expression
    yield from expression.find_all(nodes.Name)


def read(language: str, name: str) -> str:
    """The source of a template."""
    return (FOLDER / language / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", COMPLETE)
def test_a_complete_language_has_every_message_label_and_command(language: str) -> None:
    assert templates("id") - templates(language) == set()
    assert set(table(language, "_labels.toml")) == set(table("id", "_labels.toml"))
    assert list(table(language, "_commands.toml")) == list(table("id", "_commands.toml"))


def test_banjarese_has_greeting_menu_and_form() -> None:
    assert {f"{name}.html" for name in FORM} <= templates("bjn")
    assert set(table("bjn", "_labels.toml")) <= set(table("id", "_labels.toml"))


@pytest.mark.parametrize(
    ("language", "name"), [(language, name) for language in TRANSLATIONS for name in sorted(templates(language))]
)
def test_a_translation_leaves_no_parameter_and_no_branch_out(language: str, name: str) -> None:
    lost = promises(read("id", name)) - promises(read(language, name))
    assert not lost, f"messages/{language}/{name} lacks what the Indonesian has: {', '.join(sorted(lost))}"


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_is_not_the_indonesian_again(language: str) -> None:
    own = [name for name in templates(language) if not name.startswith("_")]
    assert [name for name in own if read(language, name) == read("id", name)] == []


@pytest.mark.parametrize(
    ("indonesian", "translated", "lost"),
    [
        ("{{ number }} oleh {{ by }}", "{{ number }}", {"by"}),
        ("{% if files %}ada{% endif %}", "there are {{ files }}", {"asks files"}),
        ('{% if problem == "ping" %}Halo{% endif %}', "{% if problem %}Hello{% endif %}", {"problem is 'ping'"}),
        ("{{ 'tertutup' if closing }}", "{{ closing }}", {"asks closing"}),
        ("{% for each in lines %}{{ each.text }}{% endfor %}", "{% for line in lines %}{% endfor %}", {"each.text"}),
    ],
)
def test_what_a_translation_lacks_is_noticed(indonesian: str, translated: str, lost: set[str]) -> None:
    assert promises(indonesian) - promises(translated) == lost


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("bjn", "bjn"),
        ("id", "id"),
        ("ms", "id"),
        ("de", "id"),
        ("", "id"),
        (None, "id"),
    ],
)
def test_the_clients_language_is_spoken_if_we_have_words_for_it(tag: str | None, language: str) -> None:
    assert Renderer(WITA).language(tag) == language


def test_what_a_language_lacks_is_said_in_indonesian() -> None:
    renderer = Renderer(WITA)
    assert renderer.render(citizen.Closed(number="X"), "bjn") == renderer.render(citizen.Closed(number="X"), "id")
    assert renderer.label("send", "bjn") == "Kirim"
    assert renderer.label("back", "bjn") == "Babulik"
    assert renderer.commands("private", "bjn") == renderer.commands("private", "id")


@pytest.mark.parametrize(
    ("language", "day", "clock", "amount"),
    [
        ("id", "Senin, 23 November 2026", "12.05 WITA", "1.234,5"),
        ("bjn", "Senin, 23 November 2026", "12.05 WITA", "1.234,5"),
        ("en", "Monday, 23 November 2026", "12:05 WITA", "1,234.5"),
    ],
)
def test_dates_times_and_numbers_are_written_in_the_language(language: str, day: str, clock: str, amount: str) -> None:
    write = Renderer(WITA)._environments[language].filters
    assert (write["tanggal"](NOON), write["jam"](NOON), write["angka"](1234.5)) == (day, clock, amount)


@pytest.mark.parametrize(
    ("language", "days", "overdue", "said"),
    [
        ("id", 3, False, "3 hari kerja lagi"),
        ("id", -2, True, "terlambat 2 hari kerja"),
        ("en", 3, False, "3 working days left"),
        ("en", 1, False, "1 working day left"),
        ("en", 0, False, "today"),
        ("en", 0, True, "past the deadline"),
        ("en", -1, True, "1 working day late"),
        ("en", -2, True, "2 working days late"),
    ],
)
def test_the_remaining_time_is_said_in_the_language(language: str, days: int, overdue: bool, said: str) -> None:
    left = Remaining(working_days=days, hours=None, overdue=overdue)
    macros = Renderer(WITA)._environments[language].get_template("_macros.html").module
    assert str(vars(macros)["sisa"](left)) == said
