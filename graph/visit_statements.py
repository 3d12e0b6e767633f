"""What happened: every statement that writes visits and the facts that hang on them.

The statements of a fact kind differ only by label and edge, which come from the schema.
"""

from __future__ import annotations

from graph.edge_kinds import CODED
from graph.store import Statement

KNOWN_MESSAGES = Statement("""
    UNWIND $messages AS message
    MATCH (m:Message {id: message})
    RETURN m.id AS message
""")

PUT_MESSAGES = Statement(
    "UNWIND $rows AS row MERGE (m:Message {id: row.id}) SET m += row.properties",
    writes=True,
    late=frozenset({"Message"}),
)

#: Also the lock of the visit: two messages about one visit go one after the other.
CLAIM_ENCOUNTERS = Statement(
    """
    UNWIND $rows AS row
    MERGE (e:Encounter {id: row.id})
    SET e.facility = row.facility, e.visit = row.visit
""",
    writes=True,
)

EDITIONS = Statement("""
    UNWIND $encounters AS encounter
    MATCH (e:Encounter {id: encounter})
    RETURN encounter AS encounter, e.editions AS editions, e.frames AS frames
""")

PUT_FACILITIES = Statement("UNWIND $codes AS code MERGE (f:Facility {id: code})", writes=True)

PUT_PRACTITIONERS = Statement(
    "UNWIND $licences AS licence MERGE (d:Practitioner {id: licence})", writes=True
)

PUT_CONCEPTS = Statement(
    """
    UNWIND $rows AS row
    MERGE (c:Concept {id: row.id})
    ON CREATE SET c.code = row.code, c.system = row.system, c.said_as = row.said_as
""",
    writes=True,
)

SET_ENCOUNTERS = Statement(
    """
    UNWIND $rows AS row
    MATCH (e:Encounter {id: row.id})
    SET e += row.properties
    SET e.editions = row.editions
""",
    writes=True,
)

#: A resend may name another patient code, so the old edge goes first.
UNPLACE_ENCOUNTERS = Statement(
    """
    UNWIND $encounters AS encounter
    MATCH (:Encounter {id: encounter})-[o:OF]->(:PatientRecord)
    DELETE o
""",
    writes=True,
)

PLACE_ENCOUNTERS = Statement(
    """
    UNWIND $rows AS row
    MATCH (e:Encounter {id: row.id})
    MATCH (r:PatientRecord {id: row.record})
    MATCH (f:Facility {id: row.facility})
    MERGE (e)-[:OF]->(r)
    MERGE (e)-[:AT]->(f)
""",
    writes=True,
)

STATE_ENCOUNTERS = Statement(
    """
    UNWIND $rows AS row
    MATCH (e:Encounter {id: row.id})
    MATCH (m:Message {id: row.message})
    MERGE (e)-[:STATED_IN]->(m)
""",
    writes=True,
    late=frozenset({"STATED_IN"}),
)

UNATTEND = Statement(
    """
    UNWIND $encounters AS encounter
    MATCH (:Encounter {id: encounter})-[a:ATTENDED_BY]->(:Practitioner)
    DELETE a
""",
    writes=True,
)

ATTEND = Statement(
    """
    UNWIND $rows AS row
    MATCH (e:Encounter {id: row.encounter})
    MATCH (d:Practitioner {id: row.licence})
    MERGE (e)-[:ATTENDED_BY]->(d)
""",
    writes=True,
)

#: Fact label -> the edge to its parent and the parent's label.
FACT_EDGES: dict[str, tuple[str, str]] = {
    "Diagnosis": ("DIAGNOSED_IN", "Encounter"),
    "Prescription": ("PRESCRIBED_IN", "Encounter"),
    "MedicationItem": ("PART_OF", "Prescription"),
    "Service": ("PERFORMED_IN", "Encounter"),
    "Observation": ("OBSERVED_IN", "Encounter"),
    "Document": ("WRITTEN_IN", "Encounter"),
    "Allergy": ("NOTED_IN", "Encounter"),
    "Immunization": ("GIVEN_IN", "Encounter"),
    "ImagingStudy": ("IMAGED_IN", "Encounter"),
    "ServiceRequest": ("ORDERED_IN", "Encounter"),
    "Coverage": ("COVERED_IN", "Encounter"),
    "OtherResource": ("KEPT_WITH", "Encounter"),
}


def add_fact(label: str, edge: str, parent: str) -> Statement:
    """Create facts of a label, each on its parent."""
    return Statement(
        f"""
    UNWIND $rows AS row
    MATCH (parent:{parent} {{id: row.parent}})
    CREATE (n:{label} {{id: row.id}})
    SET n += row.properties
    CREATE (n)-[:{edge}]->(parent)
""",
        writes=True,
    )


#: What of a visit goes when a message replaces it; `n` is the fact, `row` a `withdraw_row`.
#: A fact without a wire was stored before there were several.
WITHDRAWN = """coalesce(n.wire, 'qd130-xml') = row.wire
        AND ((row.whole AND NOT n.origin_table IN row.keep) OR n.origin_table IN row.tables)"""


def _withdraw(label: str, edge: str) -> Statement:
    return Statement(
        f"""
    UNWIND $rows AS row
    MATCH (:Encounter {{id: row.encounter}})<-[:{edge}]-(n:{label})
    WHERE {WITHDRAWN}
    DETACH DELETE n
""",
        writes=True,
    )


ADD_FACTS = {label: add_fact(label, *place) for label, place in FACT_EDGES.items()}

WITHDRAW_FACTS = {
    label: _withdraw(label, edge)
    for label, (edge, parent) in FACT_EDGES.items()
    if parent == "Encounter"
}

WITHDRAW_ITEMS = Statement(
    f"""
    UNWIND $rows AS row
    MATCH (:Encounter {{id: row.encounter}})<-[:PRESCRIBED_IN]-(:Prescription)<-[:PART_OF]-(n:MedicationItem)
    WHERE {WITHDRAWN}
    DETACH DELETE n
""",  # noqa: E501  one path, one line
    writes=True,
)

CODE_FACTS = {
    label: Statement(
        f"""
    UNWIND $rows AS row
    MATCH (n:{label} {{id: row.fact}})
    MATCH (c:Concept {{id: row.concept}})
    CREATE (n)-[:CODED_AS]->(c)
""",
        writes=True,
    )
    for label in CODED
}
