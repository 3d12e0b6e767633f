"""Orders that make questions cheap, worked out once a snapshot: rows by day, values by rank.

A period is then a slice of the rows in the order of their days; a median is a sort of whole
numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ai.columns import Codes, Floats, Ints, Numbers, Snapshot, Text
from ai.fields import numbers_of
from ai.periods import BUCKETS

#: Rows of a subject: all of a slice, or these.
Rows = slice | Ints


@dataclass(frozen=True, slots=True)
class ByDay:
    """Rows in the order of a day: `rows` is None where they lie in it already."""

    days: Ints
    rows: Ints | None

    def between(self, first: int, last: int) -> Rows:
        """Give the rows of the days from `first` to `last` (ordinals)."""
        begin, end = np.searchsorted(self.days, [first, last + 1])
        return slice(int(begin), int(end)) if self.rows is None else self.rows[begin:end]


@dataclass(frozen=True, slots=True)
class Ranks:
    """A column of numbers as places in the sorted list of its different `values`, -1 for none."""

    codes: Codes
    values: Floats


def by_day(facts: Snapshot, subject: str, time: str) -> ByDay:
    """Give the rows of a subject in the order of a day."""
    return facts.once(("by day", subject, time), lambda: _by_day(numbers_of(facts, subject, time)))


def _by_day(column: Numbers) -> ByDay:
    days = np.asarray(column, np.int64)
    if not len(days) or bool((days[1:] >= days[:-1]).all()):
        return ByDay(days, None)
    rows = np.argsort(days, kind="stable")
    return ByDay(days[rows], rows)


def ranks(facts: Snapshot, subject: str, name: str) -> Ranks:
    """Give the ranks of a column of numbers."""
    return facts.once(("ranks", subject, name), lambda: _ranks(numbers_of(facts, subject, name)))


def _ranks(column: Numbers) -> Ranks:
    plain = np.asarray(column, np.float64)
    known = ~np.isnan(plain)
    values, places = np.unique(plain[known], return_inverse=True)
    codes = np.full(len(plain), -1, np.int32)
    codes[known] = places
    return Ranks(codes, values)


def buckets(facts: Snapshot, subject: str, time: str, dimension: str) -> Text:
    """Give the week, month … of each row, in the order of time."""
    key = ("buckets", subject, time, dimension)
    return facts.once(key, lambda: _buckets(numbers_of(facts, subject, time), BUCKETS[dimension]))


def _buckets(column: Numbers, bucket: Callable[[dt.date], str]) -> Text:
    days = np.asarray(column, np.int64)
    known = days[days > 0]
    first, last = (int(known.min()), int(known.max())) if len(known) else (1, 0)
    values: dict[str, int] = {}
    table = [
        values.setdefault(bucket(dt.date.fromordinal(d)), len(values))
        for d in range(first, last + 1)
    ]
    codes = np.array([*table, -1], np.int32)[np.where(days > 0, days - first, -1)]
    return Text(codes, tuple(values))
