"""The 42 Synthea bundles go in whole: every resource is reachable from the right person."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graph.engines import open_store
from graph.invariants import breaches
from graph.joining import join
from graph.migrate import migrate
from graph.store import Statement, Store
from graph.visit_statements import FACT_EDGES
from ingest.wires import read
from mpi.model import default

pytestmark = pytest.mark.shared
AT = dt.datetime(2026, 3, 6, 1, 0, tzinfo=dt.UTC)

#: Resource types that become facts, and the label of each.
LABELS = {
    "Condition": "Diagnosis", "Observation": "Observation", "Procedure": "Service",
    "AllergyIntolerance": "Allergy", "Immunization": "Immunization", "DiagnosticReport": "Document",
    "MedicationRequest": "Prescription", "ImagingStudy": "ImagingStudy", "Claim": "OtherResource",
    "ExplanationOfBenefit": "OtherResource", "CarePlan": "OtherResource", "Goal": "OtherResource",
}  # fmt: skip


def bundles(shared: Path) -> list[tuple[bytes, dict[str, Any]]]:
    """Every bundle as bytes and as parsed JSON."""
    files = sorted((shared / "samples/synthea").glob("*.gz"))
    return [(file.read_bytes(), json.loads(gzip.decompress(file.read_bytes()))) for file in files]


@pytest.fixture(scope="module")
def filled(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give an embedded store with all bundles in it."""
    store = open_store(f"embedded:{tmp_path_factory.mktemp('synthea') / 'store'}")
    migrate(store)
    for data, _ in bundles(shared):
        records = read(data, AT).sent_by("01013").records
        if records:
            join(store, records, default())
    return store


def oracle(bundle: dict[str, Any]) -> tuple[str, Counter[str]]:
    """Walk a bundle's references as a plain graph: the patient, and what leads to the patient."""
    graph = nx.DiGraph()
    kind = {}
    for entry in bundle["entry"]:
        kind[entry["fullUrl"]] = entry["resource"]["resourceType"]
        said = entry["resource"]
        for element in ("subject", "patient", "encounter"):
            if element in said:
                graph.add_edge(entry["fullUrl"], said[element]["reference"])
    patients = [url for url, type_ in kind.items() if type_ == "Patient"]
    if not patients:
        return "", Counter()
    found = Counter(
        LABELS[kind[url]] for url in nx.ancestors(graph, patients[0]) if kind[url] in LABELS
    )
    return record_number(bundle), found


def record_number(bundle: dict[str, Any]) -> str:
    """The patient's medical record number, which is the facility's own code."""
    (patient,) = (e["resource"] for e in bundle["entry"] if "birthDate" in e["resource"])
    named = {i.get("type", {}).get("text"): i["value"] for i in patient["identifier"]}
    return str(named["Medical Record Number"])


def test_everything_is_read_and_counted(shared: Path) -> None:
    """No resource is dropped, none is complained about."""
    counts = Counter[str]()
    for data, _ in bundles(shared):
        it = read(data, AT)
        assert (it.rejected, it.findings) == (None, ())
        counts.update(it.counts)
    assert sum(counts.values()) == 13_590
    assert (counts["Encounter"], counts["Observation"], counts["Patient"]) == (1336, 6261, 40)


def reached(store: Store, label: str) -> dict[str, set[str]]:
    """The resources of a label by the patient code of the record that they lead to."""
    edge, _ = FACT_EDGES[label]
    found: dict[str, set[str]] = {}
    for path in (f"<-[:OF]-(:Encounter)<-[:{edge}]-", "<-[:SAID_OF]-"):
        text = f"""MATCH (p:Person)<-[:IDENTIFIES]-(r:PatientRecord){path}(n:{label})
            RETURN r.local_id AS code, n.origin_table AS origin"""
        for row in store.read(lambda work, text=text: work.run(Statement(text, whole=True))):  # type: ignore[misc]
            found.setdefault(row["code"], set()).add(row["origin"])
    return found


def test_every_resource_is_reachable_from_its_person(shared: Path, filled: Store) -> None:
    """As many of each kind as a walk over the bundle's own references finds, patient by patient."""
    per_label = {label: reached(filled, label) for label in set(LABELS.values())}
    for _, bundle in bundles(shared):
        patient, wanted = oracle(bundle)
        if patient:
            found = {label: len(codes.get(patient, ())) for label, codes in per_label.items()}
            assert Counter(found) == wanted


def test_forty_patients_are_forty_people(filled: Store) -> None:
    """Each patient is one person, and the graph is sound."""
    rows = filled.read(
        lambda work: work.run(
            Statement(
                "MATCH (p:Person)<-[:IDENTIFIES]-(r:PatientRecord) RETURN count(r) AS records"
            )
        )
    )
    assert rows == [{"records": 40}]
    assert breaches(filled) == []
