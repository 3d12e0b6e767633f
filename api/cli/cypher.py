"""`healthgraph cypher`: a read-only query of an analyst, as the door `POST /v1/cypher` runs it."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.table import Table

from api.analysing import analysing
from api.cli.opened import reading
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import console, say_json
from api.settings import load
from graph.access import OPERATOR
from mpi.errors import BadInput


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command("cypher")(cypher)


def cypher(
    query: Annotated[str, typer.Argument(help="MATCH … RETURN …, with at least one aggregate.")],
    store: StoreUrl,
    param: Annotated[
        list[str] | None, typer.Option("--param", help="NAME=VALUE, a value as JSON or as text.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run a query that only reads and only aggregates; needs HEALTHGRAPH_CYPHER=1.

    Numbers are rounded, groups of few people are left out, and the query is recorded.

    Example: `healthgraph cypher "MATCH (e:Encounter) RETURN e.kind AS kind, count(*) AS n"
    --store embedded:demo/store`
    """
    with reading(store) as opened:
        door = analysing(opened, load(store_url=store))
        try:
            given = dict(map(_parameter, param or ()))
            found = door.run(query, given, OPERATOR, "cypher-cli")
        finally:
            door.close()
    if as_json:
        say_json(found)
    else:
        _show(found)


def _parameter(text: str) -> tuple[str, object]:
    """Read `first=20260101` or `facility=01013`: whatever has a leading zero is a text."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise BadInput("--param", "must be NAME=VALUE")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _show(found: dict[str, Any]) -> None:
    table = Table(*found["columns"])
    for row in found["rows"]:
        table.add_row(*(str(row[c]) for c in found["columns"]))
    screen = console()
    screen.print(table)
    notes = f"rounded to {found['least']} or more; groups of fewer people are left out"
    screen.print(f"{notes}; there is more" if found["cut"] else notes, markup=False)
