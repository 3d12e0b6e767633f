"""FHIR as senders write it who know neither of the Vietnamese guides."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from graph.model import Diagnosis, Observation, OtherResource, Record
from ingest.reading import Reading
from ingest.wires import read

AT = dt.datetime(2026, 3, 12, tzinfo=dt.UTC)
PATIENT = {"resourceType": "Patient", "id": "p1", "name": [{"text": "Lê An"}]}
RESULT = {
    "resourceType": "Observation", "id": "o1", "status": "final", "code": {"text": "Đường huyết"},
    "subject": {"reference": "Patient/p1"}, "valueQuantity": {"value": 5},
}  # fmt: skip


def said(value: Any, **how: Any) -> Reading:
    """Read JSON."""
    return read(json.dumps(value, ensure_ascii=False, **how).encode(), AT)


def record(*identifiers: dict[str, Any]) -> Record:
    """The record of a patient with these identifiers."""
    return said({**PATIENT, "identifier": list(identifiers)}).records[0]


@pytest.mark.parametrize(
    ("identifier", "field"),
    [
        ({"system": "http://benhvien.example/sid/cccd"}, "personal_number"),
        ({"system": "urn:vn:cmnd"}, "personal_number"),
        ({"type": {"text": "Căn cước công dân"}}, "personal_number"),
        ({"type": {"text": "Số CCCD"}, "system": "urn:x"}, "personal_number"),
        ({"system": "https://bhxh.example/the-bhyt"}, "insurance_numbers"),
        ({"type": {"text": "Thẻ BHYT"}}, "insurance_numbers"),
        ({"type": {"coding": [{"code": "HC"}]}}, "insurance_numbers"),
    ],
)
def test_numbers_by_the_name_of_their_system(identifier: dict[str, Any], field: str) -> None:
    """The end of an unknown URI, or the words of the type, say what a number is."""
    who = record({**identifier, "value": "001190012345"}).identity
    assert getattr(who, field) in {"001190012345", ("001190012345",)}


@pytest.mark.parametrize(
    ("identifiers", "code"),
    [
        ([{"system": "http://bv.example/patients", "value": "BN7"}], "BN7"),
        ([{"system": "http://bv.example/sid/ma-bn", "value": "BN7"}, {"value": "X"}], "BN7"),
        ([{"value": "A"}, {"value": "B"}], "p1"),
        ([{"system": "http://bv.example/sid/cccd", "value": "001190012345"}], "p1"),
        ([{"type": {"coding": [{"code": "DL"}]}, "value": "79"}], "p1"),
    ],
)
def test_the_facilitys_own_code(identifiers: list[dict[str, Any]], code: str) -> None:
    """What is said to be it, else the only number of which nobody says what it is, else the id."""
    assert record(*identifiers).local_id == code


@pytest.mark.parametrize(
    ("coding", "found"),
    [
        ({"system": "http://hl7.org/fhir/sid/icd-10", "code": "j189"}, ("icd10", "J18.9")),
        ({"system": "urn:oid:2.16.840.1.113883.6.3", "code": "J18.9"}, ("icd10", "J18.9")),
        ({"system": "http://terminology.example/ICD10", "code": "J18.9"}, ("icd10", "J18.9")),
        ({"system": "http://bv.example/cs/icd-10-vn", "code": "J18.9"}, ("icd10", "J18.9")),
        ({"system": "http://who.example/icd10/2019", "code": "x"}, ("local:01929", "x")),
        ({"code": "J18.9†"}, ("icd10", "J18.9")),
        ({"code": "viêm"}, ("local:01929", "viêm")),
        ({"system": "http://x.example/snomed-ct", "code": "233604007"}, ("snomed", "233604007")),
        ({"system": "http://bv.example/thuoc", "code": "A1"}, ("local:01929", "A1")),
    ],
)
def test_codes_of_diagnoses(coding: dict[str, str], found: tuple[str, str]) -> None:
    """ICD-10 by any name; what only the sender can explain carries the sender's name."""
    condition = {**RESULT, "resourceType": "Condition", "code": {"coding": [coding]}}
    (event,) = said([PATIENT, condition]).sent_by("01929").records[0].events
    assert isinstance(event, Diagnosis)
    assert (event.system, event.code) == found


