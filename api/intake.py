"""From a message that is safe to facts in the graph: lease, read, join, answer; again on failure.

Every step may be repeated: a message that was joined before changes nothing, so a worker that is
killed anywhere costs time and nothing else. A batch that fails for one message is done again one
by one, so that only that message is put aside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from api.archive import Archive
from api.assigning import assigned, linked, objection
from api.deliveries import delivery
from api.endings import Back, Ending, aside, note, stored
from api.ledger import Ledger
from api.reading import Read
from api.telemetry import Metrics
from api.transactions import Answer, Channel, Transaction
from graph.feed_values import Delivered
from graph.joining import Joined
from graph.model import Record
from ingest.reading import Reading
from mpi.errors import BadInput, Conflict, NotFound, Unavailable

_PATIENCE = 10  # how often a message may be tried again before it is put aside
_log = structlog.get_logger("intake")

#: Joins records to the graph in one transaction, with receipts in their order, and counts the
#: messages that brought them.
Join = Callable[[Sequence[Record], Sequence[Delivered]], Sequence[Joined]]


@dataclass(frozen=True, slots=True)
class Drained:
    """What one turn did: messages answered, and messages given back because an engine was away."""

    answered: int = 0
    back: int = 0


@dataclass(frozen=True, slots=True)
class _Read:
    transaction: Transaction
    reading: Reading


@dataclass(frozen=True, slots=True)
class Intake:
    """One worker's tools. `owner` names it in the ledger; `lease` is in seconds."""

    archive: Archive
    ledger: Ledger
    read: Read
    join: Join
    metrics: Metrics
    owner: str
    lease: float = 60.0
    processing: str = "P"
    wado: str = ""

    def drain(self, batch: int = 32) -> Drained:
        """Do one batch of what is open; gives what became of it. Raises Unavailable (ledger)."""
        leased = self.ledger.lease(self.owner, batch, self.lease)
        if not leased:
            return Drained()
        with self.metrics.batch_seconds.time():
            endings = self._work_through(leased)
        return self._write(endings)

    def _work_through(self, leased: Sequence[Transaction]) -> list[Ending]:
        endings: list[Ending] = []
        fetched: list[tuple[Transaction, bytes]] = []
        for transaction in leased:
            data = self._fetch(transaction)
            if isinstance(data, bytes):
                fetched.append((transaction, data))
            else:
                endings.append(data)
        readings, unread = self._read(fetched)
        readable, refused = self._sorted_out(readings)
        return [*endings, *unread, *refused, *(self._join(readable) if readable else ())]

    def _fetch(self, transaction: Transaction) -> bytes | Ending:
        try:
            return self.archive.read(transaction.sha)
        except NotFound:
            return aside(transaction, "archive-lost")
        except Unavailable:
            return Back(transaction.id, "archive-unavailable")

    def _read(
        self, fetched: Sequence[tuple[Transaction, bytes]]
    ) -> tuple[list[_Read], list[Ending]]:
        """Read all together; one by one when a reading process died over them."""
        try:
            readings = self.read([(data, _received(t)) for t, data in fetched])
        except Unavailable:
            tried = [self._read_alone(transaction, data) for transaction, data in fetched]
            return (
                [each for each in tried if isinstance(each, _Read)],
                [each for each in tried if not isinstance(each, _Read)],
            )
        return [_Read(t, r) for (t, _), r in zip(fetched, readings, strict=True)], []

    def _read_alone(self, transaction: Transaction, data: bytes) -> _Read | Ending:
        try:
            return _Read(transaction, self.read.alone(data, _received(transaction)))
        except Unavailable:
            return _patiently(transaction, "reader-died")

    def _sorted_out(self, messages: Sequence[_Read]) -> tuple[list[_Read], list[Ending]]:
        """Split off what cannot be read, or speaks of a facility that did not send it."""
        readable: list[_Read] = []
        refused: list[Ending] = []
        for each in messages:
            facility = each.transaction.facility
            reading = linked(assigned(each.reading, facility), self.wado)
            answered = each.transaction.channel is Channel.MLLP
            reason = objection(reading, facility, self.processing, answered=answered)
            if reason:
                refused.append(aside(each.transaction, reason, reading.findings))
            else:
                readable.append(_Read(each.transaction, reading))
        return readable, refused

    def _join(self, group: Sequence[_Read]) -> list[Ending]:
        """Join all together; one by one when that failed because of one of them."""
        try:
            return self._joined(group)
        except Unavailable:
            return [Back(each.transaction.id, "store-unavailable") for each in group]
        except Exception as error:  # noqa: BLE001  a bug in joining must not stop the intake
            if len(group) == 1:
                return [_failed(group[0].transaction, error)]
            return [ending for each in group for ending in self._join([each])]

    def _joined(self, group: Sequence[_Read]) -> list[Ending]:
        records = [record for each in group for record in each.reading.records]
        came = [each for each in (delivery(each.reading) for each in group) if each]
        joined = iter(self.join(records, came) if records else ())
        return [
            stored(each.transaction, each.reading, [next(joined) for _ in each.reading.records])
            for each in group
        ]

    def _write(self, endings: Sequence[Ending]) -> Drained:
        answers = [ending for ending in endings if isinstance(ending, Answer)]
        back = [ending for ending in endings if isinstance(ending, Back)]
        self.ledger.finish(self.owner, answers)
        for reason in {each.reason for each in back}:
            self.ledger.postpone(self.owner, [b.id for b in back if b.reason == reason], reason)
        note(self.metrics, endings)
        return Drained(len(answers), len(back))


def _failed(transaction: Transaction, error: Exception) -> Ending:
    """Decide about one message that could not be joined; the log has the place of a bug."""
    if isinstance(error, Conflict):
        return _patiently(transaction, "conflict")
    if isinstance(error, BadInput):
        return aside(transaction, f"refused: {error.field}: {error.rule}")
    _log.error("joining failed", transaction=transaction.id, exc_info=error)
    return aside(transaction, f"joining-failed: {type(error).__name__}")


def _patiently(transaction: Transaction, reason: str) -> Ending:
    """Try again later, but not for ever: in the end a person looks at it."""
    if transaction.postponed < _PATIENCE:
        return Back(transaction.id, reason)
    return aside(transaction, reason)


def _received(transaction: Transaction) -> dt.datetime:
    return dt.datetime.fromtimestamp(transaction.received_at, dt.UTC)
