"""How much of what a store holds: nodes and edges by kind, and how the decisions came out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from graph.kinds import EDGES, NODES
from graph.store import Statement, Store, Work

_NODE_COUNTS = {
    kind.label: Statement(f"MATCH (n:{kind.label}) RETURN count(n) AS many", whole=True)
    for kind in NODES
}

_EDGE_COUNTS = {
    (kind.kind, kind.source): Statement(
        f"MATCH (:{kind.source})-[e:{kind.kind}]->(:{kind.target}) RETURN count(e) AS many",
        whole=True,
    )
    for kind in EDGES
}

_OUTCOMES = Statement(
    """
    MATCH (d:Decision)
    WHERE d.outcome IS NOT NULL
    RETURN d.outcome AS outcome, count(d) AS many
    ORDER BY outcome
""",
    whole=True,
)

_REFERRALS = Statement(
    """
    MATCH (r:Referral)
    RETURN count(CASE WHEN r.stated AND EXISTS { (r)-[:FULFILLED_BY]->(:Encounter) }
            THEN 1 END) AS joined,
        count(CASE WHEN r.stated AND NOT EXISTS { (r)-[:FULFILLED_BY]->(:Encounter) }
            THEN 1 END) AS open,
        count(CASE WHEN NOT r.stated THEN 1 END) AS letter_awaited
""",
    whole=True,
)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of a store. `outcomes` are decisions about a record by same, maybe, new.

    A merge, split or undo has no outcome; `nodes` counts it among the decisions. `referrals` are
    counted by state.
    """

    nodes: dict[str, int]
    edges: dict[str, int]
    outcomes: dict[str, int]
    referrals: dict[str, int]


def statistics(store: Store) -> Statistics:
    """Count everything, in one snapshot. Takes seconds on a large store."""
    return store.read(_count, timeout=600)


def _count(work: Work) -> Statistics:
    edges = Counter[str]()
    for (kind, _), statement in _EDGE_COUNTS.items():
        edges[kind] += work.run(statement)[0]["many"]
    return Statistics(
        nodes={label: work.run(it)[0]["many"] for label, it in _NODE_COUNTS.items()},
        edges=dict(edges),
        outcomes={row["outcome"]: row["many"] for row in work.run(_OUTCOMES)},
        referrals=dict(work.run(_REFERRALS)[0]),
    )
