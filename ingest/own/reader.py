"""The door of our own JSON: bytes in, a Reading out, never an exception."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from graph.model import Record
from ingest.encodings import decode
from ingest.own.record_form import RecordForm
from ingest.own.sniff import WIRE
from ingest.reading import Finding, Reading, finding, rejection
from ingest.unpack import Limits, unpack
from mpi.errors import BadInput

_MOST_FINDINGS = 1000


def read(data: bytes, received_at: dt.datetime, limits: Limits | None = None) -> Reading:
    """Read a record, a list of them, or lines of them. `received_at` is aware.

    A record that breaks the schema is a finding that names the field, and the others are kept;
    without any good record the message is rejected.
    """
    try:
        said = said_in(data, limits or Limits())
    except BadInput as error:
        return Reading((), (), rejection(error.rule), "", WIRE, "1")
    return reading_of(said, hashlib.sha256(data).hexdigest(), received_at, WIRE)


def reading_of(said: Sequence[Any], message: str, at: dt.datetime, wire: str) -> Reading:
    """Give the Reading of what should be records, as parsed from JSON."""
    findings: list[Finding] = []
    records: list[Record] = []
    for number, each in enumerate(said, 1):
        try:
            records.append(RecordForm.model_validate(each).record(message, at, wire))
        except ValidationError as error:
            findings += _findings(error, number)
        except (ValueError, OverflowError):
            findings.append(finding("schema", "record", number))
    if not records:
        return Reading((), tuple(findings[:_MOST_FINDINGS]), rejection("schema"), "", wire, "1")
    counts = Counter(type(event).__name__ for record in records for event in record.events)
    facility = records[0].facility
    found = tuple(findings[:_MOST_FINDINGS])
    return Reading(tuple(records), found, None, facility, wire, "1", counts=dict(counts))


def _findings(error: ValidationError, number: int) -> Iterable[Finding]:
    """Say which field of which record is wrong, never what it holds."""
    for each in error.errors(include_input=False, include_url=False, include_context=False):
        field = ".".join(
            str(part) for part in each["loc"] if isinstance(part, int) or part.isidentifier()
        )
        yield finding("schema", "record", number, field[:200])


def said_in(data: bytes, limits: Limits) -> list[Any]:
    """Parse JSON, or lines of JSON. Raises BadInput with the rule's code."""
    if not data.strip():
        raise BadInput("message", "empty")
    text = decode(unpack(data, limits)).text.lstrip("\ufeff")
    try:
        return _each(json.loads(text))
    except RecursionError:
        raise BadInput("message", "too-deep") from None
    except ValueError:
        return [_line(line) for line in text.splitlines() if line.strip()]


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _line(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
