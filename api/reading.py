"""The port to the reader of messages: bytes in, records and findings out, here or in processes.

Reading is pure and takes about two fifths of the intake's time, so a service on several cores
reads in processes of its own while its threads join (docs/adr/0007); with one core that only
costs.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from typing import Protocol

from ingest.reading import Reading
from mpi.errors import Unavailable

#: Reads one message that was received at a time; never raises, whatever the bytes.
ReadOne = Callable[[bytes, dt.datetime], Reading]


class Read(Protocol):
    """The port: reads several messages, in their order."""

    def __call__(self, messages: Sequence[tuple[bytes, dt.datetime]], /) -> Sequence[Reading]:
        """Read messages with the time each was received. Raises Unavailable (a process died)."""

    def alone(self, data: bytes, at: dt.datetime, /) -> Reading:
        """Read one message that may have been why others were not read."""

    def close(self) -> None:
        """Let go of what reading needs."""


_TRIP = 8  # messages that go to a process together
_FEW = 4  # fewer are read faster here than sent there


@dataclass(frozen=True, slots=True)
class InTurn:
    """Reads one after the other in the calling thread."""

    read: ReadOne

    def __call__(self, messages: Sequence[tuple[bytes, dt.datetime]], /) -> Sequence[Reading]:
        """Read several messages."""
        return [self.read(data, at) for data, at in messages]

    def alone(self, data: bytes, at: dt.datetime, /) -> Reading:
        """Read one message."""
        return self.read(data, at)

    def close(self) -> None:
        """Nothing is held."""


class Readers:
    """Reads in processes; `read` must be importable.

    Until the first processes are up, which takes a second or two, and for a few messages, it
    reads in the calling thread.
    """

    def __init__(self, read: ReadOne, processes: int) -> None:
        self._read, self._processes = read, processes
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._first: Future[None] | None = None

    def __call__(self, messages: Sequence[tuple[bytes, dt.datetime]]) -> Sequence[Reading]:
        """Read several messages. Raises Unavailable when a process died over them."""
        if len(messages) < _FEW or not self._warm():
            return [self._read(data, at) for data, at in messages]
        return self._spread(messages)

    def alone(self, data: bytes, at: dt.datetime) -> Reading:
        """Read one message that may be deadly: in a process. Raises Unavailable when it was."""
        return self._spread([(data, at)])[0]

    def close(self) -> None:
        """Stop the processes."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool:
            pool.shutdown()

    def _warm(self) -> bool:
        if self._first is None:
            self._first = self._opened().submit(_nothing)
        return self._first.done()

    def _spread(self, messages: Sequence[tuple[bytes, dt.datetime]]) -> Sequence[Reading]:
        data, times = zip(*messages, strict=True)
        pool = self._opened()
        try:
            return list(pool.map(self._read, data, times, chunksize=_TRIP))
        except BrokenProcessPool:
            self._discard(pool)
            raise Unavailable("a reading process died") from None

    def _opened(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self._processes, context, _follow_parent)
            return self._pool

    def _discard(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                self._pool = None


def _nothing() -> None:
    """Show that a process is up."""


def _follow_parent() -> None:
    """Leave it to the parent to stop this process, and stop when the parent was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent,), daemon=True).start()


def _outlive(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
