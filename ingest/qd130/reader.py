"""The one door: bytes of a message in, a Reading out, never an exception."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from graph.model import Record
from ingest.encodings import decode
from ingest.qd130.envelope import Envelope, open_envelope
from ingest.qd130.gather import Gathered, Tables, by_visit, gather
from ingest.qd130.markup import parse
from ingest.qd130.records import WIRE, faults, record
from ingest.qd130.schema import version_on
from ingest.qd130.visit import Visit
from ingest.reading import Finding, Reading, finding, rejection
from ingest.unpack import Limits, unpack
from mpi.errors import BadInput

_MOST_FINDINGS = 1000


def read(data: bytes, received_at: dt.datetime, limits: Limits | None = None) -> Reading:
    """Read a message of the ministry's XML, whatever its bytes are.

    `received_at` is aware. A message that gives no visit at all has `rejected` and no records; a
    table or row that cannot be read is a finding, and the rest of its visit is kept.
    """
    bounds = limits or Limits()
    try:
        decoded = decode(unpack(_not_empty(data), bounds))
        parsed = parse(decoded.text, bounds)
        envelope = open_envelope(parsed.root)
    except BadInput as error:
        return _rejected(error.rule, "", received_at)
    rules = (*decoded.rules, *(("markup-repaired",) if parsed.mended else ()))
    message = _Message(envelope, hashlib.sha256(data).hexdigest(), received_at, bounds)
    return message.reading([finding(rule) for rule in rules])


def _not_empty(data: bytes) -> bytes:
    if not data.strip():
        raise BadInput("message", "empty")
    return data


def _rejected(code: str, facility: str, at: dt.datetime, *findings: Finding) -> Reading:
    version = version_on(at.date())
    return Reading((), findings, rejection(code), facility, WIRE, version)


@dataclass(frozen=True, slots=True)
class _Message:
    """An opened message on its way to a Reading."""

    envelope: Envelope
    sha256: str
    received_at: dt.datetime
    limits: Limits
    records: list[Record] = field(default_factory=list)

    def reading(self, overlooked: list[Finding]) -> Reading:
        findings = overlooked + [
            replace(found, visit=number)
            for number, files in enumerate(self.envelope.visits, 1)
            for found in self._read_visits(gather(files, self.limits))
        ]
        if len(findings) > _MOST_FINDINGS:
            findings[_MOST_FINDINGS:] = [finding("findings-cut")]
        if not self.records:
            code = _why_nothing(findings)
            return _rejected(code, self.envelope.facility, self.received_at, *findings)
        source = self.records[0].source
        sender = self.envelope.facility or source.facility
        return Reading(tuple(self.records), tuple(findings), None, sender, WIRE, source.version)

    def _read_visits(self, gathered: Gathered) -> Iterator[Finding]:
        yield from gathered.findings
        visits, unkeyed = by_visit(gathered.tables)
        yield from unkeyed
        for key, tables in visits.items():
            visit = self._visit(key, tables, lost=gathered.lost)
            yield from faults(visit)
            if visit.facility:
                self.records.append(record(visit, self.sha256))
            else:
                yield finding("facility-missing", next(iter(tables)), field="MA_CSKCB")

    def _visit(self, key: str, tables: Tables, *, lost: bool) -> Visit:
        said = (row["MA_CSKCB"] for rows in tables.values() for row in rows if row["MA_CSKCB"])
        return Visit(
            key=key,
            facility=self.envelope.facility or next(said, "").upper(),
            tables=tables,
            made_on=self.envelope.made_on,
            received_at=self.received_at,
            whole="XML1" in tables and not lost,
        )


def _why_nothing(findings: list[Finding]) -> str:
    """Name the reason for which no visit was read: the first that the sender can mend."""
    broken = {found.rule for found in findings}
    known = (("facility-missing", "no-facility"), ("base64", "base64"), ("table-xml", "table-xml"))
    return next((code for rule, code in known if rule in broken), "no-visit")
