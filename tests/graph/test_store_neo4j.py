"""Neo4j alone: addresses, passwords, a server that goes away, and how statements are planned."""

from __future__ import annotations

import pytest

from graph.engines import open_store
from graph.neo4j import Address
from graph.store import Statement, Store
from mpi.errors import BadInput, Unavailable
from tests import neo4j_server

ON_NEO4J = pytest.mark.parametrize(
    "engine",
    [pytest.param("neo4j", marks=(pytest.mark.neo4j, pytest.mark.xdist_group("neo4j")))],
)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("neo4j://an@db:7688/city", Address("neo4j://db:7688", "an", "city")),
        ("bolt://localhost", Address("bolt://localhost:7687", "neo4j", "neo4j")),
        ("neo4j+s://an%40hanoi@db/", Address("neo4j+s://db:7687", "an@hanoi", "neo4j")),
        ("bolt+ssc://[::1]:7000/x", Address("bolt+ssc://[::1]:7000", "neo4j", "x")),
    ],
)
def test_address_of_a_url(url: str, address: Address) -> None:
    """User, port and database have the defaults of a fresh server."""
    assert Address.parse(url) == address


def test_server_that_is_not_there() -> None:
    """Nobody listens: unavailable, and worth another try later."""
    with pytest.raises(Unavailable, match="does not answer") as away:
        open_store(f"neo4j://neo4j@127.0.0.1:{neo4j_server.free_port()}/neo4j", "password")
    assert away.value.retry_after > 0


def test_password_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a password the message names the variable that carries it."""
    monkeypatch.delenv("HEALTHGRAPH_NEO4J_PASSWORD", raising=False)
    with pytest.raises(Unavailable, match="HEALTHGRAPH_NEO4J_PASSWORD"):
        open_store("neo4j://neo4j@127.0.0.1:1/neo4j")


@ON_NEO4J
def test_wrong_password(store_url: str) -> None:
    """A refused password is said as that, without the password."""
    with pytest.raises(Unavailable, match="refuses user or password") as refused:
        open_store(store_url, "not-the-password")
    assert "not-the-password" not in str(refused.value)


@ON_NEO4J
def test_unknown_database(store_url: str) -> None:
    """A database that the server does not have is named as the fault."""
    with pytest.raises(Unavailable, match="no such database"):
        open_store(store_url.replace("/neo4j", "/elsewhere").replace("//elsewhere", "//neo4j"))


@ON_NEO4J
@pytest.mark.parametrize("returned", ["p", "[p]", "duration({days: 1})", "point({x: 1, y: 2})"])
def test_driver_objects_do_not_escape(store: Store, returned: str) -> None:
    """A statement that gives a node or a duration is refused: they would tie callers to Neo4j."""
    create = Statement("MERGE (p:Person {id: 'p-1'})", writes=True)
    store.write(lambda work: work.run(create))
    text = f"MATCH (p:Person {{id: 'p-1'}}) RETURN {returned} AS value"
    with pytest.raises(BadInput, match="not a plain value"):
        store.read(lambda work: work.run(Statement(text)))


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_server_that_is_killed_and_comes_back(
    neo4j_running: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What was acknowledged outlives the server; the open store finds the new one by itself."""
    create = Statement("CREATE (p:Person {id: $id})", writes=True)
    people = Statement("MATCH (p:Person) RETURN p.id AS id ORDER BY id", whole=True)
    with neo4j_server.running(tmp_path_factory.mktemp("killed")) as (url, server):
        store = open_store(url, neo4j_server.PASSWORD)
        store.write(lambda work: work.run(create, id="p-1"))
        server.kill()
        with pytest.raises(Unavailable, match="does not answer"):
            store.write(lambda work: work.run(create, id="p-2"))
        with neo4j_server.started(server.place):
            store.write(lambda work: work.run(create, id="p-3"))
            rows = store.read(lambda work: work.run(people))
            store.close()
    assert rows == [{"id": "p-1"}, {"id": "p-3"}]
