"""What is wrong with a CSV that cannot be read, and in which row: for its sender to find it."""

from __future__ import annotations

import csv


def fault(data: bytes, separator: str) -> str:
    """Say what is wrong and in which row, the head row being 1; empty when it is not seen here."""
    if not data.strip():
        return "it is empty; it must begin with a row of column names"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        return f"row {row:,} is not UTF-8; save it as CSV UTF-8"
    return _open_quote(text) or _too_wide(text, separator)


def _open_quote(text: str) -> str:
    """Of an odd number of quotes one is never closed."""
    opened = 0
    for row, line in enumerate(text.split("\n"), start=1):
        if line.count('"') % 2:
            opened = 0 if opened else row
    return f"a quote that begins in row {opened:,} is not closed" if opened else ""


def _too_wide(text: str, separator: str) -> str:
    rows = csv.reader(text.splitlines(), delimiter=separator)
    wide = len(next(rows))
    for row in rows:
        if len(row) > wide:
            return f"row {rows.line_num:,} has {len(row)} fields, the head row only {wide}"
    return ""
