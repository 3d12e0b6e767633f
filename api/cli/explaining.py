"""`healthgraph explain`: why two records are linked, or are not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.opened import reading
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import console, say_json
from api.models import model_for
from api.views.waterfall import Language, svg, text
from graph.access import OPERATOR
from graph.explaining import explain


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command("explain")(explain_records)


def explain_records(
    record: Annotated[str, typer.Argument(help="Record: facility|patient code.")],
    other: Annotated[str, typer.Argument(help="The record to compare with.")],
    store: StoreUrl,
    language: Annotated[Language, typer.Option(help="Language of text and chart.")] = "vi",
    chart: Annotated[Path | None, typer.Option(help="Also write a waterfall chart (SVG).")] = None,
    as_json: AsJson = False,
) -> None:
    """Say why two records are linked or not, in bits, field by field.

    Example: `healthgraph explain "01013|BN1" "01816|BN7" --language en --chart why.svg --store
    embedded:demo/store`
    """
    with reading(store) as opened:
        shown = explain(opened, OPERATOR, record, other, model_for(store))
    if chart is not None:
        chart.write_text(svg(shown, language), encoding="utf-8")
    if as_json:
        say_json(shown)
    else:
        console().print(text(shown, language), markup=False)
