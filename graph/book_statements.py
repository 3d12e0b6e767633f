"""The statements of a health book page: person first, then records, then visits, then facts.

The first two carry the reader's scope; the others take ids that those gave in the same snapshot.
None depends on the size of the book: a page costs the same number of statements for two visits
and for two thousand.
"""

from __future__ import annotations

from graph.access import CLINICAL, IDENTITY, scoped
from graph.store import Statement

#: What a book shows of each kind of node; each column costs a page its time.
SHOWN = {
    "Encounter": (
        "facility", "started_at", "ended_at", "kind", "arrival_only", "department", "reason",
        "treatment", "result", "ending", "days", "cost_total",
    ),
    "Diagnosis": ("role", "code", "wording"),
    "Prescription": ("ordered_at", "prescriber", "department"),
    "MedicationItem": (
        "drug", "code", "strength", "ingredient", "dose", "instructions", "route", "unit",
        "quantity",
    ),
    "Service": (
        "code", "wording", "material", "ordered_at", "performed_at", "unit", "quantity",
    ),
    "Observation": (
        "service", "code", "wording", "value", "unit", "description", "conclusion", "resulted_at",
    ),
    "Document": ("kind", "written_at", "content"),
}  # fmt: skip
_SOURCE = ("id", "message", "origin_table", "origin_row")


def _projection(label: str, alias: str) -> str:
    """What is shown of a label and where it was said, as a Cypher map."""
    return f"{alias}{{" + ", ".join(f".{key}" for key in (*_SOURCE, *SHOWN[label])) + "}"


_RECORD_COLUMNS = """
    OPTIONAL MATCH (f:Facility {id: r.facility})
    RETURN r.id AS record, r.facility AS facility, f.full_name AS facility_name,
        r.local_id AS local_id, r.said_at AS said_at, r.identity AS identity,
        r.said_since AS said_since, r.earlier AS earlier,
        $person AS person, {provisional} AS provisional, {corrections} AS corrections
    ORDER BY said_at DESC, record
"""

_RECORDS = (
    (
        """
    MATCH (p:Person {id: $person}) WHERE {scope}
    MATCH (p)<-[:IDENTIFIES]-(r:PatientRecord)
"""
        + _RECORD_COLUMNS
    )
    .replace("{provisional}", "p.provisional")
    .replace("{corrections}", "p.corrections")
)

#: The corrections of today say nothing of an earlier day.
#: A record that is somebody else's now is shown only to a reader who may see that person too.
_RECORDS_THEN = (
    (
        """
    UNWIND $records AS record
    MATCH (r:PatientRecord {id: record})-[:IDENTIFIES]->(p:Person) WHERE {scope}
"""
        + _RECORD_COLUMNS
    )
    .replace("{provisional}", "p.provisional AND p.id = $person")
    .replace("{corrections}", "null")
)

#: Every decision on every record that was ever given to $then, an id of the person in its time.
_DECISIONS = """
    MATCH (p:Person {id: $person}) WHERE {scope}
    MATCH (:Person {id: $then})<-[:GIVES]-(:Decision)-[:ABOUT]->(r:PatientRecord)
    WITH DISTINCT r
    MATCH (r)<-[a:ABOUT]-(d:Decision)
    RETURN r.id AS record, d.id AS decision, d.at AS at, a.person AS person
    ORDER BY record, at, decision
"""

#: Every decision on the records that the person has today.
_DECISIONS_TODAY = """
    MATCH (p:Person {id: $person}) WHERE {scope}
    MATCH (p)<-[:IDENTIFIES]-(r:PatientRecord)<-[a:ABOUT]-(d:Decision)
    RETURN r.id AS record, d.id AS decision, d.at AS at, a.person AS person
    ORDER BY record, at, decision
"""

