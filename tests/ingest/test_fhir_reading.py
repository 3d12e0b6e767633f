"""What is read of FHIR: every kind of resource, every shape of message, every way to refer."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from graph.model import (
    Allergy,
    Appointment,
    Coverage,
    Diagnosis,
    Document,
    Encounter,
    Event,
    ImagingStudy,
    Immunization,
    Observation,
    PatientMerge,
    Prescription,
    Record,
    Referral,
    Service,
    ServiceRequest,
)
from ingest.reading import Reading
from ingest.wires import read
from mpi.identity import Kinship, Sex
from tests.ingest.bundles import (
    CLINICAL,
    DOCTOR,
    ENCOUNTER,
    EVERYTHING,
    HOSPITAL,
    PATIENT,
    VISIT,
    VN,
    WHO,
    Resource,
    bundle,
    concept,
    encoded,
    lines,
    markup,
    resource,
)

AT = dt.datetime(2026, 3, 6, 1, 0, tzinfo=dt.UTC)


def reading(*resources: Resource, **more: Any) -> Reading:
    """Read a Bundle of resources."""
    return read(encoded(bundle(*resources, **more)), AT)


def by_visit(it: Reading) -> dict[str, Record]:
    """Records by their visit."""
    return {record.visit: record for record in it.records}


def only(it: Reading, kind: type[Any], place: int = 0) -> Any:
    """An event of a kind among all records."""
    return [e for record in it.records for e in record.events if isinstance(e, kind)][place]


def test_everything_becomes_two_records() -> None:
    """One of the visit and one of what belongs to no visit, of the facility that provides it."""
    it = reading(*EVERYTHING)
    assert it.rejected is None
    assert it.findings == ()
    assert [(r.facility, r.local_id, r.visit) for r in it.records] == [
        ("01013", "BN1", "LK1"),
        ("01013", "BN1", ""),
    ]
    assert sum(it.counts.values()) == len(EVERYTHING)
    kinds = Counter(type(e).__name__ for record in it.records for e in record.events)
    assert kinds == Counter(
        Encounter=1,
        Diagnosis=2,
        Observation=4,
        Service=1,
        Allergy=1,
        Immunization=1,
        Prescription=2,
        ServiceRequest=1,
        Referral=1,
        Appointment=1,
        ImagingStudy=1,
        Document=4,
        Coverage=1,
        OtherResource=1,
    )


def test_who_the_patient_is() -> None:
    """Numbers by both guides' systems, birth time, kin of contact and RelatedPerson."""
    who = reading(*EVERYTHING).records[0].identity
    assert (who.name, who.sex, who.personal_number) == ("Nguyễn Văn An", Sex.MALE, "001085012345")
    assert (who.insurance_numbers, who.phones) == (("GD4010123456789",), ("0903172645",))
    assert (who.birth_time, who.occupation, who.birth_order) == ("0510", "00000", 1)
    assert who.address.text == "12 Hàng Bông, Hà Nội"
    assert [(r.kinship, r.name) for r in who.relatives] == [
        (Kinship.MOTHER, "Trần Thị Bé"),
        (Kinship.FATHER, "Nguyễn Văn Cha"),
    ]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            Encounter,
            {
                "kind": "03",
                "referred_from": "01816",
                "letter": "GCT-7",
                "status": "closed",
                "numbers": ("LK1", "e1"),
                "practitioners": ("001234/HNO",),
                "ending": "1",
            },
        ),
        (Diagnosis, {"role": "main", "code": "A97.0", "as_sent": "a970", "system": "icd10"}),
        (
            Observation,
            {
                "code": "2339-0",
                "system": "loinc",
                "value": "5.4",
                "unit": "mmol/L",
                "abnormal": "N",
                "reference": "3.9 mmol/L – 6.4 mmol/L",
            },
        ),
        (Service, {"code": "02.1896", "system": "", "role": "procedure"}),
        (Allergy, {"code": "91936005", "reactions": ("Mẩn ngứa",), "criticality": "high"}),
        (Immunization, {"code": "140", "lot": "L7", "dose": "1", "unit": "mL"}),
        (ServiceRequest, {"placer": "P1", "accession": "A9", "requester": "001234/HNO"}),
        (
            Referral,
            {"letter": "GCT-7", "sender": "01013", "receiver": "01816", "main_code": "A97.0"},
        ),
        (Appointment, {"day": dt.date(2026, 3, 12), "status": "booked"}),
        (
            ImagingStudy,
            {
                "uid": "1.2.3",
                "accession": "A9",
                "modalities": ("CT",),
                "body_site": "Ngực",
                "endpoint": "https://pacs.example/wado",
            },
        ),
        (Document, {"kind": "report", "wording": "Công thức máu", "restricted": False}),
        (Coverage, {"number": "GD4010123456789", "payer": "BHXH Hà Nội"}),
    ],
)
def test_what_a_resource_says(kind: type[Event], said: dict[str, object]) -> None:
    """The first event of each kind holds what its resource says."""
    event = only(reading(*EVERYTHING), kind)
    assert {key: getattr(event, key) for key in said} == said


