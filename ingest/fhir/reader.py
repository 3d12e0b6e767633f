"""The door of FHIR: bytes in, a Reading out, never an exception."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NoReturn

from ingest.encodings import decode
from ingest.fhir.bundle import Entry, deletions_of, entries_of, index_of, patches_of
from ingest.fhir.markup import resource_of
from ingest.fhir.parts import Part, moment, one
from ingest.fhir.records import Message, sender_of
from ingest.fhir.releases import other_release
from ingest.fhir.sniff import WIRE
from ingest.fhir.versions import newest
from ingest.reading import Finding, Reading, finding, rejection
from ingest.unpack import Limits, unpack
from mpi.errors import BadInput

_VERSION = "4.0.1"
_MOST = 200_000  # resources of one message; more is no message but a data set


def read(data: bytes, received_at: dt.datetime, limits: Limits | None = None) -> Reading:
    """Read FHIR, whatever the bytes are. `received_at` is aware.

    Without any readable resource the message is rejected; a resource that names no patient, or a
    line that cannot be read, is a finding, and the rest is kept. Records whose facility nobody
    names have none: the receiving desk puts the sender's in.
    """
    try:
        resources, findings = _resources(data, limits or Limits())
        gone = [table for resource in resources for table in deletions_of(resource)]
        entries = [entry for resource in resources for entry in entries_of(resource) if entry.kind]
        known = {entry.table for entry in entries}
        findings += [finding("fhir-deletion", name) for name in gone if name not in known][:1000]
        patched = [name for resource in resources for name in patches_of(resource)]
        findings += [finding("fhir-patch", name) for name in patched[:1000]]
        entries = newest(entries, frozenset(gone))
        if refused := _refusal(entries, [*gone, *patched]):
            return _rejected(refused)
        return _reading(entries, findings, _said(resources, entries), data, received_at)
    except BadInput as error:
        return _rejected(error.rule)
    except RecursionError:
        return _rejected("too-deep")


def _refusal(entries: list[Entry], changed: list[str]) -> str:
    """Give the rule by which a message is put aside as a whole, or ""."""
    if not entries:
        return "fhir-only-changes" if changed else "fhir-empty"
    return "too-large" if len(entries) > _MOST else other_release(entries)


def _rejected(code: str) -> Reading:
    return Reading((), (), rejection(code), "", WIRE, _VERSION)


def _reading(
    entries: list[Entry],
    findings: list[Finding],
    said_at: dt.datetime | None,
    data: bytes,
    received_at: dt.datetime,
) -> Reading:
    index = index_of(entries)
    digest = hashlib.sha256(data).hexdigest()
    facility = sender_of(entries, index)
    message = Message(entries, index, digest, said_at or received_at, received_at, facility)
    records = tuple(message.records())
    lost = [finding("fhir-no-patient", entry.table) for entry in message.unplaced]
    lost += [finding("fhir-modifier", entry.table) for entry in message.modified[:1000]]
    counts = Counter(entry.kind for entry in entries)
    return Reading(records, (*findings, *lost), None, facility, WIRE, _VERSION, counts=dict(counts))


def _resources(data: bytes, limits: Limits) -> tuple[list[Part], list[Finding]]:
    if not data.strip():
        raise BadInput("message", "empty")
    text = decode(unpack(data, limits)).text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return [resource_of(text, limits)], []
    try:
        said = json.loads(text, parse_float=Decimal, parse_constant=_refused)
    except ValueError:
        return _lines(text)
    return _listed(said) if isinstance(said, list) else ([_object(said)], [])


def _listed(said: list[Any]) -> tuple[list[Part], list[Finding]]:
    """Read a JSON array of resources; what in it is none is said and left out."""
    found: list[Part] = [each for each in said if isinstance(each, dict)]
    lost = [n for n, each in enumerate(said, 1) if not isinstance(each, dict)]
    return found, [finding("json-line", "array", number) for number in lost[:1000]]


def _lines(text: str) -> tuple[list[Part], list[Finding]]:
    """Read newline-delimited JSON; a line that is none is said and left out."""
    found: list[Part] = []
    findings: list[Finding] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                found.append(
                    _object(json.loads(line, parse_float=Decimal, parse_constant=_refused))
                )
            except ValueError:
                findings.append(finding("json-line", "ndjson", number))
    if not found:
        raise BadInput("message", "json")
    return found, findings[:1000]


def _object(value: Any) -> Part:
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004  caught above
    return value


def _refused(text: str) -> NoReturn:
    raise ValueError(text)


def _said(resources: list[Part], entries: list[Entry]) -> dt.datetime | None:
    """When it was said: the bundle's own time, else the latest of its resources."""
    own = [moment(each.get("timestamp")) for each in resources]
    updated: Iterator[dt.datetime | None] = (
        moment(one(entry.resource.get("meta")).get("lastUpdated")) for entry in entries
    )
    return max((t for t in own if t), default=None) or max((t for t in updated if t), default=None)
