"""`python -m bot what-if`."""

from pathlib import Path
from typing import Annotated

import typer


def what_if(
    rules: Annotated[
        Path,
        typer.Option(
            "--rules", help="A catalogue file with other rules; without a folder of its own, with the tables in use."
        ),
    ],
    period: Annotated[
        str, typer.Option("--period", help="When the tickets were filed: 2026-10, or 2026-10-01..2026-10-15.")
    ],
    examples: Annotated[int, typer.Option("--examples", min=0, max=100, help="Ticket numbers for each change.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what would have become of past tickets under other rules. Changes nothing, needs no token."""
    from bot.__main__ import go, settings_or_end  # noqa: PLC0415
    from bot.what_if import Question, compare  # noqa: PLC0415

    def progress(words: str) -> None:
        typer.echo(words, err=True)

    go(compare(settings_or_end(), Question(rules, period, examples, as_json), typer.echo, progress))