def test_a_drug_may_be_contained_and_handed_out() -> None:
    """Ordered and dispensed, with the drug of a contained Medication."""
    it = reading(*EVERYTHING)
    ordered, handed_out = (only(it, Prescription, n) for n in (0, 1))
    (drug,), (given,) = ordered.items, handed_out.items
    assert (ordered.prescriber, drug.drug, drug.ingredient) == ("001234/HNO", "Oresol", "Glucose")
    assert (drug.dose, drug.instructions, drug.unit) == ("Ngày 2 gói", "Pha nước", "gói")
    assert (given.system, given.code, given.dispensed_at) == (
        "rxnorm",
        "161",
        dt.datetime(2026, 3, 2, 5, tzinfo=dt.UTC),
    )


def test_a_component_is_a_result_of_its_own() -> None:
    """Blood pressure gives two numbers that name their panel, and no empty third."""
    seen = [e for e in by_visit(reading(*EVERYTHING))["LK1"].events if isinstance(e, Observation)]
    assert [(e.code, e.value, e.panel, e.origin.row) for e in seen[1:3]] == [
        ("8480-6", "120", "loinc|85354-9", 2),
        ("8462-4", "80", "loinc|85354-9", 3),
    ]
    assert seen[3].value == "O"


def test_restricted_papers_stay_restricted() -> None:
    """A security label of the law keeps a paper out of the book."""
    papers = [e for e in by_visit(reading(*EVERYTHING))[""].events if isinstance(e, Document)]
    assert [(paper.kind, paper.restricted) for paper in papers] == [("consent", True)]


def as_lines() -> bytes:
    """Everything, one resource a line."""
    return lines(*({**r, "id": r["id"]} for r in EVERYTHING)).replace(
        b"urn:uuid:e1", b"Encounter/e1"
    )


@pytest.mark.parametrize(
    "data",
    [
        as_lines(),
        markup(bundle(*EVERYTHING)).encode(),
        encoded(bundle(bundle(*EVERYTHING), kind="collection")),
        encoded(bundle(*EVERYTHING, kind="message", timestamp="2026-03-05T11:00:00+07:00")),
    ],
    ids=["lines", "xml", "nested", "message"],
)
def test_every_shape_of_message_says_the_same(data: bytes) -> None:
    """JSON lines, XML and bundles in bundles give the same events."""
    plain, other = reading(*EVERYTHING), read(data, AT)
    told = [[(type(e), getattr(e, "code", "")) for e in r.events] for r in plain.records]
    assert [[(type(e), getattr(e, "code", "")) for e in r.events] for r in other.records] == told
    assert other.wire == "fhir-r4"


@pytest.mark.parametrize(
    "reference",
    [
        {"reference": "Patient/p1"},
        {"reference": "https://h.example/fhir/Patient/p1"},
        {"reference": "https://h.example/fhir/Patient/p1/_history/3"},
        {"reference": "Patient?identifier=http://fhir.ehealth.gov.vn/core/sid/MRN|BN1"},
        {"reference": "Patient?identifier=BN1"},
        {"reference": f"Patient?identifier={quote(f'{VN}/sid/MRN|BN1', safe='')}"},
        {"identifier": {"system": "http://fhir.ehealth.gov.vn/core/sid/MRN", "value": "BN1"}},
        {
            "type": "Patient",
            "identifier": {"system": "http://fhir.ehealth.gov.vn/core/sid/MRN", "value": "BN1"},
        },
    ],
)
def test_every_way_to_refer_to_the_patient(reference: Resource) -> None:
    """Relative, absolute, versioned, conditional and logical references find the same patient."""
    seen = resource("Observation", "b", status="final", subject=reference, code={"text": "x"})
    (record,) = reading(WHO, HOSPITAL, seen).records
    assert (record.local_id, record.identity.name) == ("BN1", "Nguyễn Văn An")