_VISIT = """
    WITH p, r, e, coalesce(e.started_at, '') + '|' + e.id AS place
    WHERE place < $before AND coalesce(e.status, '') <> 'cancelled'
    WITH p, r, e, place ORDER BY place DESC LIMIT $limit
    OPTIONAL MATCH (e)-[:AT]->(f:Facility)
    RETURN {visit} AS visit, place AS place, r.id AS record, f.full_name AS facility_name
    ORDER BY place DESC
""".replace("{visit}", _projection("Encounter", "e"))

_VISITS = (
    """
    MATCH (p:Person {id: $person}) WHERE {scope}
    MATCH (p)<-[:IDENTIFIES]-(r:PatientRecord)<-[:OF]-(e:Encounter)
"""
    + _VISIT
)

_VISITS_THEN = (
    """
    UNWIND $records AS record
    MATCH (r:PatientRecord {id: record})-[:IDENTIFIES]->(p:Person) WHERE {scope}
    MATCH (r)<-[:OF]-(e:Encounter)
    WHERE EXISTS { MATCH (e)-[:STATED_IN]->(m:Message) WHERE m.said_at <= $moment }
"""
    + _VISIT
)

RECORDS = scoped(_RECORDS, CLINICAL)
IDENTITIES = scoped(_RECORDS, IDENTITY)
RECORDS_THEN = scoped(_RECORDS_THEN, CLINICAL)
DECISIONS = scoped(_DECISIONS, CLINICAL)
IDENTITY_DECISIONS = scoped(_DECISIONS, IDENTITY)
DECISIONS_TODAY = scoped(_DECISIONS_TODAY, CLINICAL)
IDENTITY_DECISIONS_TODAY = scoped(_DECISIONS_TODAY, IDENTITY)
IDENTITIES_THEN = scoped(_RECORDS_THEN, IDENTITY)
VISITS = scoped(_VISITS, CLINICAL)
VISITS_THEN = scoped(_VISITS_THEN, CLINICAL)
VISIT_BY_ID = scoped(
    """
    MATCH (e:Encounter {id: $visit})-[:OF]->(r:PatientRecord)-[:IDENTIFIES]->(p:Person)
    WHERE {scope}
    OPTIONAL MATCH (e)-[:AT]->(f:Facility)
    RETURN {visit} AS visit, r.id AS record, f.full_name AS facility_name
""".replace("{visit}", _projection("Encounter", "e")),
    CLINICAL,
)


def _facts(label: str, edge: str, more: str = "", where: str = "") -> Statement:
    return Statement(f"""
    UNWIND $encounters AS encounter
    MATCH (e:Encounter {{id: encounter}})<-[:{edge}]-(n:{label})
    WHERE n.same_as IS NULL{where}
    {more}RETURN encounter AS parent, {_projection(label, "n")} AS fact{_WORDS if more else ""}
    ORDER BY parent, n.origin_table, n.origin_row, n.id
""")


_WORDS = ", c.words_vi AS words_vi"

DIAGNOSES = _facts("Diagnosis", "DIAGNOSED_IN", "OPTIONAL MATCH (n)-[:CODED_AS]->(c:Concept)\n    ")
PRESCRIPTIONS = _facts("Prescription", "PRESCRIBED_IN")
SERVICES = _facts("Service", "PERFORMED_IN")
RESULTS = _facts("Observation", "OBSERVED_IN")

#: Restricted papers (HIV: Law 64/2006 art. 8; TB) are left behind here, in the engine.
PAPERS = _facts("Document", "WRITTEN_IN", where=" AND n.restricted = false")

DRUGS = Statement(f"""
    UNWIND $encounters AS encounter
    MATCH (:Encounter {{id: encounter}})<-[:PRESCRIBED_IN]-(x:Prescription)<-[:PART_OF]-(n:MedicationItem)
    WHERE n.same_as IS NULL
    RETURN x.id AS parent, {_projection("MedicationItem", "n")} AS fact
    ORDER BY parent, n.position, n.id
""")  # noqa: E501  one path, one line
