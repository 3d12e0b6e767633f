"""Laying down the pages of `bench.filling` in an embedded store, by the engine's bulk loader."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import kglite
import polars as pl

from bench.filling import EDGES, NODES, SHARED, Table
from graph.embedded import FILE
from graph.engines import open_store
from graph.migrate import migrate


def fill(home: Path, pages: Iterable[Path]) -> None:
    """Make a store of this version's schema in `home` that holds the pages, as a checkpoint."""
    store = open_store(f"embedded:{home}")
    migrate(store)
    store.close()
    graph = kglite.open(str(home / FILE), durable="off")
    folders = list(pages)
    for table in NODES:
        frame = _read(folders, table)
        graph.add_nodes(frame.to_pandas(), table.kind, "id", "id")
    for table in EDGES:
        _connect(graph, table, _read(folders, table))
    graph.save()
    graph.close()


def _connect(graph: kglite.KnowledgeGraph, table: Table, frame: pl.DataFrame) -> None:
    start, end = table.ends or ("", "")
    graph.add_relationships(frame.to_pandas(), table.kind, start, "from", end, "to")


def _read(folders: Iterable[Path], table: Table) -> pl.DataFrame:
    frames = [pl.read_parquet(folder / f"{table.kind}.parquet") for folder in folders]
    frame = pl.concat(frames, how="vertical_relaxed")
    return frame.unique("id", maintain_order=True) if table.kind in SHARED else frame