@pytest.mark.parametrize(
    ("reference", "code"),
    [({"reference": "Patient/77"}, "77"), ({"reference": "Patient?identifier=x|BN9"}, "BN9")],
)
def test_a_patient_elsewhere_is_named_by_code(reference: Resource, code: str) -> None:
    """A resource alone speaks of a patient whose record is elsewhere, and of a visit too."""
    seen = resource(
        "Observation",
        "b",
        status="final",
        subject=reference,
        code={"text": "x"},
        encounter={"reference": "Encounter/E9"},
    )
    (record,) = read(encoded(seen), AT).records
    assert (record.local_id, record.visit, record.facility) == (code, "E9", "")
    assert record.identity.name == ""


def test_the_sender_is_who_sends_when_nobody_is_named() -> None:
    """A message without any facility is of the account that sent it."""
    it = read(encoded(WHO), AT)
    assert [r.facility for r in it.records] == [""]
    assert [(r.facility, r.source.facility) for r in it.sent_by("01013").records] == [
        ("01013",) * 2
    ]
    named = reading(*EVERYTHING)
    assert named.sent_by("01004").records == named.records


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("sender", {"reference": "Organization/o1"}),
        (
            "responsible",
            {
                "identifier": {
                    "system": "http://fhir.ehealth.gov.vn/core/sid/provider-code",
                    "value": "01013",
                }
            },
        ),
    ],
)
def test_a_message_names_its_sender(element: str, value: Resource) -> None:
    """MessageHeader, by reference or by identifier."""
    header = resource("MessageHeader", "h", **{element: value})
    assert reading(header, HOSPITAL, WHO).facility == "01013"


def test_managing_organization_and_location() -> None:
    """The patient's organization, and an encounter whose provider is a location of one."""
    managed = {**WHO, "managingOrganization": {"reference": "Organization/o1"}}
    assert reading(managed, HOSPITAL).facility == "01013"
    ward = resource("Location", "l", managingOrganization={"reference": "Organization/o1"})
    (record,) = reading(
        WHO, HOSPITAL, ward, {**ENCOUNTER, "serviceProvider": {"reference": "Location/l"}}
    ).records
    assert record.facility == "01013"


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled"])
def test_what_was_entered_in_error_is_taken_back(status: str) -> None:
    """The table is spoken of, and has no event."""
    wrong = {**CLINICAL[2], "status": status}
    record = by_visit(reading(WHO, HOSPITAL, ENCOUNTER, wrong))["LK1"]
    assert "Observation/b1" in record.tables
    assert not [e for e in record.events if isinstance(e, Observation)]


def test_deleted_and_refuted_are_taken_back() -> None:
    """A DELETE of a transaction and a verification status do the same."""
    refuted = {**CLINICAL[0], "verificationStatus": concept("x", "entered-in-error")}
    asked = bundle(WHO, HOSPITAL, ENCOUNTER, refuted, CLINICAL[2])
    asked["entry"][-1]["request"] = {"method": "DELETE", "url": "Observation/b1"}
    record = by_visit(read(encoded(asked), AT))["LK1"]
    assert [type(e) for e in record.events] == [Encounter]
    assert {"Observation/b1", "Condition/c1"} <= record.tables


