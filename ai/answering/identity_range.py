"""The range of a number: as people stand today, and if every *maybe* were the same citizen.

The end that is not the number itself is rounded outwards to a multiple of the least count that may
be shown, so that the difference of the two points at nobody.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ai.answering.figures import Figures, Measured, Row
from ai.catalogue import Count, Metric
from ai.disclosure.boxes import Rule


@dataclass(frozen=True, slots=True)
class Range:
    """Of one shown number, by members and metric: both ends, in its unit; the number is inside."""

    members: tuple[str, ...]
    metric: str
    low: float
    high: float

    def json(self) -> dict[str, object]:
        """Give the range as answers carry it."""
        members = list(self.members)
        return {"members": members, "metric": self.metric, "low": self.low, "high": self.high}


def ranges(
    figures: Figures, rows: Sequence[Row], metrics: Sequence[Metric], rule: Rule
) -> tuple[Range, ...]:
    """Give the range of each shown number that the doubts change."""
    found = []
    for row in rows:
        joined = figures.joined.get(row.members, {})
        for at, metric in enumerate(metrics):
            if not row.closed[at] and metric.id in joined:
                ends = _ends(metric, row.now[at], joined[metric.id], rule)
                found += [Range(row.members, metric.id, *ends)] if ends else []
    return tuple(found)


def _ends(metric: Metric, now: Measured, then: Measured, rule: Rule) -> tuple[float, float] | None:
    if now.value is None or then.value is None or now == then:
        return None
    if metric.denominator is None and metric.needs is None:
        return _outwards(now.value, then.value, rule)
    return _share(metric, now, then, rule)


def _outwards(now: float, then: float, rule: Rule) -> tuple[float, float]:
    low, high = sorted((now, then))
    return (
        low if low == now else float(low // rule.least * rule.least),
        high if high == now else float(math.ceil(high / rule.least) * rule.least),
    )


def _share(metric: Metric, now: Measured, then: Measured, rule: Rule) -> tuple[float, float]:
    """Divide the outer ends of numerator and denominator; a share stays within 0 and 1."""
    above = _outwards(now.numerator or 0.0, then.numerator or 0.0, rule)
    counted = metric.denominator is not None and metric.denominator.count is not Count.SUM
    pair = (now.denominator or 0.0, then.denominator or 0.0)
    below = _outwards(*pair, rule) if counted else (min(pair), max(pair))
    scale = _scale(now) or _scale(then) or 1.0
    most = 1.0 if metric.unit == "share" else math.inf
    low = scale * above[0] / below[1] if below[1] else 0.0
    high = min(most, scale * above[1] / below[0]) if below[0] else most
    return min(low, now.value or 0.0), max(high, now.value or 0.0)


def _scale(measured: Measured) -> float:
    """Give what numerator over denominator is multiplied by: 1 for shares, 100,000 for rates."""
    if not measured.numerator:
        return 0.0
    return (measured.value or 0.0) * (measured.denominator or 0.0) / measured.numerator
