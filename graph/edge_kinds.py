"""Kinds of edges: what joins which nodes, and what the joining itself says."""

from __future__ import annotations

from graph.schema import EdgeKind, Property, Sensitivity, Type

#: What may be said of a patient outside any visit; it then hangs on the record by `SAID_OF`.
SAID_OF_PATIENTS = (
    "Diagnosis",
    "Prescription",
    "Service",
    "Observation",
    "Document",
    "Allergy",
    "Immunization",
    "ImagingStudy",
    "ServiceRequest",
    "Coverage",
    "OtherResource",
)

#: What carries codes of catalogues.
CODED = (
    "Diagnosis",
    "MedicationItem",
    "Service",
    "Observation",
    "Allergy",
    "Immunization",
    "ImagingStudy",
    "ServiceRequest",
)

EDGES: tuple[EdgeKind, ...] = (
    EdgeKind(
        "IDENTIFIES",
        "PatientRecord",
        "Person",
        "the record is about this person",
        (
            Property("since", Type.INSTANT, "when it was decided"),
            Property("decision", Type.TEXT, "Decision id"),
        ),
    ),
    EdgeKind("BLOCKED_BY", "PatientRecord", "BlockKey", "the record has this blocking key"),
    EdgeKind(
        "HAS_IDENTIFIER",
        "PatientRecord",
        "Identifier",
        "the record carries this number",
        (
            Property("first_said", Type.INSTANT, "first time"),
            Property("last_said", Type.INSTANT, "last time"),
        ),
    ),
    EdgeKind(
        "NAMES_PARENT",
        "PatientRecord",
        "Identifier",
        "the record names a parent by number",
        (
            Property("kinship", Type.TEXT, "mother, father, guardian"),
            Property("name_key", Type.TEXT, "the parent's name, folded", Sensitivity.IDENTIFYING),
        ),
    ),
    EdgeKind(
        "CHILD_OF",
        "PatientRecord",
        "PatientRecord",
        "child's record to a parent's record",
        (
            Property("kinship", Type.TEXT, "mother, father"),
            Property("document", Type.TEXT, "Document id of the birth certificate"),
            Property("visit", Type.TEXT, "Encounter id of the visit that certified the birth"),
        ),
    ),
    EdgeKind(
        "SPLIT_FROM", "PatientRecord", "PatientRecord", "reuses the facility's code of another"
    ),
    EdgeKind(
        "LIVES_IN",
        "PatientRecord",
        "Ward",
        "present ward of residence as last said; several when an old ward was split",
        (Property("certain", Type.FLAG, "the only ward it can be"),),
    ),
    EdgeKind(
        "POSSIBLY_SAME_AS",
        "Person",
        "Person",
        "a *maybe*: provisional to the likely person",
        (
            Property("bits", Type.NUMBER, "weight of evidence"),
            Property("decision", Type.TEXT, "Decision id"),
        ),
    ),
    EdgeKind(
        "NOT_SAME_AS",
        "PatientRecord",
        "Person",
        "a verdict that holds against every rerun",
        (Property("decision", Type.TEXT, "Decision id"),),
    ),
    EdgeKind(
        "MERGED_INTO",
        "Person",
        "Person",
        "an id that is an alias of another from then on",
        (
            Property("since", Type.INSTANT, "when it was decided"),
            Property("decision", Type.TEXT, "Decision id"),
        ),
    ),
    EdgeKind(
        "ABOUT",
        "Decision",
        "PatientRecord",
        "the record decided on",
        (
            Property("person", Type.TEXT, "Person id that it was given"),
            Property("replaces", Type.TEXT, "Decision id that gave it before"),
        ),
    ),
    EdgeKind("GIVES", "Decision", "Person", "the person given"),
    EdgeKind("ASKS_ABOUT", "ReviewTask", "PatientRecord", "the record in doubt"),
    EdgeKind("SUGGESTS", "ReviewTask", "Person", "the person it may be"),
    EdgeKind("OF", "Encounter", "PatientRecord", "the visit's patient"),
    EdgeKind("AT", "Encounter", "Facility", "where"),
    EdgeKind("STATED_IN", "Encounter", "Message", "a message that speaks of the visit"),
    EdgeKind("ATTENDED_BY", "Encounter", "Practitioner", "who treated"),
    EdgeKind("DIAGNOSED_IN", "Diagnosis", "Encounter", "the visit"),
    *(EdgeKind("CODED_AS", label, "Concept", "the code") for label in CODED),
    EdgeKind("PRESCRIBED_IN", "Prescription", "Encounter", "the visit"),
    EdgeKind("PART_OF", "MedicationItem", "Prescription", "the prescription"),
    EdgeKind("PERFORMED_IN", "Service", "Encounter", "the visit"),
    EdgeKind("OBSERVED_IN", "Observation", "Encounter", "the visit"),
    EdgeKind("WRITTEN_IN", "Document", "Encounter", "the visit"),
    EdgeKind("NOTED_IN", "Allergy", "Encounter", "the visit"),
    EdgeKind("GIVEN_IN", "Immunization", "Encounter", "the visit"),
    EdgeKind("IMAGED_IN", "ImagingStudy", "Encounter", "the visit"),
    EdgeKind("MADE_FOR", "ImagingStudy", "ServiceRequest", "the order, by accession number"),
    EdgeKind("ORDERED_IN", "ServiceRequest", "Encounter", "the visit"),
    EdgeKind("COVERED_IN", "Coverage", "Encounter", "the visit"),
    EdgeKind("KEPT_WITH", "OtherResource", "Encounter", "the visit"),
    *(
        EdgeKind("SAID_OF", label, "PatientRecord", "said of the patient outside any visit")
        for label in SAID_OF_PATIENTS
    ),
    EdgeKind(
        "STATED_IN",
        "PatientRecord",
        "Message",
        "a message that says something of the patient outside any visit",
    ),
    EdgeKind("NUMBER_OF", "VisitNumber", "Encounter", "the visit meant"),
    EdgeKind("CODE_OF", "PatientCode", "PatientRecord", "the patient meant"),
    EdgeKind("ISSUED_IN", "Referral", "Encounter", "the visit at the sender"),
    EdgeKind("FROM", "Referral", "Facility", "sender"),
    EdgeKind("TO", "Referral", "Facility", "receiver named in the letter"),
    EdgeKind(
        "FULFILLED_BY",
        "Referral",
        "Encounter",
        "the visit at the receiver",
        (
            Property(
                "how", Type.TEXT, "letter (the visit names it) or person (same person, in time)"
            ),
        ),
    ),
    EdgeKind("BOOKED_IN", "Appointment", "Encounter", "the visit that booked it"),
    EdgeKind("BOOKED_FOR", "Appointment", "PatientRecord", "booked outside any visit"),
    EdgeKind(
        "KEPT_BY",
        "Appointment",
        "Encounter",
        "the visit that kept it",
        (Property("how", Type.TEXT, "letter or day"),),
    ),
    EdgeKind("IS_A", "Concept", "Concept", "narrower to wider"),
    EdgeKind(
        "BECAME",
        "Ward",
        "Ward",
        "old ward to present ward",
        (
            Property("share", Type.NUMBER, "share of the old ward, when known"),
            Property("main", Type.FLAG, "the largest part"),
        ),
    ),
    EdgeKind("LOOKED_AT", "AccessEvent", "Person", "whose data"),
)
