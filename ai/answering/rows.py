"""Published rows: plain values by column; a hidden number is null, and the row says which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ai.answering.comparing import change, interval
from ai.answering.figures import Measured, Row
from ai.catalogue import Metric
from ai.query import Intent, Period, Query

_PLACES = 6


def columns_of(query: Query, before: Period | None, *, shares: bool = False) -> tuple[str, ...]:
    """Name the columns: dimensions, then of each metric value, share, n, interval, comparison."""
    suffixes = ["", *([".share"] if shares else []), ".n", ".low", ".high"]
    suffixes += [".before", ".difference", ".ratio"] if before else []
    return (*query.dimensions, *(m + suffix for m in query.metrics for suffix in suffixes))


def published_rows(
    query: Query, metrics: Sequence[Metric], rows: Sequence[Row]
) -> tuple[Mapping[str, object], ...]:
    """Give the rows as columns name them; `hidden` lists the metrics that are closed."""
    return tuple(_row(query, metrics, row) for row in rows)


def divisible(query: Query, metrics: Sequence[Metric], rows: Sequence[Row]) -> bool:
    """Whether shares of the whole can be told: all rows of additive counts, none of them hidden."""
    asked = query.intent is Intent.SHARE and bool(query.dimensions) and query.limit is None
    adds = all(metric.additive and metric.countable for metric in metrics)
    return asked and adds and not any(any(row.closed) for row in rows)


def with_shares(
    metrics: Sequence[Metric], rows: Sequence[Mapping[str, object]]
) -> tuple[Mapping[str, object], ...]:
    """Give the rows with the share that each has of the sum of all."""
    found = [dict(row) for row in rows]
    for metric in metrics:
        values = [row[metric.id] for row in found]
        known = [float(v) if isinstance(v, int | float) else None for v in values]
        whole = sum(value or 0.0 for value in known)
        for row, value in zip(found, known, strict=True):
            share = value / whole if value is not None and whole else None
            row[f"{metric.id}.share"] = _plain(share)
    return tuple(found)


def _row(query: Query, metrics: Sequence[Metric], row: Row) -> dict[str, object]:
    found: dict[str, object] = dict(zip(query.dimensions, row.members, strict=True))
    hidden: list[str] = []
    for at, metric in enumerate(metrics):
        found |= _now(metric, row.now[at], closed=row.closed[at])
        hidden += [metric.id] if row.closed[at] else []
        if row.before:
            shut = row.closed[at] or row.closed_before[at]
            found |= _compared(metric, row, at, closed=shut)
            hidden += [f"{metric.id}.before"] if row.closed_before[at] else []
    return found | ({"hidden": hidden} if hidden else {})


def _now(metric: Metric, measured: Measured, *, closed: bool) -> dict[str, object]:
    names = [metric.id + suffix for suffix in ("", ".n", ".low", ".high")]
    if closed:
        return dict.fromkeys(names, None)
    spread = interval(metric, measured)
    ends = (_plain(spread.low), _plain(spread.high)) if spread else (None, None)
    return dict(zip(names, (_plain(measured.value), measured.n, *ends), strict=True))


def _compared(metric: Metric, row: Row, at: int, *, closed: bool) -> dict[str, object]:
    names = [metric.id + suffix for suffix in (".before", ".difference", ".ratio")]
    if closed:
        shown = None if row.closed_before[at] else _plain(row.before[at].value)
        return dict(zip(names, (shown, None, None), strict=True))
    moved = change(row.now[at], row.before[at])
    values = (moved.before, moved.difference, moved.ratio)
    return dict(zip(names, map(_plain, values), strict=True))


def _plain(value: float | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if float(value).is_integer() else round(value, _PLACES)
