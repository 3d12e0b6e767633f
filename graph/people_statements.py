"""Whose record is it: every statement that reads or writes records, people and decisions."""

from __future__ import annotations

from graph.store import Statement

#: First statement of every intake transaction: it locks the keys, in their order, so that two
#: writers of one new citizen go one after the other (cypher.md §4; keys must come sorted).
TOUCH_KEYS = Statement(
    "UNWIND $keys AS key MERGE (b:BlockKey {id: key}) SET b.touch = true",
    writes=True,
    alone="UNWIND $keys AS key MERGE (b:BlockKey {id: key}) ON CREATE SET b.touch = true",
)

RECORDS_OF_CODES = Statement("""
    UNWIND $codes AS code
    MATCH (r:PatientRecord {id: code})-[:IDENTIFIES]->(p:Person)
    RETURN code AS code, r.id AS record, p.id AS person
""")

SPLIT_RECORDS_OF_CODES = Statement("""
    UNWIND $codes AS code
    MATCH (:PatientRecord {id: code})<-[:SPLIT_FROM]-(r:PatientRecord)-[:IDENTIFIES]->(p:Person)
    RETURN code AS code, r.id AS record, p.id AS person
    ORDER BY record
""")

PEOPLE_BY_KEY = Statement("""
    UNWIND $keys AS key
    MATCH (:BlockKey {id: key})<-[:BLOCKED_BY]-(:PatientRecord)-[:IDENTIFIES]->(p:Person)
    RETURN DISTINCT key AS key, p.id AS person
""")

_SAID = """r.identity AS identity, r.said_at AS said_at, r.said_since AS said_since,
        r.earlier AS earlier, r.presence AS presence"""

RECORDS_OF_PEOPLE = Statement(f"""
    UNWIND $people AS person
    MATCH (:Person {{id: person}})<-[:IDENTIFIES]-(r:PatientRecord)
    RETURN person AS person, r.id AS record, {_SAID}
    ORDER BY person, record
""")

SAID_OF_RECORDS = Statement(f"""
    UNWIND $records AS record
    MATCH (r:PatientRecord {{id: record}})
    RETURN record AS record, {_SAID}
""")

#: Takes the write lock of records that are about to be said of again, and changes nothing.
LOCK_CODES = Statement(
    """
    UNWIND $codes AS code
    MATCH (r:PatientRecord {id: code})
    SET r.created_at = r.created_at
""",
    writes=True,
    locks=True,
)

VERDICTS_APART = Statement("""
    UNWIND $codes AS code
    MATCH (:PatientRecord {id: code})-[:NOT_SAME_AS]->(p:Person)
    RETURN code AS code, p.id AS person
""")

ADD_PEOPLE = Statement(
    """
    UNWIND $rows AS row
    CREATE (p:Person {id: row.id})
    SET p.created_at = row.at, p.provisional = row.provisional
""",
    writes=True,
)

#: A later statement about a record replaces what it says; an earlier one only adds its keys.
PUT_RECORDS = Statement(
    """
    UNWIND $rows AS row
    MERGE (r:PatientRecord {id: row.id})
    ON CREATE SET r.created_at = row.at
    SET r += row.properties
""",
    writes=True,
)

#: What `RESAY_RECORDS` sets. Whose code it is never changes.
SAID_PROPERTIES = frozenset(
    {
        "full_name", "name_key", "birth_date", "sex", "address",
        "identity", "said_at", "said_since", "earlier",
    }
)  # fmt: skip

#: The same for records that are known: hardly any unit reads them again.
RESAY_RECORDS = Statement(
    """
    UNWIND $rows AS row
    MATCH (r:PatientRecord {id: row.id})
    SET r += row.properties
""",
    writes=True,
    late=SAID_PROPERTIES,
)

