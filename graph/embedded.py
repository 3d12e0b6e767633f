"""The embedded engine: kglite in this process, with a write-ahead log. `embedded:PATH`.

PATH is a directory; the engine's files in it are `graph.kgl` (checkpoint), `graph.kgl-wal` (log)
and two lock files. `durable="full"` syncs the log at each commit, so what `write` returned for
survives SIGKILL and power loss (docs/adr/0003). The engine folds the log into the checkpoint on a
thread of its own once it outgrows the checkpoint and 16 MiB.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

import kglite

from graph.backup import dump, load
from graph.embedded_errors import translate
from graph.retry import Patience, insist
from graph.store import Row, Statement, Work
from graph.values import outward, parameters
from mpi.errors import BadInput, Conflict, Unavailable

T = TypeVar("T")
Durability = Literal["full", "normal"]

FILE = "graph.kgl"
_WRITE_TIMEOUT = 120.0


class EmbeddedStore:
    """A `graph.store.Store` on kglite. One writer at a time; readers never wait for it."""

    def __init__(self, url: str, session: kglite.Session) -> None:
        self.url = url
        self._session = session
        self._writer = threading.Lock()
        self._writing = threading.local()

    def read(self, work: Callable[[Work], T], /, *, timeout: float = 10.0) -> T:
        """See `graph.store.Store.read`. The snapshot is of the moment of the call."""
        return work(_Work(self._open_session().snapshot().cypher, timeout, writes=False))

    def write(self, work: Callable[[Work], T], /) -> T:
        """See `graph.store.Store.write`. Only the engine's own checkpoint can make it retry."""
        if getattr(self._writing, "now", False):
            raise RuntimeError("write inside write: use the work that was given")
        with self._writer:
            return insist(lambda: self._attempt(work), again=_lost, patience=Patience())

    def define(self, ddl: Sequence[str], /) -> None:
        """See `graph.store.Store.define`."""
        with self._writer, _translated():
            for text in ddl:
                self._open_session().execute(text)

    def backup(self, target: Path, /) -> None:
        """See `graph.store.Store.backup`. One snapshot: writers go on meanwhile."""
        dump(self, target)

    def restore(self, source: Path, /) -> None:
        """See `graph.store.Store.restore`."""
        load(self, source)

    def close(self) -> None:
        """Write a checkpoint, let go of the lease."""
        with self._writer, _translated():
            self._session.close()

    def _open_session(self) -> kglite.Session:
        if self._session.closed:
            raise Unavailable("the store is closed", 0)
        return self._session

    def _attempt(self, work: Callable[[Work], T]) -> T:
        with _translated():
            transaction = self._open_session().begin()
        statements = _Work(transaction.cypher, _WRITE_TIMEOUT, writes=True)
        self._writing.now = True
        try:
            result = work(statements)
            statements.refuse_after_failure()
            with _translated():
                transaction.commit()
        finally:
            self._writing.now = False
            if transaction.active:
                transaction.rollback()
        return result


class _Work:
    """Statements on one snapshot or in one transaction."""

    def __init__(self, cypher: Callable[..., Any], timeout: float, *, writes: bool) -> None:
        self._cypher, self._writes = cypher, writes
        self._timeout_ms = max(1, round(timeout * 1000))
        self._failed = False

    def run(self, statement: Statement, /, **given: object) -> list[Row]:
        """See `graph.store.Work.run`."""
        self.refuse_after_failure()
        if statement.writes and not self._writes:
            raise BadInput("statement", "writes in a read")
        params = parameters(given)
        self._failed = True
        with _translated():
            rows = self._cypher(statement.text, params=params, timeout_ms=self._timeout_ms)
            result: list[Row] = [outward(row) for row in rows.to_list()]
        self._failed = False
        return result

    def refuse_after_failure(self) -> None:
        """An error ends a transaction, as on Neo4j, even when the work has caught it."""
        if self._failed and self._writes:
            raise Conflict("a unit of work that went on after an error")


def open_embedded(url: str, path: Path, *, durable: Durability = "full") -> EmbeddedStore:
    """The store in the directory `path`, made when absent.

    Raises Unavailable when another process has it open or its files cannot be read.
    """
    kglite.set_query_warning_policy("silent")
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror}", 0) from None
    with _translated():
        session = kglite.open_session(str(path / FILE), durable=durable)
    return EmbeddedStore(url, session)


def _lost(error: Exception) -> bool:
    return isinstance(error, Conflict) and error.what == "the graph"


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        known = translate(error)
        if known is None:
            raise
        raise known from None
