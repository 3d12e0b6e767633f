"""From a query and a row to boxes: periods as days, groups as what they consist of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ai.catalogue import Catalogue, Condition, Count, Dimension, DimensionKind, Measure, Metric
from ai.disclosure.boxes import Box, Sides, bounded
from ai.disclosure.moments import days_between, days_of
from ai.query import Filter, Period, Query

_DAY = "day"


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the sides of boxes are cut from.

    `parts` gives, by dimension and member, the leaves of another axis that it consists of: the
    hospitals of a level. `axes` gives that axis by dimension. `domains` as in `Rule`.
    """

    catalogue: Catalogue
    parts: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    axes: Mapping[str, str] = field(default_factory=dict)
    domains: Sides = field(default_factory=dict)

    def box(self, measure: Measure, metric: Metric, sides: Sides) -> Box:
        """Give the box of a measure within sides."""
        key = f"{metric.subject}:{metric.time}:{measure.count}:{measure.of}"
        more = [_condition(each) for each in measure.where]
        whole = bounded(_all_of([sides, *more]), self.domains)
        return Box(key, whole, additive=measure.count is not Count.DISTINCT)


def sides_of(query: Query, members: Mapping[str, str], grounds: Grounds, period: Period) -> Sides:
    """Give the sides of one row: the period, the filters, and the row's own members."""
    own = [Filter(dimension, (member,)) for dimension, member in members.items()]
    cuts = [_filter(each, grounds) for each in (*query.filters, *own)]
    return _all_of([{_DAY: days_between(period.first, period.last)}, *cuts])


def _filter(each: Filter, grounds: Grounds) -> Sides:
    dimension = grounds.catalogue.dimensions[each.dimension]
    axis = _axis(dimension, grounds)
    leaves = frozenset[str]().union(*(_leaves(dimension, m, grounds) for m in each.members))
    if not each.excluded:
        return {axis: leaves}
    if axis in grounds.domains:
        return {axis: grounds.domains[axis] - leaves}
    return {f"not {axis}": frozenset({",".join(sorted(each.members))})}


def _axis(dimension: Dimension, grounds: Grounds) -> str:
    if dimension.kind is DimensionKind.TIME:
        return _DAY
    if dimension.kind is DimensionKind.ICD:
        return "icd"
    return grounds.axes.get(dimension.id, dimension.field)


def _leaves(dimension: Dimension, member: str, grounds: Grounds) -> frozenset[str]:
    if dimension.kind is DimensionKind.TIME:
        return days_of(dimension.id, member)
    return grounds.parts.get(dimension.id, {}).get(member, frozenset({member}))


def _condition(each: Condition) -> Sides:
    """Give the side of a measure's own condition; members are leaves only of a plain field."""
    plain = each.members and not each.excluded and each.least is None and each.most is None
    if plain and each.field not in _CODES:
        return {each.field: frozenset(each.members)}
    return {f"where {each!r}": frozenset({"yes"})}


#: Fields whose members match what begins with them.
_CODES = {"icd", "code", "ingredient"}


def _all_of(sides: Iterable[Sides]) -> Sides:
    found: dict[str, frozenset[str]] = {}
    for each in sides:
        for axis, leaves in each.items():
            found[axis] = found[axis] & leaves if axis in found else leaves
    return found
