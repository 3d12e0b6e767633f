"""The counts that an answer would publish: of each number, now and before, its boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ai.answering.figures import Measured, Row
from ai.arranging import paired
from ai.catalogue import Count, Measure, Metric
from ai.disclosure.boxes import Cell, Sides
from ai.disclosure.grounds import Grounds
from ai.disclosure.hiding import Line
from ai.disclosure.sides import box_of, sides_of
from ai.measuring import Members
from ai.periods import BUCKETS
from ai.query import Period, Query

_COUNTED = {Count.ROWS, Count.DISTINCT}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands in an answer: row, metric, and whether it is of the period before."""

    row: int
    metric: int
    before: bool = False


def places_of(rows: Sequence[Row]) -> list[Place]:
    """List the numbers of an answer, those of now first."""
    now = [Place(r, m) for r, row in enumerate(rows) for m in range(len(row.now))]
    before = [
        Place(r, m, before=True) for r, row in enumerate(rows) for m in range(len(row.before))
    ]
    return [*now, *before]


def lines_of(
    query: Query, rows: Sequence[Row], before: Period | None, grounds: Grounds
) -> list[Line]:
    """Give the line of each place, in the order of `places_of`."""
    return [_line(query, rows[p.row], p, before, grounds) for p in places_of(rows)]


def _line(query: Query, row: Row, place: Place, before: Period | None, grounds: Grounds) -> Line:
    metric = grounds.catalogue.metrics[query.metrics[place.metric]]
    period = before if place.before and before else query.period
    members = _then(query, row.members, period)
    sides = sides_of(query, metric, members, grounds, period)
    measured = (row.before if place.before else row.now)[place.metric]
    cells = _cells(metric, measured, sides, grounds)
    return Line(tuple(cells))


def _then(query: Query, members: Members, period: Period) -> dict[str, str]:
    """Name a row's members as its period has them: the n-th month is the n-th of that period."""
    named = dict(zip(query.dimensions, members, strict=True))
    if period == query.period:
        return named
    times = [name for name in named if name in BUCKETS and name != "weekday"]
    return named | {
        name: paired(name, query.period, period).get(named[name], named[name]) for name in times
    }


def absent_cells(
    query: Query, rows: Sequence[Row], before: Period | None, grounds: Grounds
) -> list[Cell]:
    """Give what an answer says by leaving rows out: that what it does not list is nothing.

    Where the list was cut off, or an axis is open, nothing is said.
    """
    if not rows or (query.limit is not None and len(rows) >= query.limit):
        return []
    periods = [query.period, *([before] if before else [])]
    return [
        cell
        for period in periods
        for name in query.metrics
        for cell in _absent(query, rows, grounds.catalogue.metrics[name], period, grounds)
    ]


def _absent(
    query: Query, rows: Sequence[Row], metric: Metric, period: Period, grounds: Grounds
) -> list[Cell]:
    """For each beginning of the members: everything on the next axis that no row goes on with."""
    listed: dict[Members, list[str]] = {}
    for row in rows:
        members = tuple(_then(query, row.members, period).values())
        for depth in range(len(members)):
            listed.setdefault(members[:depth], []).append(members[depth])
    found = []
    for beginning, nexts in listed.items():
        dimension = query.dimensions[len(beginning)]
        held = dict(zip(query.dimensions, beginning, strict=False))
        sides = sides_of(query, metric, held, grounds, period)
        rest = grounds.rest(dimension, metric, nexts, sides)
        if rest and metric.needs is None:
            whole = metric.denominator or metric.numerator
            found.append(_cell(whole, 0, metric, {**sides, **rest}, grounds))
    return found


def _cells(metric: Metric, measured: Measured, sides: Sides, grounds: Grounds) -> list[Cell]:
    found = [_cell(metric.numerator, _count(metric, measured), metric, sides, grounds)]
    if metric.denominator is not None and metric.denominator.count in _COUNTED:
        count = round(measured.denominator or 0)
        found.append(_cell(metric.denominator, count, metric, sides, grounds))
    return found


def _count(metric: Metric, measured: Measured) -> int:
    """Give the count behind the numerator; of sums and medians, the facts they rest on."""
    if metric.numerator.count not in _COUNTED:
        return measured.n
    given = measured.numerator if metric.denominator is not None else measured.value
    return round(measured.n if given is None else given)


def _cell(measure: Measure, count: int, metric: Metric, sides: Sides, grounds: Grounds) -> Cell:
    counted = measure if measure.count in _COUNTED else Measure(Count.ROWS, "", measure.where)
    return Cell(box_of(counted, metric, sides, grounds), count)
