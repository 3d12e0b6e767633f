"""`healthgraph ingest`: files into the graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from api import logs
from api.bulk import Outcome, ingest, messages_of
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import plain, progress, say_json, say_table
from api.compose import open_desk
from api.dry_run import Seen, looked_at
from api.found_files import found_in
from api.reference import listed_beside, load_named
from api.settings import load
from ingest.tabular.mapping import mapping_of
from mpi.errors import NotFound

FINDINGS = 1

Whose = Annotated[
    str, typer.Option(help="Whose files they are, where they do not say so themselves.")
]
Mapped = Annotated[Path | None, typer.Option(help="What the columns of CSV or Parquet files are.")]


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command("ingest")(ingest_files)


def ingest_files(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Files, or folders of them.")
    ],
    store: StoreUrl,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Threads that join messages.")] = 2,
    facility: Whose = "",
    mapping: Mapped = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be read; store nothing.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Read files into the graph; exit 1 when some were put into quarantine.

    Every format is recognised by its first bytes (docs/formats.md); tables need `--mapping`. Safe
    to stop and to repeat: what was stored is recognised. A list of facilities, `facilities.csv`
    with the columns code,name,level, beside a folder gives them their names and levels.

    Example: `healthgraph ingest demo/city/feed --store embedded:demo/store --workers 2`
    """
    columns = mapping_bytes(mapping)
    found = found_in(paths, mapped=bool(columns))
    if dry_run:
        _say_passed_over(found.passed_over)
        seen = looked_at(messages_of(found.files, columns), facility)
        return _shown(seen, as_json=as_json)
    take = partial(ingest, workers=workers, facility=facility, mapping=columns)
    done = _stored(paths, found.files, store, take, quiet=as_json)
    return _done(replace(done, passed_over=found.passed_over), store, as_json=as_json)


def _stored(
    paths: Sequence[Path],
    files: Sequence[Path],
    store: str,
    take: Callable[..., Outcome],
    *,
    quiet: bool,
) -> Outcome:
    """Name the facilities listed beside the paths, then hand in the files."""
    settings = load(store_url=store)
    logs.configure("warning", "console")
    with closing(open_desk(settings)) as desk, progress("ingesting", quiet=quiet) as tick:
        for listed in filter(None, map(listed_beside, paths)):
            load_named(desk.store, listed)
        return take(desk, files, batch=settings.batch_size, tick=tick)


def mapping_bytes(path: Path | None) -> bytes:
    """Read a mapping and check it. Raises NotFound, and BadInput naming what is wrong in it."""
    if path is None:
        return b""
    if not path.is_file():
        raise NotFound("mapping", str(path))
    columns = path.read_bytes()
    mapping_of(columns)
    return columns


def _say_passed_over(passed: Mapping[str, int]) -> None:
    for why, many in passed.items():
        typer.echo(f"passed over {many}: {why}", err=True)


def _done(done: Outcome, store: str, *, as_json: bool) -> int:
    """Say what came of the files; exit 1 when some were put aside."""
    if as_json:
        say_json(done)
    else:
        numbers = {k: v for k, v in plain(done).items() if k not in {"counts", "passed_over"}}
        over = {f"passed over ({why})": many for why, many in done.passed_over.items()}
        say_table(("", "count"), (numbers | over).items())
        say_table(("records", "count"), done.counts.items())
    if done.quarantined:
        why = f"healthgraph quarantine list --store {store}"
        typer.echo(f"put aside {done.quarantined}; for the reasons: {why}", err=True)
    return FINDINGS if done.quarantined else 0


def _shown(seen: Sequence[Seen], *, as_json: bool) -> int:
    """Say what files would give; exit 1 when one would be put aside."""
    if as_json:
        say_json(seen)
        return FINDINGS if any(each.rejected for each in seen) else 0
    for each in seen:
        head = each.rejected or f"{each.records} records, {each.visits} of visits"
        found = {f"finding {rule}": many for rule, many in each.findings.items()}
        say_table((f"{each.file} ({each.wire})", head), {**each.events, **found}.items())
    return FINDINGS if any(each.rejected for each in seen) else 0
