"""The parts for questions in a service that runs for months: facts are read in, days go on."""

from __future__ import annotations

import threading
from pathlib import Path

from ai.assistant.endpoint import Endpoint
from ai.fact_cache import FactCache
from ai.places import NOTHING_KNOWN, Known
from api.asking import Asking
from api.asking_wiring import asking
from api.questions import Questions
from graph.daily import freshness_in, refresh
from graph.store import Store


class QuestionDesk:
    """Gives the parts as of now. Thread-safe; nothing is read before the first question."""

    def __init__(
        self,
        store: Store,
        directory: Path,
        small_cell: int,
        known: Known = NOTHING_KNOWN,
        endpoint: Endpoint | None = None,
    ) -> None:
        self._store, self._directory, self._small = store, directory, small_cell
        self._endpoint = endpoint
        self._lock = threading.Lock()
        self._span: tuple[int | None, int | None] | None = None
        self._asking: Asking | None = None
        self._facts = FactCache(known)

    def now(self) -> Asking:
        """Read waiting days into the facts; wire anew when the first or last day has moved.

        Raises Unavailable.
        """
        with self._lock:
            found = self._store.read(freshness_in)
            if found.stale:
                found = refresh(self._store)
            span = (found.first, found.last)
            if self._asking is None or span != self._span:
                kept = self._asking.questions if self._asking else None
                self._asking = self._wired(kept)
                self._span = span
            return self._asking

    def _wired(self, kept: Questions | None) -> Asking:
        """Wire the parts; the file of questions stays open, for others may be asking by it."""
        return asking(self._store, self._directory, self._small, self._facts, self._endpoint, kept)

    def close(self) -> None:
        """Let go of the file that keeps what was told."""
        with self._lock:
            if self._asking is not None:
                self._asking.questions.close()
                self._asking = None
