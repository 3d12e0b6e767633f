"""The 42 Synthea bundles go in whole: every resource is reachable from the right person."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graph.engines import open_store
from graph.invariants import breaches
from graph.joining import join
from graph.migrate import migrate
from graph.store import Row, Statement, Store
from graph.visit_statements import FACT_EDGES
from ingest.wires import read
from mpi.model import default
from tests import neo4j_server

pytestmark = pytest.mark.shared
AT = dt.datetime(2026, 3, 6, 1, 0, tzinfo=dt.UTC)

#: Resource types that become facts, and the label of each.
LABELS = {
    "Condition": "Diagnosis", "Observation": "Observation", "Procedure": "Service",
    "AllergyIntolerance": "Allergy", "Immunization": "Immunization", "DiagnosticReport": "Document",
    "MedicationRequest": "Prescription", "ImagingStudy": "ImagingStudy", "Claim": "OtherResource",
    "ExplanationOfBenefit": "OtherResource", "CarePlan": "OtherResource", "Goal": "OtherResource",
    "CareTeam": "OtherResource",
}  # fmt: skip
#: Those that are about no patient, or say who the patient is.
ABOUT_NOBODY = {"Patient", "Practitioner", "Organization", "Encounter"}

_PEOPLE = Statement("""
    MATCH (p:Person)<-[:IDENTIFIES]-(r:PatientRecord)
    RETURN r.local_id AS code, r.full_name AS name, r.birth_date AS born, r.sex AS sex,
        p.id AS person
    ORDER BY code
""")
_VISITS = Statement("""
    MATCH (r:PatientRecord)<-[:OF]-(e:Encounter)
    RETURN r.local_id AS code, e.visit AS visit, e.started_at AS start
    ORDER BY code, visit
""")


def bundles(shared: Path) -> list[tuple[bytes, dict[str, Any]]]:
    """Every bundle as bytes and as parsed JSON."""
    files = sorted((shared / "samples/synthea").glob("*.gz"))
    return [(file.read_bytes(), json.loads(gzip.decompress(file.read_bytes()))) for file in files]


@pytest.fixture(scope="module")
def filled(
    shared: Path, engine: str, request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Store]:  # fmt: skip
    """Give a store of each engine with all bundles in it."""
    url = f"embedded:{tmp_path_factory.mktemp('synthea') / 'store'}"
    with pytest.MonkeyPatch.context() as env:
        if engine == "neo4j":
            url = request.getfixturevalue("neo4j_running")[0]
            env.setenv("HEALTHGRAPH_NEO4J_PASSWORD", neo4j_server.PASSWORD)
            neo4j_server.open_empty(url).close()
        store = open_store(url)
        migrate(store)
        for data, _ in bundles(shared):
            records = read(data, AT).sent_by("01013").records
            if records:
                join(store, records, default())
        yield store
        store.close()


def oracle(bundle: dict[str, Any]) -> dict[str, set[str]]:
    """Walk a bundle's references as a plain graph: per label, what leads to its patient."""
    graph = nx.DiGraph()
    kind = {}
    for entry in bundle["entry"]:
        kind[entry["fullUrl"]] = entry["resource"]["resourceType"]
        said = entry["resource"]
        for element in ("subject", "patient", "encounter"):
            if element in said:
                graph.add_edge(entry["fullUrl"], said[element]["reference"])
    (patient,) = (url for url, type_ in kind.items() if type_ == "Patient")
    found: dict[str, set[str]] = {label: set() for label in {*LABELS.values(), "Encounter"}}
    for url in nx.ancestors(graph, patient):
        label = LABELS.get(kind[url], kind[url])
        found[label].add(f"{kind[url]}/{url.rpartition(':')[2]}")
    return found


def patient_of(bundle: dict[str, Any]) -> dict[str, Any]:
    """The Patient of a bundle; none in the two that list hospitals and practitioners."""
    return next((e["resource"] for e in bundle["entry"] if "birthDate" in e["resource"]), {})


def record_number(patient: dict[str, Any]) -> str:
    """The patient's medical record number, which is the facility's own code."""
    named = {i.get("type", {}).get("text"): i["value"] for i in patient["identifier"]}
    return str(named["Medical Record Number"])


def ask(store: Store, statement: Statement) -> list[Row]:
    """Read rows."""
    return store.read(lambda work: work.run(statement))


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
        for row in ask(store, Statement(text, whole=True)):
            found.setdefault(row["code"], set()).add(row["origin"])
    return found


def test_every_resource_is_reachable_from_its_person(shared: Path, filled: Store) -> None:
    """Resource by resource what a walk over the bundle's own references finds, and no other."""
    per_label = {label: reached(filled, label) for label in set(LABELS.values())}
    visits: dict[str, set[str]] = {}
    for row in ask(filled, _VISITS):
        visits.setdefault(row["code"], set()).add(f"Encounter/{row['visit']}")
    for _, bundle in bundles(shared):
        if patient := patient_of(bundle):
            code, wanted = record_number(patient), oracle(bundle)
            assert visits.get(code, set()) == wanted.pop("Encounter")
            assert {label: codes.get(code, set()) for label, codes in per_label.items()} == wanted


def test_no_kind_of_resource_is_left_out(shared: Path) -> None:
    """What the samples hold is a fact, a visit, or about no patient."""
    kinds = {e["resource"]["resourceType"] for _, b in bundles(shared) for e in b["entry"]}
    assert kinds <= {*LABELS, *ABOUT_NOBODY}


def test_forty_patients_are_forty_people(shared: Path, filled: Store) -> None:
    """Each patient is one person, with the name, birth date and sex of its Patient resource."""
    wanted = {}
    for _, bundle in bundles(shared):
        if said := patient_of(bundle):
            (name,) = [n for n in said["name"] if n["use"] == "official"]
            full = " ".join([name["family"], *name["given"]])
            wanted[record_number(said)] = (full, said["birthDate"], said["gender"])
    rows = ask(filled, _PEOPLE)
    assert {row["code"]: (row["name"], row["born"], row["sex"]) for row in rows} == wanted
    assert len({row["person"] for row in rows}) == len(rows) == 40
    assert breaches(filled) == []


def test_numbers_and_times_are_the_senders(shared: Path, filled: Store) -> None:
    """Every quantity and moment of an Observation, as Python's own JSON and dates read them."""
    wanted = {}
    for _, bundle in bundles(shared):
        for said in (e["resource"] for e in bundle["entry"]):
            if said["resourceType"] == "Observation" and "valueQuantity" in said:
                at = dt.datetime.fromisoformat(said["effectiveDateTime"]).astimezone(dt.UTC)
                wanted[f"Observation/{said['id']}"] = (float(said["valueQuantity"]["value"]), at)
    text = """MATCH (n:Observation) WHERE n.panel IS NULL AND n.number IS NOT NULL
        RETURN n.origin_table AS origin, n.number AS number, n.observed_at AS at"""
    found = {
        row["origin"]: (row["number"], dt.datetime.fromisoformat(row["at"]))
        for row in ask(filled, Statement(text, whole=True))
    }
    assert found == wanted
