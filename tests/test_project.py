"""Tests about the project itself: what the documents say is what the code does."""

from itertools import pairwise
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).parent.parent


def test_env_example_lists_every_setting_with_its_default_and_a_comment() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    listed = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    assert list(listed) == list(defaults)
    assert listed == {name: str(default) if default else "" for name, default in defaults.items()}
    for before, line in pairwise(lines):
        if line and not line.startswith("#"):
            assert before, f"{line} has no comment"
