"""`python -m bot open-data`."""

from pathlib import Path
from typing import Annotated

import typer


def open_data(
    month: Annotated[str, typer.Option("--month", help="Written 2026-10.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write the file into.")],
) -> None:
    """Write a month's counts of public reports, without texts, identities and numbers below five."""
    from bot.__main__ import go, settings_or_end  # noqa: PLC0415
    from bot.open_data import export  # noqa: PLC0415

    go(export(settings_or_end(), month, out, typer.echo))
