"""`healthgraph link --store URL --rerun`: what a model would change of a store, or has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from api.cli.opened import reading
from api.cli.screen import console, progress, say_json, say_table
from api.linking import write_model
from api.models import model_for, own_file
from api.rerun import rerun
from api.settings import load
from mpi.errors import BadInput

#: Changes of a kind that are shown to people; `--json` gives them all.
_SHOWN = 20


def decide_again(store: str | None, model: Path | None, *, apply: bool, as_json: bool) -> None:
    """Run it and say what it found; a model that is named and applied is then the store's own.

    Raises BadInput without a store to decide on.
    """
    if store is None:
        raise BadInput("--rerun", "goes with --store")
    with reading(store) as opened, progress("deciding again", quiet=as_json) as tick:
        chosen = model_for(store, model)
        figures = rerun(opened, chosen, apply=apply, tick=tick).figures()
    if apply and model:
        write_model(own_file(load(store_url=store)), chosen)
    if as_json:
        say_json(figures)
    else:
        _say(figures)


def _say(figures: dict[str, Any]) -> None:
    counts = ", ".join(
        f"{many:,} {what.replace('_', ' ')}" for what, many in figures["counts"].items()
    )
    done = "Changed" if figures["applied"] else "Would change"
    console().print(
        f"{figures['records']:,} records of {figures['people']:,} people under model "
        f"{figures['model']}. {done}: {counts}; {figures['people_touched']:,} people touched, "
        f"{figures['records_found_by_other_keys']:,} records found by other keys."
    )
    for heading in ("joins", "splits_proposed", "maybes_opened"):
        rows = [_row(each) for each in figures[heading][:_SHOWN]]
        if rows:
            columns = ("person", "other, or records", "bits", "why")
            say_table(columns, rows, heading.replace("_", " "))


def _row(each: dict[str, Any]) -> tuple[object, ...]:
    other = each.get("other") or ", ".join(each["records"])
    return (each["person"], other, f"{each['bits']:.1f}", each["reason"].vi)
