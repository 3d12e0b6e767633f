"""A whole graph as one file that either engine writes and reads: gzipped lines of JSON.

    {"format": "hanoi-health-graph", "version": 1, "schema": 1}          the first line
    {"nodes": "Person", "rows": [{"id": …, "properties": {…}}, …]}       nodes, kind by kind
    {"edges": ["IDENTIFIES", "PatientRecord", "Person"], "rows": […]}    then edges
    {"end": {"nodes": n, "edges": m}}                                    proves that none is missing

The file holds everything that the graph holds about citizens: it is made readable by its owner
only, and belongs on encrypted storage.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from graph import migrate, wholesale
from graph.kinds import EDGES, NODES
from graph.schema import EdgeKind, NodeKind
from graph.store import Statement, Store, Work
from mpi.errors import BadInput, Conflict

PAGE = 1000
READ_TIMEOUT = 600.0
_HEAD = {"format": "hanoi-health-graph", "version": 1}

_Line = dict[str, Any]


def dump(store: Store, target: Path) -> None:
    """Write the graph to `target`, which appears only when it is complete.

    On the embedded engine it is one moment's state; on Neo4j each page is, so let intake rest.
    """
    partial = target.with_name(target.name + ".partial")
    try:
        with gzip.open(partial, "wt", encoding="utf-8", compresslevel=6) as file:
            partial.chmod(0o600)
            store.read(lambda work: _write_lines(file, _lines(work)), timeout=READ_TIMEOUT)
        _settle(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def load(store: Store, source: Path) -> None:
    """Fill an empty store from `source` and bring it to the present schema.

    Raises Conflict when the store holds anything, BadInput when the file is not a whole backup.
    """
    lines = _read_lines(source)
    version = _version(next(lines, {}))
    migrate.refuse_newer(version)
    migrate.define_all(store)
    _refuse_full(store)
    _fill(store, lines)
    migrate.resume_from(store, version)


def _lines(work: Work) -> Iterator[_Line]:
    version = work.run(migrate.READ_VERSION)
    yield _HEAD | {"schema": version[0]["version"] if version else 0}
    count = {"nodes": 0, "edges": 0}
    for line in chain(_node_lines(work), _edge_lines(work)):
        count["nodes" if "nodes" in line else "edges"] += len(line["rows"])
        yield line
    yield {"end": count}


def _node_lines(work: Work) -> Iterator[_Line]:
    for kind in wholesale.kinds_of_nodes():
        for rows in _pages(work, kind):
            yield {"nodes": kind.label, "rows": [_without_nulls(row) for row in rows]}


def _edge_lines(work: Work) -> Iterator[_Line]:
    for node in wholesale.kinds_of_nodes():
        leaving = wholesale.edges_from(node.label)
        for page in _pages(work, node) if leaving else ():
            ids = [row["id"] for row in page]
            yield from (line for kind in leaving for line in _edges_of(work, kind, ids))


def _edges_of(work: Work, kind: EdgeKind, ids: list[str]) -> Iterator[_Line]:
    rows = work.run(wholesale.edges_of(kind), ids=ids)
    if rows:
        name = [kind.kind, kind.source, kind.target]
        yield {"edges": name, "rows": [_without_nulls(row) for row in rows]}


def _pages(work: Work, kind: NodeKind) -> Iterator[list[Any]]:
    after = ""
    while rows := work.run(wholesale.page_of_nodes(kind), after=after, size=PAGE):
        yield rows
        after = rows[-1]["id"]


def _without_nulls(row: Any) -> _Line:
    stated = {key: value for key, value in row["properties"].items() if value is not None}
    return {**row, "properties": stated}


def _write_lines(file: Any, lines: Iterable[_Line]) -> None:
    for line in lines:
        file.write(
            json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
        )


def _settle(partial: Path, target: Path) -> None:
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(target)


def _read_lines(source: Path) -> Iterator[_Line]:
    try:
        with gzip.open(source, "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)
    except (OSError, EOFError, ValueError) as error:
        raise BadInput("backup", f"cannot be read ({type(error).__name__})", source.name) from None


def _version(head: _Line) -> int:
    if {key: head.get(key) for key in _HEAD} != _HEAD:
        raise BadInput("backup", "is not a backup of this project")
    return int(head["schema"])


def _refuse_full(store: Store) -> None:
    def held(work: Work) -> bool:
        return any(work.run(wholesale.any_node(kind)) for kind in wholesale.kinds_of_nodes())

    if store.read(held):
        raise Conflict("a store that is restored must be empty; it")


def _fill(store: Store, lines: Iterator[_Line]) -> None:
    count = {"nodes": 0, "edges": 0}
    for line in lines:
        if "end" in line:
            if line["end"] != count:
                raise BadInput("backup", "its counts do not match what it holds")
            return
        kind, statement = _statement_for(line)
        rows = line["rows"]
        store.write(lambda work, s=statement, r=rows: work.run(s, rows=r))  # type: ignore[misc]
        count[kind] += len(rows)
    raise BadInput("backup", "is cut short")


def _statement_for(line: _Line) -> tuple[str, Statement]:
    try:
        if "nodes" in line:
            return "nodes", wholesale.add_nodes(_NODES[line["nodes"]])
        return "edges", wholesale.add_edges(_EDGES[tuple(line["edges"])])
    except KeyError:
        raise BadInput("backup", "holds a kind that the schema lacks") from None


_NODES = {kind.label: kind for kind in NODES}
_EDGES = {(kind.kind, kind.source, kind.target): kind for kind in EDGES}
