"""A thread that looks, now and then, for facilities that fell silent or were heard again."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import structlog

from api.facilities import FacilityState, facility_states
from api.telemetry import Metrics
from graph.feed_events import FeedEvent, note_silence
from graph.model import HANOI
from graph.store import Store
from mpi.errors import HealthGraphError

_log = structlog.get_logger("watch")


class Watch:
    """Looks every `seconds`, from `start` to `stop`; 0 seconds never looks."""

    def __init__(self, look: Callable[[], object], seconds: float) -> None:
        self._look, self._seconds = look, seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Start the thread, when it is to look at all."""
        if self._seconds:
            self._thread.start()

    def stop(self) -> None:
        """End the thread after the look that it is at."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                self._look()
            except HealthGraphError as error:
                _log.warning("watch waits", error=type(error).__name__)
            if self._stopping.wait(self._seconds):
                return


def look(store: Store, metrics: Metrics, now: dt.datetime | None = None) -> list[FeedEvent]:
    """Note who fell silent and who was heard again, say so in the log and in the metrics."""
    at = now or dt.datetime.now(dt.UTC)
    found = facility_states(store, at.astimezone(HANOI).date())
    events = note_silence(store, [each.state for each in found], at)
    for event in events:
        _log.warning(f"facility {event.kind}", facility=event.facility, wire=event.wire)
    _tell(metrics, found)
    return events


def _tell(metrics: Metrics, found: list[FacilityState]) -> None:
    silent = sum(each.state.silent for each in found)
    metrics.facilities.labels("silent").set(silent)
    metrics.facilities.labels("heard").set(len(found) - silent)
    for each in found:
        heard = dt.datetime.fromisoformat(each.state.last_received_at).timestamp()
        metrics.last_message.labels(each.state.facility, each.state.wire).set(heard)
