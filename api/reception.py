"""The receiving desk: a message is in the archive, then in the ledger, and only then has a receipt.

    receive(archive, ledger, messages, facility="01013", channel=Channel.HOSPITAL)

Killed anywhere in between, what is left is a file without a receipt, which nobody was promised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.archive import Archive
from api.ledger import Ledger
from api.telemetry import Metrics
from api.transactions import Arrival, Channel, Receipt


@dataclass(frozen=True, slots=True)
class Message:
    """Bytes as received, with the file name when there is one."""

    data: bytes
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reception:
    """Where messages are handed in."""

    archive: Archive
    ledger: Ledger
    metrics: Metrics

    def receive(
        self, messages: Sequence[Message], *, facility: str, channel: Channel, batch: str = ""
    ) -> list[Receipt]:
        """Keep messages and give their receipts, in their order, once all are durable.

        `facility` is who sends, and the only one that the messages may speak of; ANY_FACILITY for
        the operator's own files. Raises Unavailable, and then nothing was promised.
        """
        if not messages:
            return []
        names = self.archive.keep([message.data for message in messages])
        receipts = self.ledger.accept(
            [
                Arrival(facility, sha, len(message.data), channel, message.name, batch)
                for sha, message in zip(names, messages, strict=True)
            ]
        )
        self.metrics.received.inc(len(receipts))
        self.metrics.duplicates.inc(sum(bool(receipt.duplicate_of) for receipt in receipts))
        return receipts
