"""A million people in a store within minutes: rows as joining writes them, laid down in bulk.

`people_rows` lets `graph.people_rows` write into a notebook instead of a store, so that the rows
are those of the real path. `bench.filling_embedded` and `bench.filling_neo4j` lay them down by each
engine's bulk loader. Everybody has one record and no visits.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from bench.citizens import citizen, registration
from graph import people_statements as say
from graph.deciding import Settled, Subject
from graph.model import Record
from graph.people import new_id, subjects_of
from graph.people_rows import write_people
from graph.sayings import with_said
from graph.store import Row, Statement
from mpi.decision import Outcome, Verdict
from mpi.model import default

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
PAGE = 20_000


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a label, or of an edge: then `ends` are the labels of its columns `from` and `to`."""

    kind: str
    ends: tuple[str, str] | None = None


NODES = tuple(
    Table(kind)
    for kind in ("Person", "PatientRecord", "BlockKey", "Identifier", "Ward", "Decision")
)
EDGES = (
    Table("IDENTIFIES", ("PatientRecord", "Person")),
    Table("BLOCKED_BY", ("PatientRecord", "BlockKey")),
    Table("HAS_IDENTIFIER", ("PatientRecord", "Identifier")),
    Table("LIVES_IN", ("PatientRecord", "Ward")),
    Table("ABOUT", ("Decision", "PatientRecord")),
    Table("GIVES", ("Decision", "Person")),
)
#: Several records say these, so that they come again from page to page.
SHARED = frozenset({"BlockKey", "Identifier", "Ward"})

Cells = dict[str, Any]


@dataclass(slots=True)
class Notebook:
    """A `graph.store.Work` that keeps the rows of each statement and runs nothing."""

    rows: dict[int, list[Cells]] = field(default_factory=dict)

    def run(self, statement: Statement, /, **parameters: Any) -> list[Row]:
        """Keep the rows of a statement."""
        self.rows.setdefault(id(statement), []).extend(parameters.get("rows", ()))
        return []

    def of(self, statement: Statement) -> Sequence[Cells]:
        """The rows that a statement was given."""
        return self.rows.get(id(statement), ())


def registered(number: int, visit: int) -> Record:
    """A citizen of the city by number, at the hospital of that visit."""
    return registration(citizen(random.Random(number), number), number, visit)


def people_rows(start: int, stop: int) -> Iterator[Mapping[str, pl.DataFrame]]:
    """The tables of the citizens `start` to `stop`, page by page, as joining would leave them."""
    for first in range(start, stop, PAGE):
        notebook = Notebook()
        numbers = range(first, min(first + PAGE, stop))
        write_people(notebook, [_new(_subject(number)) for number in numbers], NOW)
        yield {kind: pl.DataFrame(rows) for kind, rows in _tables(notebook).items()}


def kept(folder: Path, start: int, stop: int) -> list[Path]:
    """Folders of pages under `folder`, written when they are not there yet."""
    ends = [(first, min(first + PAGE, stop)) for first in range(start, stop, PAGE)]
    folders = [folder / f"{first:08}-{last:08}" for first, last in ends]
    for (first, last), page in zip(ends, folders, strict=True):
        if not page.exists():
            _write(page, first, last)
    return folders


def _write(page: Path, first: int, last: int) -> None:
    half = page.with_suffix(".part")
    half.mkdir(parents=True, exist_ok=True)
    for tables in people_rows(first, last):
        for kind, frame in tables.items():
            frame.write_parquet(half / f"{kind}.parquet")
    half.rename(page)


def _subject(number: int) -> Subject:
    return subjects_of(registered(number, 0), default())[0]


def _new(subject: Subject) -> Settled:
    verdict = Verdict(Outcome.NEW, None, None, default().version)
    said = with_said((), subject.identity, subject.said_at)
    return Settled(subject, subject.key, new_id("p"), verdict, new_person=True, said=said)


def _tables(notebook: Notebook) -> dict[str, list[Cells]]:
    links = notebook.of(say.LINK_RECORDS)
    blocks, numbers = notebook.of(say.BLOCK_RECORDS), notebook.of(say.IDENTIFY_RECORDS)
    homes, decided = notebook.of(say.SET_RESIDENCE), notebook.of(say.APPEND_DECISIONS)
    return {
        "Person": [
            {"id": row["id"], "created_at": row["at"], "provisional": row["provisional"]}
            for row in notebook.of(say.ADD_PEOPLE)
        ],
        "PatientRecord": [
            {"id": row["id"], "created_at": row["at"], **row["properties"]}
            for row in notebook.of(say.PUT_RECORDS)
        ],
        "BlockKey": [{"id": key, "touch": True} for key in sorted({row["key"] for row in blocks})],
        "Identifier": _once(
            {key: row[key] for key in ("id", "system", "value")} for row in numbers
        ),
        "Ward": [{"id": ward} for ward in sorted({row["ward"] for row in homes})],
        "Decision": [{"id": row["id"], **row["properties"]} for row in decided],
        "IDENTIFIES": [
            _edge(row["record"], row["person"], since=row["at"], decision=row["decision"])
            for row in links
        ],
        "BLOCKED_BY": [_edge(row["record"], row["key"]) for row in blocks],
        "HAS_IDENTIFIER": [
            _edge(row["record"], row["id"], first_said=row["at"], last_said=row["at"])
            for row in numbers
        ],
        "LIVES_IN": [_edge(row["record"], row["ward"], certain=row["certain"]) for row in homes],
        "ABOUT": [_edge(row["id"], row["record"], person=row["person"]) for row in decided],
        "GIVES": [_edge(row["id"], row["person"]) for row in decided],
    }


def _edge(start: str, end: str, **properties: object) -> Cells:
    return {"from": start, "to": end, **properties}


def _once(rows: Iterator[Cells]) -> list[Cells]:
    return list({row["id"]: row for row in rows}.values())
