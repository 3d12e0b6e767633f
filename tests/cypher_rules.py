"""The rules that every statement keeps (docs/adr/0003), as a table: rule, check, its own example.

A check gives what breaks the rule, as text; nothing when the statement keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from graph.kinds import EDGES, NODES
from graph.store import Statement
from tests.cypher_text import Clause, Node, Path, Text

Check = Callable[[Text, Statement], Iterable[str]]


@dataclass(frozen=True)
class Rule:
    """A rule, why it is one, and a text that breaks it."""

    name: str
    why: str
    check: Check
    example: str
    writes: bool = False


_PROPERTIES = {kind.label: {"id", *(each.key for each in kind.properties)} for kind in NODES}
_INDEXED = {
    kind.label: {"id", *(each.key for each in kind.properties if each.index)} for kind in NODES
}
_ENDS: dict[str, set[tuple[str, str]]] = {}
_EDGE_PROPERTIES: dict[str, set[str]] = {}
for _kind in EDGES:
    _ENDS.setdefault(_kind.kind, set()).add((_kind.source, _kind.target))
    _EDGE_PROPERTIES.setdefault(_kind.kind, set()).update(p.key for p in _kind.properties)

_WRITING = re.compile(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|FOREACH|DROP)\b", re.IGNORECASE)
_LOOKUP = r"\b{variable}\.(\w+)\s*(?:=|IN|>=|<=|<|>)\s*\$\w+(?![\w.\[])"


def found(pattern: str) -> Check:
    """A rule that a regular expression breaks, on the text without strings and comments."""
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text, _statement: (match[0] for match in compiled.finditer(text.bare))


def _inline_maps(text: Text, _statement: Statement) -> Iterator[str]:
    nodes = (node for path in text.paths for node in path.nodes)
    return (node.inline for node in nodes if node.inline and not _only_id(node.inline))


def _only_id(inline: str) -> bool:
    return re.fullmatch(r"\{\s*id\s*:[^,]*\}", inline) is not None


def _columns_without_as(text: Text, _statement: Statement) -> Iterator[str]:
    return (item for item in text.columns if not re.search(r"\sAS\s+\w+$", item))


def _whole_entities(text: Text, _statement: Statement) -> Iterator[str]:
    entities = text.labels.keys() | text.kinds.keys()
    plain = (re.match(r"(?:DISTINCT\s+)?(\w+)\s+AS\b", item) for item in text.columns)
    return (match[0] for match in plain if match and match[1] in entities)


def _unknown_labels(text: Text, _statement: Statement) -> Iterator[str]:
    labels = {node.label for path in text.paths for node in path.nodes} - {""}
    return (label for label in labels if label not in _PROPERTIES)


def _unknown_edges(text: Text, _statement: Statement) -> Iterator[str]:
    kinds = {kind for path in text.paths for edge in path.edges for kind in edge.kinds}
    return (kind for kind in kinds if kind not in _ENDS)


def _nameless_edges(text: Text, _statement: Statement) -> Iterator[str]:
    edges = (edge for path in text.paths for edge in path.edges)
    return (f"{edge.left} - {edge.right}" for edge in edges if not edge.kinds)


def _wrong_ends(text: Text, _statement: Statement) -> Iterator[str]:
    for edge in (edge for path in text.paths for edge in path.edges if edge.arrow and edge.kinds):
        ends = (edge.left, edge.right) if edge.arrow == ">" else (edge.right, edge.left)
        if not any(_joins(text, kind, *ends) for kind in edge.kinds) and not edge.hops:
            yield f"{ends[0]} -{edge.kinds}-> {ends[1]}"


def _joins(text: Text, kind: str, source: Node, target: Node) -> bool:
    return any(
        _may_be(text, source, left) and _may_be(text, target, right)
        for left, right in _ENDS.get(kind, ())
    )


def _may_be(text: Text, node: Node, label: str) -> bool:
    labels = {node.label} if node.label else text.labels.get(node.variable, set())
    return not labels or label in labels


def _unknown_properties(text: Text, _statement: Statement) -> Iterator[str]:
    for variable, key in text.properties:
        labels, kinds = text.labels.get(variable), text.kinds.get(variable)
        allowed = {"id"} if labels else set()
        allowed |= {each for label in labels or () for each in _PROPERTIES.get(label, ())}
        allowed |= {each for kind in kinds or () for each in _EDGE_PROPERTIES.get(kind, ())}
        if (labels or kinds) and key not in allowed:
            yield f"{variable}.{key}"


def _unlabelled(text: Text, _statement: Statement) -> Iterator[str]:
    bound = {name for name, labels in text.labels.items() if labels} | _renamed(text)
    for clause in text.clauses:
        for path in clause.paths if clause.keyword.endswith("MATCH") else ():
            nameless = (n for n in path.nodes if not n.label and n.variable not in bound)
            yield from (f"({node.variable})" for node in nameless)


def _renamed(text: Text) -> set[str]:
    """Variables that WITH, UNWIND or a list made."""
    return set(re.findall(r"\bAS\s+(\w+)", text.bare, re.IGNORECASE))


def _scans(text: Text, statement: Statement) -> Iterator[str]:
    """Each path of a MATCH starts at a known node, an id, or an index that its WHERE uses."""
    known = set[str]()
    clauses = (*text.clauses, Clause("", ""))
    for clause, following in pairwise(clauses):
        if clause.keyword.endswith("MATCH") and not statement.whole:
            where = following.body if following.keyword == "WHERE" else ""
            yield from (str(path) for path in clause.paths if not _enters(path, known, where))
        known |= {node.variable for path in clause.paths for node in path.nodes if node.variable}


def _enters(path: Path, known: set[str], where: str) -> bool:
    if any(node.inline or node.variable in known for node in path.nodes):
        return True
    return any(_looked_up(node, where) for node in path.nodes)


def _looked_up(node: Node, where: str) -> bool:
    if not node.variable:
        return False
    used = re.findall(_LOOKUP.format(variable=node.variable), where, re.IGNORECASE)
    return any(key in _INDEXED.get(node.label, ()) for key in used)


def _or_at_entry(text: Text, statement: Statement) -> Iterator[str]:
    """An OR beside the index that a MATCH enters by makes kglite scan."""
    known = set[str]()
    clauses = (*text.clauses, Clause("", ""))
    for clause, following in pairwise(clauses):
        entered = any(not _enters(path, known, "") for path in clause.paths)
        if clause.keyword.endswith("MATCH") and entered and following.keyword == "WHERE":
            yield from re.findall(r"\bOR\b", following.body if not statement.whole else "")
        known |= {node.variable for path in clause.paths for node in path.nodes if node.variable}


def _writes(text: Text, statement: Statement) -> Iterator[str]:
    says = _WRITING.search(text.bare) is not None
    if says is not statement.writes:
        yield f"writes={statement.writes}"


def _loose_merges(text: Text, _statement: Statement) -> Iterator[str]:
    """MERGE of an edge needs an arrow and two ends that are bound already."""
    for clause in (clause for clause in text.clauses if clause.keyword == "MERGE"):
        for edge in (edge for path in clause.paths for edge in path.edges):
            if not edge.arrow or any(_fresh(end) for end in (edge.left, edge.right)):
                yield clause.body.strip()


def _fresh(node: Node) -> bool:
    return bool(node.label or node.inline or not node.variable)


def _reads_what_it_set(text: Text, _statement: Statement) -> Iterator[str]:
    for clause in (clause for clause in text.clauses if clause.keyword.endswith("SET")):
        changed = re.findall(r"(\w+\.\w+)\s*=(?!=)", clause.body)
        values = re.sub(r"\w+\.\w+\s*=(?!=)", "", clause.body)
        yield from (each for each in changed if len(changed) > 1 and each in values.split())


RULES: tuple[Rule, ...] = (
    Rule("one statement", "kglite runs what follows a ;", found(r";"), "RETURN 1 AS a; RETURN 2"),
    Rule(
        "no LOAD", "kglite reads any file", found(r"\bLOAD\b"), "LOAD CSV FROM $f AS row RETURN 1"
    ),
    Rule("no /* */", "kglite fails", found(r"/\*"), "RETURN 1 /* one */ AS one"),
    Rule(
        "id is the only inline key",
        "kglite raises SchemaError for keys that no node has yet",
        _inline_maps,
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
    Rule("columns have AS", "else their names differ", _columns_without_as, "RETURN 1 AS a, 2"),
    Rule(
        "no whole nodes",
        "driver objects would escape",
        _whole_entities,
        "MATCH (p:Person {id: $i}) RETURN p AS person",
    ),
    Rule("labels exist", "schema", _unknown_labels, "MATCH (p:Persn {id: $i}) RETURN p.id AS id"),
    Rule(
        "edges exist",
        "schema",
        _unknown_edges,
        "MATCH (p:Person {id: $i})<-[:KNOWS]-(r:PatientRecord) RETURN r.id AS id",
    ),
    Rule(
        "edges have a kind",
        "else every edge is followed",
        _nameless_edges,
        "MATCH (p:Person {id: $i})<--(r:PatientRecord) RETURN r.id AS id",
    ),
    Rule(
        "edges have their ends",
        "schema",
        _wrong_ends,
        "MATCH (p:Person {id: $i})-[:IDENTIFIES]->(r:PatientRecord) RETURN r.id AS id",
    ),
    Rule(
        "properties exist",
        "schema",
        _unknown_properties,
        "MATCH (p:Person {id: $i}) RETURN p.nickname AS nickname",
    ),
    Rule(
        "nodes have a label",
        "else both engines scan all",
        _unlabelled,
        "MATCH (p {id: $i}) RETURN p.id AS id",
    ),
    Rule(
        "matches enter by id or index",
        "else they scan",
        _scans,
        "MATCH (p:Person) WHERE toLower(p.id) = $i RETURN p.id AS id",
    ),
    Rule(
        "no OR at the entry",
        "kglite scans",
        _or_at_entry,
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
    Rule("writes is true of writers", "a read refuses them", _writes, "MERGE (p:Person {id: $i})"),
    Rule(
        "MERGE of an edge has bound ends and an arrow",
        "kglite fails",
        _loose_merges,
        "MATCH (r:PatientRecord {id: $r}) MERGE (r)-[:IDENTIFIES]->(p:Person {id: $p})",
        writes=True,
    ),
    Rule(
        "SET does not read what it sets",
        "kglite sees the new value, Neo4j the old one",
        _reads_what_it_set,
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
