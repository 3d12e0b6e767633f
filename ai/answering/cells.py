"""The counts that an answer would publish: of each number, now and before, its boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ai.answering.figures import Measured, Row
from ai.catalogue import Count, Measure, Metric
from ai.disclosure.boxes import Cell, Sides
from ai.disclosure.hiding import Line
from ai.disclosure.sides import Grounds, sides_of
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
    members = dict(zip(query.dimensions, row.members, strict=True))
    sides = sides_of(query, members, grounds, period)
    measured = (row.before if place.before else row.now)[place.metric]
    cells = _cells(metric, measured, sides, grounds)
    return Line(tuple(cells))


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
    return Cell(grounds.box(counted, metric, sides), count)
