"""From a message that was read to what is counted of it for its facility."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from graph.feed_values import MOST_EXAMPLES, Delivered
from graph.model import Record
from ingest.reading import Reading


def delivery(reading: Reading) -> Delivered | None:
    """Count what one message brought; None when it brought no record.

    Readers' findings count as broken rules beside those of
    quality, which say themselves how often they spoke.
    """
    if not reading.records:
        return None
    source = reading.records[0].source
    found = Counter(each.rule for each in reading.findings if each.rule not in reading.applied)
    return Delivered(
        message=source.message,
        facility=source.facility,
        wire=reading.wire,
        version=reading.version,
        said_at=source.said_at,
        received_at=source.received_at,
        tables=Counter(_kind(name) for record in reading.records for name in record.tables),
        applied=reading.applied,
        broken={**reading.broken, **found},
        examples=_examples(reading, reading.records),
    )


def _kind(table: str) -> str:
    """A table without the number that some wires give it, such as that of an order."""
    return table.partition(":")[0].partition("/")[0]


def _examples(reading: Reading, records: Sequence[Record]) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for each in reading.findings:
        listed = named.setdefault(each.rule, [])
        if each.visit <= len(records) and len(listed) < MOST_EXAMPLES:
            listed.append(records[each.visit - 1].encounter_key)
    return {rule: list(dict.fromkeys(listed)) for rule, listed in named.items()}
