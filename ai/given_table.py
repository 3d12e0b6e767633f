"""What no message says, as a table that a deployment keeps: beds, owners and inhabitants.

    kind,code,value
    beds,01004,500
    owner,01004,public
    population,00070,45210

CSV in UTF-8. `code` is that of a facility, for population of a ward (both as the graph has them).
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from ai.catalogue import default_catalogue
from ai.places import NOTHING_KNOWN, Known, Places
from mpi.errors import BadInput

COLUMNS = ("kind", "code", "value")
_FACILITY, _WARD = re.compile(r"[0-9A-Za-z]{5,12}"), re.compile(r"\d{5}")
_MOST = 100_000_000


def read_given(path: Path | None) -> Known:
    """Read the table of a deployment; nothing is given without one.

    Raises BadInput naming line and field, `given.csv:3.value`.
    """
    if path is None:
        return NOTHING_KNOWN
    try:
        return given_of(path.read_text(encoding="utf-8-sig"), path.name)
    except UnicodeDecodeError:
        raise BadInput(path.name, "must be UTF-8") from None
    except OSError as error:
        raise BadInput(path.name, f"cannot be read ({error.strerror})") from None


def given_of(text: str, name: str) -> Known:
    """Read the text of such a table. Raises BadInput naming line and field."""
    rows = csv.DictReader(io.StringIO(text), strict=True)
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise BadInput(f"{name}:1", f"must be {','.join(COLUMNS)}", ",".join(rows.fieldnames or ()))
    found: dict[str, dict[str, str | int]] = {kind: {} for kind in _KINDS}
    try:
        for row in rows:
            _take(found, row, f"{name}:{rows.line_num}")
    except csv.Error as error:
        raise BadInput(f"{name}:{rows.reader.line_num}", f"is not CSV: {error}") from None
    beds, owners, population = (found[kind] for kind in ("beds", "owner", "population"))
    return Known(
        {code: int(value) for code, value in beds.items()},
        {code: str(value) for code, value in owners.items()},
        {code: int(value) for code, value in population.items()},
    )


def _take(
    found: Mapping[str, dict[str, str | int]], row: Mapping[str, str | None], where: str
) -> None:
    kind, code, value = ((row.get(column) or "").strip() for column in COLUMNS)
    if kind not in _KINDS:
        raise BadInput(f"{where}.kind", f"must be one of {', '.join(_KINDS)}", kind)
    form, read = _KINDS[kind]
    if not form.fullmatch(code):
        raise BadInput(f"{where}.code", f"must look like {form.pattern}", code)
    if code in found[kind]:
        raise BadInput(f"{where}.code", f"has its {kind} on an earlier line", code)
    found[kind][code] = read(value, f"{where}.value")


def _number(value: str, where: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= _MOST:
        raise BadInput(where, f"must be a whole number from 1 to {_MOST}", value)
    return int(value)


def _owner(value: str, where: str) -> str:
    known = [member.id for member in default_catalogue().dimensions["owner"].members]
    if value not in known:
        raise BadInput(where, f"must be one of {', '.join(known)}", value)
    return value


_KINDS: Mapping[str, tuple[re.Pattern[str], Callable[[str, str], str | int]]] = {
    "beds": (_FACILITY, _number),
    "owner": (_FACILITY, _owner),
    "population": (_WARD, _number),
}


def strangers(known: Known, places: Places) -> tuple[str, ...]:
    """Name what the table gives of facilities and wards that the graph has not."""
    facilities = [("beds", known.beds), ("owner", known.owners)]
    found = [(k, code) for k, given in facilities for code in given if code not in places.levels]
    found += [("population", code) for code in known.population if code not in places.wards]
    return tuple(f"{kind},{code}" for kind, code in found)


def given_version(known: Known) -> str:
    """Give the first 16 digits of the SHA-256 of what was given, empty for nothing."""
    if known == NOTHING_KNOWN:
        return ""
    parts = (known.beds, known.owners, known.population)
    text = repr([sorted(each.items()) for each in parts])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
