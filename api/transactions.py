"""What the intake ledger knows of one message, as values; nothing of its content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

#: The operator's own files may speak for any facility.
ANY_FACILITY = ""


class State(StrEnum):
    """Where a message stands on its way into the graph."""

    RECEIVED = "received"
    LEASED = "leased"
    STORED = "stored"
    QUARANTINED = "quarantined"


class Channel(StrEnum):
    """How a message came in."""

    HOSPITAL = "hospital"
    FILE = "file"
    MLLP = "mllp"
    DICOM = "dicom"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that lies in the archive and waits for its receipt."""

    facility: str
    sha: str
    size: int
    channel: Channel
    name: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The promise that a message is safe. `id` is what hospital software knows as maGiaoDich.

    `duplicate_of` is the earlier transaction when the same facility's same bytes are stored
    already; there is nothing left to do then.
    """

    id: str
    sha: str
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True)
class Transaction:
    """One message in the ledger. `received_at` is seconds since 1970 in UTC.

    `attempts` counts leases, `postponed` those given back because an engine was away. `findings`
    hold table, row, field, rule and severity; `counts` what the message brought.
    """

    seq: int
    id: str
    batch: str
    facility: str
    sha: str
    size: int
    name: str
    channel: Channel
    received_at: float
    state: State
    attempts: int = 0
    postponed: int = 0
    reason: str = ""
    finished_at: float | None = None
    duplicate_of: str = ""
    findings: Sequence[Mapping[str, Any]] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """How the work on one message ended: `stored`, or `quarantined` with a reason."""

    id: str
    state: State
    reason: str = ""
    findings: Sequence[Mapping[str, Any]] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
