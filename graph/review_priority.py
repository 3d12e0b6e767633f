"""Which task first: policy as data, a table of points that add up.

Nearly sure matches are missing from a book now; each visit on either side is something a doctor
may miss; a stay in hospital is where missing a drug or an allergy does harm; age is fairness.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weight:
    """What of a task counts: bits of the match, visits of both people, stays, days it waits."""

    bits: float
    visits: int
    stays: int
    days: float


#: Name, points at most, and how much of them a task has (0 to 1).
POINTS: tuple[tuple[str, float, Callable[[Weight], float]], ...] = (
    ("chance", 10, lambda task: 1 / (1 + 2 ** -max(-60.0, min(60.0, task.bits)))),
    ("people touched", 10, lambda task: min(1.0, math.log2(1 + task.visits) / 6)),
    ("safety", 10, lambda task: min(1.0, task.stays / 2)),
    ("waiting", 5, lambda task: min(1.0, task.days / 30)),
)


def priority(task: Weight) -> float:
    """Points of a task, 0 to 35; the highest is looked at first.

    >>> priority(Weight(bits=6, visits=3, stays=1, days=0)) > priority(Weight(1, 3, 0, 0))
    True
    """
    return round(math.fsum(most * share(task) for _, most, share in POINTS), 2)
