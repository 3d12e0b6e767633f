"""Files from disk through the same intake as a hospital's: kept, receipted, worked off, counted.

Stopped anywhere, a second run goes on: what was stored is recognised by its bytes.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from api.compose import Desk
from api.found_files import found_in
from api.reception import Message
from api.transactions import ANY_FACILITY, Channel, State, Transaction
from api.workers import Workers
from ingest.tabular import pack
from ingest.wires import wire_of
from mpi.errors import Unavailable

#: Files of one receipt: their fsyncs are shared.
_AT_ONCE = 64
_LOOK_AGAIN = 0.05  # seconds between two looks at the ledger

_PATIENCE = 120.0  # seconds without a finished file after which an engine counts as away

#: Told how many files are finished, of how many.
Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the files. `counts` sums what records did: new, same, replaced.

    `passed_over` counts files of folders that are no messages, by why.
    """

    files: int
    stored: int
    duplicates: int
    quarantined: int
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    passed_over: Mapping[str, int] = field(default_factory=dict)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Every file named, and the messages in named folders; see `found_in`."""
    return list(found_in(paths).files)


def ingest(
    desk: Desk,
    files: Sequence[Path],
    *,
    workers: int,
    batch: int,
    tick: Tick,
    patience: float = _PATIENCE,
    facility: str = ANY_FACILITY,
    mapping: bytes = b"",
) -> Outcome:
    """Hand in the files and wait until each is stored or put aside.

    `facility` is whose files they are, where they do not say so themselves; `mapping` says what
    the columns of tables are.

    Raises Unavailable when nothing was finished for `patience` seconds; what was handed in is kept,
    and the next run goes on.
    """

    def at(start: int) -> list[Message]:
        return messages_of(files[start : start + _AT_ONCE], mapping)

    said = map(at, range(0, len(files), _AT_ONCE))
    crew = Crew(workers, batch, patience)
    return deliver(desk, said, len(files), crew, tick, facility)


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works messages off: threads, messages of one transaction, seconds of patience."""

    workers: int
    batch: int
    patience: float = _PATIENCE


def deliver(
    desk: Desk,
    said: Iterable[Sequence[Message]],
    total: int,
    crew: Crew,
    tick: Tick,
    facility: str = ANY_FACILITY,
) -> Outcome:
    """Hand in `total` messages, some at a time, and wait until each is stored or put aside.

    Raises Unavailable as `ingest` does.
    """
    began, group = time.monotonic(), f"files-{secrets.token_hex(8)}"
    workers = Workers([desk.intake(f"file-{n}") for n in range(max(1, crew.workers))], crew.batch)
    workers.start()
    try:
        for some in said:
            desk.reception.receive(some, facility=facility, channel=Channel.FILE, batch=group)
            workers.wake()
            tick(_finished(desk, group), total)
        _wait(desk, group, total, tick, crew.patience)
    finally:
        workers.stop()
    tick(total, total)
    return _outcome(desk.ledger.of_batch(group), time.monotonic() - began)


def _wait(desk: Desk, group: str, total: int, tick: Tick, patience: float) -> None:
    last, since = -1, time.monotonic()
    while (done := _finished(desk, group)) < total:
        tick(done, total)
        if done > last:
            last, since = done, time.monotonic()
        elif time.monotonic() - since > patience:
            raise Unavailable("nothing was finished for a while; what is handed in is kept", 0)
        time.sleep(_LOOK_AGAIN)


def messages_of(files: Sequence[Path], mapping: bytes = b"") -> list[Message]:
    """Read files as messages; what no format knows is a table that goes with its mapping."""
    held = ((file.read_bytes(), file.name) for file in files)
    return [Message(_packed(data, mapping), name) for data, name in held]


def _packed(data: bytes, mapping: bytes) -> bytes:
    return pack(data, mapping) if mapping and not wire_of(data) else data


def _finished(desk: Desk, group: str) -> int:
    return desk.ledger.finished(group)


def _outcome(done: Sequence[Transaction], seconds: float) -> Outcome:
    counts = Counter[str]()
    for transaction in done:
        counts.update(transaction.counts)
    return Outcome(
        files=len(done),
        stored=sum(t.state is State.STORED and not t.duplicate_of for t in done),
        duplicates=sum(bool(t.duplicate_of) for t in done),
        quarantined=sum(t.state is State.QUARANTINED for t in done),
        counts=dict(sorted(counts.items())),
        seconds=round(seconds, 2),
    )
