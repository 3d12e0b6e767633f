"""Which days are asked about: said, implied by a comparison, or the metric's own default."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ai.catalogue_parts import Catalogue
from ai.query import Comparison, Filter, Period
from ai.understanding.entities import Entities
from ai.understanding.moments import current, to_date
from ai.understanding.problem import Unclear
from ai.understanding.senses import Role
from ai.understanding.slots import Slots
from ai.understanding.spans import CALENDAR, Grain, Span, containing, part, shifted

_LONG = {"week", "month", "quarter", "weekday"}


@dataclass(frozen=True, slots=True)
class Timing:
    """The period, what it is compared with, and two stretches set apart as a filter."""

    period: Period
    comparison: Comparison = Comparison.NONE
    apart: Filter | None = None


def timing_of(
    slots: Slots, metrics: tuple[str, ...], catalogue: Catalogue, city: Entities, today: dt.date
) -> Timing:
    """The time of a question. Raises Unclear for times that cannot be asked for together."""
    spans = list(dict.fromkeys(slots.spans))
    if slots.versus:
        return _against(slots, spans, today)
    if len(spans) > 1 and _comparison(slots) is not Comparison.LAST_YEAR:
        return _apart(sorted(spans), today)
    if len(spans) > 1:
        raise Unclear("two_times")
    if spans:
        _check_rising(slots)
        return Timing(_period(spans[0]), _comparison(slots))
    default = _default(slots, catalogue.metrics[metrics[0]].default_time, _anchor(city, today))
    if _comparison(slots) is not Comparison.NONE and Role.VERSUS not in slots.flags:
        _check_said(slots)
    return Timing(_period(default), _comparison(slots))


def _check_rising(slots: Slots) -> None:
    """Ask for what "tăng từ quý 2 đến quý 3" is held against: its ends, or the stretch before."""
    said = {Role.LAST_YEAR, Role.PREVIOUS} & slots.flags or _row_by_row(slots)
    if Role.RISING in slots.flags and slots.ranging and not said:
        raise Unclear("compare_what")


def _check_said(slots: Slots) -> None:
    """Refuse "cùng kỳ năm ngoái" alone: last year's number of a period that nobody said."""
    if Role.LAST_YEAR in slots.flags and Role.COMPARE not in slots.flags:
        raise Unclear("no_period")


def _comparison(slots: Slots) -> Comparison:
    if Role.LAST_YEAR in slots.flags:
        return Comparison.LAST_YEAR
    if Role.PREVIOUS in slots.flags or (Role.RISING in slots.flags and not _row_by_row(slots)):
        return Comparison.PREVIOUS
    return Comparison.NONE


def _row_by_row(slots: Slots) -> bool:
    """True for "các tháng biến động thế nào": the rows themselves show the rise and fall."""
    return bool(CALENDAR & {*slots.by, *slots.which, *slots.plural})


def _against(slots: Slots, spans: list[Span], today: dt.date) -> Timing:
    """Read "so với …": the period before, the same one last year, or two side by side."""
    other = slots.versus[0]
    if len(slots.versus) > 1 or len(spans) > 1:
        raise Unclear("two_times")
    if Role.LAST_YEAR in slots.flags:
        return _same_period(spans, other, today)
    mine = spans[0] if spans else to_date(containing(other.grain, today), today)
    if not spans and other.grain not in CALENDAR:
        raise Unclear("no_period")
    return _held_against(mine, other, today, slots.relative)


def _same_period(spans: list[Span], year: Span, today: dt.date) -> Timing:
    """Read "cùng kỳ 2025": it names the year; any other than the one before cannot be said."""
    mine = spans[0] if spans else containing(Grain.YEAR, today)
    if year.grain is not Grain.YEAR or year.first.year != mine.last.year - 1:
        raise Unclear("two_times")
    return Timing(_period(to_date(mine, today)), Comparison.LAST_YEAR)


