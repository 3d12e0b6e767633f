"""A Neo4j server for one test session: a free port, a temporary home, stopped at the end."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.engines import open_store
from graph.kinds import SCHEMA_VERSION
from graph.migrate import migrate
from graph.store import Statement, Store
from tools.neo4j import install
from tools.neo4j.server import Place, Server

PASSWORD = "only-for-tests"
_DELETE_SOME = Statement(
    """
    MATCH (n)
    WHERE NOT n:StoreInfo OR n.version <> $current
    WITH n LIMIT 5000
    DETACH DELETE n
    RETURN count(*) AS gone
    """,
    writes=True,
)


def required() -> bool:
    """Tell whether a machine without Neo4j is a failure: in CI, or when asked for."""
    return os.environ.get("CI") == "true" or os.environ.get("HEALTHGRAPH_REQUIRE_NEO4J") == "1"


@contextmanager
def running(home: Path) -> Iterator[tuple[str, Server]]:
    """Run a server, installed first when it has to be, and give its URL and process."""
    place = Place(home, install.install(), free_port(), heap="512m")
    place.prepare(PASSWORD)
    with started(place) as server:
        yield f"neo4j://neo4j@127.0.0.1:{place.bolt}/neo4j", server
    shutil.rmtree(home)


@contextmanager
def started(place: Place) -> Iterator[Server]:
    """Start a server where one was before, and kill it at the end: its data are thrown away."""
    server = Server(place)
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.kill()


def free_port() -> int:
    """Give a TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def empty(store: Store) -> Store:
    """Delete every node in batches; constraints and indexes stay."""
    while store.write(lambda work: work.run(_DELETE_SOME, current=SCHEMA_VERSION))[0]["gone"]:
        pass
    migrate(store)
    return store


def open_empty(url: str) -> Store:
    """Open the server's store and empty it."""
    return empty(open_store(url, PASSWORD))
