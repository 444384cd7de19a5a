"""`python -m bot copy-database SOURCE TARGET`: an installation moves to another database, of either kind."""

import asyncio
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from bot.backups import Say, companions, draft, put_in_place, told
from bot.loops import Fatal
from bot.settings import Settings, key_file, secret_key
from storage.backups import APPLICATION, inspect
from storage.copying import Sum, copy_database
from storage.database import Database
from storage.guard import only_process
from storage.sealing import Sealer


def move(settings: Settings, source: str, target: str, say: Say, *, while_running: bool = False) -> None:
    """Copy everything and compare; the source stays as it is. Raises Fatal with what is wrong; then there is no target.

    Blocks until it is done.
    """
    old, file = settings.model_copy(update={"database_url": source}), _file_of(target)
    if file is not None and companions(file):
        raise Fatal(f"{file} is there already. Name a new file; nothing is overwritten.")
    if settings.secret_key is None and not key_file(old).exists():
        raise Fatal(
            f"There is no SECRET_KEY, neither set nor in {key_file(old)}: without it the copy is worth nothing."
        )
    with told(), ExitStack() as stack:
        if not while_running:
            stack.enter_context(only_process(source))
        asyncio.run(_require_key(source, old))
        if file is None:
            sums = asyncio.run(copy_database(source, target, while_running=while_running))
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            new = stack.enter_context(draft(file.parent))
            sums = asyncio.run(copy_database(source, f"sqlite:///{new}", while_running=while_running))
            inspect(new)
            put_in_place(new, file)
    for line in _table(sums):
        say(line)
    say("Every row is in the copy, and is as it was. Put the new address into DATABASE_URL and start the bot.")
    _tell_of_key(settings, old, target, say)


def _file_of(url: str) -> Path | None:
    scheme, _, rest = url.partition(":///")
    return Path(rest) if scheme == "sqlite" else None


async def _require_key(source: str, settings: Settings) -> None:
    sealer = Sealer(secret_key(settings))
    await (await Database.open(source, sealer, application_name=APPLICATION, read_only=True)).close()


def _table(sums: Mapping[str, Sum]) -> list[str]:
    """The tables that hold anything."""
    return [f"{name:<16} {each.rows:>9} rows  {each.digest}" for name, each in sums.items() if each.rows]


def _tell_of_key(settings: Settings, old: Settings, target: str, say: Say) -> None:
    """A key that no setting gives lies beside the database, and has to go along."""
    here, there = key_file(old), key_file(settings.model_copy(update={"database_url": target}))
    if settings.secret_key is None and here.resolve() != there.resolve():
        say(f"SECRET_KEY: copy {here} to {there}, or set it; the copy cannot be read without it.")
