"""The port to the reader of messages: bytes in, records and findings out, here or in processes.

Reading is pure and takes a core's time, so a service on several cores may read in processes of
its own while its threads join; with one core that only costs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import Executor

from ingest.reading import Reading

#: Reads one message that was received at a time; never raises, whatever the bytes.
ReadOne = Callable[[bytes, dt.datetime], Reading]

#: Reads several, in their order.
Read = Callable[[Sequence[tuple[bytes, dt.datetime]]], Sequence[Reading]]


def in_turn(read: ReadOne) -> Read:
    """Read one after the other in the calling thread."""
    return lambda messages: [read(data, at) for data, at in messages]


def in_processes(read: ReadOne, pool: Executor) -> Read:
    """Read in the processes of `pool`, several messages a trip; `read` must be importable."""

    def spread(messages: Sequence[tuple[bytes, dt.datetime]]) -> Sequence[Reading]:
        data, times = zip(*messages, strict=True) if messages else ((), ())
        return list(pool.map(read, data, times, chunksize=8))

    return spread
