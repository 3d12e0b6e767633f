"""Rows of a result where data begin or end: what lies outside them is not 0 but not known."""

from __future__ import annotations

import datetime as dt

from ai.arranging import paired
from ai.periods import BUCKETS, span
from ai.query import Query
from ai.result import Cell, Result, ResultRow

#: Part of a period at its start that may lie before the first visit: a small town has quiet days.
_SLACK = 0.05


def within_data(query: Query, result: Result) -> list[ResultRow]:
    """Give the rows; numbers of days, weeks or months without any data are left out.

    A row is left out, or stands without its number where it is held against a period that has one.
    A comparison that begins well before the data is not known, except for buckets that lie after.
    """
    name = query.dimensions[0] if len(query.dimensions) == 1 else ""
    timed = name in BUCKETS and name != "weekday" and bool(result.last)
    rows = [row for row in result.rows if not timed or _has_data(name, row, result)]
    return [_compared(name if timed else "", row, result) for row in rows]


def _has_data(name: str, row: ResultRow, result: Result) -> bool:
    first, last = (BUCKETS[name](dt.date.fromisoformat(d)) for d in (result.first, result.last))
    return first <= row.members[0] <= last or any(c.n for c in (*row.cells, *row.before))


def _compared(name: str, row: ResultRow, result: Result) -> ResultRow:
    """Give the row without what is not known of now and before."""
    cells, before = row.cells, row.before
    if name and row.members[0] > BUCKETS[name](dt.date.fromisoformat(result.last)):
        cells = tuple(map(_unknown, cells))
    if before and not _covered(name, row, result):
        before = tuple(cell._replace(value=None) for cell in before)
    return row._replace(cells=cells, before=before)


def _unknown(cell: Cell) -> Cell:
    return cell if cell.n else cell._replace(value=None)


def _covered(name: str, row: ResultRow, result: Result) -> bool:
    """Whether the data hold all of what a row is held against, from its first day."""
    held = result.compared
    if held is None or not result.first or held.first >= result.first:
        return True
    if not name:
        missing = dt.date.fromisoformat(result.first).toordinal() - span(held)[0]
        return missing <= _SLACK * held.days
    first = dt.date.fromisoformat(result.first)
    bucket, own = BUCKETS[name], row.members[0]
    then = paired(name, result.query.period, held).get(own, own)
    begun = bucket(first - dt.timedelta(1)) == bucket(first)
    return then > bucket(first) or (then == bucket(first) and not begun)
