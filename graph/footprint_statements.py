"""How each kind of fact of a footprint is read, made and taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graph import kinds
from graph.schema import EdgeKind
from graph.store import Statement


@dataclass(frozen=True, slots=True)
class FootEdge:
    """A kind of edge of the footprint: its ends and the statement that reads those of $people."""

    source: str
    target: str
    read: Statement


@dataclass(frozen=True, slots=True)
class FootNode:
    """Properties of a label that decisions change, and the statement that reads them."""

    label: str
    properties: tuple[str, ...]
    read: Statement


_RECORDS = "MATCH (:Person {id: person})<-[:IDENTIFIES]-"
_VISITS = _RECORDS + "(:PatientRecord)<-[:OF]-"

#: From the people in hand to each edge `e` from `a` to `b`.
_PATHS: Mapping[str, tuple[str, ...]] = {
    "IDENTIFIES": ("MATCH (b:Person {id: person})<-[e:IDENTIFIES]-(a:PatientRecord)",),
    "MERGED_INTO": (
        "MATCH (a:Person {id: person})-[e:MERGED_INTO]->(b:Person)",
        "MATCH (b:Person {id: person})<-[e:MERGED_INTO]-(a:Person)",
    ),
    "NOT_SAME_AS": (
        _RECORDS + "(a:PatientRecord)-[e:NOT_SAME_AS]->(b:Person)",
        "MATCH (b:Person {id: person})<-[e:NOT_SAME_AS]-(a:PatientRecord)",
    ),
    "POSSIBLY_SAME_AS": (
        "MATCH (a:Person {id: person})-[e:POSSIBLY_SAME_AS]->(b:Person)",
        "MATCH (b:Person {id: person})<-[e:POSSIBLY_SAME_AS]-(a:Person)",
    ),
    "SUGGESTS": (
        "MATCH (b:Person {id: person})<-[e:SUGGESTS]-(a:ReviewTask)",
        _RECORDS + "(:PatientRecord)<-[:ASKS_ABOUT]-(a:ReviewTask)-[e:SUGGESTS]->(b:Person)",
    ),
    "FULFILLED_BY": (
        _VISITS + "(b:Encounter)<-[e:FULFILLED_BY]-(a:Referral)",
        _VISITS + "(:Encounter)<-[:ISSUED_IN]-(a:Referral)-[e:FULFILLED_BY]->(b:Encounter)",
    ),
    "KEPT_BY": (
        _VISITS + "(b:Encounter)<-[e:KEPT_BY]-(a:Appointment)",
        _VISITS + "(:Encounter)<-[:BOOKED_IN]-(a:Appointment)-[e:KEPT_BY]->(b:Encounter)",
    ),
}

_PERSON = ("MATCH (n:Person {id: person})",)
_TASKS = (
    "MATCH (:Person {id: person})<-[:SUGGESTS]-(n:ReviewTask)",
    _RECORDS + "(:PatientRecord)<-[:ASKS_ABOUT]-(n:ReviewTask)",
)
_KINDS = {kind.label: kind for kind in kinds.NODES}
#: Who has claimed a task is nobody's decision.
_CLAIM = {"claimed_by", "claimed_at"}
_TASK = tuple(field.key for field in _KINDS["ReviewTask"].properties if field.key not in _CLAIM)


def _reading(paths: tuple[str, ...], columns: str) -> Statement:
    parts = (f"UNWIND $people AS person\n    {path}\n    RETURN {columns}" for path in paths)
    return Statement("\n    UNION\n    ".join(parts))


def _map(variable: str, keys: tuple[str, ...]) -> str:
    return "{" + ", ".join(f"{key}: {variable}.{key}" for key in keys) + "}"


def _edge(kind: EdgeKind, paths: tuple[str, ...]) -> FootEdge:
    said = _map("e", tuple(field.key for field in kind.properties))
    columns = f"a.id AS source, b.id AS target, {said} AS properties"
    return FootEdge(kind.source, kind.target, _reading(paths, columns))


def _node(label: str, properties: tuple[str, ...], paths: tuple[str, ...]) -> FootNode:
    columns = f"n.id AS source, '' AS target, {_map('n', properties)} AS properties"
    return FootNode(label, properties, _reading(paths, columns))


EDGES: Mapping[str, FootEdge] = MappingProxyType(
    {kind.kind: _edge(kind, _PATHS[kind.kind]) for kind in kinds.EDGES if kind.kind in _PATHS}
)

NODES: Mapping[str, FootNode] = MappingProxyType(
    {
        "Person.provisional": _node("Person", ("provisional",), _PERSON),
        "Person.corrections": _node("Person", ("corrections",), _PERSON),
        "ReviewTask": _node("ReviewTask", _TASK, _TASKS),
    }
)


@cache
def delete_edges(source: str, kind: str, target: str) -> Statement:
    """Take away edges of one kind, given as `$rows` of `source` and `target`."""
    return Statement(
        f"""
        UNWIND $rows AS row
        MATCH (a:{source} {{id: row.source}})-[e:{kind}]->(b:{target} {{id: row.target}})
        DELETE e
        """,
        writes=True,
    )


@cache
def set_nodes(label: str) -> Statement:
    """Set properties of nodes from `$rows` of `id` and `properties`; null takes one away."""
    return Statement(
        f"""
        UNWIND $rows AS row
        MATCH (n:{label} {{id: row.id}})
        SET n += row.properties
        """,
        writes=True,
    )
