"""The guides quote what people see: every command, button and picture in them is one that there is."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
CITIZENS = DOCS / "panduan-warga.md"
GUIDES = (CITIZENS, DOCS / "panduan-admin-skpd.md", DOCS / "panduan-koordinator.md")
MENUS = {CITIZENS: "private", GUIDES[1]: "group", GUIDES[2]: "coordinator"}
"""Of which chats' menu a guide's readers have."""

_MARKUP = re.compile(r"<[^>]*>|\]\([^)]*\)")
_COMMAND = re.compile(r"(?<![\w/.])/([a-z][a-z0-9]*)")
_BUTTON = re.compile(r"\*\*\[([^\]]+)\]\*\*")
_PICTURE = re.compile(r"images/([\w-]+\.png)")


def _toml(path: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / path).read_text(encoding="utf-8"))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_command_that_a_guide_names_is_in_the_menu_of_its_readers(guide: Path) -> None:
    commands = _toml("messages/id/_commands.toml")[MENUS[guide]]
    named = set(_COMMAND.findall(_MARKUP.sub("", guide.read_text(encoding="utf-8"))))
    assert named
    assert named <= commands.keys()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_command_of_the_menu_is_in_the_guide_of_its_readers(guide: Path) -> None:
    named = set(_COMMAND.findall(_MARKUP.sub("", guide.read_text(encoding="utf-8"))))
    assert _toml("messages/id/_commands.toml")[MENUS[guide]].keys() <= named


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_button_that_a_guide_quotes_is_on_some_message(guide: Path) -> None:
    known = {*_strings(_toml("messages/id/_labels.toml")), *_strings(_toml("catalogue/kalimantan-selatan.toml"))}
    quoted = {label.removesuffix(" …") for label in _BUTTON.findall(guide.read_text(encoding="utf-8"))}
    assert quoted
    assert quoted <= known


def test_every_picture_is_there_and_is_shown() -> None:
    readers = (*GUIDES, ROOT / "README.md")
    shown = {name for page in readers for name in _PICTURE.findall(page.read_text(encoding="utf-8"))}
    assert shown == {path.name for path in (DOCS / "images").iterdir()}


def test_the_numbers_for_emergencies_are_those_of_the_catalogue() -> None:
    guide = CITIZENS.read_text(encoding="utf-8")
    for emergency in _toml("catalogue/kalimantan-selatan.toml")["emergencies"]:
        assert f"**{emergency['number']}**" in guide


def test_the_button_of_the_training_is_on_the_page() -> None:
    assert "*Maju 1 hari kerja*" in (DOCS / "panduan-koordinator.md").read_text(encoding="utf-8")
    assert '"Maju 1 hari kerja"' in (ROOT / "simulator" / "page" / "bar.js").read_text(encoding="utf-8")


def test_the_guides_are_found_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for guide in GUIDES:
        assert f"(docs/{guide.name})" in readme
