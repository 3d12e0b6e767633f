"""Both engines find what a statement asks for by an index: no statement of a request scans.

Neo4j says so in its plan. kglite counts the work: a statement that meets a label's every node is
stopped by a budget that is far below the number of nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import kglite
import neo4j
import pytest

from graph import wholesale
from graph.embedded import FILE, open_embedded
from graph.migrate import migrate
from graph.neo4j_lists import in_one_map
from graph.store import Statement
from graph.wholesale import kinds_of_nodes
from tests import neo4j_server
from tests.statements import distinct_statements
from tools.neo4j.server import Server

NODES_A_LABEL = 3000
BUDGET = 1000
SCANS = {"AllNodesScan", "NodeByLabelScan", "NodeIndexScan", "UnionNodeByLabelsScan"}
STATEMENTS = {n: s for n, s in distinct_statements().items() if not s.whole}


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kglite.Session]:
    """Give kglite's own session on a graph of 3,000 nodes a label, with the project's indexes."""
    path = tmp_path_factory.mktemp("crowded")
    store = open_embedded("embedded:", path)
    migrate(store)
    for kind in kinds_of_nodes():
        rows = [{"id": f"other-{n}", "properties": {}} for n in range(NODES_A_LABEL)]
        store.write(lambda work, k=kind, r=rows: work.run(wholesale.add_nodes(k), rows=r))  # type: ignore[misc]
    store.close()
    session = kglite.open_session(str(path / FILE), durable="off")
    yield session
    session.close()


def parameters(statement: Statement) -> dict[str, Any]:
    """Give plausible values: a list where one is unwound, maps where their keys are used."""
    names = set(re.findall(r"\$(\w+)", statement.text))
    return {name: _value(name, statement.text) for name in names}


def _value(name: str, text: str) -> Any:
    if name in {"limit", "size", "skip", "many"}:
        return 10
    if unwound := re.search(rf"UNWIND\s+\${name}\s+AS\s+(\w+)", text):
        keys = set(re.findall(rf"\b{unwound[1]}\.(\w+)", text))
        return [{key: _part(unwound[1], key, text) for key in keys}] if keys else ["x-1"]
    if re.search(rf"\bIN\s+\${name}\b", text):
        return ["x-1"]
    return {} if re.search(rf"\+=\s*\${name}\b", text) else "x-1"


def _part(row: str, key: str, text: str) -> Any:
    if re.search(rf"\+=\s*{row}\.{key}\b", text):
        return {}
    return ["x-1"] if re.search(rf"\b(IN|UNWIND)\s+{row}\.{key}\b", text) else "x-1"


@pytest.mark.parametrize("name", STATEMENTS)
def test_kglite_does_not_scan(crowded: kglite.Session, name: str) -> None:
    """Asked for ids that nobody has, a statement does next to no work among 3,000 nodes a label."""
    statement = STATEMENTS[name]
    transaction = crowded.begin()
    try:
        transaction.cypher(
            statement.text, params=parameters(statement), max_work_units=BUDGET
        ).to_list()
    finally:
        transaction.rollback()


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (p:Person) RETURN count(p) AS many",
        "MATCH (p:Person) WHERE toLower(p.id) = $id RETURN p.id AS id",
        "MATCH (p:Person) WHERE p.created_at = $id OR p.provisional = $id RETURN p.id AS id",
        "MATCH (p:Person) RETURN p.id AS id ORDER BY id LIMIT 3",
    ],
)
def test_the_budget_stops_a_scan(crowded: kglite.Session, text: str) -> None:
    """The measure bites: these do meet every node."""
    with pytest.raises(kglite.KgError, match="work"):
        crowded.cypher(text, params={"id": "x-1"}, max_work_units=BUDGET)


@pytest.fixture(scope="module")
def planner(neo4j_running: tuple[str, Server]) -> Iterator[neo4j.Session]:
    """Give the driver's own session on a server with the project's schema.

    Neo4j plans by its statistics: what earlier tests left in them is counted anew.
    """
    url, server = neo4j_running
    neo4j_server.open_empty(url).close()
    address = f"bolt://127.0.0.1:{server.place.bolt}"
    with (
        neo4j.GraphDatabase.driver(
            address, auth=("neo4j", neo4j_server.PASSWORD), notifications_min_severity="OFF"
        ) as driver,
        driver.session() as session,
    ):
        session.run("CALL db.prepareForReplanning(120)").consume()
        yield session


def operators(plan: Any) -> set[str]:
    """Give the names of every operator of a plan, without the database's."""
    own = plan["operatorType"].partition("@")[0]
    return {own}.union(*(operators(child) for child in plan.get("children", ())))


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_neo4j_plans_no_scan(planner: neo4j.Session) -> None:
    """No plan of any statement meets all nodes of the graph, of a label or of an index."""
    found = {}
    for name, statement in STATEMENTS.items():
        text, _ = in_one_map(statement.text, parameters(statement))
        summary = planner.run(f"EXPLAIN {text}").consume()
        found[name] = operators(summary.plan) & SCANS
    assert {name: scans for name, scans in found.items() if scans} == {}


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_neo4j_shows_a_scan(planner: neo4j.Session) -> None:
    """The measure bites: a look-up without an index is a scan in the plan."""
    text = "EXPLAIN MATCH (p:Person) WHERE p.provisional = $x RETURN p.id AS id"
    assert operators(planner.run(text).consume().plan) & SCANS == {"NodeByLabelScan"}
