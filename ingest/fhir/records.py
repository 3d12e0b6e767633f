"""Resources into records: one a visit, and one for what belongs to no visit, of each patient."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.model import Event, Origin, PatientMerge, Record, Source
from ingest.fhir.bundle import Entry, Index, by_logical_id, key_of
from ingest.fhir.context import Context, Reader
from ingest.fhir.parts import Part, many, moment, one, text
from ingest.fhir.sniff import WIRE
from ingest.fhir.table import (
    ABOUT_NOBODY,
    KINDS,
    OF_IDENTITY,
    OTHER,
    Kind,
    references_of,
    taken_back,
    targets_of,
)
from ingest.fhir.who import identity, local_id, numbers
from mpi.identity import Identity

#: The place of a record: its patient (a logical id) and its visit, "" outside visits.
Place = tuple[str, str]


@dataclass(slots=True)
class Gathered:
    """The events of one place, its tables with their editions, and the facility of its visit."""

    events: list[Event] = field(default_factory=list)
    editions: dict[str, str] = field(default_factory=dict)
    facility: str = ""


@dataclass(slots=True)
class Message:
    """An opened message on its way to records; `unplaced` are resources without a patient."""

    entries: Sequence[Entry]
    index: Index
    sha256: str
    said_at: dt.datetime
    received_at: dt.datetime
    facility: str = ""
    patients: dict[str, Entry] = field(default_factory=dict)
    places: dict[Place, Gathered] = field(default_factory=dict)
    unplaced: list[Entry] = field(default_factory=list)
    modified: list[Entry] = field(default_factory=list)
    logical: set[str] = field(default_factory=set)

    def records(self) -> Iterator[Record]:
        """Read every record."""
        relatives: dict[str, list[Part]] = {}
        for entry in self.entries:
            if entry.kind == "Patient" and entry.id:
                self.patients[entry.id] = entry
            elif entry.kind == "Patient":
                self.unplaced.append(entry)
            elif entry.kind == "RelatedPerson":
                relatives.setdefault(self._patient([entry.resource.get("patient")]), []).append(
                    entry.resource
                )
        for entry in self.entries:
            self._place(entry)
        spoken = {patient for patient, _ in self.places}
        for patient in self.patients:
            if patient not in spoken or self._merges(patient):
                self.places.setdefault((patient, ""), Gathered())
        known = {
            key: identity(entry.resource, relatives.get(key, ()))
            for key, entry in self.patients.items()
        }
        for place, gathered in self.places.items():
            yield self._record(place, gathered, known.get(place[0], Identity()))

    def _place(self, entry: Entry) -> None:
        if entry.kind in OF_IDENTITY or entry.kind in ABOUT_NOBODY:
            return
        kind = KINDS.get(entry.kind, OTHER)
        about = self._about(entry, kind)
        patients, visits = references_of(about, KINDS.get(about.kind, OTHER))
        patient = about.id if about.kind == "Patient" else self._patient(patients, about)
        visit, encounter = self._visit(about, visits)
        if not patient and encounter is not None:
            patient = self._patient([encounter.resource.get("subject")], encounter)
        if not patient:
            self.unplaced.append(entry)
            return
        gathered = self.places.setdefault((patient, visit), Gathered())
        facility = self._facility_at(encounter) or self.facility
        gathered.facility = gathered.facility or facility
        gathered.editions[entry.table] = self._edition(entry)
        if not taken_back(entry):
            read = self._reader(entry, kind)
            gathered.events.extend(read(Context(entry, self.index, facility)))

    def _about(self, entry: Entry, kind: Kind) -> Entry:
        """Say what names the patient and the visit: the first target that is here, else itself."""
        found = (self.index.find(each, entry.resource) for each in targets_of(entry, kind))
        return next((each for each in found if each is not None), entry)

    def _reader(self, entry: Entry, kind: Kind) -> Reader:
        """Say who reads a resource: with a modifier that nobody knows it is kept, not understood.

        FHIR R4, 2.4.1: what a modifierExtension may change must not be processed without it.
        """
        if not any(many(entry.resource.get("modifierExtension"))):
            return kind.read
        self.modified.append(entry)
        return OTHER.read

    def _patient(self, references: Sequence[object], holder: Entry | None = None) -> str:
        resource = holder.resource if holder else None
        for reference in references:
            found = self.index.find(reference, resource, "Patient")
            if found is not None and found.kind == "Patient":
                return self._contained(found, holder) if found.url.startswith("#") else found.id
            if key := key_of(reference, "Patient"):
                if by_logical_id(reference):
                    self.logical.add(key)
                return key
        return ""

    def _alias(self, patient: str) -> str:
        """The name by which other messages of the same system may refer to a patient."""
        entry = self.patients.get(patient)
        if entry is None:
            return f"Patient/{patient}" if patient in self.logical else ""
        key = "" if entry.url.startswith("#") else text(entry.resource.get("id"))
        return f"Patient/{key}" if key else ""

    def _contained(self, found: Entry, holder: Entry | None) -> str:
        """Know a patient inside a resource by code or number, so that several are one."""
        named = numbers(found.resource, "patient", "personal", "passport", "insurance")
        key = next(iter(named), f"{holder.table if holder else ''}{found.url}")
        self.patients.setdefault(key, found)
        return key

    def _visit(self, entry: Entry, references: Sequence[object]) -> tuple[str, Entry | None]:
        found = entry if entry.kind == "Encounter" else None
        for reference in references:
            found = found or self.index.find(reference)
            if found is None and (key := key_of(reference, "Encounter")):
                return key, None
        if found is None or found.kind != "Encounter":
            return "", None
        return next(iter(numbers(found.resource, "visit")), "") or found.id, found

    def _facility_at(self, encounter: Entry | None) -> str:
        if encounter is None:
            return ""
        asked = Context(encounter, self.index)
        return asked.facility_of(encounter.resource.get("serviceProvider"))

    def _edition(self, entry: Entry) -> str:
        meta = one(entry.resource.get("meta"))
        version, updated = text(meta.get("versionId")), moment(meta.get("lastUpdated"))
        if updated is None and version:
            return f"0|{version:0>12}"
        return f"{_stamp(updated or self.said_at)}|{version:0>12}"

    def _merges(self, patient: str) -> tuple[PatientMerge, ...]:
        entry = self.patients.get(patient)
        links = many(entry.resource.get("link")) if entry else iter(())
        return tuple(
            merge
            for row, link in enumerate(links, 1)
            if (merge := self._merge(patient, link, row)) is not None
        )

    def _merge(self, patient: str, link: Part, row: int) -> PatientMerge | None:
        other = self._local(self._patient([link.get("other")]))
        mine, said = self._local(patient), text(link.get("type"))
        if not other or said not in {"replaced-by", "replaces"}:
            return None
        survivor, given_up = (other, mine) if said == "replaced-by" else (mine, other)
        return PatientMerge(Origin(f"Patient/{patient}", row), survivor, given_up)

    def _local(self, patient: str) -> str:
        entry = self.patients.get(patient)
        return local_id(entry.resource, patient) if entry else patient

    def _record(self, place: Place, gathered: Gathered, who: Identity) -> Record:
        patient, visit = place
        facility = gathered.facility or self.facility
        merges = self._merges(patient) if not visit else ()
        if merges:
            gathered.editions[f"Patient/{patient}"] = self._edition(self.patients[patient])
        return Record(
            facility=facility,
            local_id=self._local(patient),
            visit=visit,
            identity=who,
            events=(*gathered.events, *merges),
            source=self._source(facility),
            tables=frozenset(gathered.editions),
            complete=False,
            editions=gathered.editions,
            alias=self._alias(patient),
        )

    def _source(self, facility: str) -> Source:
        return Source(
            facility=facility,
            message=self.sha256,
            wire=WIRE,
            version="4.0.1",
            edition=_stamp(self.said_at),
            said_at=self.said_at,
            received_at=self.received_at,
        )


#: Where a message names its facility, the surest place first: kind of resource and element.
_NAMES_SENDER = (
    ("MessageHeader", "sender"),
    ("MessageHeader", "responsible"),
    ("Encounter", "serviceProvider"),
    ("Patient", "managingOrganization"),
)


def sender_of(entries: Sequence[Entry], index: Index) -> str:
    """Give the one facility that a message names as its sender, or "" when it names several."""
    for kind, element in _NAMES_SENDER:
        asked = (
            Context(e, index).facility_of(e.resource.get(element))
            for e in entries
            if e.kind == kind
        )
        codes = {code for code in asked if code}
        if codes:
            return codes.pop() if len(codes) == 1 else ""
    organizations = [e.resource for e in entries if e.kind == "Organization"]
    named = {code.upper() for each in organizations for code in numbers(each, "facility")}
    return named.pop() if len(named) == 1 else ""


def _stamp(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%S%f}"
