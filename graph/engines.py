"""Which engine stands behind a URL: `embedded:PATH` or `neo4j://user@host:port/database`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from graph.embedded import open_embedded
from graph.neo4j import open_neo4j
from graph.store import Store
from mpi.errors import BadInput

_FORMS = "must be embedded:PATH or neo4j://user@host:port/database"

#: Bolt with and without routing; `+s` is TLS, `+ssc` TLS with a certificate of one's own.
NEO4J_SCHEMES = frozenset(
    {"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"},
)


def open_store(url: str, password: str | None = None) -> Store:
    """Open the store that `url` names, as it is: see `graph.migrate` for its schema.

    `password` is for Neo4j; when None it is read from HEALTHGRAPH_NEO4J_PASSWORD. Raises BadInput
    for any other URL, Unavailable when the engine does not answer or another process holds it.
    """
    scheme = urlsplit(url).scheme
    if scheme == "embedded":
        return open_embedded(url, _path(url))
    if scheme in NEO4J_SCHEMES:
        return open_neo4j(url, password)
    raise BadInput("store", _FORMS, scheme)


def _path(url: str) -> Path:
    path = url.removeprefix("embedded:")
    if not path:
        raise BadInput("store", _FORMS, url)
    return Path(path)
