"""The embedded engine: kglite in this process, with a write-ahead log. `embedded:PATH`.

PATH is a directory; the engine's files in it are `graph.kgl` (checkpoint), `graph.kgl-wal` (log)
and two lock files. `durable="full"` syncs the log before `write` returns, so what it returned for
survives SIGKILL and power loss (docs/adr/0003, 0028). The engine folds the log into the checkpoint
on a thread of its own once it outgrows the checkpoint and 16 MiB.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

import kglite

from graph.backup import dump, load
from graph.embedded_errors import translated
from graph.rehearsal import Change, Rehearsal, Try, in_one
from graph.retry import Lost, Patience, insist
from graph.store import Statement, Work
from graph.unit import Execute, Unit
from mpi.errors import Unavailable

T = TypeVar("T")
Durability = Literal["full", "normal"]

FILE = "graph.kgl"
_WRITE_TIMEOUT_MS = 120_000


class EmbeddedStore:
    """A `graph.store.Store` on kglite. One writer at a time; readers never wait for it."""

    def __init__(self, url: str, session: kglite.Session, *, synced: bool = True) -> None:
        self.url = url
        self._session, self._synced = session, synced
        self._writer = threading.Lock()
        self._here = threading.local()

    def read(self, work: Callable[[Work], T], /, *, timeout: float = 10.0) -> T:
        """See `graph.store.Store.read`. The snapshot is of the moment of the call."""
        snapshot = self._live().snapshot()
        return work(Unit(_execute(snapshot, timeout), writes=False))

    def write(self, work: Callable[[Work], T], /) -> T:
        """See `graph.store.Store.write`. Only the engine's own checkpoint can make it retry."""
        if getattr(self._here, "writes", False):
            raise RuntimeError("write inside write: use the work that was given")
        with self._writer:
            self._here.writes = True
            try:
                result = insist(lambda: self._attempt(work), Patience())
            finally:
                self._here.writes = False
        self._sync()
        return result

    def define(self, ddl: Sequence[str], /) -> None:
        """See `graph.store.Store.define`."""
        with self._writer, translated():
            for text in ddl:
                self._live().execute(text)
        self._sync()

    def backup(self, target: Path, /) -> None:
        """See `graph.store.Store.backup`. One snapshot: writers go on meanwhile."""
        dump(self, target)

    def restore(self, source: Path, /) -> None:
        """See `graph.store.Store.restore`."""
        load(self, source)

    def close(self) -> None:
        """Write a checkpoint when anything changed, and let go of the lease."""
        with self._writer, translated():
            self._session.close()

    def _live(self) -> kglite.Session:
        if self._session.closed:
            raise Unavailable("the store is closed", 0)
        return self._session

    def _sync(self) -> None:
        """Make durable what this unit wrote, or read of another one that is still about to."""
        if self._synced:
            with translated():
                self._session.sync()

    def _attempt(self, work: Callable[[Work], T]) -> T:
        version = self._live().version()
        result, changes = self._rehearse(work)
        if changes:
            text, parameters = in_one(changes)
            with translated():
                if self._session.version() != version:
                    raise Lost
                self._session.execute(text, params=parameters, timeout_ms=_WRITE_TIMEOUT_MS)
        return result

    def _rehearse(self, work: Callable[[Work], T]) -> tuple[T, Sequence[Change]]:
        """Run a unit in a working copy that nothing holds afterwards, not even a frame.

        The engine changes its graph in place only while nobody else looks at it.
        """
        with translated():
            transaction = self._live().begin()
        rehearsal = Rehearsal(_tried(transaction))
        unit = Unit(rehearsal.run, writes=True, alone=True)
        try:
            result = work(unit)
            unit.settle()
        finally:
            transaction.rollback()
        return result, rehearsal.changes


def open_embedded(url: str, path: Path, *, durable: Durability = "full") -> EmbeddedStore:
    """The store in the directory `path`, made when absent.

    The engine itself is opened "normal" and synced here: at "full" it would copy what it commits.
    Raises Unavailable when another process has it open or its files cannot be read.
    """
    kglite.set_query_warning_policy("silent")
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror}", 0) from None
    with translated():
        session = kglite.open_session(str(path / FILE), durable="normal")
    return EmbeddedStore(url, session, synced=durable == "full")


def _execute(snapshot: kglite.FrozenGraph, timeout: float) -> Execute:
    milliseconds = max(1, round(timeout * 1000))

    def execute(statement: Statement, params: dict[str, Any]) -> list[Mapping[str, Any]]:
        with translated():
            rows: list[Mapping[str, Any]] = snapshot.cypher(
                statement.text, params=params, timeout_ms=milliseconds
            ).to_list()
        return rows

    return execute


def _tried(transaction: kglite.SessionTransaction) -> Try:
    def attempt(text: str, params: dict[str, Any]) -> tuple[list[Mapping[str, Any]], bool]:
        with translated():
            answer = transaction.cypher(text, params=params, timeout_ms=_WRITE_TIMEOUT_MS)
            return answer.to_list(), any((answer.stats or {}).values())

    return attempt
