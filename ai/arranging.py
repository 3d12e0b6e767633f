"""The rows of a result: expected groups, the period compared with beside them, order and limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ai.catalogue_parts import Catalogue, Metric
from ai.choosing import UNKNOWN
from ai.measuring import Members
from ai.periods import BUCKETS, buckets_between, span
from ai.query import Comparison, Order, Period, Query
from ai.result import ResultRow, Table, nothing


def arranged(
    query: Query, catalogue: Catalogue, now: Table, before: Table, held: Period | None
) -> tuple[ResultRow, ...]:
    """Give the rows in the order asked for; `before` is the table of the period `held`."""
    metrics = [catalogue.metrics[name] for name in query.metrics]
    rows = _rows(query, metrics, now, _aligned(query, before, held))
    return _ordered(query, catalogue, rows)


def _aligned(query: Query, before: Table, held: Period | None) -> Table:
    """Name the compared groups as the period's own: the n-th month meets the n-th month."""
    if held is None:
        return before
    renamed = before
    for place, name in enumerate(query.dimensions):
        if name in BUCKETS and name != "weekday":
            to = paired(name, held, query.period)
            renamed = {
                (*k[:place], to.get(k[place], k[place]), *k[place + 1 :]): v
                for k, v in renamed.items()
            }
    return renamed


def paired(name: str, one: Period, other: Period) -> Mapping[str, str]:
    """Give, for the n-th member of a time dimension in one period, the n-th of another."""
    members = (buckets_between(name, *span(each)) for each in (one, other))
    return dict(zip(*members, strict=False))


def _rows(query: Query, metrics: Sequence[Metric], now: Table, before: Table) -> list[ResultRow]:
    empty = tuple(nothing(metric) for metric in metrics)
    keys = dict.fromkeys([*_expected(query), *now, *before])
    if query.comparison is Comparison.NONE:
        return [ResultRow(key, now.get(key, empty)) for key in keys]
    return [ResultRow(key, now.get(key, empty), before.get(key, empty)) for key in keys]


def _expected(query: Query) -> list[Members]:
    """Members that a reader expects even when nothing happened: each bucket of a trend."""
    if len(query.dimensions) != 1 or query.dimensions[0] not in BUCKETS:
        return []
    name = query.dimensions[0]
    wanted = {m for f in query.filters if f.dimension == name and not f.excluded for m in f.members}
    found = buckets_between(name, *span(query.period))
    return [(bucket,) for bucket in found if not wanted or bucket in wanted]


def _ordered(query: Query, catalogue: Catalogue, rows: list[ResultRow]) -> tuple[ResultRow, ...]:
    """Sort by members, listed ones as the catalogue lists them: 5-14 before 15-29."""
    places = [
        {member.id: n for n, member in enumerate(catalogue.dimensions[name].members)}
        for name in query.dimensions
    ]
    if any(places):
        rows = sorted(rows, key=lambda row: _place(row.members, places))
    else:
        rows = sorted(rows, key=lambda row: row.members)
    if query.order is not None:
        rows = _sorted_by(query, rows, query.order)
    return tuple(rows[: query.limit])


def _place(members: Members, places: Sequence[Mapping[str, int]]) -> tuple[tuple[int, str], ...]:
    pairs = zip(members, places, strict=True)
    return tuple((listed.get(member, len(listed)), member) for member, listed in pairs)


def _sorted_by(query: Query, rows: list[ResultRow], order: Order) -> list[ResultRow]:
    """Sort by a metric or a dimension; ties stay by member.

    By a metric, groups without a value come last, and before them those of no known member: the
    ward that is not known is not the ward with the most visits.
    """
    if order.by in query.dimensions:
        place = query.dimensions.index(order.by)
        return sorted(rows, key=lambda row: row.members[place], reverse=order.descending)
    place, sign = query.metrics.index(order.by), -1 if order.descending else 1
    known = [row for row in rows if row.cells[place].value is not None]
    none = [row for row in rows if row.cells[place].value is None]

    def rank(row: ResultRow) -> tuple[bool, float]:
        return UNKNOWN in row.members, sign * (row.cells[place].value or 0.0)

    return [*sorted(known, key=rank), *none]
