"""A Bundle as a hospital in Hanoi would send one, with every kind of resource that has a reader."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Resource = dict[str, Any]

VN = "http://fhir.ehealth.gov.vn/core"
NGUYEN = "http://fhir.hl7.org.vn/core"
PATIENT, VISIT = {"reference": "Patient/p1"}, {"reference": "urn:uuid:e1"}


def concept(system: str, code: str, text: str = "") -> Resource:
    """A CodeableConcept of one coding."""
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text}


def number(system: str, value: str) -> Resource:
    """An identifier."""
    return {"system": system, "value": value}


def resource(kind: str, key: str, **elements: Any) -> Resource:
    """A resource of the patient in the visit, unless `elements` say otherwise."""
    return {"resourceType": kind, "id": key, **elements}


WHO: Resource = resource(
    "Patient",
    "p1",
    identifier=[
        number(f"{VN}/sid/national_id", "001085012345"),
        number(f"{VN}/sid/MRN", "BN1"),
        number(f"{NGUYEN}/sid/bhyt", "GD4010123456789"),
    ],
    name=[{"use": "official", "text": "Nguyễn Văn An"}],
    gender="male",
    birthDate="1985-07-04",
    _birthDate={
        "extension": [
            {
                "url": "http://hl7.org/fhir/StructureDefinition/patient-birthTime",
                "valueDateTime": "1985-07-04T05:10:00+07:00",
            }
        ]
    },
    telecom=[{"system": "phone", "value": "0903172645"}],
    address=[{"use": "home", "line": ["12 Hàng Bông"], "city": "Hà Nội"}],
    extension=[
        {
            "url": f"{VN}/StructureDefinition/occupation",
            "valueCodeableConcept": concept("x", "00000", ""),
        }
    ],
    contact=[
        {"relationship": [concept("v3", "MTH")], "name": {"family": "Trần", "given": ["Thị", "Bé"]}}
    ],
    multipleBirthInteger=1,
)
FATHER = resource(
    "RelatedPerson",
    "f1",
    patient=PATIENT,
    relationship=[concept("v3", "FTH")],
    name=[{"text": "Nguyễn Văn Cha"}],
    identifier=[number(f"{NGUYEN}/sid/cccd", "001060012345")],
)
HOSPITAL = resource("Organization", "o1", identifier=[number(f"{VN}/sid/provider-code", "01013")])
OTHER_HOSPITAL = resource("Organization", "o2", identifier=[number(f"{NGUYEN}/sid/cskcb", "01816")])
DOCTOR = resource(
    "Practitioner", "d1", identifier=[number(f"{VN}/sid/provider-license-number", "001234/HNO")]
)
ROLE = resource("PractitionerRole", "r1", practitioner={"reference": "Practitioner/d1"})
BY = {"reference": "Practitioner/d1"}
ENCOUNTER = resource(
    "Encounter",
    "e1",
    status="finished",
    subject=PATIENT,
    identifier=[number(f"{VN}/sid/VisitNumber", "LK1")],
    **{"class": {"code": "IMP"}},
    period={"start": "2026-03-02T08:00:00+07:00", "end": "2026-03-05T10:00:00+07:00"},
    serviceProvider={"reference": "Organization/o1"},
    participant=[{"individual": BY}],
    reasonCode=[concept("x", "", "Sốt cao")],
    diagnosis=[{"condition": {"reference": "Condition/c1"}, "rank": 1}],
    hospitalization={
        "origin": {"reference": "Organization/o2"},
        "dischargeDisposition": concept("x", "1"),
    },
    basedOn=[{"reference": "ServiceRequest/out"}],
)
CLINICAL: tuple[Resource, ...] = (
    resource(
        "Condition",
        "c1",
        subject=PATIENT,
        encounter=VISIT,
        code=concept("http://hl7.org/fhir/sid/icd-10", "a970", "Sốt xuất huyết"),
        clinicalStatus=concept("x", "active"),
        onsetDateTime="2026-03-01",
    ),
    resource(
        "Condition",
        "c2",
        subject=PATIENT,
        category=[concept("x", "problem-list-item")],
        code=concept("http://snomed.info/sct", "38341003", "Hypertension"),
    ),
    resource(
        "Observation",
        "b1",
        status="final",
        subject=PATIENT,
        encounter=VISIT,
        code=concept("http://loinc.org", "2339-0", "Glucose"),
        issued="2026-03-02T09:00:00+07:00",
        valueQuantity={"value": 5.40, "unit": "mmol/L"},
        interpretation=[concept("x", "N")],
        referenceRange=[
            {"low": {"value": 3.9, "unit": "mmol/L"}, "high": {"value": 6.4, "unit": "mmol/L"}}
        ],
    ),
    resource(
        "Observation",
        "b2",
        status="final",
        subject=PATIENT,
        encounter=VISIT,
        code=concept("http://loinc.org", "85354-9", "BP"),
        effectiveDateTime="2026-03-02T09:05:00+07:00",
        component=[
            {"code": concept("http://loinc.org", "8480-6"), "valueQuantity": {"value": 120}},
            {"code": concept("http://loinc.org", "8462-4"), "valueInteger": 80},
        ],
    ),
    resource(
        "Observation",
        "b3",
        status="final",
        subject=PATIENT,
        encounter=VISIT,
        code={"text": "Nhóm máu"},
        valueCodeableConcept={"text": "O"},
        effectivePeriod={"start": "2026-03-02T09:05:00+07:00"},
        performer=[{"reference": "PractitionerRole/r1"}],
    ),
    resource(
        "Procedure",
        "x1",
        status="completed",
        subject=PATIENT,
        encounter=VISIT,
        code=concept(f"{VN}/CodeSystem/dvkt", "02.1896", "Khám nội"),
        performer=[{"actor": BY}],
        performedPeriod={"start": "2026-03-02T10:00:00+07:00", "end": "2026-03-02T11:00:00+07:00"},
    ),
    resource(
        "AllergyIntolerance",
        "a1",
        patient=PATIENT,
        code=concept("http://snomed.info/sct", "91936005", "Penicillin"),
        category=["medication"],
        criticality="high",
        type="allergy",
        reaction=[{"manifestation": [{"text": "Mẩn ngứa"}]}],
    ),
    resource(
        "Immunization",
        "i1",
        status="completed",
        patient=PATIENT,
        occurrenceDateTime="2026-01-05",
        vaccineCode=concept("http://hl7.org/fhir/sid/cvx", "140", "Cúm"),
        lotNumber="L7",
        protocolApplied=[{"doseNumberPositiveInt": 1}],
        doseQuantity={"value": 0.5, "code": "mL"},
    ),
    resource(
        "MedicationRequest",
        "m1",
        status="active",
        subject=PATIENT,
        encounter=VISIT,
        requester=BY,
        medicationReference={"reference": "#drug"},
        authoredOn="2026-03-02T09:30:00+07:00",
        contained=[
            resource(
                "Medication",
                "drug",
                code={"text": "Oresol"},
                ingredient=[{"itemCodeableConcept": {"text": "Glucose"}}],
            )
        ],
        dosageInstruction=[{"text": "Ngày 2 gói", "patientInstruction": "Pha nước"}],
        dispenseRequest={"quantity": {"value": 10, "unit": "gói"}},
    ),
    resource(
        "MedicationDispense",
        "m2",
        status="completed",
        subject=PATIENT,
        context=VISIT,
        medicationCodeableConcept=concept(
            "http://www.nlm.nih.gov/research/umls/rxnorm", "161", "Paracetamol"
        ),
        whenHandedOver="2026-03-02T12:00:00+07:00",
        quantity={"value": 20},
        performer=[{"actor": BY}],
    ),
    resource(
        "ServiceRequest",
        "s1",
        status="active",
        subject=PATIENT,
        encounter=VISIT,
        intent="order",
        identifier=[
            {"type": concept("v2", "PLAC"), "value": "P1"},
            {"type": concept("v2", "ACSN"), "value": "A9"},
        ],
        code=concept("http://loinc.org", "24627-2", "CT ngực"),
        requester=BY,
    ),
    resource(
        "ServiceRequest",
        "out",
        status="active",
        subject=PATIENT,
        encounter=VISIT,
        intent="order",
        requisition={"value": "GCT-7"},
        category=[concept("http://snomed.info/sct", "3457005")],
        performer=[{"reference": "Organization/o2"}],
        authoredOn="2026-03-05",
        reasonCode=[concept("http://hl7.org/fhir/sid/icd-10", "A97.0", "Sốt xuất huyết")],
    ),
    resource(
        "Appointment",
        "ap1",
        status="booked",
        start="2026-03-12T08:00:00+07:00",
        participant=[{"actor": PATIENT, "status": "accepted"}],
    ),
    resource(
        "ImagingStudy",
        "im1",
        status="available",
        subject=PATIENT,
        encounter=VISIT,
        identifier=[
            number("urn:dicom:uid", "urn:oid:1.2.3"),
            {"type": concept("v2", "ACSN"), "value": "A9"},
        ],
        series=[
            {
                "uid": "1.2.3.1",
                "modality": {"code": "CT"},
                "number": 1,
                "numberOfInstances": 3,
                "bodySite": {"display": "Ngực"},
            }
        ],
        numberOfInstances=3,
        endpoint=[{"reference": "#pacs"}],
        contained=[resource("Endpoint", "pacs", address="https://pacs.example/wado")],
    ),
    resource(
        "DiagnosticReport",
        "dr1",
        status="final",
        subject=PATIENT,
        encounter=VISIT,
        code={"text": "Công thức máu"},
        issued="2026-03-02T10:00:00+07:00",
        conclusion="Bình thường",
        result=[{"reference": "Observation/b1"}],
    ),
    resource(
        "DocumentReference",
        "dc1",
        status="current",
        subject=PATIENT,
        context={"encounter": [VISIT]},
        description="Giấy ra viện",
        content=[{"attachment": {"url": "https://x.example/1", "contentType": "application/pdf"}}],
    ),
    resource(
        "Composition",
        "cp1",
        status="final",
        subject=PATIENT,
        encounter=VISIT,
        title="Tóm tắt",
        date="2026-03-05",
        section=[{"title": "Diễn biến"}],
        author=[BY],
    ),
    resource(
        "Consent",
        "cs1",
        status="active",
        patient=PATIENT,
        scope={"text": "Điều trị"},
        provision={"type": "permit"},
        meta={"security": [{"code": "R"}]},
    ),
    resource(
        "Coverage",
        "cv1",
        status="active",
        beneficiary=PATIENT,
        subscriberId="GD4010123456789",
        payor=[{"display": "BHXH Hà Nội"}],
        period={"start": "2026-01-01", "end": "2026-12-31"},
    ),
    resource("Goal", "g1", subject=PATIENT),
)
EVERYTHING: tuple[Resource, ...] = (
    WHO,
    FATHER,
    HOSPITAL,
    OTHER_HOSPITAL,
    DOCTOR,
    ROLE,
    ENCOUNTER,
    *CLINICAL,
)


def bundle(*resources: Resource, kind: str = "transaction", **more: Any) -> Resource:
    """A Bundle; the encounter is named by its urn:uuid, the others by relative URL."""
    entries = [
        {
            "fullUrl": "urn:uuid:e1"
            if r.get("id") == "e1"
            else f"https://h.example/fhir/{r['resourceType']}/{r.get('id')}",
            "resource": r,
        }
        for r in resources
    ]
    return {"resourceType": "Bundle", "type": kind, "entry": entries, **more}


def encoded(value: Mapping[str, Any]) -> bytes:
    """Write a resource as JSON."""
    return json.dumps(value, ensure_ascii=False).encode()


def lines(*resources: Resource) -> bytes:
    """Write resources as newline-delimited JSON."""
    return b"\n".join(encoded(each) for each in resources) + b"\n"


def markup(value: Resource) -> str:
    """Write a resource as FHIR XML."""
    kind = value["resourceType"]
    return f'<{kind} xmlns="http://hl7.org/fhir">{_elements(value)}</{kind}>'


def _elements(value: Mapping[str, Any]) -> str:
    made = []
    for name, said in value.items():
        if name != "resourceType" and not name.startswith("_"):
            made += [_element(name, each) for each in (said if isinstance(said, list) else [said])]
    return "".join(made)


def _element(name: str, said: Any) -> str:
    if isinstance(said, dict) and "resourceType" in said:
        kind = said["resourceType"]
        return f"<{name}><{kind}>{_elements(said)}</{kind}></{name}>"
    if isinstance(said, dict):
        url = f' url="{said["url"]}"' if "url" in said else ""
        inner = {key: value for key, value in said.items() if key != "url" or "contentType" in said}
        return f"<{name}{url}>{_elements(inner)}</{name}>"
    plain = {True: "true", False: "false"}.get(said, said) if isinstance(said, bool) else said
    return f'<{name} value="{plain}"/>'