def _held_against(mine: Span, other: Span, today: dt.date, relative: bool) -> Timing:  # noqa: FBT001
    """Hold a stretch against another; "quý 3 so với quý trước" is against the quarter before it.

    Where the one before today's is neither that nor the period itself, two could be meant.
    """
    whole = containing(mine.grain, mine.first) if mine.grain in CALENDAR else mine
    if other.grain is Grain.YEAR and other.first.year == mine.first.year - 1:
        return Timing(_period(mine), Comparison.LAST_YEAR)
    if other.grain is mine.grain and _full(shifted(whole, -1)) == _full(other):
        return Timing(_period(mine), Comparison.PREVIOUS)
    if other.grain is mine.grain and _year_before(whole) == _full(other):
        return Timing(_period(mine), Comparison.LAST_YEAR)
    if relative and mine.grain is other.grain and _full(whole) == _full(other):
        return Timing(_period(mine), Comparison.PREVIOUS)
    if relative or _full(whole) == _full(other):
        raise Unclear("compare_what")
    return _apart(sorted([mine, other]), today)


def _apart(spans: list[Span], today: dt.date) -> Timing:
    """Stretches of one kind, shown apart: the first to the last, and only these members."""
    first, last = spans[0], spans[-1]
    alike = {span.grain for span in spans} == {first.grain}
    if alike and len(spans) == 2 and first.grain not in CALENDAR and _a_year_apart(first, last):
        return Timing(_period(Span(last.first, min(last.last, today))), Comparison.LAST_YEAR)
    if not alike or first.grain not in CALENDAR:
        raise Unclear("two_times")
    members = tuple(sorted(member_of(span) for span in spans))
    apart = Filter(first.grain.value, members)
    return Timing(_period(Span(first.first, min(last.last, today))), Comparison.NONE, apart)


def member_of(span: Span) -> str:
    """The id of a stretch as member of its dimension: 2026-03, 2026-W32, 2026-Q3, 2026."""
    if span.grain is Grain.DAY:
        return span.first.isoformat()
    if span.grain is Grain.WEEK:
        year, week, _ = span.first.isocalendar()
        return f"{year}-W{week:02}"
    if span.grain is Grain.MONTH:
        return f"{span.first:%Y-%m}"
    quarter = (span.first.month - 1) // 3 + 1
    return f"{span.first.year}-Q{quarter}" if span.grain is Grain.QUARTER else f"{span.first.year}"


def _a_year_apart(first: Span, last: Span) -> bool:
    """True for "6 tháng đầu năm 2025 và 6 tháng đầu năm 2026", which comparisons are made of."""
    ends = zip(_full(first), _full(last), strict=True)
    return all(f"{int(f'{a}'[:4]) + 1}{f'{a}'[4:]}" == f"{b}" for a, b in ends)


def _full(span: Span) -> tuple[dt.date, dt.date]:
    return span.first, span.last


def _year_before(span: Span) -> tuple[dt.date, dt.date]:
    if span.grain is Grain.WEEK:
        year, week, _ = span.first.isocalendar()
        return _full(part(Grain.WEEK, year - 1, min(week, 52)))
    steps = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.HALF: 2, Grain.YEAR: 1}
    return _full(shifted(span, -steps[span.grain])) if span.grain in steps else _full(span)


def _default(slots: Slots, kind: str, anchor: dt.date) -> Span:
    times = {*slots.by, *slots.which, *slots.plural} & {"day", *_LONG}
    if times & _LONG or Role.TREND in slots.flags:
        return Span(dt.date(anchor.year, 1, 1), anchor)
    grain = Grain(kind) if kind in set(Grain) else Grain.MONTH
    return current(grain, anchor, 1)


def _anchor(city: Entities, today: dt.date) -> dt.date:
    """Today, or the last day with data: the default is never a month that nobody sent."""
    return min(today, dt.date.fromisoformat(city.last_day)) if city.last_day else today


def _period(span: Span) -> Period:
    return Period(span.first.isoformat(), span.last.isoformat())
