"""Stretches of whole days in Hanoi's calendar, by kind: arithmetic of weeks, months, quarters."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Grain(StrEnum):
    """What kind of stretch it is; `run` is any other number of days."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    RUN = "run"


#: How many of a kind a year has; weeks have their own calendar (ISO 8601, as QĐ 97 reports them).
_PARTS = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.HALF: 2, Grain.YEAR: 1}


#: Stretches that are dimensions too, under the same names.
CALENDAR = frozenset({Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `first` to `last`, both included."""

    first: dt.date
    last: dt.date
    grain: Grain = Grain.RUN


def part(grain: Grain, year: int, number: int = 1) -> Span:
    """The `number`-th month, quarter, half or week of a year, or the year itself.

    Raises ValueError when the year has no such part.
    """
    if grain is Grain.WEEK:
        monday = dt.date.fromisocalendar(year, number, 1)
        return Span(monday, monday + dt.timedelta(days=6), grain)
    months = 12 // _PARTS[grain]
    if not 1 <= number <= _PARTS[grain]:
        raise ValueError(f"no {grain} {number}")
    first, last = (number - 1) * months + 1, number * months
    return Span(dt.date(year, first, 1), month_end(year, last), grain)


def containing(grain: Grain, day: dt.date) -> Span:
    """The day, week, month, quarter, half or year that a day is in."""
    if grain is Grain.DAY:
        return Span(day, day, grain)
    if grain is Grain.WEEK:
        return part(grain, *day.isocalendar()[:2])
    return part(grain, day.year, (day.month - 1) // (12 // _PARTS[grain]) + 1)


def shifted(span: Span, by: int) -> Span:
    """The stretch of the same kind so many places later; earlier where `by` is negative."""
    if span.grain in {Grain.DAY, Grain.WEEK, Grain.RUN}:
        days = dt.timedelta(days=((span.last - span.first).days + 1) * by)
        return Span(span.first + days, span.last + days, span.grain)
    months = 12 // _PARTS[span.grain] * by + span.first.month - 1
    return containing(span.grain, dt.date(span.first.year + months // 12, months % 12 + 1, 1))


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def joined(first: Span, last: Span) -> Span:
    """From the beginning of one to the end of the other. Raises ValueError when they go back."""
    if first.first > last.last:
        raise ValueError(f"{first.first} is after {last.last}")
    return Span(first.first, last.last)


def months_back(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or the last of that month when it has no such day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
