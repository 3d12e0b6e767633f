"""The intake ledger: which message is safe, who works on it, how it ended (docs/adr/0007).

One SQLite file in the data directory, shared by threads and processes of one machine. A receipt
is fsynced (`synchronous=FULL`); a lease or an answer that a power cut takes back only repeats
work that is idempotent, so those do not wait for the disk.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import accumulate
from pathlib import Path
from typing import Any

from api import ledger_sql as sql
from api.grouping import GroupCommit
from api.owners import lost
from api.transactions import Answer, Arrival, Channel, Receipt, State, Transaction
from graph.model import HANOI
from mpi.errors import NotFound, Unavailable

_BUSY = 10.0  # seconds to wait for another process's commit
_SUSPECT = 5  # leases lost in a row after which a message is taken alone
_HOPELESS = 50  # and after which it is put aside; a service may be killed often and not for it
_LONGEST_PAUSE = 60.0
_MOST_BYTES = 8 << 20  # taken together, unpacked: large messages go in smaller batches

_COLUMNS = tuple(name.strip() for name in sql.COLUMNS.split(","))

_Accepting = tuple[Sequence[Arrival], list[Receipt]]


class Ledger:
    """All that is known of the messages. Thread-safe."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path, self._clock = path, clock
        self._lock = threading.Lock()
        self._durable = _connect(path, "FULL")
        self._quick = _connect(path, "NORMAL")
        self._group: GroupCommit[_Accepting] = GroupCommit(self._accept)

    def accept(self, arrivals: Sequence[Arrival]) -> list[Receipt]:
        """Note arrivals durably and give their receipts; callers at one time share one fsync."""
        receipts: list[Receipt] = []
        self._group.add((arrivals, receipts))
        return receipts

    def lease(self, owner: str, limit: int, seconds: float) -> list[Transaction]:
        """Take up to `limit` open messages, oldest first, for `seconds`; nobody else has them.

        A message whose worker was lost again and again is taken alone, so that it can do no harm
        to others, and in the end it is put aside. Large messages are taken fewer at a time.
        """
        now = self._clock()
        with self._work() as db:
            db.execute(sql.GIVE_UP, {"now": now, "most": _HOPELESS})
            due = db.execute(sql.DUE, {"now": now, "limit": limit}).fetchall()
            values = {"owner": owner, "until": now + seconds, "seqs": json.dumps(_company(due))}
            rows = db.execute(sql.LEASE, values).fetchall() if due else []
        return sorted(map(_transaction, rows), key=lambda t: t.seq)

    def finish(self, owner: str, answers: Sequence[Answer]) -> int:
        """Write how messages ended; gives how many were still this owner's to answer."""
        rows = [_answer_row(answer, owner, self._clock()) for answer in answers]
        with self._work() as db:
            return sum(db.execute(sql.FINISH, row).rowcount for row in rows)

    def postpone(self, owner: str, ids: Sequence[str], reason: str) -> None:
        """Give messages back for later: half a second first, doubling up to a minute."""
        values = {"owner": owner, "ids": json.dumps(list(ids)), "reason": reason}
        with self._work() as db:
            db.execute(sql.POSTPONE, values | {"now": self._clock(), "longest": _LONGEST_PAUSE})

    def reclaim(self) -> int:
        """Free the leases of workers of this machine that are gone; gives how many."""
        with self._work() as db:
            owners = [row[0] for row in db.execute(sql.OWNERS) if lost(row[0])]
            values = [{"owner": owner, "now": self._clock()} for owner in owners]
            return sum(db.execute(sql.RELEASE, row).rowcount for row in values)

    def find(self, transaction: str) -> Transaction:
        """Give one transaction. Raises NotFound."""
        rows = self._query(sql.FIND, (transaction,))
        if not rows:
            raise NotFound("transaction", transaction)
        return _transaction(rows[0])

    def of_batch(self, batch: str) -> list[Transaction]:
        """Give every transaction that was handed in under one batch name, in order."""
        return [_transaction(row) for row in self._query(sql.OF_BATCH, (batch,))]

    def finished(self, batch: str) -> int:
        """Count the messages of a batch that are stored or put aside."""
        return int(self._query(sql.FINISHED, (batch,))[0][0])

    def quarantined(
        self,
        after: int = 0,
        limit: int = 100,
        *,
        facility: str | None = None,
        day: dt.date | None = None,
    ) -> list[Transaction]:
        """List what is put aside, oldest first, from behind `after` (the last `seq` seen).

        Of one facility, or of what was received on one day in Hanoi, when asked for.
        """
        asked: dict[str, object] = {"after": after, "limit": limit, "facility": facility}
        since = _midnight(day) if day else None
        asked |= {"since": since, "until": since and since + 86_400}
        return [_transaction(row) for row in self._query(sql.QUARANTINED, asked)]

    def refused_since(self, day: dt.date) -> dict[str, tuple[int, int]]:
        """Count, by facility, messages sent again and messages put aside since a day in Hanoi."""
        rows = self._query(sql.REFUSED, (_midnight(day),))
        return {facility: (resent, aside) for facility, resent, aside in rows}

    def replay(self, transaction: str | None = None) -> int:
        """Let one message of the quarantine, or all, be tried again; gives how many."""
        with self._work() as db:
            return db.execute(sql.REPLAY, {"id": transaction, "now": self._clock()}).rowcount

    def depth(self) -> dict[State, int]:
        """Count what is open and what is put aside."""
        counted = {State(state): n for state, n in self._query(sql.DEPTH, ())}
        return {s: counted.get(s, 0) for s in (State.RECEIVED, State.LEASED, State.QUARANTINED)}

    def ping(self) -> None:
        """Raise Unavailable when the file cannot be read."""
        self._query("SELECT 1 FROM message LIMIT 1", ())

    def close(self) -> None:
        """Close the file; the last one to do so folds the write-ahead log into it."""
        self._quick.close()
        self._durable.close()

    def _accept(self, group: Sequence[_Accepting]) -> None:
        now = self._clock()
        noted: list[list[Receipt]] = []
        with self._lock, _transaction_on(self._durable) as db:
            noted = [[_insert(db, a, now) for a in arrivals] for arrivals, _ in group]
        for (_, receipts), new in zip(group, noted, strict=True):
            receipts.extend(new)

    def _query(self, text: str, values: Sequence[object] | Mapping[str, object]) -> list[Any]:
        try:
            with self._lock:
                return self._quick.execute(text, values).fetchall()
        except sqlite3.Error as error:
            raise Unavailable(f"ledger: {error}") from None

    @contextmanager
    def _work(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _transaction_on(self._quick) as db:
            yield db


def open_ledger(path: Path) -> Ledger:
    """Open, and create when absent, the ledger at `path`. Raises Unavailable."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise Unavailable(f"ledger: {error.strerror}", 0) from None
    return Ledger(path)


def _connect(path: Path, synchronous: str) -> sqlite3.Connection:
    try:
        db = sqlite3.connect(path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"PRAGMA synchronous = {synchronous}")
        db.executescript(sql.SCHEMA)
    except sqlite3.Error as error:
        raise Unavailable(f"ledger: {error}") from None
    return db


@contextmanager
def _transaction_on(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")
    except sqlite3.Error as error:
        raise Unavailable(f"ledger: {error}") from None


def _insert(db: sqlite3.Connection, arrival: Arrival, now: float) -> Receipt:
    before = db.execute(sql.STORED_BEFORE, (arrival.facility, arrival.sha)).fetchone()
    receipt = Receipt(secrets.token_hex(16), arrival.sha, before[0] if before else "")
    state, finished = (State.STORED, now) if before else (State.RECEIVED, None)
    ends = {"state": state, "finished_at": finished, "duplicate_of": receipt.duplicate_of}
    db.execute(sql.INSERT, asdict(arrival) | ends | {"id": receipt.id, "now": now})
    return receipt


def _company(due: Sequence[tuple[int, int, int]]) -> list[int]:
    """Choose who is leased together: a message that may have killed its workers goes alone.

    Others go as long as they are not too much for one transaction; the first always goes.
    """
    if due and due[0][1] >= _SUSPECT:
        return [due[0][0]]
    well = [(seq, size) for seq, times_lost, size in due if times_lost < _SUSPECT]
    sums = accumulate(size for _, size in well)
    return [
        seq
        for place, ((seq, _), total) in enumerate(zip(well, sums, strict=True))
        if not place or total <= _MOST_BYTES
    ]


def _answer_row(answer: Answer, owner: str, now: float) -> dict[str, Any]:
    details = {"findings": json.dumps(list(answer.findings)), "counts": json.dumps(answer.counts)}
    ending = {"id": answer.id, "state": answer.state, "reason": answer.reason}
    return ending | details | {"owner": owner, "now": now}


def _midnight(day: dt.date) -> float:
    return dt.datetime.combine(day, dt.time(), HANOI).timestamp()


def _transaction(row: Sequence[Any]) -> Transaction:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Transaction(**values | {name: read(values[name]) for name, read in _READ.items()})


_READ: Mapping[str, Callable[[Any], Any]] = {
    "state": State,
    "channel": Channel,
    "findings": json.loads,
    "counts": json.loads,
}
