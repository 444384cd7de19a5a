"""`python -m bot backup | restore | copy-database | verify | reseal | concerned`."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

Passphrase = Annotated[
    Path | None, typer.Option("--passphrase-file", help="A file with the passphrase, 16 characters or more.")
]


def backup(
    file: Annotated[Path, typer.Argument(help="The new file; .backup is a fitting end.")],
    passphrase_file: Passphrase = None,
) -> None:
    """Copy everything into one verified file while the bot runs; encrypted if a passphrase is given."""
    from bot.__main__ import go, settings_or_end  # noqa: PLC0415
    from bot.backups import back_up  # noqa: PLC0415

    go(asyncio.to_thread(back_up, settings_or_end(), file, typer.echo, passphrase_file))


def restore(
    file: Annotated[Path, typer.Argument(help="What `backup` wrote.")],
    passphrase_file: Passphrase = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the database that is there.")] = False,
) -> None:
    """Make a backup the database again; the bot must not run."""
    from bot.__main__ import go, settings_or_end  # noqa: PLC0415
    from bot.backups import restore as put_back  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415

    now = SystemClock().now()
    settings = settings_or_end()
    go(asyncio.to_thread(put_back, settings, file, typer.echo, now, passphrase_file=passphrase_file, force=force))


def copy_database(
    source: Annotated[str, typer.Argument(help="The DATABASE_URL to copy from.")],
    target: Annotated[str, typer.Argument(help="The DATABASE_URL to copy to; there must be nothing in it.")],
    while_running: Annotated[
        bool, typer.Option("--while-running", help="A rehearsal: the bot may work on the source meanwhile.")
    ] = False,
) -> None:
    """Copy a whole installation into another database, SQLite or PostgreSQL, and compare every row."""
    from bot.__main__ import go, settings_or_end  # noqa: PLC0415
    from bot.copying import move  # noqa: PLC0415

    settings = settings_or_end()
    go(asyncio.to_thread(move, settings, source, target, typer.echo, while_running=while_running))


def verify(
    anchors: Annotated[
        Path | None, typer.Option("--anchors", help="A file with digests kept elsewhere, such as an old log.")
    ] = None,
) -> None:
    """Say whether any ticket's history was altered."""
    from bot.__main__ import PROBLEM, go, settings_or_end  # noqa: PLC0415
    from bot.verifying import verify as look_through  # noqa: PLC0415

    all_well: list[bool] = []

    async def run() -> None:
        all_well.append(await look_through(settings_or_end(), typer.echo, anchors))

    go(run())
    if not all(all_well):
        raise typer.Exit(PROBLEM)


def anchors(file: Annotated[Path, typer.Argument(help="Written anew each time.")]) -> None:
    """Write the list of daily anchors, to be published: with it citizens check the proofs of their reports."""
    from bot.__main__ import go, settings_or_end  # noqa: PLC0415
    from bot.verifying import publish  # noqa: PLC0415

    go(publish(settings_or_end(), file, typer.echo))


def reseal() -> None:
    """Seal everything anew with SECRET_KEY; SECRET_KEY_OLD opens it. The bot may run meanwhile."""
    from bot.__main__ import go, settings_or_end  # noqa: PLC0415
    from bot.keys import reseal as seal_again  # noqa: PLC0415

    go(seal_again(settings_or_end(), typer.echo))


def concerned(
    file: Annotated[Path, typer.Argument(help="The new CSV file; only its owner may read it.")],
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Reports of this day (UTC) on.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Reports of before this day.")] = None,
) -> None:
    """List whose data are here, for the notice after a breach (3 x 24 hours)."""
    from bot.__main__ import go, settings_or_end  # noqa: PLC0415
    from bot.concerned import write_list  # noqa: PLC0415

    span = [each.replace(tzinfo=UTC) if each else None for each in (since, until)]
    go(write_list(settings_or_end(), file, typer.echo, *span))
