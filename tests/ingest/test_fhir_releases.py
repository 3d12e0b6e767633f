"""Messages of another FHIR release, and changes that no reader can apply: said, never guessed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ingest.fhir import read
from ingest.reading import Reading
from tests.ingest.bundles import WHO
from tests.ingest.hl7_messages import AT

_OF = {"subject": {"reference": "Patient/p1"}}
_CODE = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "J18.9"}]}


def reading(*entries: dict[str, Any], kind: str = "batch") -> Reading:
    """Read a bundle of entries."""
    bundle = {"resourceType": "Bundle", "type": kind, "entry": list(entries)}
    return read(json.dumps(bundle).encode(), AT)


def of(kind: str, **said: Any) -> dict[str, Any]:
    """A resource of the patient, as an entry."""
    return {"resource": {"resourceType": kind, "id": "x1", **_OF, **said}}


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        (of("Condition", code=_CODE, verificationStatus="entered-in-error"), "fhir-stu3"),
        (of("Condition", code=_CODE, clinicalStatus="active"), "fhir-stu3"),
        (of("AllergyIntolerance", code=_CODE, assertedDate="2018-01-01"), "fhir-stu3"),
        (of("Immunization", status="completed", notGiven=True), "fhir-stu3"),
        (of("Procedure", status="completed", notDone=False, code=_CODE), "fhir-stu3"),
        (of("ProcedureRequest", status="active"), "fhir-stu3"),
        (of("Encounter", status="completed", actualPeriod={"start": "2026-03-02"}), "fhir-r5"),
        (of("Encounter", **{"class": [{"coding": [{"code": "IMP"}]}]}), "fhir-r5"),
        (of("MedicationRequest", medication={"concept": {"text": "Oresol"}}), "fhir-r5"),
        (of("ServiceRequest", code={"concept": _CODE}), "fhir-r5"),
        (of("Procedure", occurrenceDateTime="2026-03-02", code=_CODE), "fhir-r5"),
    ],
)
def test_another_release_is_refused_by_name(entry: dict[str, Any], rule: str) -> None:
    """A message with an element of STU3 or R5 is put aside as a whole, and its release is named."""
    found = reading({"resource": WHO}, entry)
    assert found.rejected is not None
    assert found.rejected.code == rule
    assert found.records == ()


@pytest.mark.parametrize(
    "entry",
    [
        of("Condition", code=_CODE, clinicalStatus={"coding": [{"code": "active"}]}),
        of("Encounter", **{"class": {"code": "IMP"}}, period={"start": "2026-03-02"}),
        of("ServiceRequest", code=_CODE),
        of("ImagingStudy", modality=[{"code": "CT"}], status="available"),
        of("AllergyIntolerance", type="allergy", code=_CODE),
    ],
)
def test_r4_is_taken_for_r4(entry: dict[str, Any]) -> None:
    """The same elements in the form of R4 are no sign of another release."""
    assert reading({"resource": WHO}, entry).rejected is None


PATCH = {"method": "PATCH", "url": "Observation/o1"}
FHIR_PATH = {"resourceType": "Parameters", "parameter": [{"name": "operation"}]}
JSON_PATCH = {
    "resourceType": "Binary",
    "contentType": "application/json-patch+json",
    "data": "W10=",
}


@pytest.mark.parametrize("change", [FHIR_PATH, JSON_PATCH])
def test_a_patch_is_said_not_applied(change: dict[str, Any]) -> None:
    """What changes a resource in part is a finding beside what else the bundle says."""
    found = reading({"resource": WHO}, {"resource": change, "request": PATCH})
    assert [(f.rule, f.table) for f in found.findings] == [("fhir-patch", "Observation/o1")]
    assert [record.local_id for record in found.records] == ["BN1"]


@pytest.mark.parametrize(
    "entry", [{"request": {**PATCH, "method": "DELETE"}}, {"resource": FHIR_PATH, "request": PATCH}]
)
def test_a_message_of_nothing_but_changes_is_put_aside_by_name(entry: dict[str, Any]) -> None:
    """Nothing can be applied: the reason says what to send instead."""
    found = reading(entry, kind="transaction")
    assert found.rejected is not None
    assert found.rejected.code == "fhir-only-changes"


def test_identifiers_that_are_old_come_last() -> None:
    """A code that was given up (use, or a period that ended) does not stand for the patient."""
    kind = {"coding": [{"code": "MR"}]}
    codes = [
        {"type": kind, "value": "X8", "use": "old"},
        {"type": kind, "value": "X9", "period": {"end": "2020-01-01"}},
        {"type": kind, "value": "BN1", "use": "official"},
    ]
    (record,) = reading({"resource": {**WHO, "identifier": codes}}).records
    assert record.local_id == "BN1"
