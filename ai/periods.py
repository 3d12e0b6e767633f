"""Days as ordinals: the period before, the same period a year ago, and buckets of time."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from ai.query import Comparison, Period


def span(period: Period) -> tuple[int, int]:
    """First and last day as ordinals."""
    return (
        dt.date.fromisoformat(period.first).toordinal(),
        dt.date.fromisoformat(period.last).toordinal(),
    )


def compared(period: Period, comparison: Comparison) -> Period | None:
    """Give the period that it is held against.

    Whole months are held against as many whole months, other periods against as many days.

    >>> compared(Period("2026-03-01", "2026-03-31"), Comparison.PREVIOUS)
    Period(first='2026-02-01', last='2026-02-28')
    """
    if comparison is Comparison.NONE:
        return None
    first, last = dt.date.fromisoformat(period.first), dt.date.fromisoformat(period.last)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = first.day == 1 and last.day == _length(last)
    if comparison is Comparison.LAST_YEAR:
        return Period(back(first, 12).isoformat(), back(last, 12, ends=whole).isoformat())
    if whole:
        return Period(back(first, months).isoformat(), back(last, months, ends=True).isoformat())
    days = dt.timedelta(period.days)
    return Period((first - days).isoformat(), (last - days).isoformat())


def back(day: dt.date, months: int, *, ends: bool = False) -> dt.date:
    """Go months back; a day that month has not, or with `ends`, becomes its last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, last if ends else min(day.day, last))


def _length(day: dt.date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _week(day: dt.date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


#: Time dimension -> the member that a day falls into.
BUCKETS: Mapping[str, Callable[[dt.date], str]] = {
    "day": lambda day: day.isoformat(),
    "week": _week,
    "month": lambda day: f"{day:%Y-%m}",
    "quarter": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    "year": lambda day: str(day.year),
    "weekday": lambda day: str(day.isoweekday()),
}


def buckets_between(name: str, first: int, last: int) -> Iterator[str]:
    """Give every member of a time dimension between two days, in order, once."""
    days = (dt.date.fromordinal(d) for d in range(first, last + 1))
    return iter(dict.fromkeys(BUCKETS[name](day) for day in days))
