"""The statements of the review queue."""

from __future__ import annotations

from graph.store import Statement

_LINE = """
    MATCH (t)-[:ASKS_ABOUT]->(r:PatientRecord)-[:IDENTIFIES]->(o:Person)
    MATCH (t)-[:SUGGESTS]->(l:Person)
    OPTIONAL MATCH (d:Decision {id: t.decision})
    RETURN t.id AS id, t.state AS state, t.kind AS kind, t.bits AS bits, r.id AS record,
        o.id AS person, l.id AS likely, t.created_at AS created_at, t.claimed_by AS claimed_by,
        t.claimed_at AS claimed_at, t.verdict AS verdict, t.decided_by AS decided_by,
        t.decided_at AS decided_at, t.note AS note, t.records AS records,
        coalesce(t.evidence, d.evidence) AS evidence
    ORDER BY id
"""

#: Reads every task of a state: priority is a policy outside the engine.
TASKS_IN_STATE = Statement("MATCH (t:ReviewTask) WHERE t.state = $state" + _LINE)

TASK = Statement("MATCH (t:ReviewTask {id: $task})" + _LINE)

#: How much hangs on people: visits, and stays in hospital among them.
VISITS_OF_PEOPLE = Statement("""
    UNWIND $people AS person
    MATCH (:Person {id: person})<-[:IDENTIFIES]-(:PatientRecord)<-[:OF]-(e:Encounter)
    RETURN person AS person, count(e.id) AS visits, count(e.admitted_at) AS stays
    ORDER BY person
""")

#: By way of the record: an aggregate over the index alone scans on the embedded engine.
TASKS_TOTAL = Statement("""
    MATCH (t:ReviewTask) WHERE t.state = $state
    MATCH (t)-[:ASKS_ABOUT]->(r:PatientRecord)
    RETURN count(r.id) AS many, min(t.created_at) AS oldest
""")

RECORDS_OF_BOTH = Statement("""
    UNWIND $people AS person
    MATCH (p:Person {id: person})<-[:IDENTIFIES]-(r:PatientRecord)
    OPTIONAL MATCH (f:Facility {id: r.facility})
    RETURN person AS person, r.id AS record, r.facility AS facility,
        f.full_name AS facility_name, r.local_id AS local_id, r.said_at AS said_at,
        r.identity AS identity, r.said_since AS said_since, r.earlier AS earlier
    ORDER BY person, said_at DESC, record
""")

#: Takes the task's write lock and changes nothing: two stewards go one after the other.
LOCK_TASK = Statement(
    "MATCH (t:ReviewTask {id: $task}) SET t.created_at = t.created_at", writes=True, locks=True
)

SET_TASK = Statement(
    """
    MATCH (t:ReviewTask {id: $task})
    SET t += $properties
""",
    writes=True,
)
