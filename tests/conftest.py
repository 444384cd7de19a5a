"""Options of the whole test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite-transcripts`: what is said now becomes the golden transcript; review it as a diff."""
    parser.addoption("--rewrite-transcripts", action="store_true", help="write tests/transcripts anew")
