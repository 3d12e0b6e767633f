"""The intake's threads: they work while there is work, sleep otherwise, stop when told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import structlog

from api.intake import Drained, Intake
from mpi.errors import HealthGraphError

_POLL = 1.0  # seconds; messages that another process received are seen this late at most
_LONGEST_PAUSE = 30.0
_GATHER = 0.2  # seconds that a worker lets messages gather after it found few
_log = structlog.get_logger("intake")


class Workers:
    """One thread for each intake. `wake` after a message was received, `stop` waits for the end."""

    def __init__(self, intakes: Sequence[Intake], batch: int) -> None:
        self._batch = batch
        self._stopping = threading.Event()
        self._news = threading.Condition()
        self._threads = [
            threading.Thread(target=self._run, args=(each,), name=f"intake-{n}", daemon=True)
            for n, each in enumerate(intakes)
        ]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Say that there is work."""
        with self._news:
            self._news.notify_all()

    def stop(self) -> None:
        """Let every thread finish the batch in its hands, and wait for it."""
        self._stopping.set()
        self.wake()
        for thread in self._threads:
            if thread.ident is not None:  # it was started
                thread.join()

    @property
    def alive(self) -> bool:
        """True while no thread has died."""
        return all(thread.is_alive() for thread in self._threads)

    def _run(self, intake: Intake) -> None:
        failures = 0
        while not self._stopping.is_set():
            done = turn(lambda: intake.drain(self._batch))
            failures = failures + 1 if done is None or (done.back and not done.answered) else 0
            if failures:
                self._stopping.wait(min(_LONGEST_PAUSE, 0.25 * 2 ** min(failures, 10)))
            elif done == Drained():
                self._rest()
            elif done is not None and done.answered < self._batch // 4:
                self._stopping.wait(_GATHER)

    def _rest(self) -> None:
        with self._news:
            if not self._stopping.is_set():
                self._news.wait(_POLL)


def turn(drain: Callable[[], Drained]) -> Drained | None:
    """Do one turn; whatever goes wrong is logged and tried again, for a thread must not die."""
    try:
        return drain()
    except HealthGraphError as error:
        _log.warning("intake waits", error=type(error).__name__)
    except Exception:  # noqa: BLE001  the leases run out and the messages come back
        _log.exception("intake failed")
    return None
