"""What a record says happened, as rows ready to store. Pure: a record in, rows out.

Every fact is a node of its own that hangs on the visit, or on the patient's record when it was said
outside any visit; its id is that of the visit or record, the table and row it was read from, and
its place in that row, so that the same message gives the same ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, TypeVar

import orjson

from graph.kinds import NODES
from graph.model import (
    Allergy,
    Birth,
    Coding,
    Coverage,
    Diagnosis,
    Document,
    Encounter,
    Event,
    ImagingStudy,
    Immunization,
    MedicationItem,
    Observation,
    OtherResource,
    Prescription,
    Record,
    Service,
    ServiceRequest,
)
from graph.stored import Stored, instant, local_day, stored
from mpi.identity import Identity

T = TypeVar("T")

#: A node to create: its id, the id of the node it hangs on, and its properties.
FactRow = dict[str, Any]

_PROPERTIES: Mapping[str, tuple[str, ...]] = {
    kind.label: tuple(p.key for p in kind.properties) for kind in NODES
}


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of event stored as a node on the visit: its label and the tag in its ids."""

    label: str
    tag: str


FACT_KINDS: Mapping[type, FactKind] = {
    Diagnosis: FactKind("Diagnosis", "dx"),
    Prescription: FactKind("Prescription", "rx"),
    Service: FactKind("Service", "sv"),
    Observation: FactKind("Observation", "ob"),
    Document: FactKind("Document", "doc"),
    Birth: FactKind("Document", "birth"),
    Allergy: FactKind("Allergy", "al"),
    Immunization: FactKind("Immunization", "im"),
    ImagingStudy: FactKind("ImagingStudy", "img"),
    ServiceRequest: FactKind("ServiceRequest", "sr"),
    Coverage: FactKind("Coverage", "cov"),
    OtherResource: FactKind("OtherResource", "other"),
}

#: The format of which tables have no prefix in fact ids and editions: it was the first.
FIRST_WIRE = "qd130-xml"

#: Properties that events do not have: they are made here, or by the graph.
_MADE = frozenset({"content", "message", "wire", "origin_table", "origin_row", "same_as", "series"})
_SAID: Mapping[str, tuple[str, ...]] = {
    label: tuple(key for key in keys if key not in _MADE) for label, keys in _PROPERTIES.items()
}


def within(wire: str) -> str:
    """What stands before the tables of a wire, so that no two wires share a name."""
    return "" if wire == FIRST_WIRE else f"{wire}:"


def of_kind(record: Record, kind: type[T]) -> Iterator[T]:
    """The record's events of one kind, in the order said."""
    return (event for event in record.events if isinstance(event, kind))


def encounter_row(record: Record) -> FactRow:
    """The visit itself. A supplement without XML1 or XML0 states no property but its key.

    `partial` says that what the row does not hold stays as it is; of a whole statement also what
    is not said is there, as None, for it takes back what was said before.
    """
    said = list(of_kind(record, Encounter))
    properties: FactRow = {}
    for event in said:
        properties |= _encounter(event, record)
    return {
        "id": record.encounter_key,
        "facility": record.facility,
        "message": record.source.message,
        "partial": any(event.partial for event in said),
        "properties": properties,
    }


def _encounter(said: Encounter, record: Record) -> FactRow:
    properties = (
        dict.fromkeys(_SAID["Encounter"])
        | _properties(said, record)
        | {
            "facility": record.facility,
            "visit": record.visit,
            "started_on": said.started_at and local_day(said.started_at),
            "said_at": instant(record.source.said_at),
            "received_at": instant(record.source.received_at),
            **_patient(record.identity),
        }
    )
    del properties["editions"], properties["frames"]
    if not said.partial:
        return properties
    return {k: v for k, v in properties.items() if v is not None or k in said.cleared}


def _patient(identity: Identity) -> FactRow:
    """Say whom the visit was about in numbers: surveillance counts where someone lived then."""
    wards = identity.address.wards
    return {
        "patient_sex": identity.sex.value,
        "patient_birth": stored(identity.birth_date),
        "patient_ward": wards[0] if len(wards) == 1 else None,
    }


