"""The command line: python -m bot run | migrate | check | backup | restore | verify | catalogue | recap | replay | …

Commands import what they need when they run, so that `--help` answers at once.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot import keeping_commands, open_data_command, sp4n_commands, what_if_command

if TYPE_CHECKING:
    from bot.app import App
    from bot.settings import Settings

PROBLEM = 1
WRONG_SETTINGS = 2

program = typer.Typer(help="Lapor Bot: a complaint desk in chat.", no_args_is_help=True, pretty_exceptions_enable=False)
catalogue_commands = typer.Typer(help="The catalogue of agencies, categories and regions.", no_args_is_help=True)
program.add_typer(catalogue_commands, name="catalogue")
program.add_typer(sp4n_commands.commands, name="sp4n")
program.command()(keeping_commands.backup)
program.command()(keeping_commands.restore)
program.command("copy-database")(keeping_commands.copy_database)
program.command()(keeping_commands.verify)
program.command()(keeping_commands.anchors)
program.command()(keeping_commands.reseal)
program.command()(keeping_commands.concerned)
program.command("open-data")(open_data_command.open_data)
program.command("what-if")(what_if_command.what_if)

CatalogueFile = Annotated[Path | None, typer.Argument(help="The catalogue's TOML file; CATALOGUE_FILE if not given.")]


@program.command()
def run() -> None:
    """Run the bot; without TELEGRAM_BOT_TOKEN against the simulator, with a page to play it."""
    from bot import heap  # noqa: PLC0415

    heap.begin()
    settings = settings_or_end()
    go(_demonstrate(settings) if settings.is_demo else _serve_telegram(settings))


@program.command()
def migrate() -> None:
    """Bring the database to this program's schema."""
    from storage import database  # noqa: PLC0415
    from storage.errors import StorageError  # noqa: PLC0415

    try:
        database.migrate(settings_or_end().database)
    except (StorageError, OSError, ValueError) as error:
        _end(f"The database cannot be migrated: {error}")
    typer.echo(f"The database has schema {database.HEAD}.")


@program.command()
def check(
    deep: Annotated[bool, typer.Option("--deep", help="Look through the whole database, too; takes its time.")] = False,
) -> None:
    """Say whether this installation is fit to run, and what to do if not."""
    from bot.checks import findings  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415
    from bot.deep_checks import deep_findings  # noqa: PLC0415

    settings = settings_or_end()

    async def tell() -> bool:
        all_well = True
        async for finding in findings(settings, SystemClock().now()):
            typer.echo(f"{'ok   ' if finding.is_well else 'MEND '}{finding.sentence}")
            all_well = all_well and finding.is_well
        if deep:
            async for finding in deep_findings(settings):
                typer.echo(f"{'ok   ' if finding.is_well else 'MEND '}{finding.sentence}")
                all_well = all_well and finding.is_well
        return all_well

    if not asyncio.run(tell()):
        raise typer.Exit(PROBLEM)


@catalogue_commands.command("validate")
def validate_catalogue(file: CatalogueFile = None) -> None:
    """Say what is wrong with a catalogue, if anything."""
    from bot.catalogue import CatalogueError, load_catalogue  # noqa: PLC0415

    path = file or settings_or_end().catalogue_file
    try:
        load_catalogue(path)
    except CatalogueError as error:
        _end(str(error))
    typer.echo(f"{path} is well.")


@catalogue_commands.command("show")
def show_catalogue(file: CatalogueFile = None) -> None:
    """Show the agencies with their codes and categories, as they are used to pair groups."""
    from bot.catalogue import CatalogueError, load_catalogue  # noqa: PLC0415

    try:
        catalogue = load_catalogue(file or settings_or_end().catalogue_file)
    except CatalogueError as error:
        _end(str(error))
    typer.echo(f"{catalogue.province.name}: {len(catalogue.regions)} regions, {len(catalogue.villages)} villages")
    for code, agency in catalogue.agencies.items():
        categories = [entry.label for entry in catalogue.categories.values() if entry.agency == code]
        typer.echo(f"{code:<14}{agency.name}" + "".join(f"\n{'':<14}– {label}" for label in categories))


