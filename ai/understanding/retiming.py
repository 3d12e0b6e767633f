"""The time of a follow-up: another stretch, another comparison, or which of two is meant."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from ai.query import Comparison, Period, Query
from ai.understanding.assembling import Setting, merged
from ai.understanding.problem import Unclear
from ai.understanding.senses import Role
from ai.understanding.slots import Slots
from ai.understanding.spans import Grain, Span, containing
from ai.understanding.timing import timing_of

#: Months are of 28 to 31 days, years of 365 or 366.
_LEAP = 3


def retimed(slots: Slots, query: Query, previous: Query, setting: Setting) -> Query:
    """Give the query with the time, or what it is held against, that a follow-up says."""
    said = {Role.LAST_YEAR, Role.PREVIOUS, Role.RISING} & slots.flags
    if not (slots.spans or slots.versus or said):
        return query
    timing = (
        timing_of(slots, query.metrics, setting.catalogue, setting.city, setting.today)
        if slots.spans or slots.versus
        else None
    )
    held = {Role.VERSUS, Role.COMPARE, Role.RISING, Role.LAST_YEAR} & slots.flags
    if timing is None and not held:
        raise Unclear("two_times")
    if timing is None:
        kind = Comparison.LAST_YEAR if Role.LAST_YEAR in said else Comparison.PREVIOUS
        return replace(query, comparison=kind)
    if slots.versus and not slots.spans:
        return _versus(slots, query, previous)
    timing = timing_of(slots, query.metrics, setting.catalogue, setting.city, setting.today)
    comparison = timing.comparison if timing.comparison is not Comparison.NONE else query.comparison
    more = (timing.apart,) if timing.apart else ()
    return replace(query, period=timing.period, comparison=comparison,
                   filters=merged((*query.filters, *more)))  # fmt: skip


def _versus(slots: Slots, query: Query, previous: Query) -> Query:
    """Read "so với năm ngoái": it holds the period of before; other times would need their own."""
    other, before = slots.versus[0], previous.period
    year = other.first.year == int(before.last[:4]) - 1
    if other.grain is Grain.YEAR and year:
        return replace(query, comparison=Comparison.LAST_YEAR)
    if slots.relative and (other.first.isoformat(), other.last.isoformat()) == (
        before.first,
        before.last,
    ):
        return replace(query, comparison=Comparison.PREVIOUS)
    ends = dt.date.fromisoformat(before.first) - dt.timedelta(days=1)
    if other.grain is not Grain.RUN and (other.last == ends and _as_long(other, before)):
        return replace(query, comparison=Comparison.PREVIOUS)
    raise Unclear("two_times")


def _as_long(other: Span, before: Period) -> bool:
    """True when the stretch before is of the kind of the period: both months, or both weeks."""
    return (
        containing(other.grain, dt.date.fromisoformat(before.first)).first.isoformat()
        == (before.first)
        and (other.last - other.first).days + 1 >= before.days - _LEAP
    )


def check_stretch(slots: Slots, query: Query, previous: Query) -> None:
    """Ask whether "the same for 2025" after a month is that year or that month of it."""
    spans, before = slots.spans, previous.period
    year = len(spans) == 1 and spans[0].grain is Grain.YEAR
    whole = before.first.endswith("-01-01")
    if not year or whole or before.first[:4] != before.last[:4]:
        return
    same = (f"{spans[0].first.year}{day[4:]}" for day in (before.first, before.last))
    try:
        first, last = (dt.date.fromisoformat(day).isoformat() for day in same)
    except ValueError:
        return
    stretch = replace(query, period=Period(first, last))
    raise Unclear("which_stretch", nearest=(stretch, query), ask=True)
