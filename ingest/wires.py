"""Every wire format that can be read, as a table: what its bytes look like and who reads them.

A new format is one line here and one module of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from ingest import dicom, fhir, hl7v2, own, qd130, tabular
from ingest.hl7v2.batch import looks_like_hl7
from ingest.qd130.sniff import looks_like_qd130
from ingest.reading import Reading, rejection
from ingest.unpack import peek


@dataclass(frozen=True, slots=True)
class Wire:
    """A format: `looks` judges the first bytes, unpacked; `read` takes the whole message."""

    name: str
    looks: Callable[[bytes], bool]
    read: Callable[[bytes, dt.datetime], Reading]


WIRES: tuple[Wire, ...] = (
    Wire(hl7v2.WIRE, looks_like_hl7, hl7v2.read),
    Wire(dicom.WIRE, dicom.looks_like_dicom, dicom.read),
    Wire(dicom.JSON_WIRE, dicom.looks_like_json, dicom.read_json),
    Wire(qd130.WIRE, looks_like_qd130, qd130.read),
    Wire(own.WIRE, own.looks_like_own, own.read),
    Wire(tabular.WIRE, tabular.looks_like_table, tabular.read),
    Wire(fhir.WIRE, fhir.looks_like_fhir, fhir.read),
)


#: First bytes that are looked at, and those of a message that says late what it is, as names in
#: JSON have no order.
_NEAR, _FURTHER = 4096, 1 << 22


def wire_of(data: bytes) -> str:
    """Name the format of a message by its first bytes; empty when nobody knows it."""
    wire = _of(data)
    return wire.name if wire else ""


def _of(data: bytes) -> Wire | None:
    heads = (peek(data, size) for size in (_NEAR, _FURTHER))
    return next((wire for head in heads for wire in WIRES if wire.looks(head)), None)


def read(data: bytes, received_at: dt.datetime) -> Reading:
    """Read a message in whatever format it is; one that nobody knows is rejected, never raised."""
    wire = _of(data)
    if wire is None:
        return Reading((), (), rejection("unknown-format"), "", "", "")
    return wire.read(data, received_at)
