"""What a record says happened, as rows ready to store. Pure: a record in, rows out.

Every fact is a node of its own that hangs on the visit; its id is the visit's id, the table and
row it was read from, and its place in that row, so that the same message gives the same ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson

from graph.kinds import NODES
from graph.model import (
    Birth,
    Diagnosis,
    Document,
    Encounter,
    Event,
    MedicationItem,
    Observation,
    Prescription,
    Record,
    Service,
)
from graph.stored import instant, local_day, stored

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
}


def of_kind(record: Record, kind: type[T]) -> Iterator[T]:
    """The record's events of one kind, in the order said."""
    return (event for event in record.events if isinstance(event, kind))


def encounter_row(record: Record) -> FactRow:
    """The visit itself. A supplement without XML1 or XML0 states no property but its key."""
    said = next(of_kind(record, Encounter), None)
    row: FactRow = {
        "id": record.encounter_key,
        "facility": record.facility,
        "message": record.source.message,
        "properties": {},
    }
    if said is not None:
        row["properties"] = _properties("Encounter", said, record) | {
            "facility": record.facility,
            "visit": record.visit,
            "started_on": said.started_at and local_day(said.started_at),
            "said_at": instant(record.source.said_at),
            "received_at": instant(record.source.received_at),
        }
        del row["properties"]["editions"]
    return row


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
    where = f"{record.encounter_key}|{kind.tag}|{event.origin.table}.{event.origin.row}"
    places[where] += 1
    properties = _properties(kind.label, event, record)
    if isinstance(event, Diagnosis):
        properties["wording"] = stored(event.text)
        properties["position"] = places[where]
    if isinstance(event, Document):
        properties["content"] = orjson.dumps(dict(event.content)).decode()
    if isinstance(event, Birth):
        properties |= {"kind": "birth-certificate", "restricted": False, "content": _birth(event)}
    return {
        "id": f"{where}.{places[where]}",
        "parent": record.encounter_key,
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
            "properties": _properties("MedicationItem", item, record) | {"position": place},
        }
        for place, item in enumerate(event.items, start=1)
    )


def _properties(label: str, event: Event | MedicationItem, record: Record) -> FactRow:
    """The schema's properties of a label that the event has, stored, with where they come from."""
    read: Callable[[str], object] = lambda key: getattr(event, key, None)  # noqa: E731
    said = {key: stored(read(key)) for key in _PROPERTIES[label] if key != "content"}
    return said | {
        "message": record.source.message,
        "origin_table": event.origin.table,
        "origin_row": event.origin.row,
    }
