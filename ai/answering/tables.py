"""The rows of an answer as files: CSV for programs, xlsx for people. Hidden cells say so."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from mpi.errors import BadInput

#: A cell: text, number, or nothing.
Value = str | float | int | None

_NUMBERS: Mapping[str, str] = {
    "text": "@",
    "whole": "#,##0",
    "number": "#,##0.0",
    "percent": "0.0%",
    "ratio": "0.000",
}

#: What a spreadsheet would run as a formula when it opens a CSV (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to write: titles, how columns are written, rows, and what they mean.

    `formats` are those of `ai.answering.titles`; `names` call the two sheets of a workbook.
    """

    titles: Sequence[str]
    formats: Sequence[str]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[tuple[str, str]]
    names: tuple[str, str] = ("Kết quả", "Ghi chú")


def csv_bytes(sheet: Sheet) -> bytes:
    """Write CSV: UTF-8 with a mark that spreadsheets need, numbers with a point."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(sheet.titles)
    writer.writerows([_harmless(value) for value in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheet: Sheet) -> bytes:
    """Write a workbook: the rows on one sheet, what they mean on another."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        _rows(book, sheet)
        about = book.add_worksheet(sheet.names[1])
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for at, (name, text) in enumerate(sheet.notes):
            about.write_row(at, 0, [name, text], wrapped)
        about.set_column(0, 0, 22)
        about.set_column(1, 1, 90)
    return out.getvalue()


def _rows(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {each: book.add_format({"num_format": _NUMBERS[each]}) for each in _NUMBERS}
    page = book.add_worksheet(sheet.names[0])
    page.write_row(0, 0, sheet.titles, bold)
    for at, row in enumerate(sheet.rows, start=1):
        for column, (value, form) in enumerate(zip(row, sheet.formats, strict=True)):
            if isinstance(value, str):
                page.write_string(at, column, value)
            elif value is not None:
                whole = form == "number" and float(value).is_integer()
                page.write_number(at, column, value, formats["whole" if whole else form])
    page.freeze_panes(1, 0)
    page.autofit(420)


def table_file(name: str, sheet: Sheet) -> bytes:
    """Write for a file name. Raises BadInput unless it ends in .csv or .xlsx."""
    if name.endswith(".csv"):
        return csv_bytes(sheet)
    if name.endswith(".xlsx"):
        return xlsx_bytes(sheet)
    raise BadInput("--table", "must end in .csv or .xlsx", name)


def _harmless(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
