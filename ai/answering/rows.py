"""Published rows: plain values by column; a hidden number is null, and the row says which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ai.answering.comparing import change, interval
from ai.answering.figures import Measured, Row
from ai.catalogue import Metric
from ai.query import Period, Query

_PLACES = 6


def columns_of(query: Query, before: Period | None) -> tuple[str, ...]:
    """Name the columns: dimensions, then of each metric value, n, interval, comparison."""
    suffixes = ["", ".n", ".low", ".high"]
    suffixes += [".before", ".difference", ".ratio"] if before else []
    return (*query.dimensions, *(m + suffix for m in query.metrics for suffix in suffixes))


def published_rows(
    query: Query, metrics: Sequence[Metric], rows: Sequence[Row]
) -> tuple[Mapping[str, object], ...]:
    """Give the rows as columns name them; `hidden` lists the metrics that are closed."""
    return tuple(_row(query, metrics, row) for row in rows)


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
