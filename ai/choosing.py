"""Which rows count: those of the period that meet a measure's conditions and a question's filters.

What a condition of the catalogue says of each row is kept with the snapshot; a filter is looked up
for the rows of the period alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ai.catalogue_parts import Catalogue, Condition, Dimension, DimensionKind, Measure, Metric
from ai.codes import under
from ai.columns import Flags, Ints, Snapshot, Text
from ai.fields import field, text_of
from ai.ordering import Rows, buckets, by_day
from ai.query import Filter

#: What a member is called that no fact names.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a measure is asked for: its metric, dimensions, filters and days (ordinals)."""

    facts: Snapshot
    catalogue: Catalogue
    metric: Metric
    dimensions: Sequence[str]
    filters: Sequence[Filter]
    first: int
    last: int


def chosen(scope: Scope, measure: Measure) -> Rows:
    """Give the rows that count."""
    first = scope.last - measure.window + 1 if measure.window else scope.first
    rows = by_day(scope.facts, scope.metric.subject, scope.metric.time).between(first, scope.last)
    hits = [condition(scope, each)[rows] for each in measure.where if not each.before]
    hits += [_before(scope, each)[rows] for each in measure.where if each.before]
    hits += [_passes(scope, each, rows) for each in scope.filters]
    if not hits:
        return rows
    places: Ints = np.flatnonzero(np.logical_and.reduce(hits))
    return places + rows.start if isinstance(rows, slice) else np.asarray(rows[places])


def condition(scope: Scope, each: Condition) -> Flags:
    """Say of every row whether it meets a condition that is the same for every question."""
    key = ("condition", scope.metric.subject, each)
    return scope.facts.once(key, lambda: _meets(scope, each))


def _before(scope: Scope, each: Condition) -> Flags:
    days = np.asarray(field(scope.facts, scope.metric.subject, each.field))
    return (days > 0) & (days < scope.first)


def _meets(scope: Scope, each: Condition) -> Flags:
    column = field(scope.facts, scope.metric.subject, each.field)
    if isinstance(column, Text):
        return _among(scope, each, column)
    numbers = np.asarray(column, np.float64)
    least = -np.inf if each.least is None else each.least
    most = np.inf if each.most is None else each.most
    return (numbers >= least) & (numbers <= most)


def _among(scope: Scope, each: Condition, column: Text) -> Flags:
    if each.empty:
        return column.codes < 0
    members = each.members
    if each.set:
        members = (*members, *scope.catalogue.sets[each.set].codes)
    if each.field == "code":
        hit = under(column.values, members)
    else:
        hit = [value in members for value in column.values]
    met: Flags = np.array([*hit, False])[column.codes] != each.excluded
    return met


def _passes(scope: Scope, each: Filter, rows: Rows) -> Flags:
    column, hit = _wanted(scope, each)
    found: Flags = np.array(hit)[column.codes[rows]]
    return ~found if each.excluded else found


def _wanted(scope: Scope, each: Filter) -> tuple[Text, list[bool]]:
    """Give the column that a filter reads, and whether each of its values, and none, is wanted."""
    dimension = scope.catalogue.dimensions[each.dimension]
    if dimension.kind is DimensionKind.ICD or each.dimension == "disease_group":
        column = text_of(scope.facts, scope.metric.subject, "code")
        return column, [*under(column.values, _codes(scope, each)), False]
    column = column_of(scope, dimension)
    named = set(each.members)
    none = UNKNOWN in named and dimension.kind is not DimensionKind.TIME
    return column, [*(value in named for value in column.values), none]


def _codes(scope: Scope, each: Filter) -> list[str]:
    found: list[str] = []
    for member in each.members:
        group = scope.catalogue.sets.get(member) if each.dimension == "disease_group" else None
        found += group.codes if group else [member]
    return found


def column_of(scope: Scope, dimension: Dimension) -> Text:
    """Give a dimension as a column of the scope's subject."""
    subject = scope.metric.subject
    if dimension.kind is DimensionKind.TIME:
        return buckets(scope.facts, subject, scope.metric.time, dimension.id)
    return text_of(scope.facts, subject, dimension.field)
