"""Options that several commands share, written once."""

from __future__ import annotations

from typing import Annotated

import typer

from graph.engines import check_url
from mpi.errors import BadInput


def checked_store(url: str) -> str:
    """The URL, when it is a store's. Raises BadInput naming the option."""
    try:
        check_url(url)
    except BadInput as error:
        raise BadInput("--store", error.rule, error.found) from None
    return url


StoreUrl = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="HEALTHGRAPH_STORE_URL",
        callback=checked_store,
        help="`embedded:PATH` or `neo4j://user@host:port/database` "
        "(password in HEALTHGRAPH_NEO4J_PASSWORD).",
        show_default=False,
    ),
]


def checked_store_if_any(url: str | None) -> str | None:
    """The URL, when one is given and it is a store's."""
    return None if url is None else checked_store(url)


StoreUrlIfAny = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar="HEALTHGRAPH_STORE_URL",
        callback=checked_store_if_any,
        help="`embedded:PATH` or `neo4j://user@host:port/database`.",
    ),
]

#: Of commands that also work without a store: what is set for others must not reach one unasked.
StoreNamed = Annotated[
    str | None,
    typer.Option(
        "--store",
        callback=checked_store_if_any,
        help="`embedded:PATH` or `neo4j://user@host:port/database`.",
    ),
]

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
