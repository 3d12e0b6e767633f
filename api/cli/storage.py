"""`healthgraph store …`, `stats` and `check`: the store itself, and whether it is sound."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.opened import as_it_is, reading
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import console, say_json, say_table
from api.reference import load_own
from graph.invariants import breaches
from graph.kinds import SCHEMA_VERSION
from graph.migrate import migrate, schema_version
from graph.statistics import statistics

FINDINGS = 1

_store = typer.Typer(no_args_is_help=True, help="The store: schema, backup, restore.")


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(_store, name="store")
    app.command("stats")(stats)
    app.command("check")(check)


def stats(store: StoreUrl, as_json: AsJson = False) -> None:
    """Count what the store holds.

    Example: `healthgraph stats --store embedded:demo/store`
    """
    with reading(store) as opened:
        counted = statistics(opened)
    if as_json:
        say_json(counted)
        return
    for heading, counts in (
        ("Nodes", counted.nodes),
        ("Edges", counted.edges),
        ("Decisions", counted.outcomes),
        ("Referrals", counted.referrals),
    ):
        say_table((heading, "count"), counts.items())


def check(store: StoreUrl, as_json: AsJson = False) -> int:
    """Look for what must not be: exit 1 with findings.

    Example: `healthgraph check --store embedded:demo/store`
    """
    with reading(store) as opened:
        found = breaches(opened)
    if as_json:
        say_json({"sound": not found, "breaches": found})
    elif found:
        rows = ((b.key, b.many, b.meaning, ", ".join(b.examples)) for b in found)
        say_table(("invariant", "broken", "meaning", "for example"), rows)
    else:
        console().print("The graph is sound: every invariant holds.")
    return FINDINGS if found else 0


@_store.command("migrate")
def store_migrate(store: StoreUrl, as_json: AsJson = False) -> None:
    """Bring the store to the schema of this version; safe to repeat.

    Example: `healthgraph store migrate --store embedded:demo/store`
    """
    with as_it_is(store) as opened:
        before, after = schema_version(opened), migrate(opened)
        load_own(opened)
    if as_json:
        say_json({"from": before, "to": after, "newest": SCHEMA_VERSION})
    else:
        console().print(f"Schema {before} → {after}.")


@_store.command("backup")
def store_backup(
    file: Annotated[Path, typer.Argument(help="New file to write, JSON lines, gzip.")],
    store: StoreUrl,
    as_json: AsJson = False,
) -> None:
    """Write the whole graph to a file that either engine can restore.

    Example: `healthgraph store backup city.jsonl.gz --store embedded:demo/store`
    """
    with reading(store) as opened:
        opened.backup(file)
    _done(file, "written", as_json=as_json)


@_store.command("restore")
def store_restore(
    file: Annotated[Path, typer.Argument(help="File that `store backup` wrote.")],
    store: StoreUrl,
    as_json: AsJson = False,
) -> None:
    """Fill an empty store from a backup of either engine.

    Example: `healthgraph store restore city.jsonl.gz --store neo4j://neo4j@localhost:7687/neo4j`
    """
    with as_it_is(store) as opened:
        opened.restore(file)
    _done(file, "restored", as_json=as_json)


def _done(file: Path, what: str, *, as_json: bool) -> None:
    if as_json:
        say_json({what: str(file), "bytes": file.stat().st_size})
    else:
        console().print(f"{file}: {what}, {file.stat().st_size:,} bytes.")
