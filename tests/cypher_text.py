"""A statement's text taken apart far enough to hold it against the rules: clauses, paths, columns.

No parser of the whole language: strings are blanked, clauses cut at their keywords, and paths read
from left to right. What it cannot read it does not see, and the engines' own planners see it then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_COMMENT = re.compile(r"//[^\n]*")
_KEYWORDS = (
    r"OPTIONAL\s+MATCH|MATCH|ON\s+CREATE\s+SET|ON\s+MATCH\s+SET|MERGE|CREATE|SET|DETACH\s+DELETE"
    r"|DELETE|REMOVE|UNWIND|WITH|RETURN|WHERE|ORDER\s+BY|SKIP|LIMIT|UNION(?:\s+ALL)?|CALL|FOREACH"
)
#: `STARTS WITH` and `ENDS WITH` are operators, not clauses.
_CLAUSE = re.compile(rf"(?<![\w.$:])(?<!STARTS )(?<!ENDS )({_KEYWORDS})(?![\w.:=])", re.IGNORECASE)
_NODE = re.compile(r"(?<![\w`])\(\s*(\w*)\s*((?::\s*\w+)*)\s*(\{[^{}]*\})?\s*\)")
_EDGE = re.compile(
    r"\s*(<?)-\s*(?:\[\s*(\w*)\s*(:[\w|]+)?\s*(\*[\d.]*)?\s*(\{[^{}]*\})?\s*\])?\s*-(>?)\s*"
)
_PROJECTION = re.compile(r"\b([A-Za-z_]\w*)\s*\{([^{}]*)\}")


@dataclass(frozen=True)
class Node:
    """`(p:Person {id: $id})`; what is not written is empty."""

    variable: str
    label: str
    inline: str


@dataclass(frozen=True)
class Edge:
    """An edge between two nodes; `arrow` is `>`, `<` or empty."""

    variable: str
    kinds: tuple[str, ...]
    hops: str
    left: Node
    right: Node
    arrow: str


@dataclass(frozen=True)
class Path:
    """One path of a pattern."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class Clause:
    """A keyword in capitals with single spaces, and what follows it."""

    keyword: str
    body: str

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """The paths of the clause, in order."""
        return tuple(_paths(self.body))


@dataclass(frozen=True)
class Text:
    """A statement's text."""

    whole: str

    @cached_property
    def bare(self) -> str:
        """The text without line comments and with every string empty."""
        return _COMMENT.sub("", _STRING.sub("''", self.whole))

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause, those of subqueries too, in the order of the text."""
        parts = _CLAUSE.split(self.bare)
        pairs = zip(parts[1::2], parts[2::2], strict=True)
        return tuple(Clause(" ".join(key.upper().split()), body) for key, body in pairs)

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """Every path, wherever it stands."""
        return tuple(_paths(self.bare))

    @cached_property
    def labels(self) -> dict[str, set[str]]:
        """Node variable to the labels that the text gives it."""
        found: dict[str, set[str]] = {}
        for node in (node for path in self.paths for node in path.nodes):
            if node.variable:
                found.setdefault(node.variable, set()).update({node.label} - {""})
        return found

    @cached_property
    def kinds(self) -> dict[str, set[str]]:
        """Edge variable to its kinds."""
        edges = (edge for path in self.paths for edge in path.edges if edge.variable)
        return {edge.variable: set(edge.kinds) for edge in edges}

    @cached_property
    def properties(self) -> tuple[tuple[str, str], ...]:
        """Every `variable.property`, projections `p{.id, .at}` included."""
        dotted = re.findall(r"(?<![\w.$])([A-Za-z_]\w*)\.([A-Za-z_]\w*)\b(?!\s*\()", self.bare)
        projected = (
            (variable, key)
            for variable, body in _PROJECTION.findall(self.bare)
            for key in re.findall(r"(?<!\w)\.(\w+)", body)
        )
        return (*dotted, *projected)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every item of every RETURN."""
        returned = (clause.body for clause in self.clauses if clause.keyword == "RETURN")
        return tuple(item for body in returned for item in split(_until_closed(body)))


def split(body: str) -> list[str]:
    """Cut at commas that stand outside of all brackets."""
    depth, parts = 0, [""]
    for letter in body:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def _until_closed(body: str) -> str:
    """Leave out what follows the bracket that closes the subquery around."""
    depth = 0
    for place, letter in enumerate(body):
        depth += (letter in "([{") - (letter in ")]}")
        if depth < 0:
            return body[:place]
    return body


def _paths(text: str) -> Iterator[Path]:
    place = 0
    while first := _NODE.search(text, place):
        nodes, edges, place = [_node(first)], list[Edge](), first.end()
        while (edge := _EDGE.match(text, place)) and (after := _NODE.match(text, edge.end())):
            nodes.append(_node(after))
            edges.append(_edge(edge, nodes[-2], nodes[-1]))
            place = after.end()
        yield Path(tuple(nodes), tuple(edges))


def _node(found: re.Match[str]) -> Node:
    return Node(found[1], found[2].replace(":", "").strip(), found[3] or "")


def _edge(found: re.Match[str], left: Node, right: Node) -> Edge:
    kinds = tuple(filter(None, (found[3] or "").removeprefix(":").split("|")))
    return Edge(found[2] or "", kinds, found[4] or "", left, right, found[1] or found[6])
