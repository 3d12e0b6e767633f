"""Each invariant catches the breach that it is for, and nothing else; on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.invariants import INVARIANTS, breaches
from graph.joining import join
from graph.model import (
    Allergy,
    Coverage,
    Document,
    ImagingStudy,
    Immunization,
    Observation,
    Origin,
    OtherResource,
    Record,
    Service,
    ServiceRequest,
)
from graph.store import Statement, Store
from graph.visit_statements import FACT_EDGES
from mpi.identity import Sex
from mpi.model import default
from tests.records import birth, booked, diagnosis, letter, prescription, visit, who

BINH = who("Trần Thị Bình", "19900518", "001190012345", sex=Sex.FEMALE)

FACTS = (
    diagnosis(),
    prescription("Oresol"),
    Service(Origin("XML3"), code="02.1896"),
    Observation(Origin("XML4"), service="23.0003", value="5.1"),
    Document(Origin("XML5"), "progress"),
    Allergy(Origin("AL1"), code="91936005", system="snomed"),
    Immunization(Origin("RXA"), code="140", system="cvx"),
    ImagingStudy(Origin("study"), uid="1.2.3"),
    ServiceRequest(Origin("ORC"), placer="P1"),
    Coverage(Origin("IN1"), number="GD4010123456789"),
    OtherResource(Origin("Claim/1"), "Claim"),
)
#: An at two hospitals, with every kind of fact, a letter, a booking and a visit that keeps it.
RECORDS: tuple[Record, ...] = (
    visit(who(), events=[*FACTS, letter("L1", "01004", "01003"), booked("2026-03-10")]),
    visit(who(), key="V2", day="2026-03-12"),
    visit(who(), facility="01003", local_id="B", key="W1", day="2026-03-05"),
    replace(visit(BINH, local_id="BN2", key="V3", events=[birth(BINH)])),
)

_AN = "MATCH (r:PatientRecord {id: '01004|BN1'})"
_AN_THERE = "MATCH (s:PatientRecord {id: '01003|B'})"
_TWO = """MATCH (:PatientRecord {id: '01004|BN1'})-[:IDENTIFIES]->(p:Person)
    MATCH (:PatientRecord {id: '01004|BN2'})-[:IDENTIFIES]->(q:Person)"""
_LETTER = "MATCH (l:Referral {id: '01004|L1'}) MATCH (v:Encounter {id: '01004|V3'})"
_VISIT = "MATCH (e:Encounter {id: '01003|W1'})"

#: Invariant and the statement that breaks it.
BREAKS = {
    "record-one-person": f"{_AN_THERE} MATCH (s)-[i:IDENTIFIES]->(:Person) DELETE i",
    "person-some-record": "CREATE (:Person {id: 'p-nobody', provisional: false})",
    "alias-of-one": f"{_TWO} CREATE (p)-[:MERGED_INTO]->(q)",
    "log-replays": f"{_AN} MATCH (r)<-[a:ABOUT]-(:Decision) SET a.person = 'p-none'",
    "doubt-has-task": f"{_TWO} CREATE (p)-[:POSSIBLY_SAME_AS]->(q)",
    "joined-by-person": f"{_LETTER} CREATE (l)-[:FULFILLED_BY {{how: 'person'}}]->(v)",
    "link-is-decided": f"{_AN} MATCH (r)-[i:IDENTIFIES]->(:Person) SET i.decision = 'd-none'",
    "verdict-obeyed": f"{_AN} MATCH (r)-[:IDENTIFIES]->(p:Person) CREATE (r)-[:NOT_SAME_AS]->(p)",
    "maybe-has-task": f"{_AN} MATCH (r)-[:IDENTIFIES]->(p:Person) SET p.provisional = true",
    "child-is-not-mother": f"{_AN} {_AN_THERE} CREATE (r)-[:CHILD_OF]->(s)",
    "visit-one-place": f"{_VISIT} MATCH (e)-[s:STATED_IN]->(:Message) DELETE s",
    "visit-has-patient": f"{_VISIT} MATCH (e)-[o:OF]->(:PatientRecord) DELETE o",
    "letter-has-visit": "MATCH (:Referral)-[i:ISSUED_IN]->(:Encounter) DELETE i",
    "appointment-one-booking": "MATCH (:Appointment)-[b:BOOKED_IN]->(:Encounter) DELETE b",
    **{
        f"{label.lower()}-hangs-on": f"MATCH (:{label})-[h:{edge}]->(:{parent}) DELETE h"
        for label, (edge, parent) in FACT_EDGES.items()
    },
}


def test_every_invariant_has_its_breach_here() -> None:
    """A new invariant comes with a statement that breaks it."""
    assert {rule.key for rule in INVARIANTS} <= set(BREAKS)


@pytest.mark.parametrize("key", [rule.key for rule in INVARIANTS])
def test_an_invariant_catches_its_breach(store: Store, key: str) -> None:
    """A sound graph, one statement: exactly this invariant is broken, with an example."""
    join(store, RECORDS, default())
    assert breaches(store) == []
    store.write(lambda work: work.run(Statement(BREAKS[key], writes=True)))
    (found,) = breaches(store)
    assert found.key == key
    assert found.many >= len(found.examples) >= 1
    assert all(found.examples)


def test_only_the_first_examples_are_told(store: Store) -> None:
    """How often is counted, and a few ids are enough to start looking."""
    nobody = Statement("UNWIND $ids AS id CREATE (:Person {id: id})", writes=True)
    store.write(lambda work: work.run(nobody, ids=[f"p-{n}" for n in range(7)]))
    (found,) = breaches(store, examples=2)
    assert (found.many, found.examples) == (7, ("p-0", "p-1"))
