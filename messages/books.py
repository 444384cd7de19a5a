"""The tables of a recap as a workbook (XLSX) and as CSV. No cell is a formula or a link."""

import csv
from collections.abc import Iterable
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from messages.recap_tables import Cell, Column, Form, Table
from messages.sheets import WIDEST
from tickets.sp4n import harmless

_FORMATS = {
    Form.TEXT: "@",
    Form.COUNT: "#,##0",
    Form.SHARE: "0.00%",
    Form.DECIMAL: "#,##0.00",
    Form.AGENCY_SCORE: "0.000",
    Form.REGION_SCORE: "0.00",
    Form.DAY: "dd/mm/yyyy",
}
"""A spreadsheet program writes them in its reader's way: with a comma where that is the custom."""
_DECIMALS = {Form.SHARE: 4, Form.DECIMAL: 2, Form.AGENCY_SCORE: 3, Form.REGION_SCORE: 2}
_NARROWEST = 10
_RULE_COLUMNS = 7
_RULE_LETTERS = 90
_LINE_HEIGHT = 16
"""How the rule under a table is written: over so many columns, so many letters and points to a line."""
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def book_of(tables: Iterable[Table]) -> bytes:
    """A sheet for each table: title, notes, headings that stay in sight and can be filtered, numbers as numbers; under
    it the last note, how it is counted.
    """
    file = BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_calc_mode("auto")
        formats = _Formats(book)
        for table in tables:
            _write(book.add_worksheet(table.title[:31]), table, formats)
    return file.getvalue()


def csv_of(table: Table) -> bytes:
    """One table: keys as headings, points in numbers, UTF-8 with the mark that Excel wants; its notes in each row."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([*(column.key for column in table.columns), "notes"])
    for row in table.rows:
        cells = (_plain(cell, column) for cell, column in zip(row, table.columns, strict=True))
        writer.writerow([*cells, harmless(" | ".join(table.notes))])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _plain(cell: Cell, column: Column) -> str:
    match cell:
        case None:
            return ""
        case float():
            return f"{cell:.{_DECIMALS.get(column.form, 2)}f}"
        case date():
            return cell.isoformat()
    return harmless(str(cell))


class _Formats:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.note = book.add_format({"italic": True, "font_color": "#555555"})
        self.rule = book.add_format({"italic": True, "font_color": "#555555", "text_wrap": True, "valign": "top"})
        self.heading = book.add_format(
            {"bold": True, "bg_color": "#0072B2", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
        )
        self.cells = {form: book.add_format({"num_format": written}) for form, written in _FORMATS.items()}


def _write(sheet: Any, table: Table, formats: _Formats) -> None:
    sheet.write_string(0, 0, table.title, formats.title)
    *kept, rule = table.notes
    for line, note in enumerate(kept, start=1):
        sheet.write_string(line, 0, note, formats.note)
    head = len(kept) + 2
    for place, column in enumerate(table.columns):
        sheet.write_string(head, place, column.heading, formats.heading)
        sheet.set_column(place, place, _width(table, place))
    for line, row in enumerate(table.rows, start=head + 1):
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _put(sheet, line, place, cell, formats.cells[column.form])
    _say_under(sheet, head + max(1, len(table.rows)) + 2, rule, formats)
    sheet.set_row(head, 45)
    sheet.freeze_panes(head + 1, 2 if table.columns[0].form is Form.COUNT else 1)
    sheet.autofilter(head, 0, head + max(1, len(table.rows)), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)


def _say_under(sheet: Any, line: int, rule: str, formats: _Formats) -> None:
    """How it is counted, under the table; a merged cell does not grow by itself."""
    sheet.merge_range(line, 0, line, _RULE_COLUMNS, "", formats.rule)
    sheet.write_string(line, 0, rule, formats.rule)
    sheet.set_row(line, _LINE_HEIGHT * (1 + len(rule) // _RULE_LETTERS))


def _put(sheet: Any, line: int, place: int, cell: Cell, form: Any) -> None:
    match cell:
        case None:
            sheet.write_string(line, place, "–", form)
        case str():
            sheet.write_string(line, place, cell, form)
        case date():
            sheet.write_datetime(line, place, cell, form)
        case _:
            sheet.write_number(line, place, cell, form)


def _width(table: Table, place: int) -> int:
    texts = [len(cell) for row in table.rows if isinstance(cell := row[place], str)]
    return min(WIDEST, max([_NARROWEST, *(length + 2 for length in texts)]))
