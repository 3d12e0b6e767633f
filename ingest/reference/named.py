"""Facilities by name and level as a deployment lists them: CSV with code, name and level."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.reference.facilities import Facility
from mpi.errors import BadInput

COLUMNS = ("code", "name", "level")
_CODE = re.compile(r"[0-9A-Za-z]{5,12}", re.ASCII)


def read_facilities(lines: Iterable[str], levels: Sequence[str]) -> Iterator[Facility]:
    """Read the list line by line; `levels` are those that there are, an empty one is not known.

    Raises BadInput naming line and column, csv.Error for what is no table.
    """
    rows = csv.DictReader(lines, strict=True)
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise BadInput("line 1", f"must be {','.join(COLUMNS)}", ",".join(rows.fieldnames or ()))
    for row in rows:
        yield _facility(row, f"line {rows.line_num}", levels)


def _facility(row: dict[str, str | None], line: str, levels: Sequence[str]) -> Facility:
    code, name, level = ((row.get(column) or "").strip() for column in COLUMNS)
    if not _CODE.fullmatch(code):
        raise BadInput(f"{line}.code", "must be 5 to 12 letters or digits", code)
    if not name:
        raise BadInput(f"{line}.name", "must not be empty")
    if level and level not in levels:
        raise BadInput(f"{line}.level", f"must be one of {', '.join(levels)}", level)
    return Facility(code, name, level)
