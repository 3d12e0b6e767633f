"""From a typed question to its numbers: compile, measure the period and what it is held against.

A result is made of counts, sums and medians of groups; it never holds a person's id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ai.catalogue_checks import checked
from ai.catalogue_parts import Catalogue, Metric, Missing
from ai.columns import Snapshot
from ai.derived import text_of
from ai.measuring import UNKNOWN, Members, Scope, buckets_between, measured
from ai.periods import BUCKETS, compared, span
from ai.query import Comparison, Filter, Order, Period, Query
from mpi.errors import NotFound

_PER = {Missing.POPULATION: 100_000.0, Missing.BEDS: 1.0}


@dataclass(frozen=True, slots=True)
class Cell:
    """A metric in a group. `value` is None where nothing can be divided; `n` is the rows behind it.

    A share is `numerator` over `denominator`; other metrics have no denominator.
    """

    value: float | None
    numerator: float
    denominator: float | None
    n: int


NOTHING = Cell(0.0, 0.0, None, 0)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One group: members of the dimensions, a cell for each metric, and those compared with."""

    members: Members
    cells: tuple[Cell, ...]
    before: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The numbers of a question.

    `facilities` are those with visits in the period; `first` and `last` the days of all data, ISO.
    """

    query: Query
    units: tuple[str, ...]
    rows: tuple[ResultRow, ...]
    compared: Period | None
    data_version: int
    facilities: tuple[str, ...]
    first: str
    last: str


def execute(facts: Snapshot, query: Query, catalogue: Catalogue) -> Result:
    """Answer a question from facts.

    Raises BadInput for a question that cannot be asked, NotFound when beds, owners or inhabitants
    are asked for that the deployment did not give.
    """
    checked(query, catalogue)
    metrics = [catalogue.metrics[name] for name in query.metrics]
    _require_known(facts, query, metrics)
    held = compared(query.period, query.comparison)
    now = _table(facts, query, catalogue, query.period)
    before = _table(facts, query, catalogue, held) if held else {}
    rows = _rows(query, metrics, now, _aligned(query, before, held))
    days = facts.floats("visit", "day")
    edges = [_iso(int(edge)) for edge in (days.min(), days.max())] if len(days) else ["", ""]
    return Result(
        query, tuple(m.unit for m in metrics), _ordered(query, rows), held, facts.version,
        _facilities(facts, query.period), *edges,
    )  # fmt: skip


def _iso(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


def _require_known(facts: Snapshot, query: Query, metrics: Sequence[Metric]) -> None:
    asked = {*query.dimensions, *(each.dimension for each in query.filters)}
    if "owner" in asked and not facts.known.owners:
        raise NotFound("owners of facilities", "the deployment's file")
    for metric in metrics:
        if metric.needs is Missing.BEDS and not facts.known.beds:
            raise NotFound("beds of facilities", "the deployment's file")
        if metric.needs is Missing.POPULATION and not facts.known.population:
            raise NotFound("inhabitants of wards", "the deployment's file")


def _table(
    facts: Snapshot, query: Query, catalogue: Catalogue, period: Period
) -> dict[Members, list[Cell]]:
    """Cells of each group, one for each metric."""
    columns = [
        _metric(facts, query, catalogue, catalogue.metrics[m], period) for m in query.metrics
    ]
    groups = dict.fromkeys(key for column in columns for key in column)
    return {
        key: [
            column.get(key, nothing(catalogue.metrics[name]))
            for name, column in zip(query.metrics, columns, strict=True)
        ]
        for key in groups
    }


def nothing(metric: Metric) -> Cell:
    """Give the cell of a group without any row: 0 for a number, unknown for a share or a median."""
    return NOTHING if _countable(metric) else Cell(None, 0.0, None, 0)


def _countable(metric: Metric) -> bool:
    return (
        metric.denominator is None and metric.needs is None and metric.numerator.count != "median"
    )


def _metric(
    facts: Snapshot, query: Query, catalogue: Catalogue, metric: Metric, period: Period
) -> dict[Members, Cell]:
    first, last = span(period)
    filters = [*query.filters, *_only_known(facts, metric)]
    scope = Scope(facts, catalogue, metric, query.dimensions, filters, first, last)
    above = measured(scope, metric.numerator)
    if metric.needs is not None:
        return _exposed(scope, metric, {key: group.number for key, group in above.items()})
    if metric.denominator is None:
        return {
            key: Cell(_known(group.number), group.number, None, group.rows)
            for key, group in above.items()
        }
    below = measured(scope, metric.denominator)
    return {
        key: _share(above[key].number if key in above else 0.0, group.number, group.rows)
        for key, group in below.items()
    }


def _known(number: float) -> float | None:
    return None if np.isnan(number) else number


def _share(above: float, below: float, rows: int) -> Cell:
    return Cell(above / below if below else None, above, below, rows)


def _only_known(facts: Snapshot, metric: Metric) -> list[Filter]:
    """Narrow to the facilities whose beds, or wards whose inhabitants, were given."""
    if metric.needs is Missing.BEDS:
        return [Filter("facility", tuple(facts.known.beds))]
    if metric.needs is Missing.POPULATION:
        return [Filter("ward", tuple(facts.known.population))]
    return []


def _exposed(scope: Scope, metric: Metric, above: Mapping[Members, float]) -> dict[Members, Cell]:
    """Divide by beds times days, or by inhabitants; groups that are only exposed get 0."""
    beds = metric.needs is Missing.BEDS
    given = scope.facts.known.beds if beds else scope.facts.known.population
    days = scope.last - scope.first + 1 if beds else 1
    places = [each for each in scope.dimensions if each in _EXPOSED]
    below: dict[Members, float] = {}
    for place, size in given.items():
        if _in_scope(scope, place):
            key = tuple(_member(scope.facts, place, name) for name in places)
            below[key] = below.get(key, 0.0) + float(size * days)
    full = [*above, *(key for key in below if len(places) == len(scope.dimensions))]
    return {
        key: _scaled(
            above.get(key, 0.0),
            below.get(_part(scope, key), 0.0),
            _PER[metric.needs or Missing.BEDS],
        )
        for key in dict.fromkeys(full)
    }


def _scaled(above: float, below: float, per: float) -> Cell:
    return Cell(per * above / below if below else None, above, below, round(above))


def _part(scope: Scope, key: Members) -> Members:
    return tuple(m for m, name in zip(key, scope.dimensions, strict=True) if name in _EXPOSED)


_EXPOSED = frozenset({"facility", "level", "owner", "ward", "old_district"})


def _member(facts: Snapshot, place: str, dimension: str) -> str:
    given: Mapping[str, Mapping[str, str]] = {
        "level": facts.places.levels,
        "owner": facts.known.owners,
        "old_district": facts.places.districts,
    }
    return given[dimension].get(place) or UNKNOWN if dimension in given else place


def _in_scope(scope: Scope, place: str) -> bool:
    return all(
        (_member(scope.facts, place, each.dimension) in each.members) is not each.excluded
        for each in scope.filters
        if each.dimension in _EXPOSED
    )


def _aligned(
    query: Query, before: Mapping[Members, list[Cell]], held: Period | None
) -> Mapping[Members, list[Cell]]:
    """Name the compared groups as the period's own: the n-th month meets the n-th month."""
    times = [
        place
        for place, name in enumerate(query.dimensions)
        if name in BUCKETS and name != "weekday"
    ]
    if not times or held is None:
        return before
    renamed = dict(before)
    for place in times:
        name = query.dimensions[place]
        pairs = zip(
            buckets_between(name, *span(held)),
            buckets_between(name, *span(query.period)),
            strict=False,
        )
        to = dict(pairs)
        renamed = {
            (*k[:place], to.get(k[place], k[place]), *k[place + 1 :]): v for k, v in renamed.items()
        }
    return renamed


