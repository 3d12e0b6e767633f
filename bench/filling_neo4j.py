"""Laying down the pages of `bench.filling` in a Neo4j store, by the engine's own importer.

The importer fills an empty database that no server has open; constraints and indexes come after,
by `graph.migrate`.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import polars as pl

from bench.filling import EDGES, NODES, SHARED, Table

_TYPES = {pl.Boolean: "boolean", pl.Int64: "long", pl.Float64: "double"}
_MEMORY = "-Xmx2g"


def fill(server: Path, libraries: Path, pages: Iterable[Path], work: Path) -> None:
    """Import the pages into the database of a stopped server whose home is `server`.

    `libraries` are its jars, `work` a folder for the tables as text. Raises RuntimeError with the
    importer's last words.
    """
    folders = list(pages)
    nodes = [f"--nodes={t.kind}={_written(work, folders, t)}" for t in NODES]
    edges = [f"--relationships={t.kind}={_written(work, folders, t)}" for t in EDGES]
    java = ["java", _MEMORY, "-cp", f"{libraries}/*", "org.neo4j.cli.AdminTool"]
    options = ["--overwrite-destination", "--id-type=string", "--threads=2"]
    options += [f"--report-file={work}/import.report"]
    environment = {
        **os.environ, "NEO4J_HOME": str(server), "NEO4J_CONF": str(server / "conf"),
    }  # fmt: skip
    done = subprocess.run(  # noqa: S603  our own words
        [*java, "database", "import", "full", "neo4j", *options, *nodes, *edges],
        env=environment, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"the importer failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _written(work: Path, folders: Sequence[Path], table: Table) -> str:
    """Write a table as CSV with the importer's headings; give its files as one argument."""
    work.mkdir(parents=True, exist_ok=True)
    target = work / f"{table.kind}.csv"
    with target.open("wb") as file:
        for number, frame in enumerate(_frames(folders, table)):
            shown = frame.rename(_heading(frame, table))
            file.write(shown.write_csv(include_header=number == 0).encode())
    return str(target)


def _frames(folders: Sequence[Path], table: Table) -> Iterator[pl.DataFrame]:
    paths = [folder / f"{table.kind}.parquet" for folder in folders]
    if table.kind in SHARED:
        yield pl.concat(pl.read_parquet(path) for path in paths).unique("id", maintain_order=True)
    else:
        yield from (pl.read_parquet(path) for path in paths)


def _heading(frame: pl.DataFrame, table: Table) -> dict[str, str]:
    return {
        column: _named(column, kind, table)
        for column, kind in zip(frame.columns, frame.dtypes, strict=True)
    }


def _named(column: str, kind: pl.DataType, table: Table) -> str:
    start, end = table.ends or ("", "")
    roles = {"from": f":START_ID({start})", "to": f":END_ID({end})", "id": f"id:ID({table.kind})"}
    if column in roles:
        return roles[column]
    return f"{column}:{_TYPES.get(type(kind), 'string')}"
