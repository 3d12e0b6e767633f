"""What must always be true of the graph, as statements that find what is not.

Each gives the ids of the nodes that break it. `healthgraph check` runs them all; the kill tests
and the load tests end with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from graph.edge_kinds import SAID_OF_PATIENTS
from graph.store import Statement, Store, Work
from graph.visit_statements import FACT_EDGES


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule that holds for every store at every moment between two transactions."""

    key: str
    meaning: str
    broken_by: Statement


@dataclass(frozen=True, slots=True)
class Breach:
    """An invariant that does not hold: how often, and ids of the first few."""

    key: str
    meaning: str
    many: int
    examples: tuple[str, ...]


def _found(pattern: str) -> Statement:
    return Statement(f"{pattern} RETURN n.id AS id ORDER BY id", whole=True)


def _or_record(label: str) -> str:
    return ", or on one PatientRecord" if label in SAID_OF_PATIENTS else ""


def _places(label: str, edge: str, parent: str) -> str:
    """Count what a fact hangs on: one parent, or the record when it was said outside any visit."""
    visits = f"COUNT {{ (n)-[:{edge}]->(:{parent}) }}"
    records = "COUNT { (n)-[:SAID_OF]->(:PatientRecord) }"
    return f"{visits} + {records}" if label in SAID_OF_PATIENTS else visits


INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "record-one-person",
        "every patient record is about exactly one person",
        _found("MATCH (n:PatientRecord) WHERE COUNT { (n)-[:IDENTIFIES]->(:Person) } <> 1"),
    ),
    Invariant(
        "person-some-record",
        "every person has at least one record, unless the id is an alias of another",
        _found("""
            MATCH (n:Person)
            WHERE NOT EXISTS { (n)<-[:IDENTIFIES]-(:PatientRecord) }
                AND NOT EXISTS { (n)-[:MERGED_INTO]->(:Person) }
        """),
    ),
    Invariant(
        "alias-of-one",
        "an alias has no record, nobody's doubt, and one person that it leads to",
        _found("""
            MATCH (n:Person)-[:MERGED_INTO]->(:Person)
            WHERE EXISTS { (n)<-[:IDENTIFIES]-(:PatientRecord) }
                OR EXISTS { (n)-[:POSSIBLY_SAME_AS]->(:Person) }
                OR EXISTS { (n)<-[:POSSIBLY_SAME_AS]-(:Person) }
                OR COUNT { (n)-[:MERGED_INTO]->(:Person) } > 1
        """),
    ),
    Invariant(
        "log-replays",
        "the last decision about a record gave it the person that it has",
        _found("""
            MATCH (n:PatientRecord)-[:IDENTIFIES]->(p:Person)
            MATCH (n)<-[a:ABOUT]-(d:Decision)
            WITH n, p, a, d ORDER BY n.id, d.at DESC, d.id DESC
            WITH n, p, collect(a.person) AS given
            WHERE given[0] <> p.id
        """),
    ),
    Invariant(
        "link-is-decided",
        "every link names a decision that gave the record that person",
        _found("""
            MATCH (n:PatientRecord)-[i:IDENTIFIES]->(p:Person)
            WHERE NOT EXISTS {
                MATCH (n)<-[:ABOUT]-(d:Decision)-[:GIVES]->(p) WHERE d.id = i.decision
            }
        """),
    ),
    Invariant(
        "verdict-obeyed",
        "no record is linked to a person that a verdict keeps apart from it",
        _found("""
            MATCH (n:PatientRecord)-[:NOT_SAME_AS]->(p:Person)
            WHERE EXISTS { (n)-[:IDENTIFIES]->(p) }
        """),
    ),
    Invariant(
        "maybe-has-task",
        "every provisional person has a likely one, and a task for it",
        _found("""
            MATCH (n:Person)
            WHERE n.provisional AND (NOT EXISTS { (n)-[:POSSIBLY_SAME_AS]->(:Person) }
                OR NOT EXISTS { (n)<-[:IDENTIFIES]-(:PatientRecord)<-[:ASKS_ABOUT]-(:ReviewTask) })
        """),
    ),
    Invariant(
        "doubt-has-task",
        "every possible match is asked about by an open task on the one about the other",
        _found("""
            MATCH (n:Person)-[:POSSIBLY_SAME_AS]->(q:Person)
            WHERE NOT EXISTS {
                MATCH (n)<-[:IDENTIFIES]-(:PatientRecord)<-[:ASKS_ABOUT]-(t:ReviewTask)
                MATCH (t)-[:SUGGESTS]->(q)
                WHERE t.state <> 'decided'
            }
        """),
    ),
    Invariant(
        "joined-by-person",
        "letters and bookings that are joined by person have one person at both ends",
        _found("""
            MATCH (n:Encounter)<-[f:FULFILLED_BY]-(:Referral)-[:ISSUED_IN]->(i:Encounter)
            WHERE f.how = 'person'
            MATCH (n)-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(p:Person)
            MATCH (i)-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(q:Person)
            WHERE p.id <> q.id
            RETURN n.id AS id
            UNION
            MATCH (n:Encounter)<-[:KEPT_BY]-(:Appointment)-[:BOOKED_IN]->(b:Encounter)
            MATCH (n)-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(p:Person)
            MATCH (b)-[:OF]->(:PatientRecord)-[:IDENTIFIES]->(q:Person)
            WHERE p.id <> q.id
        """),
    ),
    Invariant(
        "child-is-not-mother",
        "no person is their own parent",
        _found("""
            MATCH (n:PatientRecord)-[:CHILD_OF]->(m:PatientRecord)-[:IDENTIFIES]->(p:Person)
            WHERE EXISTS { (n)-[:IDENTIFIES]->(p) }
        """),
    ),
    Invariant(
        "visit-one-place",
        "every visit has one facility, at most one record, and the message that stated it",
        _found("""
            MATCH (n:Encounter)
            WHERE COUNT { (n)-[:AT]->(:Facility) } > 1 OR COUNT { (n)-[:OF]->(:PatientRecord) } > 1
                OR NOT EXISTS { (n)-[:STATED_IN]->(:Message) }
        """),
    ),
    Invariant(
        "visit-has-patient",
        "every visit whose summary has come is of a patient",
        _found("""
            MATCH (n:Encounter)
            WHERE n.started_at IS NOT NULL AND NOT EXISTS { (n)-[:OF]->(:PatientRecord) }
        """),
    ),
    Invariant(
        "letter-has-visit",
        "a stated referral has the visit that issued it, another one the visit that it led to",
        _found("""
            MATCH (n:Referral)
            WHERE (n.stated AND NOT EXISTS { (n)-[:ISSUED_IN]->(:Encounter) })
                OR (NOT n.stated AND NOT EXISTS { (n)-[:FULFILLED_BY]->(:Encounter) })
        """),
    ),
    Invariant(
        "appointment-one-booking",
        "an appointment is booked in one visit, or for one record, and kept by at most one visit",
        _found("""
            MATCH (n:Appointment)
            WHERE COUNT { (n)-[:BOOKED_IN]->(:Encounter) }
                + COUNT { (n)-[:BOOKED_FOR]->(:PatientRecord) } <> 1
                OR COUNT { (n)-[:KEPT_BY]->(:Encounter) } > 1
        """),
    ),
    *(
        Invariant(
            f"{label.lower()}-hangs-on",
            f"every {label} hangs on one {parent}{_or_record(label)}",
            _found(f"MATCH (n:{label}) WHERE {_places(label, edge, parent)} <> 1"),
        )
        for label, (edge, parent) in FACT_EDGES.items()
    ),
)


def breaches(store: Store, *, examples: int = 5) -> list[Breach]:
    """Every invariant that does not hold; empty for a sound store."""
    found = []
    for rule in INVARIANTS:
        ids = store.read(partial(_ids, rule.broken_by), timeout=600)
        if ids:
            found.append(Breach(rule.key, rule.meaning, len(ids), tuple(ids[:examples])))
    return found


def _ids(statement: Statement, work: Work) -> list[str]:
    return [row["id"] for row in work.run(statement)]
