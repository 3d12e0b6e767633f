"""Options that several commands share, written once."""

from __future__ import annotations

from typing import Annotated

import typer

StoreUrl = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="HEALTHGRAPH_STORE_URL",
        help="`embedded:PATH` or `neo4j://user@host:port/database` "
        "(password in HEALTHGRAPH_NEO4J_PASSWORD).",
        show_default=False,
    ),
]

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
