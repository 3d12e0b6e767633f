"""Keys of a record in composed letters (NFC): they are ids in the graph, which stores text so."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from graph.model import Record


def composed(record: Record) -> Record:
    """Give the record with facility, patient code and visit number in NFC, as other text is."""
    keys = (record.facility, record.local_id, record.visit)
    if all(key.isascii() for key in keys):
        return record
    facility, local_id, visit = (unicodedata.normalize("NFC", key) for key in keys)
    source = replace(record.source, facility=facility)
    return replace(record, facility=facility, local_id=local_id, visit=visit, source=source)
