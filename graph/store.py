"""The store port: what the rest of the project may ask of a graph engine, and nothing else.

Two engines stand behind it, `graph.embedded` (kglite, in process) and `graph.neo4j` (Bolt); they
never import each other, and `graph.engines.open_store` chooses by URL.

    store.write(lambda work: join(work, records))     one transaction, retried on conflict
    store.read(lambda work: page(work, person))       one read-only snapshot, with a time-out

Driver errors never leave an engine: they come out as `mpi.errors`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

#: One result row: column name to plain value (str, int, float, bool, None, list, dict).
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """One named Cypher text, written once for both engines; values come as parameters only.

    `writes` says whether it may change the graph; a read refuses it. `tests/graph` reads every
    statement of the project against the rules that both engines share. `whole` marks one that
    reads the whole graph on purpose (statistics, invariants, backup): never for a request. `locks`
    marks one that changes nothing and only takes write locks: an engine with one writer at a time
    need not run it. `alone` is a shorter text for such an engine, which locks nothing. `late` names
    what a write without rows makes: labels and types of edges that are new, properties that it sets
    on nodes which are there already. An engine may put it off until a statement of the same unit,
    itself not late, names one of them.
    """

    text: str
    writes: bool = False
    whole: bool = False
    locks: bool = False
    alone: str = ""
    late: frozenset[str] = frozenset()


class Work(Protocol):
    """Statements inside one transaction."""

    def run(self, statement: Statement, /, **parameters: object) -> list[Row]:
        """All rows of one statement, in its order. Raises BadInput, Conflict or Unavailable."""


class Store(Protocol):
    """A graph engine. Thread-safe; every method may be called from any thread."""

    url: str

    def read(self, work: Callable[[Work], T], /, *, timeout: float = 10.0) -> T:
        """Run `work` on one read-only snapshot; `timeout` in seconds holds for each statement.

        Raises Unavailable when the engine is away or the time is over, BadInput when a statement
        that writes is run.
        """

    def write(self, work: Callable[[Work], T], /) -> T:
        """Run `work` in one transaction, commit durably, and give its result.

        A conflict with another writer runs `work` again from the start, so `work` must be a
        function of what it reads. Raises Conflict when it keeps losing or breaks a unique key.
        """

    def define(self, ddl: Sequence[str], /) -> None:
        """Run schema statements (constraints, indexes), each in its own transaction."""

    def backup(self, target: Path, /) -> None:
        """Write the whole graph to `target` in the engine-neutral form that `restore` reads."""

    def restore(self, source: Path, /) -> None:
        """Fill an empty store from a backup of either engine. Raises Conflict when not empty."""

    def close(self) -> None:
        """Let go of files and connections. The store cannot be used afterwards."""
