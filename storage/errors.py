"""What can go wrong in storage, named by what the caller has to decide; no driver's error leaves this package.

Driver messages quote values, and values are citizens' words. So an error carries the driver's code and first line only,
and is raised without its cause.
"""


class StorageError(Exception):
    """Something about the database, or a row that is not as it was thought to be. Nothing of the transaction stays."""


class DatabaseUnavailable(StorageError):  # noqa: N818 - named by the state of the house, not by the raise
    """The database cannot take this now (busy, full, away). It may succeed later: stop, and repeat it."""


class DatabaseBusy(DatabaseUnavailable):
    """Somebody else held the database or a row for longer than we wait."""


class DatabaseFull(DatabaseUnavailable):
    """There is no room left on the disk; nothing of the transaction was written."""


class DriverMissing(StorageError):  # noqa: N818
    """The library that speaks to this kind of database is not installed; the text says how to get it."""


class DatabaseTaken(StorageError):  # noqa: N818
    """Another process runs on this SQLite file, or on this database while it was to be replaced."""


class BackupUnfit(StorageError):  # noqa: N818
    """A backup that cannot be made, or that is not fit to be restored; the text says why."""


class CopyUnfit(StorageError):  # noqa: N818
    """A database that cannot be copied to another; the text says why."""


class DatabaseOutdated(StorageError):  # noqa: N818
    """The schema is older than this program (or there is none): run `python -m bot migrate`."""


class DatabaseNewer(StorageError):  # noqa: N818
    """The schema is newer than this program: start the newer version of the program."""


class WrongSecretKey(StorageError):  # noqa: N818
    """SECRET_KEY is not the one this database was filled with; names and chats in it cannot be read."""


class BrokenSeal(StorageError):  # noqa: N818
    """A sealed value was changed, cut, or moved to another column."""


class NumberTaken(StorageError):  # noqa: N818
    """Another ticket has this number: draw again. The transaction goes on."""


class DraftTaken(StorageError):  # noqa: N818
    """This draft has become a ticket before: read it with `tickets.by_draft`. The transaction goes on."""


class StaleTicket(StorageError):  # noqa: N818
    """Somebody else changed the ticket since it was read. The transaction goes on; nothing of this change was kept."""
