"""One number against the same of another period: difference and ratio."""

from __future__ import annotations

from dataclasses import dataclass

from ai.answering.figures import Measured
from ai.answering.intervals import Interval, byar, wilson
from ai.catalogue import Count, Metric


@dataclass(frozen=True, slots=True)
class Change:
    """`difference` in the metric's unit, `ratio` of now to before; None where it has no meaning."""

    before: float | None
    difference: float | None
    ratio: float | None


def change(now: Measured, before: Measured) -> Change:
    """Compare two numbers; nothing comes of a missing one, and no ratio of a zero."""
    if now.value is None or before.value is None:
        return Change(before.value, None, None)
    ratio = now.value / before.value if before.value else None
    return Change(before.value, now.value - before.value, ratio)


def interval(metric: Metric, measured: Measured) -> Interval | None:
    """Give the interval that fits a metric: Wilson for shares, Byar for counts and rates.

    Averages, medians and sums of money have none here.
    """
    if measured.value is None:
        return None
    if metric.unit == "share" and measured.numerator is not None and measured.denominator:
        return wilson(round(measured.numerator), round(measured.denominator))
    if metric.denominator is None and metric.numerator.count in {Count.ROWS, Count.DISTINCT}:
        return byar(round(measured.value))
    return None
