"""Statements that read and write whole kinds, made from the schema: for backup and restore."""

from __future__ import annotations

from functools import cache

from graph.kinds import EDGES, NODES
from graph.schema import EdgeKind, NodeKind
from graph.store import Statement

#: What a store says of itself is not part of what it holds.
STORE_INFO = "StoreInfo"


def kinds_of_nodes() -> tuple[NodeKind, ...]:
    """Every kind that a backup holds."""
    return tuple(kind for kind in NODES if kind.label != STORE_INFO)


def edges_from(label: str) -> tuple[EdgeKind, ...]:
    """The kinds of edges that start at a label."""
    return tuple(kind for kind in EDGES if kind.source == label)


@cache
def any_node(kind: NodeKind) -> Statement:
    """One row when the store holds a node of this kind."""
    return Statement(f"MATCH (n:{kind.label}) RETURN n.id AS id LIMIT 1", whole=True)


@cache
def page_of_nodes(kind: NodeKind) -> Statement:
    """Nodes in order of id, after `$after`, at most `$size`: `id`, `properties`."""
    keys = ", ".join(f"{field.key}: n.{field.key}" for field in kind.properties)
    text = f"""
        MATCH (n:{kind.label})
        WHERE n.id > $after
        RETURN n.id AS id, {{{keys}}} AS properties
        ORDER BY id LIMIT $size
    """
    return Statement(text, whole=True)


@cache
def edges_of(kind: EdgeKind) -> Statement:
    """The edges of one kind that leave the nodes `$ids`: `source`, `target`, `properties`."""
    keys = ", ".join(f"{field.key}: e.{field.key}" for field in kind.properties)
    return Statement(f"""
        UNWIND $ids AS id
        MATCH (a:{kind.source} {{id: id}})-[e:{kind.kind}]->(b:{kind.target})
        RETURN a.id AS source, b.id AS target, {{{keys}}} AS properties
        ORDER BY source, target
    """)


@cache
def add_nodes(kind: NodeKind) -> Statement:
    """Create nodes from `$rows` of `id` and `properties`."""
    return Statement(
        f"""
        UNWIND $rows AS row
        CREATE (n:{kind.label} {{id: row.id}})
        SET n += row.properties
        """,
        writes=True,
    )


@cache
def add_edges(kind: EdgeKind) -> Statement:
    """Create edges from `$rows` of `source`, `target` and `properties`; counts them as `made`."""
    return Statement(
        f"""
        UNWIND $rows AS row
        MATCH (a:{kind.source} {{id: row.source}})
        MATCH (b:{kind.target} {{id: row.target}})
        CREATE (a)-[e:{kind.kind}]->(b)
        SET e += row.properties
        RETURN count(e) AS made
        """,
        writes=True,
    )
