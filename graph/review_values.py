"""What a steward sees of the queue: lines, a task with both sides, totals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.book_values import RecordLine
from graph.identity_words import Words


class TaskState(StrEnum):
    """Where a task stands. `second` waits for another steward who agrees."""

    OPEN = "open"
    DEFERRED = "deferred"
    SECOND = "second"
    DECIDED = "decided"


class Verdict(StrEnum):
    """What a steward may say of a task."""

    SAME = "same"
    NOT_SAME = "not-same"
    SPLIT = "split"
    DEFER = "defer"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in the list: whether the record, of `person` now, is about `likely`.

    Of kind `two` it asks whether `records`, and `record` among them, are somebody else than the
    person who has them, who is then both `person` and `likely`.

    `priority` are points (`graph.review_priority`), `visits` those of both people together,
    `claimed_by` is "" when nobody works on it. Times are UTC text.
    """

    id: str
    state: TaskState
    kind: str
    priority: float
    bits: float | None
    record: str
    person: str
    likely: str
    visits: int
    reason: Words
    created_at: str
    claimed_by: str
    verdict: str
    decided_by: str
    decided_at: str
    note: str
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One line of the comparison: a field as each side says it, the level and its bits.

    `record` is what the record in doubt says, `likely` every value that the other person's records
    say, most recent first. `bits` is None when one side says nothing.
    """

    field: str
    words: Words
    record: str
    likely: tuple[str, ...]
    level: Words
    bits: float | None


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with its evidence side by side; `model` is the version that weighs it now."""

    task: TaskLine
    outcome: str
    bits: float
    model: str
    sides: tuple[Side, ...]
    person_records: tuple[RecordLine, ...]
    likely_records: tuple[RecordLine, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """How long the queue is, by state, and when its oldest task that waits was made."""

    open: int
    deferred: int
    second: int
    decided: int
    oldest: str
