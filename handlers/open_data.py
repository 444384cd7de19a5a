"""Open data of a month: its file, and what its columns mean."""

from collections.abc import Iterable

from handlers.desk import Office
from handlers.recap import names
from messages.open_data import columns_of, csv_of
from tickets.open_data import Row
from tickets.recap import Period

COLUMNS_NAME = "data-terbuka-kolom.csv"


def written(rows: Iterable[Row], period: Period, office: Office) -> bytes:
    """The file."""
    return csv_of(rows, period.since, names(office))


def exported(rows: Iterable[Row], period: Period, office: Office) -> tuple[tuple[str, bytes], ...]:
    """The file by its name, and what its columns mean."""
    data = written(rows, period, office)
    return (name_of(period), data), (COLUMNS_NAME, columns_of(office.words.phrases("recap")["open_data"]))


def name_of(period: Period) -> str:
    """What the file of a month is called."""
    return f"data-terbuka-{period.since:%Y-%m}.csv"
