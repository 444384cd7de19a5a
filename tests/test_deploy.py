"""What lies in deploy/ and is told in docs/operations.md fits the program."""

import re
from pathlib import Path

from typer.main import get_command

from bot.__main__ import program
from tests.test_project import ROOT

DEPLOY = ROOT / "deploy"


def packages() -> set[str]:
    """The folders of the program, without those of developers."""
    return {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"bench", "tests"}


def test_the_image_holds_every_package_and_the_catalogue() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE))
    assert copied == packages() | {"catalogue"}
    let_in = set(re.findall(r"^!(\S+)$", (DEPLOY / "Dockerfile.dockerignore").read_text(), re.MULTILINE))
    assert let_in == copied | {"requirements.lock"}


def test_unit_and_image_run_without_root_and_cannot_gain_rights() -> None:
    unit = (DEPLOY / "lapor-bot.service").read_text()
    for line in ("User=lapor", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "UMask=0077"):
        assert f"\n{line}\n" in unit
    assert "\nUSER lapor\n" in (DEPLOY / "Dockerfile").read_text()
    compose = (DEPLOY / "compose.yaml").read_text()
    assert "no-new-privileges:true" in compose
    assert "cap_drop: [ALL]" in compose


def test_every_command_that_the_page_names_is_there() -> None:
    commands = set(get_command(program).commands)  # type: ignore[attr-defined]
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    named = set(re.findall(r"python -m bot ([\w-]+)", page))
    assert {"backup", "restore", "check", "verify", "migrate"} <= named <= commands


def test_every_file_that_promises_are_tied_to_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    for name in re.findall(r"`((?:tests|storage|bot|tickets)/[\w/]+\.py)`", page):
        assert Path(ROOT / name).exists(), name
