"""Periods and members of time as sets of days, so that a month and its weeks can be compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache

#: No facts are older or younger; a weekday is cut from all of them.
_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2050, 12, 31)


@lru_cache(maxsize=4096)
def days_between(first: str, last: str) -> frozenset[str]:
    """Give each day from `first` to `last`, ISO, both included."""
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return _days(start, end)


@lru_cache(maxsize=4096)
def days_of(dimension: str, member: str) -> frozenset[str]:
    """Give the days of a member: `week`, `2026-W32`. Raises KeyError for no dimension of time.

    >>> len(days_of("quarter", "2026-Q3"))
    92
    """
    return _DAYS[dimension](member)


def _days(start: dt.date, end: dt.date) -> frozenset[str]:
    one = dt.timedelta(days=1)
    return frozenset((start + n * one).isoformat() for n in range((end - start).days + 1))


def _months(year: int, first: int, count: int) -> frozenset[str]:
    after = first + count
    end = dt.date(year + (after > 12), after - 12 * (after > 12), 1) - dt.timedelta(days=1)
    return _days(dt.date(year, first, 1), end)


def _week(member: str) -> frozenset[str]:
    year, week = member.split("-W")
    monday = dt.date.fromisocalendar(int(year), int(week), 1)
    return _days(monday, monday + dt.timedelta(days=6))


def _weekday(member: str) -> frozenset[str]:
    days = _days(_FIRST, _LAST)
    return frozenset(d for d in days if dt.date.fromisoformat(d).isoweekday() == int(member))


_DAYS: Mapping[str, Callable[[str], frozenset[str]]] = {
    "day": lambda member: frozenset({member}),
    "week": _week,
    "month": lambda member: _months(int(member[:4]), int(member[5:]), 1),
    "quarter": lambda member: _months(int(member[:4]), 3 * int(member[-1]) - 2, 3),
    "year": lambda member: _months(int(member), 1, 12),
    "weekday": _weekday,
}
