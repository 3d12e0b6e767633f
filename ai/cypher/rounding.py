"""Numbers of raw aggregates, rounded so that one person more or less does not show.

Two queries that differ by one condition may differ by one person; at this door nobody remembers
what was told, so no number is exact (docs/adr/0020).
"""

from __future__ import annotations

import math


def count_rounded(count: int, people: int, base: int) -> int:
    """Give the nearest multiple, halves up, of `base` times what a person adds on average.

    >>> [count_rounded(n, n, 5) for n in (5, 7, 8, 12, 1001)]
    [5, 5, 10, 10, 1000]
    >>> count_rounded(1001, 90, 5)
    1020
    """
    step = base * max(1, math.ceil(count / people))
    return step * ((2 * count + step) // (2 * step))


def step_of(total: float, largest: float, people: float, base: int) -> float:
    """Give the step of a sum: `base` times what one person adds, on average or in one fact.

    `largest` is the greatest single value in it. The step is 1, 2 or 5 times a power of ten.

    >>> step_of(total=12_000, largest=900, people=40, base=5)
    5000.0
    """
    wanted = base * max(abs(total) / max(people, 1), abs(largest))
    if wanted <= 0:
        return 1
    power = float(10 ** math.floor(math.log10(wanted)))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= wanted * (1 - 1e-9))


def to_step(value: float, step: float) -> float:
    """Give the nearest multiple of a step, halves up; whole where the step is.

    >>> to_step(12_499, 5000)
    10000
    """
    nearest = math.floor(value / step + 0.5) * step
    return int(nearest) if float(step).is_integer() else round(nearest, 10)
