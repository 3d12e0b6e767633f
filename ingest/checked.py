"""The reader that the service uses: any wire, results as measures, the rules over the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from ingest import wires
from ingest.codes.measures import measured
from ingest.guard import answered
from ingest.quality.checking import check
from ingest.quality.rules import QualityRule, rules_of
from ingest.reading import Reading


def read_checked(data: bytes, received_at: dt.datetime, further: str = "") -> Reading:
    """Read a message in whatever format it is, and hold its records against the rules.

    `further` is the path of a deployment's own file of rules, read once in each process. Raises
    BadInput for such a file with a mistake in it, never for the message.
    """
    rules = rules_of(further)
    return answered(lambda: _checked(wires.read(data, received_at), rules))


def _checked(reading: Reading, rules: Sequence[QualityRule]) -> Reading:
    records = tuple(map(measured, reading.records))
    checked = check(records, rules)
    return replace(
        reading,
        records=records,
        findings=(*reading.findings, *checked.findings),
        applied=dict(checked.applied),
        broken=dict(checked.broken),
    )
