"""Tết: the lunar new year of Vietnam, which differs from China's by a day in some years."""

from __future__ import annotations

import datetime as dt
import functools
from importlib import resources

from ai.understanding.spans import Span

#: Days before and after the first of the year that count as Tết: the usual week of reports.
_BEFORE, _AFTER = 2, 4


@functools.cache
def new_years() -> dict[int, dt.date]:
    """The first day of the lunar year by the year of the common calendar, 2000–2040."""
    text = resources.files("ai.understanding").joinpath("tet.tsv").read_text("utf-8")
    days = [dt.date.fromisoformat(line) for line in text.splitlines()[2:]]
    return {day.year: day for day in days}


def holiday(year: int | None, today: dt.date) -> Span:
    """The week of Tết in a year; without one, the latest that has begun by `today`.

    Raises ValueError outside 2000–2040.
    """
    chosen = year if year is not None else today.year
    span = _week(chosen)
    return span if year is not None or span.first <= today else _week(chosen - 1)


def _week(year: int) -> Span:
    if year not in new_years():
        raise ValueError(f"no Tết known for {year}")
    first = new_years()[year]
    return Span(first - dt.timedelta(days=_BEFORE), first + dt.timedelta(days=_AFTER))
