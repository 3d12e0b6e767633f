"""`healthgraph ingest`: files into the graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api import logs
from api.bulk import files_of, ingest
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import plain, progress, say_json, say_table
from api.compose import open_desk
from api.settings import load

FINDINGS = 1


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command("ingest")(ingest_files)


def ingest_files(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Files, or folders of them.")
    ],
    store: StoreUrl,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Threads that join messages.")] = 2,
    facility: Annotated[
        str, typer.Option(help="Whose files they are, where they do not say so themselves.")
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Read files into the graph; exit 1 when some were put into quarantine.

    Safe to stop and to repeat: what was stored is recognised.

    Example: `healthgraph ingest demo/city/feed --store embedded:demo/store --workers 2`
    """
    files = files_of(paths)
    settings = load(store_url=store)
    logs.configure("warning", "console")
    desk = open_desk(settings)
    try:
        with progress("ingesting", quiet=as_json) as tick:
            done = ingest(
                desk,
                files,
                workers=workers,
                batch=settings.batch_size,
                tick=tick,
                facility=facility,
            )
    finally:
        desk.close()
    if as_json:
        say_json(done)
    else:
        say_table(("", "count"), ((k, v) for k, v in plain(done).items() if k != "counts"))
        say_table(("records", "count"), done.counts.items())
    return FINDINGS if done.quarantined else 0
