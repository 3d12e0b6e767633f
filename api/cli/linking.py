"""`healthgraph link` and `healthgraph train`: whole files, with or without a model."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.options import AsJson, StoreNamed
from api.cli.rerunning import decide_again
from api.cli.screen import console, progress, say_json, stages
from api.link_report import write_report
from api.link_run import Asked, run
from api.link_store import link_into
from api.linking import (
    figures_of,
    given_on_spark,
    labels_for,
    read_records,
    spec_for,
    trained,
    write_links,
    write_model,
)
from api.settings import variable
from mpi.batch.link import link
from mpi.errors import BadInput

Files = Annotated[list[Path], typer.Argument(help="CSV, TSV or Parquet; several are one set.")]
FilesIfAny = Annotated[
    list[Path] | None, typer.Argument(help="CSV, TSV or Parquet; several are one set.")
]
Rerun = Annotated[bool, typer.Option("--rerun", help="Decide the whole of --store again.")]
Apply = Annotated[bool, typer.Option("--apply", help="With --rerun: make it so.")]
Columns = Annotated[
    Path | None,
    typer.Option("--columns", help="MAP.json: our field to the file's column or columns."),
]
SpecFile = Annotated[
    Path | None, typer.Option("--spec", help="SPEC.json: the fields to compare, instead of all.")
]
Fresh = Annotated[
    bool, typer.Option("--fresh", help="Start anew, whatever a stopped run has finished.")
]
Seed = Annotated[int, typer.Option(help="The same seed gives the same model.")]
Out = Annotated[Path | None, typer.Option("--out", help="Folder for the links and the report.")]
ModelFile = Annotated[Path | None, typer.Option(help="MODEL.json as `train` writes it.")]
Master = Annotated[str, typer.Option(help="Where Spark runs.")]


class Engine(StrEnum):
    """Where pairs are found and compared."""

    HERE = "here"
    SPARK = "spark"


Where = Annotated[Engine, typer.Option(help="spark needs --model: it links, and does not learn.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("link")(link_files)
    app.command("train")(train_model)


def link_files(
    files: FilesIfAny = None,
    *,
    out: Out = None,
    columns: Columns = None,
    model: ModelFile = None,
    spec: SpecFile = None,
    seed: Seed = 1,
    fresh: Fresh = False,
    engine: Where = Engine.HERE,
    master: Master = "local[*]",
    store: StoreNamed = None,
    rerun: Rerun = False,
    apply: Apply = False,
    as_json: AsJson = False,
) -> None:
    """Find the records of files that are of one person, and say which pairs to ask about.

    Writes links.csv, reviews.csv, people.csv, model.json, report.html and report.json. Without
    `--model` it trains one on the files first. Run again with the same files and options, a
    stopped run goes on where it was.

    With `--store URL` the rows are put into a store one after the other, each decided as it comes
    and kept; a new store keeps the model, given or trained, as its own. `--out` is then optional.

    With `--store URL --rerun` it decides a whole store again, under `--model` if given: first as a
    report, and with `--apply` as deeds that can be undone. Verdicts of stewards stand.

    Example: `healthgraph link patients.csv --columns map.json --out linked`
    """
    if rerun:
        whole = store or os.environ.get(variable("store_url"))
        decide_again(whole, model, apply=apply, as_json=as_json)
        return
    _refuse(apply=apply, spec=bool(model and spec), spark=store is not None and engine != "here")
    if not files or (out is None and store is None):
        raise BadInput("FILE, --out", "are needed to link files")
    asked, spark = Asked(files, columns, model, spec, seed), master if engine == "spark" else ""
    _say(_linked(asked, out, store, spark, fresh=fresh, quiet=as_json), as_json=as_json)


def _linked(
    asked: Asked, out: Path | None, store: str | None, spark: str, *, fresh: bool, quiet: bool
) -> dict[str, Any]:
    """Link into a store, on Spark (the address of its master), or here. Raises BadInput."""
    if out and out.is_file():
        raise BadInput("--out", f"{out} is a file; give a folder")
    with stages(quiet=quiet) as stage:
        if out is None or store is not None:
            return link_into(store or "", asked, out, stage)
        if spark:
            return _on_spark(asked, out, spark)
        return run(asked, out, stage, fresh=fresh)


def _refuse(*, apply: bool, spec: bool, spark: bool) -> None:
    """Raise BadInput for options that do not go together."""
    if apply:
        raise BadInput("--apply", "goes with --store and --rerun")
    if spec:
        raise BadInput("--spec", "says what to train, so it cannot go with --model")
    if spark:
        raise BadInput("--engine", "spark links files; leave it out with --store")


def _on_spark(asked: Asked, out: Path, master: str) -> dict[str, Any]:
    if asked.model is None:
        raise BadInput("--model", "is needed with --engine spark")
    records = read_records(asked.files, asked.columns)
    used = given_on_spark(records, asked.model, master)
    figures = write_links(out, records, used.model, link(used.model, used.paired))
    write_report(out, figures, used.learning)
    return figures


def train_model(
    files: Files,
    out: Annotated[Path, typer.Option("--out", help="MODEL.json; the reports go beside it.")],
    columns: Columns = None,
    spec: SpecFile = None,
    labels: Annotated[
        Path | None,
        typer.Option("--labels", help="PAIRS.csv: record_id_1, record_id_2, same (1 or 0)."),
    ] = None,
    splink: Annotated[
        Path | None, typer.Option("--splink", help="SETTINGS.json for Splink, beside the model.")
    ] = None,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Learn a matching model from records alone, or with pairs that people judged.

    Example: `healthgraph train patients.csv --columns map.json --out model.json`
    """
    with progress("training", quiet=as_json):
        records = read_records(files, columns)
        known = labels_for(records, labels)
        learnt = trained(records, spec_for(records, spec), seed, known)
        figures = figures_of(records, learnt.model, link(learnt.model, learnt.paired))
        write_model(out, learnt.model, splink)
        write_report(out.parent, figures, learnt.learning, f"{out.stem}.report")
    if as_json:
        say_json(figures)
        return
    _say_unread(figures)
    console().print(f"{out}: learnt from {figures['records']:,} records.")


def _say(figures: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say_json(figures)
        return
    _say_unread(figures)
    decisions = ", ".join(f"{many:,} {name}" for name, many in figures["decisions"].items())
    console().print(
        f"{figures['records']:,} records are of {figures['people']:,} people ({decisions}); "
        f"{figures['reviews']:,} pairs to ask about."
    )


def _say_unread(figures: dict[str, Any]) -> None:
    for each in figures["unread"]:
        console().print(
            f"{each['file']}: {each['rows']:,} values of {each['column']} cannot be read and count "
            f"as unknown, first in row {each['first_row']:,}."
        )
