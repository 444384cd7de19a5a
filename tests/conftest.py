"""Options of the whole test run."""

import os

import pytest
from hypothesis import settings

# The same examples in every run: what somebody else's change breaks is found in that change and not by chance.
# HYPOTHESIS_PROFILE=search looks for new ones, and for more of them.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite-transcripts`: what is said now becomes the golden transcript; review it as a diff."""
    parser.addoption("--rewrite-transcripts", action="store_true", help="write tests/transcripts anew")
