"""A time as it was said, perhaps without its year; and which one was meant, seen from today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from ai.understanding.spans import Grain, Span, containing, part, shifted


@dataclass(frozen=True, slots=True)
class Moment:
    """`number` is that of the week, month, quarter or half; of a day it is month * 100 + day."""

    grain: Grain
    number: int = 1
    year: int | None = None

    def span(self, year: int) -> Span:
        """Place it in a year. Raises ValueError when there is no such day or week."""
        if self.grain is Grain.DAY:
            day = dt.date(year, self.number // 100, self.number % 100)
            return Span(day, day, Grain.DAY)
        return part(self.grain, year, self.number)


def settled(moment: Moment | Span, today: dt.date) -> Span:
    """The stretch that is meant: without a year, the latest one that has begun by `today`."""
    if isinstance(moment, Span):
        return moment
    if moment.year is not None:
        return moment.span(moment.year)
    return _latest(moment, today)


def ranged(first: Moment | Span, last: Moment | Span, today: dt.date) -> Span:
    """From one to another: a missing year is that of the other end, or one earlier.

    Raises ValueError when the first is after the last, with both years said.
    """
    to = settled(_with_year(last, first), today)
    if isinstance(first, Moment) and first.year is None:
        begin = first.span(to.first.year)
        begin = begin if begin.first <= to.last else first.span(to.first.year - 1)
    else:
        begin = settled(first, today)
    if begin.first > to.last:
        raise ValueError(f"{begin.first} is after {to.last}")
    return Span(begin.first, to.last)


def to_date(span: Span, today: dt.date) -> Span:
    """A stretch that has begun and is not over ends today; others stay."""
    return replace(span, last=today) if span.first <= today < span.last else span


def current(grain: Grain, today: dt.date, back: int = 0) -> Span:
    """This day, week, month …, or the one so many places back."""
    return shifted(containing(grain, today), -back)


def _latest(moment: Moment, today: dt.date) -> Span:
    for year in range(today.year + 1, today.year - 9, -1):
        if (span := _tried(moment, year)) and span.first <= today:
            return span
    raise ValueError(f"no {moment.grain} {moment.number}")


def _tried(moment: Moment, year: int) -> Span | None:
    try:
        return moment.span(year)
    except ValueError:
        return None


def _with_year(last: Moment | Span, first: Moment | Span) -> Moment | Span:
    if isinstance(last, Moment) and isinstance(first, Moment) and last.year is None:
        return replace(last, year=first.year)
    return last