@pytest.mark.parametrize("place", [0, 2])
def test_what_is_refuted_is_no_diagnosis(place: int) -> None:
    """An illness that was looked for and not found is none of the patient's."""
    said = {**CLINICAL[0], "verificationStatus": concept("x", ("refuted", "", "confirmed")[place])}
    record = by_visit(reading(WHO, HOSPITAL, ENCOUNTER, said))["LK1"]
    assert "Condition/c1" in record.tables
    assert [type(e) for e in record.events if isinstance(e, Diagnosis)] == [Diagnosis][: place // 2]


@pytest.mark.parametrize("url", ["Observation/b1", "Observation?identifier=s|b1", "??"])
def test_a_deletion_without_its_resource_is_said(url: str) -> None:
    """Nobody knows whose it is: a finding says what to send, and the rest is kept."""
    asked = bundle(WHO, HOSPITAL, ENCOUNTER)
    asked["entry"].append({"request": {"method": "DELETE", "url": url}})
    found = read(encoded(asked), AT)
    assert [(each.rule, each.severity) for each in found.findings] == [("fhir-deletion", "error")]
    assert len(found.records) == 1


@pytest.mark.parametrize(
    ("status", "kept"),
    [
        ("cancelled", "cancelled"),
        ("entered-in-error", "cancelled"),
        ("planned", "planned"),
        ("in-progress", "open"),
    ],
)
def test_a_cancelled_visit_is_kept_as_cancelled(status: str, kept: str) -> None:
    """An encounter says itself whether it took place."""
    assert only(reading(WHO, HOSPITAL, {**ENCOUNTER, "status": status}), Encounter).status == kept


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (
            {"versionId": "1", "lastUpdated": "2026-03-02T00:00:00Z"},
            {"versionId": "2", "lastUpdated": "2026-03-03T00:00:00Z"},
        ),
        (
            {"versionId": "2", "lastUpdated": "2026-03-02T00:00:00Z"},
            {"versionId": "10", "lastUpdated": "2026-03-02T00:00:00Z"},
        ),
        ({"versionId": "9"}, {"versionId": "10"}),
    ],
)
def test_versions_sort_as_the_server_made_them(older: Resource, newer: Resource) -> None:
    """By the time of the update, then by version, whatever arrives first."""
    editions = [
        by_visit(reading(WHO, HOSPITAL, ENCOUNTER, {**CLINICAL[2], "meta": meta}))["LK1"].editions[
            "Observation/b1"
        ]
        for meta in (older, newer)
    ]
    assert editions[0] < editions[1]


@pytest.mark.parametrize(
    ("kind", "survivor", "other"), [("replaced-by", "BN2", "BN1"), ("replaces", "BN1", "BN2")]
)
def test_a_link_between_patients_is_a_merge(kind: str, survivor: str, other: str) -> None:
    """`replaced-by` and `replaces` say which code is given up; `seealso` says nothing."""
    linked = {**WHO, "link": [{"other": {"reference": "Patient/BN2"}, "type": kind}]}
    merge = only(reading(linked, HOSPITAL), PatientMerge)
    assert (merge.survivor, merge.other) == (survivor, other)
    beside = {**WHO, "link": [{"other": {"reference": "Patient/BN2"}, "type": "seealso"}]}
    assert reading(beside, HOSPITAL).records[0].events == ()


def test_what_names_no_patient_is_said() -> None:
    """It stays in the message, and a finding tells the sender."""
    it = reading(WHO, HOSPITAL, resource("Observation", "b", status="final", code={"text": "x"}))
    assert [(f.rule, f.table) for f in it.findings] == [("fhir-no-patient", "Observation/b")]


def test_the_encounter_tells_the_patient() -> None:
    """A resource that names only its visit is of the visit's patient."""
    seen = resource("Observation", "b", status="final", code={"text": "x"}, encounter=VISIT)
    assert [type(e) for e in by_visit(reading(WHO, HOSPITAL, ENCOUNTER, seen))["LK1"].events] == [
        Encounter,
        Observation,
    ]


def test_directories_alone_are_no_records() -> None:
    """Organizations and practitioners are counted, and speak of nobody."""
    it = reading(HOSPITAL, DOCTOR)
    assert (it.rejected, it.records, it.counts) == (
        None,
        (),
        {"Organization": 1, "Practitioner": 1},
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"resourceType":"Bundle","entry":[]}', "fhir-empty"),
        (b'{"resourceType":"Patient","id":', "json"),
        (b'{"resourceType":"Patient","multipleBirthInteger":NaN}', "json"),
        (b'{"resourceType":"Patient","a":' + b"[" * 30_000, "too-deep"),
        (b'<Patient xmlns="http://hl7.org/fhir"><id value="1"', "xml-cut"),
        (b'{"resourceType":"Patient"\n[1]\nno', "json"),
    ],
    ids=range(6),
)
def test_what_cannot_be_read_is_rejected(data: bytes, code: str) -> None:
    """With the reason, and never by an exception."""
    it = read(data, AT)
    assert it.records == ()
    assert it.rejected is not None
    assert it.rejected.code in {code, "xml"}


