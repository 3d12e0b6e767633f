"""`healthgraph reference`: code catalogues that are not ours to ship, and facilities by name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.opened import writing
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import console, progress, say_json
from api.reference import load_icd, load_named

_reference = typer.Typer(no_args_is_help=True, help="Code catalogues loaded into the store.")


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(_reference, name="reference")


@_reference.command("load")
def reference_load(
    file: Annotated[
        Path, typer.Argument(help="Tab-separated ICD-10 catalogue: code, title_vi, title_en …")
    ],
    store: StoreUrl,
    as_json: AsJson = False,
) -> None:
    """Load the Vietnamese ICD-10 catalogue (QĐ 4469/QĐ-BYT 2020); safe to repeat.

    Example: `healthgraph reference load icd10_vn.tsv --store embedded:demo/store`
    """
    with writing(store) as opened, progress("loading codes", quiet=as_json) as tick:
        many = load_icd(opened, file, tick)
    if as_json:
        say_json({"file": str(file), "codes": many})
    else:
        console().print(f"{many:,} codes loaded.")


@_reference.command("facilities")
def reference_facilities(
    file: Annotated[Path, typer.Argument(help="CSV of facilities: code, name, level.")],
    store: StoreUrl,
    as_json: AsJson = False,
) -> None:
    """Load names and levels of facilities, as answers and referrals up or down need them.

    Levels are station, district, city, central and those of docs/metrics.md; safe to repeat.

    Example: `healthgraph reference facilities demo/city/facilities.csv --store embedded:demo/store`
    """
    with writing(store) as opened:
        many = load_named(opened, file)
    if as_json:
        say_json({"file": str(file), "facilities": many})
    else:
        console().print(f"{many:,} facilities named.")
