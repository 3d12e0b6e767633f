"""From a query and a row to boxes: periods as days, groups as what they consist of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ai.catalogue_parts import Count, Measure, Metric
from ai.disclosure.boxes import Box, Sides, bounded
from ai.disclosure.grounds import DAY, Grounds
from ai.disclosure.moments import days_between
from ai.query import Filter, Period, Query


def box_of(measure: Measure, metric: Metric, sides: Sides, grounds: Grounds) -> Box:
    """Give the box of a measure within sides."""
    more = [grounds.condition(each) for each in measure.where]
    whole = grounds.directed(_all_of([sides, *more]))
    key = grounds.measure(metric, f"{measure.count}:{measure.of}")
    additive = measure.count is not Count.DISTINCT
    return Box(key, bounded(whole, grounds.domains), additive=additive)


def sides_of(
    query: Query, metric: Metric, members: Mapping[str, str], grounds: Grounds, period: Period
) -> Sides:
    """Give the sides of one row: the period, the filters, and the row's own members."""
    rows = [{grounds.axis(name, metric): grounds.row(name, m)} for name, m in members.items()]
    days = days_between(period.first, period.last)
    known = {**grounds.domains, DAY: days}
    cuts = [
        _filter(each, grounds.axis(each.dimension, metric), grounds, known)
        for each in query.filters
    ]
    return _all_of([{DAY: days}, *cuts, *rows])


def _filter(each: Filter, axis: str, grounds: Grounds, known: Sides) -> Sides:
    leaves = grounds.filtered(each)
    if not each.excluded:
        return {axis: leaves}
    if axis in known:
        return {axis: known[axis] - leaves}
    return {f"not {axis}": frozenset({",".join(sorted(each.members))})}


def _all_of(sides: Iterable[Sides]) -> Sides:
    found: dict[str, frozenset[str]] = {}
    for each in sides:
        for axis, leaves in each.items():
            found[axis] = found[axis] & leaves if axis in found else leaves
    return found
