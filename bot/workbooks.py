"""Reads the sheets of a spreadsheet program as rows of texts."""

from datetime import date, datetime, time
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

BEGINS: Final = b"PK\x03\x04"
"""The first bytes of a workbook (XLSX), which is an archive."""
BIGGEST: Final = 200 * 1024 * 1024
"""Bytes of a workbook when it is unpacked."""


class Unreadable(Exception):  # noqa: N818 - said to whoever gave the file
    """The file is no workbook that can be read; the text says why."""


def is_workbook(data: bytes) -> bool:
    """Whether it looks like one."""
    return data.startswith(BEGINS)


def rows_of(data: bytes) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet, numbered as the program numbers them. Raises Unreadable."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - loaded when a sheet is read: seldom

    try:
        with ZipFile(BytesIO(data)) as archive:
            size = sum(each.file_size for each in archive.infolist())
        if size > BIGGEST:
            raise Unreadable(f"it holds more than {BIGGEST // 1024 // 1024} MB")
        sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (BadZipFile, CalamineError) as error:
        raise Unreadable(f"it is no workbook: {error}") from None
    return [(at, [_text(cell) for cell in row]) for at, row in enumerate(rows, start=1)]


def _text(cell: object) -> str:
    """A cell as it was typed: a number without a fraction is none with ".0"."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date | datetime | time) else str(cell)
