"""Sheets that people open in a spreadsheet program. Cells are texts: nothing in them is a formula or a link."""

from collections.abc import Sequence
from io import BytesIO

WIDEST = 60
"""Characters of a column's width."""


def xlsx_of(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """One sheet with a heading that stays in sight and can be filtered."""
    import xlsxwriter  # noqa: PLC0415 - loaded when a sheet is written, which is seldom

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True})
        for place, name in enumerate(columns):
            sheet.write_string(0, place, name, bold)
            longest = max((len(row[place]) for row in rows), default=0)
            sheet.set_column(place, place, min(WIDEST, max(len(name), longest) + 2))
        for line, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                sheet.write_string(line, place, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
    return file.getvalue()
