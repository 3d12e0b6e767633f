"""The rules that every statement keeps (docs/adr/0003): rule, why, check, its own example."""

from __future__ import annotations

from dataclasses import dataclass

from tests import cypher_checks as checks
from tests.cypher_checks import Check, found


@dataclass(frozen=True)
class Rule:
    """A rule, why it is one, and a text that breaks it."""

    name: str
    why: str
    check: Check
    example: str
    writes: bool = False


RULES: tuple[Rule, ...] = (
    Rule("one statement", "kglite runs what follows a ;", found(r";"), "RETURN 1 AS a; RETURN 2"),
    Rule(
        "no LOAD", "kglite reads any file", found(r"\bLOAD\b"), "LOAD CSV FROM $f AS row RETURN 1"
    ),
    Rule("no /* */", "kglite fails", found(r"/\*"), "RETURN 1 /* one */ AS one"),
    Rule(
        "id is the only inline key",
        "kglite raises SchemaError for keys that no node has yet",
        checks.inline_maps,
        "MATCH (p:Person {provisional: true}) RETURN p.id AS id",
    ),
    Rule(
        "no p{.*}",
        "invented keys",
        found(r"\{\s*\.\*"),
        "MATCH (p:Person {id: $i}) RETURN p{.*} AS p",
    ),
    Rule(
        "no inner names",
        "engines differ in them",
        found(r"\b(properties|keys|id|elementId|labels)\s*\("),
        "MATCH (p:Person {id: $i}) RETURN elementId(p) AS id",
    ),
    Rule(
        "columns have AS", "else their names differ", checks.columns_without_as, "RETURN 1 AS a, 2"
    ),
    Rule(
        "no whole nodes",
        "driver objects would escape",
        checks.whole_entities,
        "MATCH (p:Person {id: $i}) RETURN p AS person",
    ),
    Rule(
        "labels exist",
        "schema",
        checks.unknown_labels,
        "MATCH (p:Persn {id: $i}) RETURN p.id AS id",
    ),
    Rule(
        "edges exist",
        "schema",
        checks.unknown_edges,
        "MATCH (p:Person {id: $i})<-[:KNOWS]-(r:PatientRecord) RETURN r.id AS id",
    ),
    Rule(
        "edges have a kind",
        "else every edge is followed",
        checks.nameless_edges,
        "MATCH (p:Person {id: $i})<--(r:PatientRecord) RETURN r.id AS id",
    ),
    Rule(
        "edges have their ends",
        "schema",
        checks.wrong_ends,
        "MATCH (p:Person {id: $i})-[:IDENTIFIES]->(r:PatientRecord) RETURN r.id AS id",
    ),
    Rule(
        "properties exist",
        "schema",
        checks.unknown_properties,
        "MATCH (p:Person {id: $i}) RETURN p.nickname AS nickname",
    ),
    Rule(
        "nodes have a label",
        "else both engines scan all",
        checks.unlabelled,
        "MATCH (p {id: $i}) RETURN p.id AS id",
    ),
    Rule(
        "matches enter by id or index",
        "else they scan",
        checks.scans,
        "MATCH (p:Person) WHERE toLower(p.id) = $i RETURN p.id AS id",
    ),
    Rule(
        "no OR at the entry",
        "kglite scans",
        checks.or_at_entry,
        "MATCH (t:ReviewTask) WHERE t.state = $s OR t.bits = $b RETURN t.id AS id",
    ),
    Rule(
        "no optional parameter",
        "both engines scan; two texts instead",
        found(r"\$\w+\s+IS\s+NULL\s+OR\b"),
        "MATCH (t:ReviewTask) WHERE ($s IS NULL OR t.state = $s) RETURN t.id AS id",
    ),
    Rule(
        "no search inside text",
        "kglite scans; a stored key instead",
        found(r"\b(STARTS|ENDS)\s+WITH\b|\bCONTAINS\b|=~"),
        "MATCH (p:Person {id: $i}) WHERE p.id STARTS WITH $s RETURN p.id AS id",
    ),
    Rule(
        "writes is true of writers",
        "a read refuses them",
        checks.writes,
        "MERGE (p:Person {id: $i})",
    ),
    Rule(
        "MERGE of an edge has bound ends and an arrow",
        "kglite fails",
        checks.loose_merges,
        "MATCH (r:PatientRecord {id: $r}) MERGE (r)-[:IDENTIFIES]->(p:Person {id: $p})",
        writes=True,
    ),
    Rule(
        "SET does not read what it sets",
        "kglite sees the new value, Neo4j the old one",
        checks.reads_what_it_set,
        "MATCH (d:Decision {id: $i}) SET d.at = $at, d.person = d.at",
        writes=True,
    ),
    Rule(
        "no bare maps",
        "SET += keeps the id on both",
        found(r"\bSET\s+\w+\s*=|\bCREATE\s*\(\s*\w*(:\w+)?\s+\$"),
        "MATCH (p:Person {id: $i}) SET p = $all",
        writes=True,
    ),
    Rule(
        "paths are bounded",
        "kglite ends at 10 hops by itself",
        found(r"\[[^\]{]*\*\s*(\d+\s*\.\.)?\s*\]"),
        "MATCH (c:Concept {id: $i})-[:IS_A*]->(w:Concept) RETURN w.id AS id",
    ),
    Rule(
        "only what both run",
        "the other engine fails or differs",
        found(
            r"\bCOLLECT\s*\{|IN\s+TRANSACTIONS|OPTIONAL\s+CALL|USING\s+INDEX|\bapoc\.|\$\s*\(|\bdb\."
            r"|\b(percentile\w+|stDevP?|isEmpty|nullIf|normalize|timestamp|duration\.between)\s*\("
        ),
        "RETURN COLLECT { MATCH (p:Person) RETURN p.id } AS ids",
    ),
    Rule(
        "EXISTS and COUNT give nothing back",
        "kglite fails on RETURN there",
        found(r"\b(EXISTS|COUNT)\s*\{[^{}]*\bRETURN\b"),
        "MATCH (p:Person {id: $i}) WHERE EXISTS { MATCH (p) RETURN 1 AS one } RETURN 1 AS one",
    ),
)