def test_own_codes_of_drugs_carry_the_senders_name() -> None:
    """So do the items of a prescription."""
    drug = {"coding": [{"system": "urn:bv", "code": "T1"}, {"system": "http://loinc.org",
            "code": "1"}]}  # fmt: skip
    order = {**RESULT, "resourceType": "MedicationRequest", "medicationCodeableConcept": drug}
    (event,) = said(order).sent_by("01929").records[0].events
    assert [code.system for code in event.items[0].codes] == ["local:01929", "loinc"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([PATIENT, RESULT]).encode(),
        b"\xef\xbb\xbf \n" + json.dumps([[PATIENT], RESULT, PATIENT]).encode(),
        json.dumps({"entry": [{"resource": RESULT}] * 200, "resourceType": "Bundle"}).encode(),
        json.dumps([PATIENT, RESULT]).encode("utf-16"),
        f'<?xml version="1.0" encoding="UTF-16"?><Patient xmlns="http://hl7.org/fhir">'
        f'<!--{"x" * 5000}--><id value="p1"/></Patient>'.encode("utf-16"),
    ],
    ids=["list", "list in a list", "type last", "UTF-16", "XML in UTF-16"],
)
def test_wrappings(data: bytes) -> None:
    """A list of resources, names in another order, other encodings: known and read."""
    found = read(data, AT)
    assert found.rejected is None
    assert found.records[0].local_id == "p1"


def test_what_is_no_resource_in_a_list_is_said() -> None:
    """It is a finding with its place, and the rest is read."""
    found = said([PATIENT, 7, RESULT])
    assert [(f.rule, f.row) for f in found.findings] == [("json-line", 2)]
    assert isinstance(found.records[0].events[0], Observation)


@pytest.mark.parametrize("keys", [["x" * 5000, "healthgraph"], ["facility", "healthgraph"]])
def test_json_of_our_own_in_any_order(keys: list[str]) -> None:
    """Names in JSON have no order: the mark may come last."""
    form = {"facility": "01929", "local_id": "B1", "identity": {"name": keys[0]},
            "healthgraph": "healthgraph-record/1"}  # fmt: skip
    assert said(form).wire == "healthgraph-json"


@pytest.mark.parametrize(
    ("element", "target"),
    [
        ("target", "Observation/o1"),
        ("target", "Patient/p1"),
        ("target", "Encounter/e1"),
        ("entity", "Observation/o1"),
    ],
)
def test_provenance_goes_with_what_it_is_about(element: str, target: str) -> None:
    """It is counted where the resource stands that it speaks of."""
    visit = {"resourceType": "Encounter", "id": "e1", "subject": RESULT["subject"]}
    kind = {"target": "Provenance", "entity": "AuditEvent"}[element]
    reference = {"reference": target}
    about = reference if element == "target" else {"what": reference}
    found = said([PATIENT, RESULT, visit, {"resourceType": kind, "id": "v", element: [about]}])
    assert found.findings == ()
    (where,) = [r for r in found.records for e in r.events if isinstance(e, OtherResource)]
    assert (where.local_id, where.visit) == ("p1", "e1" if "Encounter" in target else "")


def test_provenance_of_what_is_not_here() -> None:
    """A target that names the patient is enough; of any other one nobody knows whose it is."""
    here = {"resourceType": "Provenance", "id": "v", "target": [{"reference": "Patient/p1"}]}
    assert said(here).records[0].local_id == "p1"
    lost = {**here, "target": [{"reference": "Observation/o1"}]}
    assert [f.rule for f in said([PATIENT, lost]).findings] == ["fhir-no-patient"]


def test_the_facility_of_a_message_by_the_name_of_its_system() -> None:
    """MessageHeader names the sender by a code under a URI of its own."""
    sender = {"identifier": {"system": "http://bv.example/sid/ma-cskcb", "value": "01929"}}
    header = {"resourceType": "MessageHeader", "id": "h", "sender": sender}
    assert said([header, PATIENT]).facility == "01929"
