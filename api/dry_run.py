"""What would be read of files, without storing anything."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from api.assigning import assigned
from api.reception import Message
from ingest.wires import read


@dataclass(frozen=True, slots=True)
class Seen:
    """What one file says: its wire, records, events and findings by kind, never a value."""

    file: str
    wire: str
    rejected: str
    records: int
    visits: int
    events: dict[str, int]
    resources: dict[str, int]
    findings: dict[str, int]
    first: tuple[dict[str, Any], ...]


_FIRST = 5  # findings that are shown with their place


def looked_at(messages: Iterable[Message], facility: str = "") -> list[Seen]:
    """Read every message as intake would, for `facility` where it names none."""
    now = dt.datetime.now(dt.UTC)
    return [_seen(message, facility, now) for message in messages]


def _seen(message: Message, facility: str, now: dt.datetime) -> Seen:
    reading = assigned(read(message.data, now), facility)
    events = Counter(type(e).__name__ for record in reading.records for e in record.events)
    rejected = reading.rejected.code if reading.rejected else ""
    if not rejected and any(not record.facility for record in reading.records):
        rejected = "no-facility"
    return Seen(
        file=message.name,
        wire=reading.wire,
        rejected=rejected,
        records=len(reading.records),
        visits=sum(bool(record.visit) for record in reading.records),
        events=dict(sorted(events.items())),
        resources=dict(sorted(reading.counts.items())),
        findings=dict(sorted(Counter(each.rule for each in reading.findings).items())),
        first=tuple(_place(each) for each in reading.findings[:_FIRST]),
    )


def _place(found: Any) -> dict[str, Any]:
    return {
        "table": found.table,
        "row": found.row,
        "field": found.field,
        "rule": found.rule,
    }
