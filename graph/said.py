"""Where something was said: the source of a record, the place in its message, codes as sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

#: Hanoi has no daylight saving; every local time in the ministry's tables is +07:00.
HANOI = dt.timezone(dt.timedelta(hours=7))

#: The table that says whose visit it is, of wires that name patient and visit in every message: it
#: has an edition like any other, so that a late or passing message moves no visit.
OWNER = "PID"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record came from. `message` is the SHA-256 (hex) of the bytes as received.

    `edition` orders the statements that one facility makes about one visit: it sorts as text, a
    later one replaces an earlier one (QĐ 4750: a resend replaces; NGAYLAP, then NGAY_TTOAN).
    `said_at` is the time the sender gives to what it says, `received_at` is when we had it.
    """

    facility: str
    message: str
    wire: str
    version: str
    edition: str
    said_at: dt.datetime
    received_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """The table and row of a message that one event was read from (`XML2`, row 1 is the first)."""

    table: str
    row: int = 1


@dataclass(frozen=True, slots=True)
class Coding:
    """A code of a catalogue, as the Concept that it stands for: `loinc|2339-0`, `cvx|140`.

    `system` is a short name of ours (`icd10`, `loinc`, `snomed`, `rxnorm`, `cvx`, `ucum`, `atc`),
    or `local:<facility>` for a code that only its sender can explain.
    """

    system: str
    code: str
    text: str = ""

    @property
    def key(self) -> str:
        """Id of the Concept."""
        return f"{self.system}|{self.code}"
