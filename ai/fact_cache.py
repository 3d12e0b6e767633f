"""The facts of one store in memory: read once, then only the days that changed since."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from ai.columns import Doubts, Snapshot
from ai.days import Held, mended, opened
from ai.places import NOTHING_KNOWN, Known, places_in
from graph.daily import gather
from graph.daily_columns import packed
from graph.daily_statements import CHANGED_FACTS, DOUBTS, READ_CLOCK
from graph.store import Work


class FactCache:
    """The facts of one store in memory. Thread-safe; `known` are the deployment's own files."""

    def __init__(self, known: Known = NOTHING_KNOWN) -> None:
        self.known = known
        self._lock = threading.Lock()
        self._held = Held()
        self._snapshot: Snapshot | None = None

    def snapshot(self, work: Work) -> Snapshot:
        """Give the facts that the store holds now; reads only what changed since the last call."""
        with self._lock:
            version = version_in(work)
            if self._snapshot is None or self._snapshot.version != version:
                seen = self._snapshot.version if self._snapshot else 0
                rows = work.run(CHANGED_FACTS, seen=seen)
                self._held = mended(self._held, {r["day"]: opened(r["columns"]) for r in rows})
                self._snapshot = _snapshot(work, version, self._held, self.known)
            return self._snapshot


def _snapshot(work: Work, version: int, held: Held, known: Known) -> Snapshot:
    return Snapshot(version, held.tables(), places_in(work), known, doubts_in(work))


def doubts_in(work: Work) -> Doubts:
    """Read which people may be the same citizen."""
    return tuple((row["one"], row["other"]) for row in work.run(DOUBTS))


def version_in(work: Work) -> int:
    """Give the data version, 0 before the first refresh."""
    return next((row["version"] or 0 for row in work.run(READ_CLOCK)), 0)


def read_there_and_then(work: Work, days: Sequence[int], known: Known = NOTHING_KNOWN) -> Snapshot:
    """Read the facts of days from the graph itself, past the stored ones: the reference."""
    read = {day: opened(packed(gather(work, day))) for day in days}
    return _snapshot(work, version_in(work), mended(Held(), read), known)
