"""The rows of an answer as files: CSV for programs, xlsx for people. Hidden cells say so."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from mpi.errors import BadInput

#: A cell: text, number, or nothing.
Value = str | float | int | None

#: What a spreadsheet would run as a formula when it opens a CSV (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """Write CSV: UTF-8 with a mark that spreadsheets need, numbers with a point."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(
    columns: Sequence[str], rows: Sequence[Sequence[Value]], notes: Mapping[str, str]
) -> bytes:
    """Write a workbook: the rows on one sheet, what they mean on another."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Kết quả")
        sheet.write_row(0, 0, columns, bold)
        for at, row in enumerate(rows, start=1):
            sheet.write_row(at, 0, ["" if value is None else value for value in row])
        sheet.freeze_panes(1, 0)
        sheet.autofit()
        about = book.add_worksheet("Ghi chú")
        for at, (name, text) in enumerate(notes.items()):
            about.write_row(at, 0, [name, text])
        about.set_column(0, 0, 18)
        about.set_column(1, 1, 90)
    return out.getvalue()


def table_file(
    name: str, columns: Sequence[str], rows: Sequence[Sequence[Value]], notes: Mapping[str, str]
) -> bytes:
    """Write for a file name. Raises BadInput unless it ends in .csv or .xlsx."""
    if name.endswith(".csv"):
        return csv_bytes(columns, rows)
    if name.endswith(".xlsx"):
        return xlsx_bytes(columns, rows, notes)
    raise BadInput("--table", "must end in .csv or .xlsx", name)


def _harmless(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
