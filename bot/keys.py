"""The keys of an installation, made from its settings; and `python -m bot reseal`, which leaves an old key behind."""

from collections.abc import Callable

from bot.loops import Fatal
from bot.settings import Settings, secret_key
from storage.database import Database
from storage.errors import StorageError, WrongSecretKey
from storage.resealing import Resealed
from storage.resealing import reseal as seal_again
from storage.sealing import Sealer

Say = Callable[[str], None]


def sealer_of(settings: Settings) -> Sealer:
    """Seals with SECRET_KEY, and opens what SECRET_KEY_OLD sealed, too. Raises SettingsError."""
    old = settings.secret_key_old
    return Sealer(secret_key(settings), *([old.get_secret_value()] if old else []))


async def reseal(settings: Settings, say: Say) -> None:
    """Seal everything anew with SECRET_KEY, beside the running bot. Raises Fatal with what is wrong."""
    if settings.secret_key is None or settings.secret_key_old is None:
        raise Fatal("Set SECRET_KEY (the new key) and SECRET_KEY_OLD (the one until now), restart the bot, try again.")
    sealer = sealer_of(settings)
    try:
        await (await Database.open(settings.database, sealer)).close()
        done: Resealed = await seal_again(settings.database, sealer)
    except WrongSecretKey:
        raise Fatal("Neither SECRET_KEY nor SECRET_KEY_OLD is the key that this database was filled with.") from None
    except (StorageError, OSError, ValueError) as error:
        raise Fatal(f"It stopped: {error}. What is done is done; start it again.") from None
    say(f"{done.values} values are sealed with the new key.")
    for place, number in done.unopened.items():
        say(f"MEND {number} values of {place} open with neither key.")
    if done.unopened:
        raise Fatal("Keep SECRET_KEY_OLD: not everything is sealed anew.")
    say("Take SECRET_KEY_OLD out of the settings and restart the bot. Backups of before still need the old key.")