def test_a_patient_without_any_code_is_nobody() -> None:
    """Nothing tells it from others at its facility, so it is said, and kept in the message."""
    it = read(b'{"resourceType":"Patient","gender":"male"}', AT)
    assert (it.records, [f.rule for f in it.findings]) == ((), ["fhir-no-patient"])


def test_a_bad_line_is_left_out() -> None:
    """The other lines are read."""
    it = read(lines(WHO) + b"{broken\n" + lines(HOSPITAL), AT)
    assert [(f.rule, f.row) for f in it.findings] == [("json-line", 2)]
    assert len(it.records) == 1


@pytest.mark.parametrize(
    "patient",
    [
        {"birthDate": "not a date", "address": "Hanoi", "name": "An", "telecom": [1], "link": [5]},
        {
            "birthDate": ["1985"],
            "gender": {"a": 1},
            "identifier": [{"value": 7}, 3],
            "contact": [{}],
        },
        {
            "birthDate": "1985-13",
            "multipleBirthInteger": "many",
            "extension": [{"url": 4}],
            "_birthDate": {
                "extension": [{"url": "x-patient-birthTime", "valueDateTime": "?"}, {"url": "y"}]
            },
        },
    ],
)
def test_a_patient_of_wrong_types_is_still_a_patient(patient: Resource) -> None:
    """Whatever cannot be read is unknown."""
    (record,) = reading({"resourceType": "Patient", "id": "p1", **patient}).records
    assert record.local_id == "p1"
    assert record.identity.birth_date is None or record.identity.birth_date.year == 1985


def test_references_into_nothing() -> None:
    """A practitioner by display or identifier, a drug by display, a dead contained reference."""
    order = resource(
        "MedicationRequest",
        "m",
        status="active",
        subject=PATIENT,
        requester={"display": "BS Hoà"},
        medicationReference={"reference": "#none", "display": "Oresol"},
    )
    event = only(reading(WHO, HOSPITAL, order), Prescription)
    assert (event.prescriber, event.items[0].drug) == ("BS Hoà", "Oresol")


def test_a_record_of_another_facility_stays_its_own() -> None:
    """Only what names no facility becomes the sender's."""
    it = reading(*EVERYTHING)
    own = it.records[0]
    both = replace(it, records=(own, replace(own, facility=""))).sent_by("01999")
    assert [record.facility for record in both.records] == ["01013", "01999"]


def test_a_birth_time_is_found_among_other_extensions() -> None:
    """The extension that says it, wherever it stands."""
    time = {
        "url": "http://hl7.org/fhir/StructureDefinition/patient-birthTime",
        "valueDateTime": "2026-03-02T08:15:00+07:00",
    }
    patient = WHO | {"_birthDate": {"extension": [{"url": "http://else"}, time]}}
    assert reading(patient, HOSPITAL, ENCOUNTER).records[0].identity.birth_time == "0815"


def test_narrative_and_empty_entries_say_nothing() -> None:
    """XHTML for people is passed over in XML, and so is an entry without a resource."""
    made = markup(bundle(WHO, HOSPITAL, ENCOUNTER))
    div = '<text><div xmlns="http://www.w3.org/1999/xhtml">An</div></text>'
    assert read(made.replace("<id ", f"{div}<id ", 1).encode(), AT).rejected is None
    told = bundle(WHO, HOSPITAL, ENCOUNTER)
    told["entry"].append({"fullUrl": "urn:uuid:none"})
    assert len(read(encoded(told), AT).records) == len(reading(WHO, HOSPITAL, ENCOUNTER).records)


def test_the_role_of_a_condition_is_its_own() -> None:
    """The visit ranks several conditions: each by the entry that names it."""
    said = [{"condition": {"reference": f"Condition/c{n}"}, "rank": n} for n in (1, 2)]
    conditions = [
        resource(
            "Condition", f"c{n}", subject=PATIENT, encounter=VISIT,
            code=concept("http://hl7.org/fhir/sid/icd-10", code),
        )
        for n, code in ((1, "A97.0"), (2, "I10"))
    ]  # fmt: skip
    it = reading(WHO, HOSPITAL, ENCOUNTER | {"diagnosis": said}, *conditions)
    events = [e for r in it.records for e in r.events if isinstance(e, Diagnosis)]
    assert {e.code: e.role for e in events} == {"A97.0": "main", "I10": "secondary"}
