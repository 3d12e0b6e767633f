"""`healthgraph facts`: the daily facts that numbers come from, compared, rebuilt, described."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ai.given_table import read_given, strangers
from ai.places import places_in
from api.cli.opened import reading
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import console, say_json
from graph import daily
from graph.daily import Freshness

FINDINGS = 1

_facts = typer.Typer(
    no_args_is_help=True, help="The daily facts that numbers come from, kept in step."
)


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(_facts, name="facts")


@_facts.command()
def verify(store: StoreUrl, as_json: AsJson = False) -> int:
    """Compare the facts of every day with the graph: exit 1 and the days when some differ.

    Days that wait for a refresh are refreshed first.

    Example: `healthgraph facts verify --store embedded:demo/store`
    """
    with reading(store) as opened:
        daily.refresh(opened)
        found = daily.verify(opened)
    if as_json:
        say_json({"sound": not found.differing, "verified": found})
    elif found.differing:
        console().print(f"{len(found.differing)} of {found.days} days differ from the graph:")
        console().print(", ".join(map(str, found.differing)))
    else:
        console().print(f"{found.days} days, every one as the graph says")
    return FINDINGS if found.differing else 0


@_facts.command()
def rebuild(store: StoreUrl, as_json: AsJson = False) -> None:
    """Read the facts of every day anew from the graph.

    Example: `healthgraph facts rebuild --store embedded:demo/store`
    """
    with reading(store) as opened:
        _say(daily.rebuild(opened), as_json=as_json)


@_facts.command()
def stats(store: StoreUrl, as_json: AsJson = False) -> None:
    """Say what the facts are at: version, days, visits, and how many days wait for a refresh.

    Example: `healthgraph facts stats --store embedded:demo/store`
    """
    with reading(store) as opened:
        _say(daily.freshness(opened), as_json=as_json)


@_facts.command()
def given(
    table: Annotated[Path, typer.Argument(help="The table (CSV) of beds, owners, inhabitants.")],
    store: StoreUrl,
    as_json: AsJson = False,
) -> int:
    """Check the table of beds, owners and inhabitants: exit 1 when it names places that are none.

    `HEALTHGRAPH_GIVEN_TABLE` then makes it count. Lines are `kind,code,value`: `beds,01004,500`,
    `owner,01004,public`, `population,00070,45210`.

    Example: `healthgraph facts given given.csv --store embedded:demo/store`
    """
    known = read_given(table)
    with reading(store) as opened:
        strange = strangers(known, opened.read(places_in))
    counts = {
        "beds": len(known.beds), "owners": len(known.owners), "population": len(known.population)
    }  # fmt: skip
    if as_json:
        say_json({**counts, "strangers": strange})
    else:
        console().print(", ".join(f"{name}: {many}" for name, many in counts.items()))
        for each in strange:
            console().print(f"{each}: no such place in the graph", markup=False)
    return FINDINGS if strange else 0


def _say(fresh: Freshness, *, as_json: bool) -> None:
    if as_json:
        say_json(fresh)
        return
    console().print(
        f"version {fresh.version}: {fresh.visits} visits on {fresh.days} days"
        f" ({fresh.first}-{fresh.last}), {len(fresh.stale)} days wait for a refresh"
    )
