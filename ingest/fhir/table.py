"""Every kind of resource: who reads it, and how it names its patient and its visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.fhir import clinical, orders, papers
from ingest.fhir.bundle import Entry
from ingest.fhir.coded import code_of
from ingest.fhir.context import Reader
from ingest.fhir.parts import Part, many, one, text


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of resource is read; `patient` and `visit` are elements that refer to them."""

    read: Reader
    patient: tuple[str, ...] = ("subject", "patient", "for")
    visit: tuple[str, ...] = ("encounter", "context")
    target: str = ""  # what it is about, where that is another resource


KINDS: Mapping[str, Kind] = {
    "Encounter": Kind(orders.encounters, visit=()),
    "Condition": Kind(clinical.diagnoses),
    "Observation": Kind(clinical.observations),
    "Procedure": Kind(clinical.services),
    "AllergyIntolerance": Kind(clinical.allergies),
    "Immunization": Kind(clinical.immunizations),
    "MedicationRequest": Kind(orders.prescriptions),
    "MedicationDispense": Kind(orders.prescriptions),
    "ServiceRequest": Kind(orders.requests),
    "Appointment": Kind(orders.appointments),
    "ImagingStudy": Kind(orders.images),
    "Coverage": Kind(orders.covers, patient=("beneficiary",), visit=()),
    "DiagnosticReport": Kind(papers.reports),
    "Composition": Kind(papers.compositions),
    "DocumentReference": Kind(papers.references),
    "Consent": Kind(papers.consents),
    "Provenance": Kind(papers.others, target="target"),
    "AuditEvent": Kind(papers.others, target="entity"),
}

#: What every other resource is: counted, and whole in the archive.
OTHER = Kind(papers.others)

#: Read with what refers to them; they are about no patient.
ABOUT_NOBODY = frozenset(
    {"Practitioner", "PractitionerRole", "Organization", "Location", "Medication", "Endpoint",
     "MessageHeader", "Device", "HealthcareService", "OperationOutcome", "Parameters", "Schedule",
     "Slot", "Substance", "Questionnaire", "ValueSet", "CodeSystem", "StructureDefinition",
     "CapabilityStatement", "Library", "Subscription"}
)  # fmt: skip

#: Read into who the patient is.
OF_IDENTITY = frozenset({"Patient", "RelatedPerson"})

_WITHDRAWN = frozenset({"entered-in-error", "cancelled", "revoked"})
#: Looked for and not there: it is no diagnosis and no allergy of the patient.
_REFUTED = frozenset({"refuted"})
_KEEP_CANCELLED = frozenset({"Encounter", "Appointment"})


def taken_back(entry: Entry) -> bool:
    """Tell whether a resource says that it should not have been said, or stands no longer."""
    resource = entry.resource
    if entry.kind in _KEEP_CANCELLED:
        return entry.deletes and entry.kind != "Encounter"
    said = {text(resource.get("status")), code_of(resource.get("verificationStatus"))}
    doubted = code_of(resource.get("verificationStatus")) in _REFUTED
    return entry.deletes or doubted or bool(said & _WITHDRAWN)


def references_of(entry: Entry, kind: Kind) -> tuple[list[object], list[object]]:
    """Give the references to the patient and to the visit that a resource carries."""
    resource = entry.resource
    patients = [resource[name] for name in kind.patient if name in resource]
    visits = [resource[name] for name in kind.visit if name in resource]
    patients += targets_of(entry, kind)
    if entry.kind == "Appointment":
        patients += [each.get("actor") for each in many(resource.get("participant"))]
    inner = one(resource.get("context"))
    return patients, [*visits, *many(inner.get("encounter"))]


def targets_of(entry: Entry, kind: Kind) -> list[Part]:
    """Give the references to what a resource is about, as Provenance and AuditEvent have them."""
    said = many(entry.resource.get(kind.target)) if kind.target else ()
    return [one(each.get("what")) or each for each in said]