LINK_RECORDS = Statement(
    """
    UNWIND $rows AS row
    MATCH (r:PatientRecord {id: row.record})
    MATCH (p:Person {id: row.person})
    CREATE (r)-[:IDENTIFIES {since: row.at, decision: row.decision}]->(p)
""",
    writes=True,
)

LINK_SPLIT_RECORDS = Statement(
    """
    UNWIND $rows AS row
    MATCH (r:PatientRecord {id: row.record})
    MATCH (first:PatientRecord {id: row.first})
    MERGE (r)-[:SPLIT_FROM]->(first)
""",
    writes=True,
)

BLOCK_RECORDS = Statement(
    """
    UNWIND $rows AS row
    MATCH (r:PatientRecord {id: row.record})
    MATCH (b:BlockKey {id: row.key})
    MERGE (r)-[:BLOCKED_BY]->(b)
""",
    writes=True,
    late=frozenset({"BLOCKED_BY"}),
)

IDENTIFY_RECORDS = Statement(
    """
    UNWIND $rows AS row
    MERGE (i:Identifier {id: row.id})
    ON CREATE SET i.system = row.system, i.value = row.value
    WITH row, i
    MATCH (r:PatientRecord {id: row.record})
    MERGE (r)-[h:HAS_IDENTIFIER]->(i)
    SET h.first_said = CASE WHEN h.first_said <= row.at THEN h.first_said ELSE row.at END
    SET h.last_said = CASE WHEN h.last_said >= row.at THEN h.last_said ELSE row.at END
""",
    writes=True,
    late=frozenset({"Identifier", "system", "value", "HAS_IDENTIFIER", "first_said", "last_said"}),
)

NAME_PARENTS = Statement(
    """
    UNWIND $rows AS row
    MERGE (i:Identifier {id: row.id})
    ON CREATE SET i.system = row.system, i.value = row.value
    WITH row, i
    MATCH (r:PatientRecord {id: row.record})
    MERGE (r)-[n:NAMES_PARENT]->(i)
    SET n.kinship = row.kinship, n.name_key = row.name_key
""",
    writes=True,
    late=frozenset({"Identifier", "system", "value", "NAMES_PARENT", "kinship", "name_key"}),
)

CLEAR_RESIDENCE = Statement(
    """
    UNWIND $records AS record
    MATCH (:PatientRecord {id: record})-[l:LIVES_IN]->(:Ward)
    DELETE l
""",
    writes=True,
    late=frozenset({"LIVES_IN"}),
)

SET_RESIDENCE = Statement(
    """
    UNWIND $rows AS row
    MERGE (w:Ward {id: row.ward})
    WITH row, w
    MATCH (r:PatientRecord {id: row.record})
    MERGE (r)-[l:LIVES_IN]->(w)
    SET l.certain = row.certain
""",
    writes=True,
    late=frozenset({"Ward", "LIVES_IN", "certain"}),
)

APPEND_DECISIONS = Statement(
    """
    UNWIND $rows AS row
    MATCH (r:PatientRecord {id: row.record})
    MATCH (p:Person {id: row.person})
    CREATE (d:Decision {id: row.id})
    SET d += row.properties
    CREATE (d)-[:ABOUT {person: row.person}]->(r)
    CREATE (d)-[:GIVES]->(p)
""",
    writes=True,
    late=frozenset({"Decision", "ABOUT", "GIVES"}),
)

ASK_FOR_REVIEW = Statement(
    """
    UNWIND $rows AS row
    MATCH (r:PatientRecord {id: row.record})
    MATCH (given:Person {id: row.person})
    MATCH (likely:Person {id: row.likely})
    MERGE (t:ReviewTask {id: row.id})
    SET t += row.properties
    MERGE (t)-[:ASKS_ABOUT]->(r)
    MERGE (t)-[:SUGGESTS]->(likely)
    MERGE (given)-[m:POSSIBLY_SAME_AS]->(likely)
    SET m.bits = row.bits, m.decision = row.decision
""",
    writes=True,
)
