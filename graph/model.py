"""What happened: records and events as every wire format is read into. Frozen values, no I/O.

Times are aware datetimes in UTC; days that the law counts (visit, appointment) are Hanoi's local
dates. Codes are as the sender writes them; text is NFC; unknown text is empty, never None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.care_events import (
    Diagnosis,
    Encounter,
    MedicationItem,
    Observation,
    Prescription,
    Service,
)
from graph.paper_events import Appointment, Birth, Document, Referral
from graph.patient_events import (
    Allergy,
    Coverage,
    ImagingSeries,
    ImagingStudy,
    Immunization,
    OtherResource,
    PatientMerge,
    ServiceRequest,
)
from graph.said import HANOI, Coding, Origin, Source
from mpi.identity import Identity

__all__ = [
    "HANOI",
    "Allergy",
    "Appointment",
    "Birth",
    "Coding",
    "Coverage",
    "Diagnosis",
    "Document",
    "Encounter",
    "Event",
    "ImagingSeries",
    "ImagingStudy",
    "Immunization",
    "MedicationItem",
    "Observation",
    "Origin",
    "OtherResource",
    "PatientMerge",
    "Prescription",
    "Record",
    "Referral",
    "Service",
    "ServiceRequest",
    "Source",
]

Event = (
    Encounter
    | Diagnosis
    | Prescription
    | Service
    | Observation
    | Referral
    | Appointment
    | Birth
    | Document
    | Allergy
    | Immunization
    | ImagingStudy
    | ServiceRequest
    | Coverage
    | OtherResource
    | PatientMerge
)


@dataclass(frozen=True, slots=True)
class Record:
    """What one message says of one visit of one patient, or of the patient outside any visit.

    `local_id` is the facility's own patient code (MA_BN); when the sender left it out it is
    `visit:` + `visit`. `visit` is empty when the events are of the patient and of no visit: then
    no Encounter is made, and the facts hang on the patient's record. `complete` says that the
    message speaks of the whole visit (it carries XML1), so that whatever it does not repeat is
    withdrawn; otherwise only the tables in `tables` are replaced: a table without an event takes
    back what it said (entered in error). `editions` gives tables an edition of their own (a FHIR
    resource has its own version); the others have that of the source. A record with an empty
    identity names its patient by code only: it never changes what is known of who that is.
    `known_by` are tables by which a visit is known that the message does not name: the record goes
    to the patient's visit of which one of them was said before, where there is one. `alias` is
    another name that the facility's system has for the patient, such as `Patient/p1` of FHIR.
    """

    facility: str
    local_id: str
    visit: str
    identity: Identity
    events: tuple[Event, ...]
    source: Source
    tables: frozenset[str]
    complete: bool
    editions: Mapping[str, str] = field(default_factory=dict)
    known_by: frozenset[str] = frozenset()
    alias: str = ""

    @property
    def key(self) -> str:
        """Id of the hospital's patient record: facility and its own code, `01013|BN0042`."""
        return f"{self.facility}|{self.local_id}"

    @property
    def encounter_key(self) -> str:
        """Id of the visit across the city: (MA_CSKCB, MA_LK). Only of a record with a visit."""
        return f"{self.facility}|{self.visit}"

    @property
    def unit(self) -> str:
        """What its editions are of and its facts hang on: the visit, or the patient's record."""
        return self.encounter_key if self.visit else self.key
