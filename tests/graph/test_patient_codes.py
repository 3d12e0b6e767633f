"""A patient whom a FHIR server names by number once and by logical id everywhere else."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from typing import Any

import pytest

from graph.invariants import breaches
from graph.joining import join
from graph.store import Row, Statement, Store
from ingest.wires import read
from mpi.model import default

AT = dt.datetime(2026, 3, 12, tzinfo=dt.UTC)
HERE = {"reference": "Patient/p1"}


def patient(key: str, number: str, name: str, born: str) -> dict[str, Any]:
    """A Patient with a logical id and a medical record number."""
    kind = {"coding": [{"code": "MR"}]}
    return {
        "resourceType": "Patient",
        "id": key,
        "identifier": [{"type": kind, "system": "http://bv.example/pid", "value": number}],
        "name": [{"text": name}],
        "birthDate": born,
        "gender": "female",
    }


def seen(key: str, value: int, subject: dict[str, str] = HERE, **more: Any) -> dict[str, Any]:
    """An Observation of a patient."""
    code = {"coding": [{"system": "http://loinc.org", "code": "2345-7"}]}
    return {
        "resourceType": "Observation", "id": key, "status": "final", "code": code,
        "subject": subject, "valueQuantity": {"value": value, "unit": "mmol/L"}, **more,
    }  # fmt: skip


PATIENT = patient("p1", "BN77", "Trần Thị Thu Hằng", "1990-02-15")
VISIT = {
    "resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "AMB"},
    "subject": HERE, "period": {"start": "2026-03-10T08:00:00+07:00"},
}  # fmt: skip
FACTS = (seen("o1", 5), VISIT, seen("o2", 6, encounter={"reference": "Encounter/e1"}))

_FACTS = Statement("""
    MATCH (o:Observation)-[:SAID_OF]->(r:PatientRecord)-[:IDENTIFIES]->(p:Person)
    RETURN o.value AS value, p.id AS person
    UNION ALL
    MATCH (o:Observation)-[:OBSERVED_IN]->(e:Encounter)-[:OF]->(r:PatientRecord)-[:IDENTIFIES]->(p:Person)
    RETURN o.value AS value, p.id AS person
""")  # noqa: E501  one path, one line
_NAMED = Statement("""
    MATCH (r:PatientRecord)-[:IDENTIFIES]->(p:Person) WHERE r.full_name IS NOT NULL
    RETURN p.id AS person, r.full_name AS name, r.id AS id ORDER BY id
""")
_RECORDS = Statement("MATCH (r:PatientRecord) RETURN r.id AS id ORDER BY id")


def say(store: Store, *resources: object) -> None:
    """Join resources, each as a message of its own."""
    for each in resources:
        found = read(json.dumps(each).encode(), AT).sent_by("01929")
        join(store, found.records, default())


def ask(store: Store, statement: Statement) -> list[Row]:
    """Read rows."""
    return store.read(lambda work: work.run(statement))


@pytest.mark.parametrize(
    "order", list(itertools.permutations([PATIENT, *FACTS])), ids=lambda it: str(len(it))
)
def test_one_resource_a_message_in_every_order(store: Store, order: tuple[object, ...]) -> None:
    """Every fact is the named patient's, whether patient, visit or result comes first."""
    say(store, *order)
    (who,) = ask(store, _NAMED)
    assert who["name"] == "Trần Thị Thu Hằng"
    facts = sorted((row["value"], row["person"]) for row in ask(store, _FACTS))
    assert facts == [("5", who["person"]), ("6", who["person"])]
    assert breaches(store) == []


def test_files_of_one_type_each(store: Store) -> None:
    """A bulk export, one file a type, joined together: facts go to the numbered patient."""
    files = ([seen("o1", 5), seen("o9", 9, {"reference": "Patient/p2"})],
             [PATIENT, patient("p2", "BN78", "Lê Thị Bốn", "1970-01-03")])  # fmt: skip
    records = [r for f in files for r in read(json.dumps(f).encode(), AT).sent_by("01929").records]
    join(store, records, default())
    assert [row["id"] for row in ask(store, _RECORDS)] == ["01929|BN77", "01929|BN78"]
    name = {row["person"]: row["name"] for row in ask(store, _NAMED)}
    found = {(row["value"], name[row["person"]]) for row in ask(store, _FACTS)}
    assert found == {("5", "Trần Thị Thu Hằng"), ("9", "Lê Thị Bốn")}


def test_a_correction_replaces_what_came_before_the_patient(store: Store) -> None:
    """The same resource, before and after its patient was known, is one fact."""
    say(store, seen("o1", 5), PATIENT, seen("o1", 7, meta={"lastUpdated": "2026-03-13"}))
    say(store, [PATIENT, seen("o1", 8, meta={"lastUpdated": "2026-03-14"})])
    assert [row["value"] for row in ask(store, _FACTS)] == ["8"]


def test_a_name_that_two_systems_use_joins_nobody(store: Store) -> None:
    """Two patients with numbers of their own under one logical id stay two people."""
    say(store, PATIENT, patient("p1", "BN99", "Phạm Thị Lan", "1955-11-30"))
    assert len({row["person"] for row in ask(store, _NAMED)}) == 2
    say(store, seen("o1", 5))
    name = {row["person"]: row["name"] for row in ask(store, _NAMED)}
    assert [name[row["person"]] for row in ask(store, _FACTS)] == ["Phạm Thị Lan"]
