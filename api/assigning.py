"""Whose a message is: the facility that it came for is that of every record in it.

HL7 v2 and DICOM name their sender by a text of the sender's choice; who may use it was proved
at the door (api.senders), or said by the operator. The ministry's XML names MA_CSKCB itself, so
there a difference is an objection and nothing is changed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

from graph.model import Event, ImagingStudy, Record
from ingest.reading import Reading, in_name_of

#: Wires whose own name of the sender is none that the city knows.
_NAMED_FREELY = frozenset({"hl7v2", "dicom", "dicom-json"})


def assigned(reading: Reading, facility: str) -> Reading:
    """Give the reading with its records in the name of `facility`; an empty one changes nothing.

    Of other wires only records that name no facility become the sender's.
    """
    if not facility or reading.wire not in _NAMED_FREELY:
        return reading.sent_by(facility)
    records = tuple(in_name_of(record, facility) for record in reading.records)
    return replace(reading, records=records, facility=facility)


def linked(reading: Reading, base: str) -> Reading:
    """Give imaging studies the WADO-RS address of their pictures, where an archive is set.

    `{facility}` in `base` stands for the code of the facility. An address that the sender gives
    stays.
    """
    if not base or not any(_pictured(r) for r in reading.records):
        return reading
    return replace(reading, records=tuple(_linked(record, base) for record in reading.records))


def _linked(record: Record, base: str) -> Record:
    root = base.replace("{facility}", record.facility).rstrip("/")
    events = tuple(
        replace(event, link=f"{root}/studies/{event.uid}") if _unlinked(event) else event
        for event in record.events
    )
    return replace(record, events=events)


def _pictured(record: Record) -> bool:
    return any(_unlinked(event) for event in record.events)


def _unlinked(event: Event) -> TypeGuard[ImagingStudy]:
    """Tell whether an event is a study that an archive knows by its UID, without an address."""
    return (
        isinstance(event, ImagingStudy)
        and not event.link
        and event.uid.replace(".", "").isdecimal()
    )


def objection(reading: Reading, facility: str, processing: str, *, answered: bool = False) -> str:
    """Give the reason against joining a message, empty when there is none.

    `facility` is the only one it may speak of, empty for the operator's own files; `processing`
    what this system is for (HL7 MSH-11). `answered` says that its sender had an acknowledgement,
    which without a control id names no message (HL7 v2.8, 2.9.2.2): it was an error.
    """
    if reading.rejected is not None:
        return reading.rejected.code
    if answered and any((f.rule, f.field) == ("required", "MSH-10") for f in reading.findings):
        return "hl7-no-control-id"
    if reading.processing != processing and reading.wire == "hl7v2":
        return "not-production"
    spoken_of = {record.facility for record in reading.records}
    if "" in spoken_of:
        return "no-facility"
    if not facility:
        return ""
    return "" if spoken_of | {reading.facility} <= {facility, ""} else "facility-foreign"
