"""`healthgraph evaluate`: the links of a store, or of a file, against truth."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.opened import reading
from api.cli.options import AsJson, StoreUrlIfAny
from api.cli.screen import console, say_json, say_table
from api.evaluation import against_truth, read_truth
from api.evaluation_codes import codes_against_truth
from api.evaluation_links import by_code, links_against_truth
from mpi.errors import BadInput

_KINDS = ("pairwise", "cluster")


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command("evaluate")(evaluate_store)


def _of_store(store: str | None, truth: Path, as_of: dt.date | None) -> dict[str, Any]:
    if store is None:
        raise BadInput("--store", "or --links is needed")
    if by_code(truth):
        if as_of:
            raise BadInput("--as-of", "needs truth with facility, local_id and visit")
        with reading(store) as opened:
            return codes_against_truth(opened, truth)
    rows = read_truth(truth)
    with reading(store) as opened:
        return against_truth(opened, rows, as_of=as_of)


def evaluate_store(
    truth: Annotated[
        Path,
        typer.Option(
            help="records.csv: facility, local_id, visit, person_id, household_id; or record_id, "
            "person_id and perhaps household_id, as with --links."
        ),
    ],
    store: StoreUrlIfAny = None,
    links: Annotated[
        Path | None, typer.Option(help="links.csv of `healthgraph link`, instead of a store.")
    ] = None,
    as_of: Annotated[
        dt.datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="By the decisions until that day."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure how well records were given to people.

    `pairwise` counts pairs of records in one person; `cluster` counts people who are exactly
    right; a false link within a household joins two of its members.

    Example: `healthgraph evaluate --store embedded:demo/store --truth demo/city/truth/records.csv`
    """  # fmt: skip
    if links and as_of:
        raise BadInput("--as-of", "is about the decisions of a store: a file has none")
    day = as_of.date() if as_of else None
    figures = links_against_truth(links, truth) if links else _of_store(store, truth, day)
    say_json(figures) if as_json else _print(figures)


def _rates(figures: dict[str, Any], kind: str) -> tuple[str, ...]:
    return (kind, *(f"{figures[kind][part]:.4f}" for part in ("precision", "recall", "f1")))


def _print(figures: dict[str, Any]) -> None:
    if figures["pairwise"] is None:
        console().print("Nothing to measure: none of the records of truth had been given a person.")
    else:
        say_table(("", "precision", "recall", "F1"), map(partial(_rates, figures), _KINDS))
    rest = {key: value for key, value in figures.items() if isinstance(value, int)}
    console().print(", ".join(f"{key.replace('_', ' ')} {value}" for key, value in rest.items()))
