"""The file of open data: its columns and how its cells are written. What the columns mean: docs/open-data.md."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from io import StringIO
from typing import Final

from messages.recap_tables import Names
from tickets.open_data import Kind, Outcome, Row
from tickets.sp4n import harmless

COLUMNS: Final = (
    "bulan",
    "kelompok",
    "kode",
    "nama",
    "diterima",
    *{
        Outcome.DONE: "selesai",
        Outcome.IN_PROCESS: "dalam_proses",
        Outcome.WAITING: "menunggu",
        Outcome.OTHER: "lainnya",
    }.values(),
)
"""In the order of `Outcome`."""
_KINDS: Final = {Kind.ALL: "semua", Kind.AGENCY: "instansi", Kind.REGION: "wilayah", Kind.CATEGORY: "kategori"}


def csv_of(rows: Iterable[Row], month: date, names: Names) -> bytes:
    """The rows as CSV: UTF-8 with the mark that Excel wants; what is left out is empty, which is not 0."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        numbers = ("" if number is None else str(number) for number in (row.received, *row.outcomes))
        called = (f"{month:%Y-%m}", _KINDS[row.kind], row.code or "", harmless(_name(row, names)))
        writer.writerow([*called, *numbers])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def columns_of(meanings: Mapping[str, str]) -> bytes:
    """What the columns mean, as CSV: for who has the file, and not the documentation."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(("kolom", "arti"))
    writer.writerows((column, meanings[column]) for column in COLUMNS)
    writer.writerow(("", meanings["kosong"]))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _name(row: Row, names: Names) -> str:
    match row.kind:
        case Kind.ALL:
            return ""
        case Kind.AGENCY:
            return names.agency(row.code)
        case Kind.REGION:
            return names.regions.get(row.code or "", row.code or "")
    return names.categories.get(row.code or "", row.code or "")
