"""Measures over columns: which rows count, in which group they fall, what the group's number is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ai.catalogue_parts import (
    Catalogue,
    Condition,
    Count,
    Dimension,
    DimensionKind,
    Measure,
    Metric,
)
from ai.codes import any_of
from ai.columns import Flags, Floats, Ints, Snapshot, Text
from ai.derived import field, numbers_of
from ai.periods import BUCKETS
from ai.query import Filter

#: What a member is called that no fact names.
UNKNOWN = "unknown"

#: A group's members, in the order of the dimensions.
Members = tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class Group:
    """A measure's number and how many rows it came from."""

    number: float
    rows: int


def measured(scope: Scope, measure: Measure) -> dict[Members, Group]:
    """Give the measure for every group that has rows; without dimensions always the one group."""
    rows = np.flatnonzero(_chosen(scope, measure))
    places, members = _groups(scope, rows)
    counts = np.bincount(places, minlength=len(members))
    numbers = _numbers(scope, measure, rows, places, len(members))
    return {
        key: Group(float(numbers[n]), int(counts[n]))
        for n, key in enumerate(members)
        if counts[n] or not scope.dimensions
    }


def _chosen(scope: Scope, measure: Measure) -> Flags:
    days = numbers_of(scope.facts, scope.metric.subject, scope.metric.time)
    first = scope.last - measure.window + 1 if measure.window else scope.first
    chosen: Flags = (days >= first) & (days <= scope.last)
    for condition in measure.where:
        chosen &= _meets(scope, condition)
    for each in scope.filters:
        chosen &= _passes(scope, each)
    return chosen


def _meets(scope: Scope, condition: Condition) -> Flags:
    column = field(scope.facts, scope.metric.subject, condition.field)
    if isinstance(column, Text):
        return _among(scope, condition, column)
    numbers = np.asarray(column, np.float64)
    if condition.before:
        return (numbers > 0) & (numbers < scope.first)
    least = -np.inf if condition.least is None else condition.least
    most = np.inf if condition.most is None else condition.most
    return (numbers >= least) & (numbers <= most)


def _among(scope: Scope, condition: Condition, column: Text) -> Flags:
    if condition.empty:
        return column.codes < 0
    members = condition.members
    if condition.set:
        members = (*members, *scope.catalogue.sets[condition.set].codes)
    by_code = condition.field == "code"
    hit = [any_of(v, members) if by_code else v in members for v in column.values]
    met: Flags = np.array([*hit, False])[column.codes] != condition.excluded
    return met


def _passes(scope: Scope, each: Filter) -> Flags:
    dimension = scope.catalogue.dimensions[each.dimension]
    if dimension.kind is DimensionKind.TIME:
        hit: Flags = _in_time(scope, each)
    elif dimension.kind is DimensionKind.ICD or each.dimension == "disease_group":
        hit = _with_codes(scope, each)
    else:
        hit = _in_text(_text(scope, dimension), each.members)
    return ~hit if each.excluded else hit


def _with_codes(scope: Scope, each: Filter) -> Flags:
    members: list[str] = []
    for member in each.members:
        found = scope.catalogue.sets.get(member) if each.dimension == "disease_group" else None
        members += found.codes if found else [member]
    column = field(scope.facts, scope.metric.subject, "code")
    values = column.values if isinstance(column, Text) else ()
    hit = np.array([*(any_of(value, members) for value in values), False])
    return hit[column.codes] if isinstance(column, Text) else hit


def _in_text(column: Text, members: Sequence[str]) -> Flags:
    hit = [value in members for value in column.values]
    return np.array([*hit, UNKNOWN in members])[column.codes]


def _in_time(scope: Scope, each: Filter) -> Flags:
    column, members = _buckets(scope, each.dimension, np.arange(_many(scope)))
    return np.array([*(m in each.members for m in members), False])[column]


def _many(scope: Scope) -> int:
    return len(numbers_of(scope.facts, scope.metric.subject, scope.metric.time))


def _text(scope: Scope, dimension: Dimension) -> Text:
    column = field(scope.facts, scope.metric.subject, dimension.field)
    if not isinstance(column, Text):
        raise TypeError(f"{dimension.field} is no text")
    return column


def _groups(scope: Scope, rows: Ints) -> tuple[Ints, list[Members]]:
    """Give each row the place of its group, and the groups' members."""
    places, members = np.zeros(len(rows), np.int64), [()]
    for name in scope.dimensions:
        column, values = _members(scope, name, rows)
        mixed = places * (len(values) + 1) + np.where(column < 0, len(values), column)
        used, places = np.unique(mixed, return_inverse=True)
        named = [*values, UNKNOWN]
        members = [(*members[u // len(named)], named[u % len(named)]) for u in used.tolist()]
    return places, list(members)


def _members(scope: Scope, name: str, rows: Ints) -> tuple[Ints, Sequence[str]]:
    dimension = scope.catalogue.dimensions[name]
    if dimension.kind is DimensionKind.TIME:
        return _buckets(scope, name, rows)
    column = _text(scope, dimension)
    return column.codes[rows], column.values


def _buckets(scope: Scope, name: str, rows: Ints) -> tuple[Ints, Sequence[str]]:
    days = numbers_of(scope.facts, scope.metric.subject, scope.metric.time)[rows].astype(np.int64)
    known = days[days > 0]
    first = int(known.min()) if len(known) else 1
    last = int(known.max()) if len(known) else 0
    values: dict[str, int] = {}
    table = [
        values.setdefault(BUCKETS[name](dt.date.fromordinal(d)), len(values))
        for d in range(first, last + 1)
    ]
    codes = np.array([*table, -1], np.int64)[np.where(days > 0, days - first, -1)]
    return codes, list(values)


def buckets_between(name: str, first: int, last: int) -> Iterator[str]:
    """Give every member of a time dimension between two days, in order, once."""
    days = (dt.date.fromordinal(d) for d in range(first, last + 1))
    return iter(dict.fromkeys(BUCKETS[name](day) for day in days))


def _numbers(scope: Scope, measure: Measure, rows: Ints, places: Ints, many: int) -> Floats:
    if measure.count is Count.ROWS:
        return _count(places, many)
    column = field(scope.facts, scope.metric.subject, measure.of)
    whole = column.codes if isinstance(column, Text) else column
    values = np.asarray(whole)[rows]
    if measure.count is Count.DISTINCT:
        return _distinct(values.astype(np.int64), places, many)
    known = ~np.isnan(values.astype(np.float64))
    if measure.count is Count.SUM:
        return np.asarray(np.bincount(places[known], values[known], minlength=many), np.float64)
    return _medians(values[known].astype(np.float64), places[known], many)


def _count(places: Ints, many: int) -> Floats:
    return np.asarray(np.bincount(places, minlength=many), np.float64)


def _distinct(values: Ints, places: Ints, many: int) -> Floats:
    known = values >= 0
    base = int(values.max(initial=0)) + 1
    pairs = np.unique(places[known] * base + values[known])
    return _count(pairs // base, many)


def _medians(values: Floats, places: Ints, many: int) -> Floats:
    order = np.lexsort((values, places))
    values, places = values[order], places[order]
    counts = np.bincount(places, minlength=many)
    starts = np.cumsum(counts) - counts
    made = np.full(many, np.nan)
    some = counts > 0
    low, high = starts + (counts - 1) // 2, starts + counts // 2
    made[some] = (values[low[some]] + values[high[some]]) / 2
    return made
