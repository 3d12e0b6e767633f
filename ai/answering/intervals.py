"""How far chance alone could have moved a number: 95 % intervals for shares and counts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from mpi.errors import BadInput

#: Two-sided 95 %.
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends included, in the unit of the number; `method` is `wilson` or `byar`."""

    low: float
    high: float
    method: str


def wilson(numerator: int, denominator: int) -> Interval:
    """Interval of a share by Wilson's score (1927), as a fraction.

    Raises BadInput unless 0 <= numerator <= denominator and denominator > 0.

    >>> wilson(0, 10).low
    0.0
    """
    if not 0 <= numerator <= denominator or denominator == 0:
        raise BadInput("numerator", "must lie between 0 and a denominator above 0")
    share, z2 = numerator / denominator, _Z * _Z
    middle = share + z2 / (2 * denominator)
    spread = _Z * math.sqrt((share * (1 - share) + z2 / (4 * denominator)) / denominator)
    scale = 1 + z2 / denominator
    low = 0.0 if numerator == 0 else (middle - spread) / scale
    high = 1.0 if numerator == denominator else (middle + spread) / scale
    return Interval(low, high, "wilson")


def byar(count: int, per: float = 1.0) -> Interval:
    """Interval of a count by Byar's approximation (Breslow and Day 1987), divided by `per`.

    Raises BadInput when the count is below 0 or `per` is not above 0.
    """
    if count < 0 or per <= 0:
        raise BadInput("count", "must be 0 or more, over something above 0")
    low = count * _cubed(count, -_Z) if count else 0.0
    return Interval(low / per, (count + 1) * _cubed(count + 1, _Z) / per, "byar")


def _cubed(count: int, z: float) -> float:
    return float((1 - 1 / (9 * count) + z / (3 * math.sqrt(count))) ** 3)
