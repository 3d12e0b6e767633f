"""Family members of a person, as birth certificates and the numbers of named parents join them.

Two ways lead from a child's record to a parent: CHILD_OF, which a birth certificate (XML9) makes,
and a parent's number in the child's record, when a record with that number carries the name that
was given. A number alone is not enough: a mother's card serves the whole household.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.book_values import Relation
from graph.store import Row, Statement

_MEMBER = """o.id AS person, m.full_name AS full_name, m.birth_date AS birth_date,
        m.said_at AS said_at"""
#: $moment bounds what was said: by the visit that certified the birth, or by the child's record.
_CERTIFIED = """WITH o, m, k.kinship AS kinship, k.visit AS visit
    MATCH (:Encounter {id: visit})-[:STATED_IN]->(w:Message)
    WHERE w.said_at <= $moment"""
_SAID = "EXISTS {{ MATCH ({0})<-[:OF]-(:Encounter)-[:STATED_IN]->(w:Message) WHERE w.said_at <= $moment }}"  # noqa: E501  one path, one line

FAMILY = Statement(f"""
    UNWIND $records AS record
    MATCH (c:PatientRecord {{id: record}})-[k:CHILD_OF]->(m:PatientRecord)-[:IDENTIFIES]->(o:Person)
    WHERE o.id <> $person
    {_CERTIFIED}
    RETURN kinship AS kin, {_MEMBER}
    UNION
    UNWIND $records AS record
    MATCH (c:PatientRecord {{id: record}})<-[k:CHILD_OF]-(m:PatientRecord)-[:IDENTIFIES]->(o:Person)
    WHERE o.id <> $person
    {_CERTIFIED}
    RETURN 'child' AS kin, {_MEMBER}
    UNION
    UNWIND $records AS record
    MATCH (c:PatientRecord {{id: record}})-[t:NAMES_PARENT]->(:Identifier)
          <-[:HAS_IDENTIFIER]-(m:PatientRecord)-[:IDENTIFIES]->(o:Person)
    WHERE o.id <> $person AND m.name_key = t.name_key AND {_SAID.format("c")}
    RETURN t.kinship AS kin, {_MEMBER}
    UNION
    UNWIND $records AS record
    MATCH (c:PatientRecord {{id: record}})-[:HAS_IDENTIFIER]->(:Identifier)
          <-[t:NAMES_PARENT]-(m:PatientRecord)-[:IDENTIFIES]->(o:Person)
    WHERE o.id <> $person AND c.name_key = t.name_key AND {_SAID.format("m")}
    RETURN CASE WHEN t.kinship = 'guardian' THEN 'dependant' ELSE 'child' END AS kin, {_MEMBER}
""")

_ORDER = ("mother", "father", "guardian", "child", "dependant")


def family(rows: Iterable[Row]) -> tuple[Relation, ...]:
    """One relation a person and kin, with the name last said; parents first, then by birth date."""
    latest: dict[tuple[str, str], Row] = {}
    for row in sorted(rows, key=lambda row: row["said_at"] or ""):
        latest[row["person"], row["kin"]] = row
    found = (
        Relation(kin, person, row["full_name"] or "", row["birth_date"] or "")
        for (person, kin), row in latest.items()
    )
    return tuple(sorted(found, key=lambda r: (_ORDER.index(r.kin), r.birth_date, r.person)))
