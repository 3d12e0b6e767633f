"""What a rule may look at, and the names that its expressions see there.

The kinds of events are those of `graph.model.Event`, in snake case (`medication_item` is a row of
a prescription), beside `record` (once a record) and `identity` (once a record that names somebody).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from graph.model import Encounter, Event, MedicationItem, Origin, Prescription, Record, Source
from mpi.dates import PartialDate
from mpi.identity import Address, Identity, Relative

_ORIGIN = Origin("XML1")
_PARTS = (Record, Source, Identity, Address, Relative, PartialDate, MedicationItem, Origin)


def _snake(kind: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


#: Name of a subject -> its type; `record` and `identity` are not events.
KINDS: Mapping[str, type] = {_snake(kind): kind for kind in (*get_args(Event), MedicationItem)}
SUBJECTS = frozenset({"record", "identity", *KINDS})

#: Name of the list of all events of a kind in a record.
LISTS: Mapping[str, str] = {
    name: f"{name[:-3]}ses" if name.endswith("sis") else f"{name}s" for name in KINDS
}

NAMES = frozenset({"record", "identity", "visit", "it", *LISTS.values()})

#: Attributes that an expression may read: the fields of every type that a record is made of.
FIELDS = frozenset(
    field.name
    for kind in (*get_args(Event), *_PARTS)
    if dataclasses.is_dataclass(kind)
    for field in dataclasses.fields(kind)
) | {"complete", "defaulted"}


@dataclass(frozen=True, slots=True)
class Looked:
    """One thing that a rule looks at: where it was read from, and what names mean there."""

    origin: Origin
    names: Mapping[str, Any]


def looked_at(record: Record) -> dict[str, list[Looked]]:
    """Give everything in a record that rules look at, by the name of its subject."""
    events: dict[str, list[Any]] = {name: [] for name in KINDS}
    for event in record.events:
        events[_snake(type(event))].append(event)
        if isinstance(event, Prescription):
            events["medication_item"].extend(event.items)
    visit: Encounter | None = next(iter(events["encounter"]), None)
    origin = visit.origin if visit else _ORIGIN
    names = {"record": record, "identity": record.identity, "visit": visit, "it": record}
    names |= {LISTS[name]: listed for name, listed in events.items()}
    found = {name: list(_each(listed, names)) for name, listed in events.items()}
    found["record"] = [Looked(origin, names)]
    named = record.identity != Identity()
    found["identity"] = [Looked(origin, names | {"it": record.identity})] if named else []
    return found


def _each(listed: list[Any], names: Mapping[str, Any]) -> Iterator[Looked]:
    return (Looked(event.origin, {**names, "it": event}) for event in listed)
