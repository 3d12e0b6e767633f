"""The reader that the service uses: any wire format, then the rules of quality over its records."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from ingest import wires
from ingest.quality.checking import check
from ingest.quality.rules import rules_of
from ingest.reading import Reading


def read_checked(data: bytes, received_at: dt.datetime, further: str = "") -> Reading:
    """Read a message in whatever format it is, and hold its records against the rules.

    `further` is the path of a deployment's own file of rules, read once in each process. Raises
    BadInput for such a file with a mistake in it, never for the message.
    """
    reading = wires.read(data, received_at)
    checked = check(reading.records, rules_of(further))
    return replace(
        reading,
        findings=(*reading.findings, *checked.findings),
        applied=dict(checked.applied),
        broken=dict(checked.broken),
    )
