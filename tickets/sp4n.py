"""The bridge to SP4N-LAPOR!, the national system: its numbers, the layout of our export, and reading its status file.

There are no credentials for its API here, so the seam is a file: docs/sp4n.md describes both layouts. Column names and
statuses are those of the layout, not words for people. Nothing is read from or written to a disk here.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from io import StringIO

from tickets.days import MONTHS
from tickets.personal_data import masked
from tickets.plain import plain_text
from tickets.records import Record
from tickets.ticket import Status, Ticket

COLUMNS = (
    "nomor_tiket",
    "nomor_sp4n",
    "sumber",
    "jenis",
    "kategori",
    "instansi",
    "kabupaten_kota",
    "alamat",
    "isi",
    "tanggal_kejadian",
    "tautan",
    "masuk",
    "diteruskan",
    "tenggat",
    "tindak_lanjut",
    "ditutup",
    "status",
    "status_sp4n",
)
"""Of an export, in this order."""
STATUS: Mapping[Status, str] = {
    Status.RECEIVED: "belum diverifikasi",
    Status.ASSIGNED: "belum ditindaklanjuti",
    Status.IN_PROGRESS: "proses",
    Status.WAITING_REPORTER: "menunggu data pelapor",
    Status.ANSWERED: "menunggu tanggapan pelapor",
    Status.CLOSED: "selesai",
    Status.OUT_OF_AUTHORITY: "bukan kewenangan",
    Status.MERGED: "digabung",
    Status.ARCHIVED: "diarsipkan",
}
"""How a ticket's status is called in an export."""
SECRET = "(rahasia)"  # noqa: S105 - what stands in place of confidential words
LONGEST_STATUS = 60
"""Characters of a status in a file that are kept."""
MOST_LINES = 20_000
"""Lines of a status file."""
_NUMBER = re.compile(r"[0-9]{4,15}")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_HEADINGS = {
    "ticket": ("nomor_tiket", "nomor tiket", "tiket", "no tiket"),
    "number": ("nomor_sp4n", "nomor sp4n", "no sp4n", "tracking id", "tracking_id", "trackingid"),
    "status": ("status_sp4n", "status sp4n", "status", "status laporan"),
}
"""What a column of a status file may be called; where there are two of them, the earlier counts."""


def read_number(text: str) -> str | None:
    """A number of SP4N-LAPOR! as it was typed: with a #, spaces or dots; none if it is not one."""
    bare = re.sub(r"[\s.#]", "", text)
    return bare if _NUMBER.fullmatch(bare) else None


@dataclass(frozen=True, slots=True)
class Names:
    """What codes of the catalogue are called, by code."""

    categories: Mapping[str, str]
    agencies: Mapping[str, str]
    regions: Mapping[str, str]


def row_of(ticket: Ticket, record: Record | None, names: Names, zone: tzinfo) -> tuple[str, ...]:
    """A ticket as a line of the export; times are local. Neither reporter nor contact, no confidential words,
    and personal data masked."""

    def at(moment: datetime | None) -> str:
        return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else ""

    hidden = ticket.secret
    values = (
        ticket.number,
        ticket.sp4n_number or "",
        ticket.source.value,
        ticket.kind.value,
        names.categories.get(ticket.category, ticket.category),
        names.agencies.get(ticket.agency or "", ticket.agency or ""),
        names.regions.get(ticket.region, ticket.region),
        SECRET if hidden else masked(ticket.address),
        SECRET if hidden else masked(ticket.text),
        "" if hidden or ticket.occurred_on is None else ticket.occurred_on.isoformat(),
        "" if hidden or record is None else record.link,
        at(ticket.created_at),
        at(ticket.assigned_at),
        at(ticket.follow_up_due),
        at(ticket.followed_up_at),
        at(ticket.closed_at),
        STATUS[ticket.status],
        ticket.sp4n_status or "",
    )
    return tuple(map(harmless, values))


