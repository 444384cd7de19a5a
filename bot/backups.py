"""`python -m bot backup` and `restore`: a verified copy of everything beside the running bot, and the way back."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.keys import sealer_of
from bot.loops import Fatal
from bot.settings import Settings, key_file
from storage.backups import Contents, copy_in, copy_out, inspect
from storage.database import Database, migrate
from storage.envelope import decrypt, encrypt, is_encrypted
from storage.errors import StorageError, WrongSecretKey
from storage.guard import only_process
from storage.sealing import Sealer

Say = Callable[[str], None]


def back_up(settings: Settings, file: Path, say: Say, passphrase_file: Path | None = None) -> None:
    """Write a new file that only its owner may read. Raises Fatal with what is wrong; then there is no file.

    Blocks until it is done.
    """
    if file.exists():
        raise Fatal(f"{file} is there already. Name a new file; nothing is overwritten.")
    with told(), draft(file.parent) as copy, draft(file.parent) as sealed:
        contents = asyncio.run(copy_out(settings.database, copy))
        if passphrase_file is not None:
            _encrypt(copy, sealed, _passphrase(passphrase_file))
        put_in_place(sealed if passphrase_file else copy, file)
    kind = "encrypted" if passphrase_file else "not encrypted, though names and chats in it are sealed"
    say(f"{file} is written and verified ({kind}): {_told_of(contents)}.")
    if settings.secret_key is None:
        say(f"It cannot be read without {key_file(settings)}. Keep a copy of that file in another place.")


def restore(
    settings: Settings, file: Path, say: Say, now: datetime, *, passphrase_file: Path | None = None, force: bool = False
) -> None:
    """Make a backup the database again. Raises Fatal with what is wrong; then the database is as it was.

    Blocks until it is done.
    """
    if not file.is_file():
        raise Fatal(f"{file} is not there.")
    scheme, _, rest = settings.database.partition(":///")
    place = Path(rest) if scheme == "sqlite" else None
    if place is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
    with told(), only_process(settings.database), draft(place.parent if place else None) as copy:
        if place is not None and companions(place) and not force:
            raise Fatal(f"{place} is there already. --force puts it aside and the backup in its place.")
        _unpack(file, copy, passphrase_file)
        contents = inspect(copy)
        migrate(f"sqlite:///{copy}")
        _require_key(settings, copy)
        if place is None:
            asyncio.run(copy_in(copy, settings.database, replace=force))
        else:
            for old in companions(place):
                aside = old.with_name(old.name.replace(place.name, f"{place.name}.before-{now:%Y%m%d-%H%M%S}", 1))
                old.rename(aside)
                say(f"{old} is now {aside}; delete it when you do not need it any more.")
            put_in_place(copy, place)
    say(f"Restored: {_told_of(contents)}. Start the bot, and run: python -m bot check --deep")


def _told_of(contents: Contents) -> str:
    rows = contents.rows
    return (
        f"schema {contents.schema}, {rows.get('tickets', 0)} tickets, {rows.get('people', 0)} people, "
        f"{contents.total} rows"
    )


@contextmanager
def told() -> Iterator[None]:
    """What is wrong, as a sentence for the operator."""
    try:
        yield
    except WrongSecretKey:
        raise Fatal(
            "What is in it was sealed under another SECRET_KEY. Put that key in place first; names and chats cannot be "
            "read without it."
        ) from None
    except (StorageError, OSError, ValueError) as error:
        raise Fatal(f"It did not succeed: {error}.") from None


@contextmanager
def draft(folder: Path | None) -> Iterator[Path]:
    """An empty file with mode 0600, gone afterwards with what SQLite lays beside it."""
    if folder is not None and not folder.is_dir():
        raise NotADirectoryError(f"the folder {folder} is not there")
    handle, name = tempfile.mkstemp(dir=folder, prefix=".lapor-backup-")
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        for each in companions(path):
            each.unlink()


def companions(path: Path) -> list[Path]:
    """A database file and what SQLite keeps beside it, where it is there; the database itself first."""
    return [each for end in ("", "-wal", "-shm", "-journal") if (each := path.with_name(path.name + end)).exists()]


def put_in_place(copy: Path, place: Path) -> None:
    """Whole and for good, or not at all."""
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    os.link(copy, place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _encrypt(copy: Path, sealed: Path, passphrase: str) -> None:
    """Encrypt, and open it again: a backup that does not open is none."""
    with sealed.open("wb") as target:
        encrypt(copy, target, passphrase)
    with open(os.devnull, "wb") as nowhere:
        decrypt(sealed, nowhere, passphrase)


def _unpack(file: Path, copy: Path, passphrase_file: Path | None) -> None:
    if not is_encrypted(file):
        shutil.copyfile(file, copy)
        return
    if passphrase_file is None:
        raise Fatal(f"{file} is encrypted. Name the file with its passphrase: --passphrase-file FILE")
    with copy.open("wb") as target:
        decrypt(file, target, _passphrase(passphrase_file))


def _passphrase(file: Path) -> str:
    return file.read_text(encoding="utf-8").strip()


def _require_key(settings: Settings, copy: Path) -> None:
    """The backup opens with the key of this installation; a key is never made here."""
    if settings.secret_key is None and not key_file(settings).exists():
        raise Fatal(f"There is no SECRET_KEY. Put the backup's into .env, or its file to {key_file(settings)}.")
    asyncio.run(_open(f"sqlite:///{copy}", sealer_of(settings)))


async def _open(url: str, sealer: Sealer) -> None:
    await (await Database.open(url, sealer)).close()
