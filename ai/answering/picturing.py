"""Which picture an answer gets, and its marks; hidden numbers are not drawn."""

from __future__ import annotations

from collections.abc import Sequence

from ai.answering.charts import Picture, Point
from ai.answering.comparing import interval
from ai.answering.figures import Row
from ai.answering.numbers import Language
from ai.answering.sentences import Speaker
from ai.answering.wording import SHARE, unit_words
from ai.query import Chart, Period, Query

_TIMES = {"day", "week", "month", "quarter", "year"}
_MOST = 40


def picture(query: Query, rows: Sequence[Row], before: Period | None, speaker: Speaker) -> Picture:
    """Choose bars or a line by the dimensions, with the first metric.

    What it is held against is drawn beside it, as another bar or line.
    """
    metric = speaker.catalogue.metrics[query.metrics[0]]
    beside = before if len(query.dimensions) < 2 else None
    points = tuple(p for row in rows[:_MOST] for p in _points(query, row, beside, speaker))
    return Picture(
        heading=speaker.heading(query),
        subtitle=_subtitle(query, points, beside, speaker),
        axis=unit_words(speaker.catalogue.unit_of(metric), speaker.language),
        kind=_kind(query) if points else Chart.NONE,
        points=points,
        percent=metric.unit == SHARE,
        vietnamese=speaker.language is Language.VI,
        compared=_periods(speaker) if beside and query.dimensions else (),
    )


def _subtitle(
    query: Query, points: Sequence[Point], beside: Period | None, speaker: Speaker
) -> str:
    period = speaker.period(query.period)
    if beside:
        period += f"; {speaker.pick('so với kỳ', 'compared with')} {speaker.period(beside)}"
    drawn = _kind(query) is Chart.BAR and not any(p.series for p in points)
    if not drawn or all(p.low is None for p in points):
        return period
    return f"{period}; {speaker.pick('vạch: khoảng tin cậy 95 %', 'lines: 95 % intervals')}"


def _kind(query: Query) -> Chart:
    if query.chart in {Chart.BAR, Chart.LINE} and query.dimensions:
        return query.chart
    timed = bool(query.dimensions) and query.dimensions[0] in _TIMES
    return Chart.LINE if timed else Chart.BAR


def _points(query: Query, row: Row, beside: Period | None, speaker: Speaker) -> list[Point]:
    names = [
        speaker.label(d, m, speaker.language)
        for d, m in zip(query.dimensions, row.members, strict=True)
    ]
    spread = interval(speaker.catalogue.metrics[query.metrics[0]], row.now[0])
    low, high = (spread.low, spread.high) if spread else (None, None)
    place = names[0] if names else speaker.period(query.period)
    series = ", ".join(names[1:])
    found = []
    if beside and names:
        series = _periods(speaker)[1]
    if row.now[0].value is not None and not row.closed[0]:
        found.append(Point(place, row.now[0].value, low, high, series))
    return [*_then(query, row, names, beside, speaker), *found]


def _periods(speaker: Speaker) -> tuple[str, str]:
    """Name the series of the period before and of this one."""
    if speaker.language is Language.VI:
        return "kỳ so sánh", "kỳ này"
    return "compared period", "this period"


def _then(
    query: Query, row: Row, names: Sequence[str], beside: Period | None, speaker: Speaker
) -> list[Point]:
    """Give the mark of the period before: a series of its own, or a bar above the one of now."""
    value = row.before[0].value if row.before and beside else None
    if beside is None or value is None or row.closed_before[0]:
        return []
    if names:
        return [Point(names[0], value, series=_periods(speaker)[0])]
    spread = interval(speaker.catalogue.metrics[query.metrics[0]], row.before[0])
    ends = (spread.low, spread.high) if spread else (None, None)
    return [Point(speaker.period(beside), value, *ends)]
