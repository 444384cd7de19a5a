"""`python -m bot sp4n export | import`."""

from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer(help="The bridge to SP4N-LAPOR!: files out and in (docs/sp4n.md).", no_args_is_help=True)


@commands.command("export")
def export(
    period: Annotated[str, typer.Option("--period", help="A month, written 2026-10.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write; its ending, .csv or .xlsx, is its format.")],
    agency: Annotated[str, typer.Option("--agency", help="Only this agency's tickets, by code or name.")] = "",
) -> None:
    """Write what was filed in a month as CSV or XLSX."""
    from bot.__main__ import go, settings_or_end  # noqa: PLC0415
    from bot.sp4n import export as write  # noqa: PLC0415

    go(write(settings_or_end(), period, agency, out, typer.echo))


@commands.command("import")
def import_status(
    file: Annotated[Path, typer.Argument(help="A status file: CSV or XLSX with the columns nomor_sp4n and status.")],
    apply: Annotated[bool, typer.Option("--apply", help="Store it; else it is only said.")] = False,
) -> None:
    """Read a status file of SP4N-LAPOR!; a trial unless told otherwise."""
    from bot.__main__ import PROBLEM, go, settings_or_end  # noqa: PLC0415
    from bot.sp4n import read_status  # noqa: PLC0415

    all_well: list[bool] = []

    async def run() -> None:
        all_well.append(await read_status(settings_or_end(), file, typer.echo, apply=apply))

    go(run())
    if not all(all_well):
        raise typer.Exit(PROBLEM)
