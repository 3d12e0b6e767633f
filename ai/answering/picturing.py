"""Which picture an answer gets, and its marks; hidden numbers are not drawn."""

from __future__ import annotations

from collections.abc import Sequence

from ai.answering.charts import Picture, Point
from ai.answering.comparing import interval
from ai.answering.figures import Row
from ai.answering.numbers import Language
from ai.answering.sentences import Speaker
from ai.answering.wording import unit_words
from ai.query import Chart, Query

_TIMES = {"day", "week", "month", "quarter", "year"}
_MOST = 40


def picture(query: Query, rows: Sequence[Row], speaker: Speaker) -> Picture:
    """Choose bars or a line by the dimensions, with the first metric; none for a single number."""
    metric = speaker.catalogue.metrics[query.metrics[0]]
    points = tuple(p for row in rows[:_MOST] for p in _points(query, row, speaker))
    return Picture(
        heading=speaker.heading(query),
        subtitle=_subtitle(query, points, speaker),
        axis=unit_words(metric, speaker.language) or "%",
        kind=_kind(query) if points else Chart.NONE,
        points=points,
        percent=metric.unit == "share",
        vietnamese=speaker.language is Language.VI,
    )


def _subtitle(query: Query, points: Sequence[Point], speaker: Speaker) -> str:
    period = speaker.period(query.period)
    drawn = _kind(query) is Chart.BAR and not any(p.series for p in points)
    if not drawn or all(p.low is None for p in points):
        return period
    return f"{period}; {speaker.pick('vạch: khoảng tin cậy 95 %', 'lines: 95 % intervals')}"


def _kind(query: Query) -> Chart:
    if query.chart in {Chart.BAR, Chart.LINE} and query.dimensions:
        return query.chart
    timed = bool(query.dimensions) and query.dimensions[0] in _TIMES
    return Chart.LINE if timed else Chart.BAR


def _points(query: Query, row: Row, speaker: Speaker) -> list[Point]:
    value = row.now[0].value
    if value is None or row.closed[0]:
        return []
    names = [
        speaker.label(d, m, speaker.language)
        for d, m in zip(query.dimensions, row.members, strict=True)
    ]
    spread = interval(speaker.catalogue.metrics[query.metrics[0]], row.now[0])
    low, high = (spread.low, spread.high) if spread else (None, None)
    place = names[0] if names else speaker.period(query.period)
    return [Point(place, value, low, high, ", ".join(names[1:]))]
