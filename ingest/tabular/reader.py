"""A table with its mapping into records: rows of one visit of one patient are one record."""

from __future__ import annotations

import base64
import binascii
import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ingest.encodings import decode
from ingest.own.reader import reading_of
from ingest.own.sniff import MARK
from ingest.reading import Finding, Reading, finding, rejection
from ingest.tabular.mapping import ITEM_OF, Cell, EventMap, Row, TableMap, mapping_of
from ingest.tabular.pack import WIRE
from ingest.tabular.parquet import is_parquet, parquet_rows
from ingest.unpack import Limits, unpack
from mpi.errors import BadInput


def read(data: bytes, received_at: dt.datetime, limits: Limits | None = None) -> Reading:
    """Read a packed table, whatever the bytes are. `received_at` is aware.

    A row that the mapping cannot read is a finding that names the place in the mapping, and the
    others are kept; a table without a column that the mapping names is rejected, naming it.
    """
    try:
        mapping, table = _opened(data, limits or Limits())
        columns, rows = rows_of(table, mapping.delimiter)
    except BadInput as error:
        code = error.rule if error.field == "message" else "mapping"
        return _rejected(code, ())
    absent = sorted(mapping.columns - columns)
    if absent:
        named = [finding("table-column", "table", field=column[:200]) for column in absent]
        return _rejected("table-column", named)
    said, findings = _said(rows, mapping)
    reading = reading_of(said, hashlib.sha256(data).hexdigest(), received_at, WIRE)
    return replace(reading, findings=(*findings, *reading.findings))


def _rejected(code: str, findings: Iterable[Finding]) -> Reading:
    return Reading((), tuple(findings), rejection(code), "", WIRE, "1")


def _opened(data: bytes, limits: Limits) -> tuple[TableMap, bytes]:
    try:
        body = json.loads(unpack(data, limits))
        mapping, table = (
            base64.b64decode(body[key], validate=True) for key in ("mapping", "table")
        )
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise BadInput("message", "json") from None
    return mapping_of(mapping), unpack(table, limits)


def rows_of(table: bytes, delimiter: str) -> tuple[frozenset[str], Sequence[Row]]:
    """Give the columns and the rows of a CSV or Parquet file, values as text. Raises BadInput."""
    if is_parquet(table):
        return parquet_rows(table)
    text = decode(table).text.lstrip("\ufeff")
    try:
        lines = csv.DictReader(io.StringIO(text), delimiter=delimiter)
        columns = frozenset(lines.fieldnames or ())
        return columns, [_told(row) for row in lines]
    except csv.Error:
        raise BadInput("message", "table-rows") from None


def _told(row: Mapping[str | Any, Any]) -> Row:
    return {key: value for key, value in row.items() if key and isinstance(value, str)}


def _said(rows: Iterable[Row], mapping: TableMap) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Gather rows into what JSON of our own would say."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    findings: list[Finding] = []
    for number, row in enumerate(rows, 1):
        try:
            key, frame = _frame(row, mapping)
            events = list(_events(row, mapping, number))
        except BadInput as error:
            findings.append(finding("table-row", "row", number, error.field))
            continue
        found.setdefault(key, frame)["events"] += events
    return list(found.values()), findings[:1000]


def _frame(row: Row, mapping: TableMap) -> tuple[tuple[str, ...], dict[str, Any]]:
    cells = {"facility": mapping.facility, "local_id": mapping.local_id, "visit": mapping.visit}
    keys = {name: str(_value(cell, row, name)) for name, cell in cells.items()}
    if not keys["local_id"]:
        raise BadInput("local_id", "required")
    said_at = _value(mapping.said_at, row, "said_at", moment=True)
    identity = _grouped(
        {
            name: value
            for name, cell in mapping.identity.items()
            if (value := _value(cell, row, f"identity.{name}"))
        }
    )
    frame: dict[str, Any] = {"healthgraph": MARK, **keys, "events": []}
    frame |= {"said_at": said_at} if said_at else {}
    frame |= {"identity": identity} if identity else {}
    return tuple(keys.values()), frame


def _grouped(identity: Mapping[str, Any]) -> dict[str, Any]:
    """Make a relative of what is said of one (`mother.name`), and `other` of further columns."""
    own = {name: value for name, value in identity.items() if "." not in name}
    groups: dict[str, dict[str, Any]] = {}
    for name, value in identity.items():
        group, _, part = name.partition(".")
        if part:
            groups.setdefault(group, {})[part] = value
    other = groups.pop("other", {})
    relatives = [{"kinship": kinship, **said} for kinship, said in groups.items()]
    return (
        own | ({"relatives": relatives} if relatives else {}) | ({"other": other} if other else {})
    )


def _value(cell: Cell, row: Row, place: str, *, moment: bool = False) -> Any:
    """Read a cell. Raises BadInput with its place in the mapping when it holds no such date."""
    try:
        return cell.read(row, moment=moment)
    except (ValueError, OverflowError):
        raise BadInput(place, "date") from None


def _events(row: Row, mapping: TableMap, number: int) -> Iterator[Mapping[str, Any]]:
    for place, each in enumerate(mapping.events, 1):
        if all((row.get(column) or "").strip() for column in each.when):
            said = _fields(row, each, f"events.{place - 1}")
            yield {"event": each.event, "table": f"{each.event}-{place}", "row": number, **said}


def _fields(row: Row, each: EventMap, where: str) -> dict[str, Any]:
    """What an event's cells say; those of `items.` are gathered into its one drug."""
    said: dict[str, Any] = {}
    item: dict[str, Any] = {}
    for name, cell in each.fields.items():
        value = _value(cell, row, f"{where}.{name}", moment=name.endswith("_at"))
        if value == "":
            continue
        of_item = name.startswith(ITEM_OF)
        (item if of_item else said)[name.removeprefix(ITEM_OF)] = value
    return {**said, "items": [item]} if item else said
