"""Which engine stands behind a URL: `embedded:PATH` or `neo4j://user@host:port/database`.

An engine is imported when a URL names it, so that nobody waits for the driver of the other one.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

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
    check_url(url)
    if url.startswith("embedded:"):
        from graph.embedded import open_embedded  # noqa: PLC0415

        return open_embedded(url, Path(url.removeprefix("embedded:")))
    from graph.neo4j import open_neo4j  # noqa: PLC0415

    return open_neo4j(url, password)


def check_url(url: str) -> None:
    """Refuse what names no engine. Raises BadInput, repeating the scheme only."""
    scheme, _, rest = url.partition(":")
    if scheme == "embedded" and rest:
        return
    if scheme not in NEO4J_SCHEMES or not rest.startswith("//"):
        raise BadInput("store", _FORMS, scheme)
    _check_server(url)


def _check_server(url: str) -> None:
    try:
        password = urlsplit(url).password
        _ = urlsplit(url).port
    except ValueError:
        raise BadInput("store", f"{_FORMS}, port 1 to 65535") from None
    if password is not None:
        raise BadInput("store", "must not hold the password: set HEALTHGRAPH_NEO4J_PASSWORD")