def harmless(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def csv_of(rows: Iterable[Sequence[str]]) -> bytes:
    """The export as CSV: commas, UTF-8 with the mark that Excel wants."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def month(text: str, today: date) -> tuple[date, date] | None:
    """The first day of a month ("2026-10", "10/2026", "oktober 2026", "okt": the last one that began; "bulan lalu",
    "bulan ini"), and that of the next; none for anything else."""
    said = " ".join(text.casefold().split())
    if said in {"bulan ini", "bulan lalu", "bulan kemarin"}:
        said = f"{today.replace(day=1) - timedelta(days=said != 'bulan ini'):%Y-%m}"
    said = said.removeprefix("bulan ")
    found = re.fullmatch(r"(20\d\d)-(\d\d?)", said)
    turned = re.fullmatch(r"(\d\d?)[/-](20\d\d)", said)
    named = re.fullmatch(r"([a-z]+)(?: (20\d\d))?", said)
    if found:
        year, number = int(found[1]), int(found[2])
    elif turned:
        year, number = int(turned[2]), int(turned[1])
    elif named and named[1] in MONTHS:
        number = MONTHS[named[1]]
        year = int(named[2]) if named[2] else today.year - (number > today.month)
    else:
        return None
    if not 1 <= number <= max(MONTHS.values()):
        return None
    return date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)


def moments(days: tuple[date, date], zone: tzinfo) -> tuple[datetime, datetime]:
    """From the first midnight until the second, on the office's clock."""
    since, until = (datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) for day in days)
    return since, until


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a status file: the national number, our number if it is there, the status. `at`: counted from 1."""

    at: int
    number: str
    ticket: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Malformed:
    """A line that says nothing we understand, and why."""

    at: int
    why: str


class Outcome(StrEnum):
    """What a line of a status file does."""

    NUMBERED = "numbered"
    """The ticket gets its national number."""
    STATUS = "status"
    """The ticket gets another national status."""
    SAME = "same"
    """Nothing: we know it already."""
    UNKNOWN = "unknown"
    """There is no such ticket here."""
    CONFLICT = "conflict"
    """The number is another ticket's, or the ticket has another number."""


Row = tuple[int, Sequence[str]]
"""A row of a status file: where it stands, counted from 1, and its cells."""


def read_file(data: bytes) -> tuple[tuple[Line, ...], tuple[Malformed, ...]]:
    """The lines of a status file (CSV with a heading; comma, semicolon or tab; UTF-8 or Windows-1252)."""
    text = _decoded(data)
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max((";", ",", "\t"), key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        return (), (Malformed(max(1, reader.line_num), f"not a CSV file: {error}"),)
    return read_rows(rows)


def read_rows(rows: Sequence[Row]) -> tuple[tuple[Line, ...], tuple[Malformed, ...]]:
    """The lines of a status file's rows, of which the first is the heading."""
    places = {name: _place(rows[0][1] if rows else [], headings) for name, headings in _HEADINGS.items()}
    if places["number"] is None:
        return (), (Malformed(1, "the heading has no column nomor_sp4n"),)
    if len(rows) > MOST_LINES:
        return (), (Malformed(MOST_LINES, f"more than {MOST_LINES} lines"),)
    read = [_line(at, row, places) for at, row in rows[1:] if any(cell.strip() for cell in row)]
    lines = tuple(each for each in read if isinstance(each, Line))
    return lines, tuple(each for each in read if isinstance(each, Malformed))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _place(head: Sequence[str], headings: Sequence[str]) -> int | None:
    names = [cell.strip().casefold() for cell in head]
    return next((names.index(heading) for heading in headings if heading in names), None)


def _line(at: int, row: Sequence[str], places: Mapping[str, int | None]) -> Line | Malformed:
    def cell(name: str) -> str:
        place = places[name]
        return " ".join(plain_text(row[place]).split()).lstrip("' ") if place is not None and place < len(row) else ""

    number = read_number(cell("number"))
    if number is None:
        return Malformed(at, f"{cell('number')[:40]!r} is no number of SP4N-LAPOR!")
    if not cell("status") and not cell("ticket"):
        return Malformed(at, "neither a status nor a ticket number")
    return Line(at, number, cell("ticket"), cell("status")[:LONGEST_STATUS])
