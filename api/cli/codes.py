"""`healthgraph codes`: codes and units that no catalogue known here explains."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from api.cli.opened import reading
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import say_json, say_table
from graph.own_codes import SaidCode, icd_codes, own_codes
from ingest.codes.code_maps import COLUMNS
from ingest.quality.functions import icd_known

_FINDINGS = 1
_MAPPED = ("observation", "service", "medication_item")


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command("codes")(unknown_codes)


def unknown_codes(
    store: StoreUrl,
    facility: Annotated[str, typer.Option(help="Of one facility only (MA_CSKCB).")] = "",
    template: Annotated[
        Path | None, typer.Option(help="Also write the lines of a code map, to be filled in.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List codes and units that no catalogue explains, the most frequent first; exit 1 for any.

    Facilities' own codes of results, services and drugs without a mapping (HEALTHGRAPH_CODE_MAP),
    codes that ICD-10 lacks, and units that UCUM lacks.

    Example: `healthgraph codes --facility 01013 --template codes.tsv --store embedded:store`
    """
    with reading(store) as opened:
        said = [*own_codes(opened), *(c for c in icd_codes(opened) if not icd_known(c.code))]
    found = sorted(
        (each for each in said if facility in {"", each.facility}),
        key=lambda each: (-each.many, each.kind, each.facility, each.code),
    )
    if template:
        template.write_text(_lines(found), encoding="utf-8")
    if as_json:
        say_json(found)
    else:
        rows = ((c.kind, c.facility, c.code, c.words, c.many) for c in found)
        say_table(("kind", "facility", "code", "words", "many"), rows)
    raise typer.Exit(_FINDINGS if found else 0)


def _lines(found: Iterable[SaidCode]) -> str:
    """Write a code map whose targets are still empty."""
    out = io.StringIO()
    table = csv.writer(out, delimiter="\t", lineterminator="\n")
    table.writerow(COLUMNS)
    for each in found:
        if each.kind in _MAPPED:
            table.writerow((each.facility, each.kind, each.code, "", "", each.words))
    return out.getvalue()
