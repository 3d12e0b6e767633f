"""The footprint of people: every fact that an identity decision about them may change.

Read before and after a deed it gives the difference, which the deed keeps and undo applies
backwards. Facts that only hospitals state (visits, letters, what a record says) are never in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson

from graph.footprint_statements import EDGES, NODES, delete_edges, set_nodes
from graph.kinds import EDGES as EDGE_KINDS
from graph.schema import EdgeKind
from graph.store import Row, Work
from graph.wholesale import add_edges


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """An edge with its properties, or some properties of a node; then `target` is empty.

    `kind` is the edge's kind, or the node's label with the property: `Person.provisional`. `said`
    is JSON with sorted keys, so that equal facts are equal values.
    """

    kind: str
    source: str
    target: str
    said: str

    @property
    def properties(self) -> dict[str, Any]:
        """The properties that `said` holds."""
        read: dict[str, Any] = orjson.loads(self.said)
        return read


Footprint = frozenset[Fact]


@dataclass(frozen=True, slots=True)
class Effects:
    """What a deed did: facts that were before and are not, and the other way round."""

    removed: tuple[Fact, ...] = ()
    added: tuple[Fact, ...] = ()

    @property
    def backwards(self) -> Effects:
        """What takes it back."""
        return Effects(removed=self.added, added=self.removed)


def footprint(work: Work, people: Iterable[str]) -> Footprint:
    """Read the footprint of people (ids; unknown ones have none): a fixed number of statements."""
    given = sorted(set(people))
    edges = (
        _fact(kind, row) for kind, it in EDGES.items() for row in work.run(it.read, people=given)
    )
    nodes = (
        _fact(kind, row) for kind, it in NODES.items() for row in work.run(it.read, people=given)
    )
    return frozenset(edges) | frozenset(nodes)


def difference(before: Footprint, after: Footprint) -> Effects:
    """Compare two footprints of the same people."""
    return Effects(tuple(sorted(before - after)), tuple(sorted(after - before)))


def apply(work: Work, effects: Effects) -> None:
    """Make `effects` happen. A node whose property was only removed loses it."""
    for kind, it in EDGES.items():
        gone = [_ends(fact) for fact in effects.removed if fact.kind == kind]
        made = [_edge(fact) for fact in effects.added if fact.kind == kind]
        if gone:
            work.run(delete_edges(it.source, kind, it.target), rows=gone)
        if made:
            work.run(add_edges(_edge_kind(kind)), rows=made)
    for kind, node in NODES.items():
        rows = [_node(fact) for fact in effects.added if fact.kind == kind]
        if rows:
            work.run(set_nodes(node.label), rows=rows)


def effects_text(effects: Effects) -> str:
    """Write effects as JSON text; `effects_of` reads it back to an equal value."""
    plain = {"removed": _plain(effects.removed), "added": _plain(effects.added)}
    return orjson.dumps(plain).decode()


def effects_of(text: str) -> Effects:
    """Read what `effects_text` wrote."""
    read: Mapping[str, list[list[str]]] = orjson.loads(text)
    return Effects(_facts(read["removed"]), _facts(read["added"]))


def people_in(facts: Iterable[Fact]) -> set[str]:
    """Every Person id that some facts name."""
    named = set[str]()
    for fact in facts:
        ends = _labels(fact.kind)
        named |= {i for i, label in zip((fact.source, fact.target), ends, strict=True)
                  if label == "Person"}  # fmt: skip
    return named


def _labels(kind: str) -> tuple[str, str]:
    if kind in EDGES:
        return EDGES[kind].source, EDGES[kind].target
    return NODES[kind].label, ""


def _fact(kind: str, row: Row) -> Fact:
    properties = {key: value for key, value in row["properties"].items() if value is not None}
    said = orjson.dumps(properties, option=orjson.OPT_SORT_KEYS).decode()
    return Fact(kind, row["source"], row["target"] or "", said)


def _ends(fact: Fact) -> dict[str, str]:
    return {"source": fact.source, "target": fact.target}


def _edge(fact: Fact) -> dict[str, object]:
    return {**_ends(fact), "properties": fact.properties}


def _node(fact: Fact) -> dict[str, object]:
    """Every property of the kind, so that one that was not there before is taken away."""
    blank: dict[str, object] = dict.fromkeys(NODES[fact.kind].properties)
    return {"id": fact.source, "properties": blank | fact.properties}


def _plain(facts: Sequence[Fact]) -> list[list[str]]:
    return [[fact.kind, fact.source, fact.target, fact.said] for fact in facts]


def _facts(rows: Iterable[list[str]]) -> tuple[Fact, ...]:
    return tuple(Fact(*row) for row in rows)


@cache
def _edge_kind(kind: str) -> EdgeKind:
    return next(each for each in EDGE_KINDS if each.kind == kind)
