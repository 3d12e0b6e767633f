"""A table with its mapping into records: rows of one visit of one patient are one record."""

from __future__ import annotations

import base64
import binascii
import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ingest.encodings import decode
from ingest.own.event_forms import FORMS
from ingest.own.reader import reading_of
from ingest.own.sniff import MARK
from ingest.reading import Finding, Reading, finding, rejection
from ingest.tabular.mapping import Row, TableMap, mapping_of
from ingest.tabular.pack import WIRE
from ingest.tabular.parquet import is_parquet, parquet_rows
from ingest.unpack import Limits, unpack
from mpi.errors import BadInput


def read(data: bytes, received_at: dt.datetime, limits: Limits | None = None) -> Reading:
    """Read a packed table, whatever the bytes are. `received_at` is aware.

    A row that the mapping cannot read is a finding, and the others are kept.
    """
    try:
        mapping, table = _opened(data, limits or Limits())
        rows = list(rows_of(table, mapping.delimiter))
    except BadInput as error:
        code = error.rule if error.field == "message" else "mapping"
        return Reading((), (), rejection(code), "", WIRE, "1")
    said, findings = _said(rows, mapping)
    reading = reading_of(said, hashlib.sha256(data).hexdigest(), received_at, WIRE)
    return replace(reading, findings=(*findings, *reading.findings))


def _opened(data: bytes, limits: Limits) -> tuple[TableMap, bytes]:
    try:
        body = json.loads(unpack(data, limits))
        mapping, table = (
            base64.b64decode(body[key], validate=True) for key in ("mapping", "table")
        )
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise BadInput("message", "json") from None
    return mapping_of(mapping), unpack(table, limits)


def rows_of(table: bytes, delimiter: str) -> Iterator[Row]:
    """Give the rows of a CSV or Parquet file, values as text. Raises BadInput."""
    if is_parquet(table):
        yield from parquet_rows(table)
        return
    text = decode(table).text.lstrip("\ufeff")
    try:
        for row in csv.DictReader(io.StringIO(text), delimiter=delimiter):
            yield {key: value for key, value in row.items() if key and isinstance(value, str)}
    except csv.Error:
        raise BadInput("message", "table-rows") from None


def _said(rows: Iterable[Row], mapping: TableMap) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Gather rows into what JSON of our own would say."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    findings: list[Finding] = []
    for number, row in enumerate(rows, 1):
        try:
            key, frame = _frame(row, mapping)
            events = list(_events(row, mapping, number))
        except ValueError:
            findings.append(finding("table-row", "row", number))
            continue
        found.setdefault(key, frame)["events"] += events
    return list(found.values()), findings[:1000]


def _frame(row: Row, mapping: TableMap) -> tuple[tuple[str, ...], dict[str, Any]]:
    cells = {"facility": mapping.facility, "local_id": mapping.local_id, "visit": mapping.visit}
    keys = {name: str(cell.read(row)) for name, cell in cells.items()}
    said_at = mapping.said_at.read(row, moment=True)
    identity = {name: v for name, cell in mapping.identity.items() if (v := cell.read(row))}
    frame: dict[str, Any] = {"healthgraph": MARK, **keys, "events": []}
    frame |= {"said_at": said_at} if said_at else {}
    frame |= {"identity": identity} if identity else {}
    return tuple(keys.values()), frame


def _events(row: Row, mapping: TableMap, number: int) -> Iterator[Mapping[str, Any]]:
    for place, each in enumerate(mapping.events, 1):
        if all((row.get(column) or "").strip() for column in each.when):
            moments = _moments(each.event)
            said = {
                name: value
                for name, cell in each.fields.items()
                if (value := cell.read(row, moment=name in moments)) != ""
            }
            yield {"event": each.event, "table": f"{each.event}-{place}", "row": number, **said}


def _moments(event: str) -> frozenset[str]:
    """Fields of an event that are moments: by their name, as the model names them."""
    return frozenset(name for name in FORMS[event].model_fields if name.endswith("_at"))
