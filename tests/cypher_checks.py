"""The checks behind the rules of `tests.cypher_rules`: each gives what breaks its rule, as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from graph.kinds import EDGES, NODES
from graph.store import Statement
from tests.cypher_text import Clause, Node, Path, Text

#: Nothing comes out for a statement that keeps the rule.
Check = Callable[[Text, Statement], Iterable[str]]

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


def inline_maps(text: Text, _statement: Statement) -> Iterator[str]:
    """Inline maps of nodes with anything but `id`."""
    nodes = (node for path in text.paths for node in path.nodes)
    return (node.inline for node in nodes if node.inline and not _only_id(node.inline))


def _only_id(inline: str) -> bool:
    return re.fullmatch(r"\{\s*id\s*:[^,]*\}", inline) is not None


def columns_without_as(text: Text, _statement: Statement) -> Iterator[str]:
    """Columns whose name the engine would make up."""
    return (item for item in text.columns if not re.search(r"\sAS\s+\w+$", item))


def whole_entities(text: Text, _statement: Statement) -> Iterator[str]:
    """Columns that are a node or an edge."""
    entities = text.labels.keys() | text.kinds.keys()
    plain = (re.match(r"(?:DISTINCT\s+)?(\w+)\s+AS\b", item) for item in text.columns)
    return (match[0] for match in plain if match and match[1] in entities)


def unknown_labels(text: Text, _statement: Statement) -> Iterator[str]:
    """Labels that the schema lacks."""
    labels = {node.label for path in text.paths for node in path.nodes} - {""}
    return (label for label in labels if label not in _PROPERTIES)


def unknown_edges(text: Text, _statement: Statement) -> Iterator[str]:
    """Edge kinds that the schema lacks."""
    kinds = {kind for path in text.paths for edge in path.edges for kind in edge.kinds}
    return (kind for kind in kinds if kind not in _ENDS)


def nameless_edges(text: Text, _statement: Statement) -> Iterator[str]:
    """Edges that may be of any kind."""
    edges = (edge for path in text.paths for edge in path.edges)
    return (f"{edge.left} - {edge.right}" for edge in edges if not edge.kinds)


def wrong_ends(text: Text, _statement: Statement) -> Iterator[str]:
    """Edges that the schema does not have between these labels, in this direction."""
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


def unknown_properties(text: Text, _statement: Statement) -> Iterator[str]:
    """Properties that the schema does not give to that label or edge."""
    for variable, key in text.properties:
        labels, kinds = text.labels.get(variable), text.kinds.get(variable)
        allowed = {"id"} if labels else set()
        allowed |= {each for label in labels or () for each in _PROPERTIES.get(label, ())}
        allowed |= {each for kind in kinds or () for each in _EDGE_PROPERTIES.get(kind, ())}
        if (labels or kinds) and key not in allowed:
            yield f"{variable}.{key}"


def unlabelled(text: Text, _statement: Statement) -> Iterator[str]:
    """Nodes of a MATCH that nothing gives a label."""
    bound = {name for name, labels in text.labels.items() if labels} | renamed(text)
    for clause in text.clauses:
        for path in clause.paths if clause.keyword.endswith("MATCH") else ():
            nameless = (n for n in path.nodes if not n.label and n.variable not in bound)
            yield from (f"({node.variable})" for node in nameless)


def renamed(text: Text) -> set[str]:
    """Variables that WITH, UNWIND or a list made."""
    return set(re.findall(r"\bAS\s+(\w+)", text.bare, re.IGNORECASE))


def scans(text: Text, statement: Statement) -> Iterator[str]:
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


def or_at_entry(text: Text, statement: Statement) -> Iterator[str]:
    """An OR beside the index that a MATCH enters by makes kglite scan."""
    known = set[str]()
    clauses = (*text.clauses, Clause("", ""))
    for clause, following in pairwise(clauses):
        entered = any(not _enters(path, known, "") for path in clause.paths)
        if clause.keyword.endswith("MATCH") and entered and following.keyword == "WHERE":
            yield from re.findall(r"\bOR\b", following.body if not statement.whole else "")
        known |= {node.variable for path in clause.paths for node in path.nodes if node.variable}


def writes(text: Text, statement: Statement) -> Iterator[str]:
    """Statements that say of themselves what is not true."""
    says = _WRITING.search(text.bare) is not None
    if says is not statement.writes:
        yield f"writes={statement.writes}"


def loose_merges(text: Text, _statement: Statement) -> Iterator[str]:
    """MERGE of an edge needs an arrow and two ends that are bound already."""
    for clause in (clause for clause in text.clauses if clause.keyword == "MERGE"):
        for edge in (edge for path in clause.paths for edge in path.edges):
            if not edge.arrow or any(_fresh(end) for end in (edge.left, edge.right)):
                yield clause.body.strip()


def _fresh(node: Node) -> bool:
    return bool(node.label or node.inline or not node.variable)


def reads_what_it_set(text: Text, _statement: Statement) -> Iterator[str]:
    """Properties that one SET both sets and reads."""
    for clause in (clause for clause in text.clauses if clause.keyword.endswith("SET")):
        changed = re.findall(r"(\w+\.\w+)\s*=(?!=)", clause.body)
        values = re.sub(r"\w+\.\w+\s*=(?!=)", "", clause.body)
        yield from (each for each in changed if len(changed) > 1 and each in values.split())