@program.command()
def recap(
    month: Annotated[str, typer.Option("--month", help="Written 2026-10.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write text, sheets and pictures into.")],
    agency: Annotated[str, typer.Option("--agency", help="Only this agency's figures, by code or name.")] = "",
    as_of: Annotated[str, typer.Option("--as-of", help="Known up to the end of this day; else of the month.")] = "",
) -> None:
    """Write the recap of a month: what was received and followed up, rankings, pictures."""
    from bot.recap import export  # noqa: PLC0415

    go(export(settings_or_end(), month, agency, as_of, out, typer.echo))


@program.command()
def replay(
    failed: Annotated[bool, typer.Option("--failed", help="Run them again; without it they are only listed.")] = False,
) -> None:
    """List the updates whose handling failed and the messages the channel rejected, or run them again."""
    from bot.replay import report, run_again  # noqa: PLC0415

    settings = settings_or_end()
    go((run_again if failed else report)(settings, typer.echo))


@program.command()
def route(
    file: Annotated[str, typer.Argument(help='A file with {"id": …, "text": …} on each line; "-" reads from stdin.')],
) -> None:
    """Print which agencies and which region each text is about, one JSON object a line. Needs no token."""
    from bot.catalogue import CatalogueError, load_catalogue  # noqa: PLC0415
    from bot.route import Router, opened, route_lines  # noqa: PLC0415

    try:
        router = Router(load_catalogue(settings_or_end().catalogue_file))
        with opened(file) as lines:
            all_well = route_lines(lines, router, _say_at_once, lambda words: typer.echo(words, err=True))
    except CatalogueError as error:
        _end(str(error))
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    except OSError as error:
        _end(f"{file} cannot be read: {error.strerror}.")
    if not all_well:
        raise typer.Exit(PROBLEM)


def _say_at_once(words: str) -> None:
    """Print UTF-8 whatever the terminal speaks, and do not keep it: who reads along answers line by line."""
    sys.stdout.buffer.write(words.encode() + b"\n")
    sys.stdout.buffer.flush()


# --- running ----------------------------------------


async def _serve_telegram(settings: "Settings") -> None:
    from bot.alarms import Kind  # noqa: PLC0415
    from bot.app import App  # noqa: PLC0415
    from bot.catalogue import CatalogueError  # noqa: PLC0415
    from bot.hook import door_of  # noqa: PLC0415
    from bot.monitor import Monitor, serving  # noqa: PLC0415
    from bot.watchman import cry_out  # noqa: PLC0415

    monitor, door = Monitor(), door_of(settings)
    try:
        async with (
            serving(monitor, settings.http_host, settings.http_port, door.routes() if door else ()),
            _serving(App(settings, monitor=monitor, door=door)) as app,
        ):
            await app.stopped()
    except CatalogueError:
        await cry_out(settings, Kind.CATALOGUE)
        raise


async def _demonstrate(settings: "Settings") -> None:
    from bot.app import App  # noqa: PLC0415
    from bot.demo import demonstrating, pair_groups  # noqa: PLC0415
    from bot.monitor import Monitor  # noqa: PLC0415

    monitor = Monitor()
    async with (
        demonstrating(settings, also=monitor.routes()) as demo,
        _serving(App(demo.settings, clock=demo.world.clock, monitor=monitor)) as app,
    ):
        if not await app.has_groups():
            pair_groups(demo.world)
        typer.echo(f"Lapor Bot runs against the simulator: {demo.address}")
        await app.stopped()


@asynccontextmanager
async def _serving(app: "App") -> AsyncIterator["App"]:
    """The running app, which signals stop."""
    from bot import heap  # noqa: PLC0415

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, app.stop)
    async with app.running():
        heap.settle()
        yield app


def go(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end; what the operator has to know is said in a sentence, not in a traceback."""
    from bot.catalogue import CatalogueError  # noqa: PLC0415
    from bot.loops import Fatal  # noqa: PLC0415
    from bot.settings import SettingsError  # noqa: PLC0415

    try:
        asyncio.run(work)
    except (SettingsError, CatalogueError) as error:
        _end(str(error), WRONG_SETTINGS)
    except Fatal as error:
        _end(str(error))


def settings_or_end() -> "Settings":
    """The settings of this installation; what is wrong with them is said, and the program ends."""
    from bot import logs  # noqa: PLC0415
    from bot.settings import SettingsError, load  # noqa: PLC0415

    try:
        settings = load()
    except SettingsError as error:
        _end(str(error), WRONG_SETTINGS)
    logs.configure(settings.log_level, settings.secrets)
    return settings


def _end(message: str, code: int = PROBLEM) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    program(prog_name="python -m bot")
