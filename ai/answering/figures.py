"""What was measured, as the parts of an answer read it: rows of members and measured numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """One number. `n` is how many facts it rests on.

    `numerator` and `denominator` are given for shares and rates; `value` is None where nothing
    can be computed, as a share of nothing.
    """

    value: float | None
    n: int
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a member of each dimension of the query, a number of each metric.

    `before` holds the same metrics in the period that is compared with.
    """

    members: tuple[str, ...]
    now: tuple[Measured, ...]
    before: tuple[Measured, ...] = ()
    hidden: bool = False