def fact_rows(record: Record) -> dict[str, list[FactRow]]:
    """Every fact of a record by label, MedicationItem under Prescription included."""
    rows: dict[str, list[FactRow]] = {}
    places: Counter[str] = Counter()
    for event in record.events:
        kind = FACT_KINDS.get(type(event))
        if kind is None:
            continue
        row = _fact_row(kind, event, record, places)
        rows.setdefault(kind.label, []).append(row)
        if isinstance(event, Prescription):
            rows.setdefault("MedicationItem", []).extend(_item_rows(event, row["id"], record))
    return rows


def _fact_row(kind: FactKind, event: Event, record: Record, places: Counter[str]) -> FactRow:
    unit = record.encounter_key if record.visit else f"{record.key}|pt"
    table = within(record.source.wire) + event.origin.table
    where = f"{unit}|{kind.tag}|{table}.{event.origin.row}"
    places[where] += 1
    properties = _properties(event, record)
    if isinstance(event, Diagnosis):
        properties["wording"] = stored(event.text)
        properties["position"] = places[where]
    if isinstance(event, Document):
        properties["content"] = orjson.dumps(dict(event.content)).decode()
    if isinstance(event, Birth):
        properties |= {"kind": "birth-certificate", "restricted": False, "content": _birth(event)}
    if isinstance(event, ImagingStudy):
        properties["series"] = orjson.dumps(event.series).decode() if event.series else None
    return {
        "id": f"{where}.{places[where]}",
        "parent": record.unit,
        "codes": list(concepts_of(event)),
        "properties": properties,
    }


def _birth(event: Birth) -> str:
    fields = {
        "SO": event.certificate,
        "CAN_NANG_CON": "" if event.weight_g is None else str(event.weight_g),
        "SO_CON": str(event.children),
        "SINHCON_PHAUTHUAT": "1" if event.caesarean else "0",
        "TINH_TRANG_CON": event.condition,
        "NOI_SINH_CON": event.place,
    }
    return orjson.dumps({key: text for key, text in fields.items() if text}).decode()


def _item_rows(event: Prescription, parent: str, record: Record) -> Iterable[FactRow]:
    return (
        {
            "id": f"{parent}|{place}",
            "parent": parent,
            "codes": list(concepts_of(item)),
            "properties": _properties(item, record) | {"position": place},
        }
        for place, item in enumerate(event.items, start=1)
    )


def concepts_of(event: Event | MedicationItem) -> Iterator[Coding]:
    """Every code of an event, its main one first, each once; codes of no catalogue give nothing."""
    system, code = getattr(event, "system", ""), getattr(event, "code", "")
    wording: str = getattr(event, "wording", "") or getattr(event, "drug", "")
    main = (Coding(system, code, wording),) if system and code else ()
    given: tuple[Coding, ...] = getattr(event, "codes", ())
    yield from {coding.key: coding for coding in (*given, *main)}.values()


def _properties(event: Event | MedicationItem, record: Record) -> FactRow:
    """What a new fact says, stored, with where it comes from; what it does not say has no key."""
    said = {
        key: _stored(value)
        for key, get in _GETTERS[type(event)]
        if (value := get(event)) is not None and value not in ("", ())
    }
    return said | _whence(event, record)


def _whence(event: Event | MedicationItem, record: Record) -> FactRow:
    return {
        "message": record.source.message,
        "wire": record.source.wire,
        "origin_table": event.origin.table,
        "origin_row": event.origin.row,
    }


def _stored(value: object) -> Stored:
    if isinstance(value, tuple) and isinstance(value[0], Coding):
        return [coding.key for coding in value if isinstance(coding, Coding)]
    return stored(value)


def _getters(label: str, kind: type) -> tuple[tuple[str, Callable[[Any], object]], ...]:
    """How to get the schema's properties of a label from a kind of event that has them."""
    has = {each.name for each in fields(kind)}
    return tuple((key, attrgetter(key)) for key in _SAID[label] if key in has)


_GETTERS: Mapping[type, tuple[tuple[str, Callable[[Any], object]], ...]] = {
    Encounter: _getters("Encounter", Encounter),
    MedicationItem: _getters("MedicationItem", MedicationItem),
    **{kind: _getters(of.label, kind) for kind, of in FACT_KINDS.items()},
}