def _rows(
    query: Query, metrics: Sequence[Metric], now: Mapping[Members, list[Cell]],
    before: Mapping[Members, list[Cell]],
) -> list[ResultRow]:  # fmt: skip
    empty = [nothing(metric) for metric in metrics]
    keys = dict.fromkeys([*_expected(query), *now, *before])
    held = query.comparison is not Comparison.NONE
    return [
        ResultRow(key, tuple(now.get(key, empty)), tuple(before.get(key, empty)) if held else ())
        for key in keys
    ]


def _expected(query: Query) -> list[Members]:
    """Members that a reader expects even when nothing happened: each bucket of a trend."""
    if len(query.dimensions) == 1 and query.dimensions[0] in BUCKETS:
        name = query.dimensions[0]
        wanted = {
            m for f in query.filters if f.dimension == name and not f.excluded for m in f.members
        }
        return [
            (b,) for b in buckets_between(name, *span(query.period)) if not wanted or b in wanted
        ]
    return []


def _ordered(query: Query, rows: list[ResultRow]) -> tuple[ResultRow, ...]:
    rows = sorted(rows, key=lambda row: row.members)
    if query.order is not None:
        rows = _sorted_by(query, rows, query.order)
    return tuple(rows[: query.limit])


def _sorted_by(query: Query, rows: list[ResultRow], order: Order) -> list[ResultRow]:
    """Sort by a metric (groups without a value last) or a dimension; ties stay by member."""
    if order.by in query.dimensions:
        place = query.dimensions.index(order.by)
        return sorted(rows, key=lambda row: row.members[place], reverse=order.descending)
    place, sign = query.metrics.index(order.by), -1 if order.descending else 1
    known = [row for row in rows if row.cells[place].value is not None]
    unknown = [row for row in rows if row.cells[place].value is None]
    return [*sorted(known, key=lambda row: sign * (row.cells[place].value or 0.0)), *unknown]


def _facilities(facts: Snapshot, period: Period) -> tuple[str, ...]:
    first, last = span(period)
    days, facility = facts.floats("visit", "day"), text_of(facts, "visit", "facility")
    seen = np.unique(facility.codes[(days >= first) & (days <= last)])
    return tuple(sorted(facility.values[n] for n in seen.tolist() if n >= 0))
