"""`healthgraph evaluate`: the links of a store against truth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.opened import reading
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import console, say_json, say_table
from api.evaluation import against_truth, read_truth


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command("evaluate")(evaluate_store)


def evaluate_store(
    store: StoreUrl,
    truth: Annotated[
        Path, typer.Option(help="records.csv: facility, local_id, visit, person_id, household_id.")
    ],
    as_json: AsJson = False,
) -> None:
    """Measure how well records were given to people.

    `pairwise` counts pairs of records in one person; `cluster` counts people who are exactly
    right; a false link within a household joins two of its members.

    Example: `healthgraph evaluate --store embedded:demo/store --truth demo/city/truth/records.csv`
    """  # fmt: skip
    rows = read_truth(truth)
    with reading(store) as opened:
        figures: dict[str, Any] = against_truth(opened, rows)
    if as_json:
        say_json(figures)
        return
    say_table(
        ("", "precision", "recall", "F1"),
        (
            (kind, *(f"{figures[kind][part]:.4f}" for part in ("precision", "recall", "f1")))
            for kind in ("pairwise", "cluster")
        ),
    )
    rest = {key: value for key, value in figures.items() if isinstance(value, int)}
    console().print(", ".join(f"{key.replace('_', ' ')} {value}" for key, value in rest.items()))
