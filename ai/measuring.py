"""Measures over columns: in which group the chosen rows fall, and what the group's number is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ai.catalogue_parts import Count, Measure
from ai.choosing import UNKNOWN, Scope, chosen, column_of
from ai.columns import Floats, Ints, Numbers, Text
from ai.fields import field, numbers_of
from ai.ordering import Rows, ranks

#: A group's members, in the order of the dimensions.
Members = tuple[str, ...]

#: Most groups, and most (group, value) pairs, that are counted in a table of their own.
_MOST_GROUPS, _MOST_PAIRS = 1 << 20, 1 << 22


class Group(NamedTuple):
    """A measure's number and how many rows it came from; a large table has thousands."""

    number: float
    rows: int


@dataclass(frozen=True, slots=True)
class _Groups:
    """The group of each row, as a number mixed from the codes of the dimensions.

    `used` gives those numbers where places are counted through them, `columns` what they mean.
    """

    places: Ints
    many: int
    columns: tuple[Sequence[str], ...] = ()
    used: Ints | None = None

    def counts(self) -> Ints:
        return np.bincount(self.places, minlength=self.many)

    def members(self, places: Ints) -> list[Members]:
        """Take the numbers of groups apart again."""
        numbers = places if self.used is None else self.used[places]
        named: list[list[str]] = []
        for values in reversed(self.columns):
            numbers, codes = np.divmod(numbers, len(values) + 1)
            words = (*values, UNKNOWN)
            named.append([words[code] for code in codes.tolist()])
        return list(zip(*reversed(named), strict=True)) if named else [()]


def measured(scope: Scope, measure: Measure) -> dict[Members, Group]:
    """Give the measure for every group that has rows; without dimensions always the one group."""
    rows = chosen(scope, measure)
    groups = _grouped(scope, rows)
    counts = groups.counts()
    numbers = _numbers(scope, measure, rows, groups, counts)
    shown = np.flatnonzero(counts) if scope.dimensions else np.zeros(1, np.int64)
    found = map(Group, numbers[shown].tolist(), counts[shown].tolist())
    return dict(zip(groups.members(shown), found, strict=True))


def _grouped(scope: Scope, rows: Rows) -> _Groups:
    count = rows.stop - rows.start if isinstance(rows, slice) else len(rows)
    columns = [column_of(scope, scope.catalogue.dimensions[name]) for name in scope.dimensions]
    places, many = np.zeros(count, np.int64), 1
    for column in columns:
        size = len(column.values) + 1
        codes = column.codes[rows]
        places = places * size + np.where(codes < 0, size - 1, codes) if many > 1 else codes % size
        many *= size
    values = tuple(column.values for column in columns)
    if many <= _MOST_GROUPS:
        return _Groups(places, many, values)
    used, places = np.unique(places, return_inverse=True)
    return _Groups(places, len(used), values, used)


def _numbers(scope: Scope, measure: Measure, rows: Rows, groups: _Groups, counts: Ints) -> Floats:
    places, many = groups.places, groups.many
    if measure.count is Count.ROWS:
        return counts.astype(np.float64)
    if measure.count is Count.DISTINCT:
        return _distinct(_codes(scope, measure.of, rows), places, many)
    if measure.count is Count.MEDIAN:
        held = ranks(scope.facts, scope.metric.subject, measure.of)
        return _medians(held.codes[rows], held.values, places, many)
    values = np.asarray(numbers_of(scope.facts, scope.metric.subject, measure.of)[rows], np.float64)
    return np.asarray(np.bincount(places, np.nan_to_num(values), minlength=many), np.float64)


def _codes(scope: Scope, name: str, rows: Rows) -> Numbers:
    column = field(scope.facts, scope.metric.subject, name)
    return (column.codes if isinstance(column, Text) else column)[rows]


def _distinct(values: Numbers, places: Ints, many: int) -> Floats:
    """Count different values of each group: a table of marks where it fits, else by sorting."""
    if len(values) and values.min() < 0:
        values, places = values[values >= 0], places[values >= 0]
    base = int(values.max(initial=-1)) + 1
    pairs = places.astype(np.int64) * base + values
    if many * base <= _MOST_PAIRS:
        marks = np.zeros(many * base, np.bool_)
        marks[pairs] = True
        return np.asarray(np.count_nonzero(marks.reshape(many, base), axis=1), np.float64)
    pairs.sort()
    new = np.flatnonzero(np.diff(pairs, prepend=-1))
    return np.asarray(np.bincount(pairs[new] // base, minlength=many), np.float64)


def _medians(codes: Numbers, values: Floats, places: Ints, many: int) -> Floats:
    known = codes >= 0
    base = len(values)
    keys = places[known].astype(np.int64) * base + codes[known]
    keys.sort()
    counts = np.bincount(places[known], minlength=many)
    starts = np.cumsum(counts) - counts
    made = np.full(many, np.nan)
    some = counts > 0
    low, high = starts + (counts - 1) // 2, starts + counts // 2
    made[some] = (values[keys[low[some]] % base] + values[keys[high[some]] % base]) / 2
    return made
