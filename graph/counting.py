"""A store that counts: how many statements a traversal costs, whatever the engine."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from graph.store import Row, Statement, Store, Work

T = TypeVar("T")


class CountingStore:
    """Passes everything on to `store`; `statements` is how many ran, retries included.

    `by_statement` says how often each of them did. Thread-safe, as every store is.
    """

    def __init__(self, store: Store) -> None:
        self.url = store.url
        self._store = store
        self._lock = threading.Lock()
        self.by_statement: Counter[Statement] = Counter()

    @property
    def statements(self) -> int:
        """How many statements ran since the start or the last `reset`."""
        return self.by_statement.total()

    def reset(self) -> None:
        """Count from zero again."""
        with self._lock:
            self.by_statement.clear()

    def read(self, work: Callable[[Work], T], /, *, timeout: float = 10.0) -> T:
        """See `graph.store.Store.read`."""
        return self._store.read(lambda inner: work(_Counted(inner, self._count)), timeout=timeout)

    def write(self, work: Callable[[Work], T], /) -> T:
        """See `graph.store.Store.write`."""
        return self._store.write(lambda inner: work(_Counted(inner, self._count)))

    def define(self, ddl: Sequence[str], /) -> None:
        """See `graph.store.Store.define`. Schema statements are not counted."""
        self._store.define(ddl)

    def backup(self, target: Path, /) -> None:
        """See `graph.store.Store.backup`."""
        self._store.backup(target)

    def restore(self, source: Path, /) -> None:
        """See `graph.store.Store.restore`."""
        self._store.restore(source)

    def close(self) -> None:
        """See `graph.store.Store.close`."""
        self._store.close()

    def _count(self, statement: Statement) -> None:
        with self._lock:
            self.by_statement[statement] += 1


class _Counted:
    """A unit of work whose statements are counted before they run."""

    def __init__(self, work: Work, count: Callable[[Statement], None]) -> None:
        self._work, self._count = work, count

    def run(self, statement: Statement, /, **parameters: object) -> list[Row]:
        """See `graph.store.Work.run`."""
        self._count(statement)
        return self._work.run(statement, **parameters)
