"""What is decided about a record, as data that carries its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mpi.identity import Identity
from mpi.presence import Clash

#: Field of evidence that tells of a clash (`mpi.presence`); it has no bits.
PRESENCE = "presence"


class Outcome(StrEnum):
    """The three answers to "whose record is it?"."""

    SAME = "same"
    MAYBE = "maybe"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One field's contribution, in bits: log2(m/u) of the level that holds, or a rule's weight."""

    field: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person whom a record may be about: every identity that the person's records gave.

    `cannot_link` is True when an earlier verdict says that record and person are not the same.
    `clash` says what the two cannot both be (`mpi.presence`): then it is at most *maybe*.
    """

    person: str
    identities: tuple[Identity, ...]
    cannot_link: bool = False
    clash: Clash | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its weight of evidence; `bits` is the sum of the evidence's bits."""

    person: str
    bits: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model says of one record among its candidates; nothing is written by it.

    `best` is None only when there was no candidate at all. `model` is the version that spoke.
    """

    outcome: Outcome
    best: Scored | None
    runner_up: Scored | None
    model: str
