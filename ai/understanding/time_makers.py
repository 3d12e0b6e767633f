"""What a phrase of time means, from its match: the makers that the table of phrases names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TypeAlias

from ai.understanding import tet
from ai.understanding.moments import Moment, current, settled
from ai.understanding.numerals import numeral
from ai.understanding.spans import Grain, Span, joined, months_back, part

Time: TypeAlias = Moment | Span
Maker: TypeAlias = Callable[[re.Match[str], dt.date], Time]

_UNITS = {
    "ngay": Grain.DAY, "hom": Grain.DAY, "day": Grain.DAY, "tuan": Grain.WEEK, "week": Grain.WEEK,
    "thang": Grain.MONTH, "month": Grain.MONTH, "qui": Grain.QUARTER, "quarter": Grain.QUARTER,
    "nam": Grain.YEAR, "year": Grain.YEAR,
}  # fmt: skip
#: English months as patterns, January first.
MONTHS = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?",
    "aug(?:ust)?", "sep(?:t(?:ember)?)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_MONTHS_OF = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


def _year(match: re.Match[str], today: dt.date) -> int | None:
    said = match.groupdict()
    if said.get("y"):
        return int(said["y"])
    if words := said.get("yr"):
        return today.year - ("ngoai" in words or "truoc" in words or "last" in words)
    return None


def numbered(grain: Grain) -> Maker:
    """Make the week, month or quarter of a number: "tuần 32"."""

    def make(match: re.Match[str], today: dt.date) -> Time:
        return Moment(grain, numeral(match["n"]), _year(match, today))

    return make


def fixed(grain: Grain, number: int) -> Maker:
    """Make one part of a year: "H1"."""
    return lambda match, today: Moment(grain, number, _year(match, today))


def named_month(match: re.Match[str], today: dt.date) -> Time:
    """Make a month by its English name."""
    return Moment(Grain.MONTH, _month(match["name"]), _year(match, today))


def named_day(match: re.Match[str], today: dt.date) -> Time:
    """Make a day of a month by its English name: "5 March"."""
    day = _month(match["name"]) * 100 + int(match["d"])
    return Moment(Grain.DAY, day, _year(match, today))


def _month(name: str) -> int:
    return next(n for n, each in enumerate(MONTHS, 1) if re.fullmatch(each, name))


def day(match: re.Match[str], today: dt.date) -> Time:
    """Make a day by numbers: "12/3"."""
    number = int(match["m"]) * 100 + int(match["d"])
    return Moment(Grain.DAY, number, _year(match, today))


def iso_day(match: re.Match[str], today: dt.date) -> Time:
    """Make a day whose year is said."""
    del today
    day = dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    return Span(day, day, Grain.DAY)


def back(by: int) -> Maker:
    """Make the day, week, month … so many places back: "tháng trước"."""

    def make(match: re.Match[str], today: dt.date) -> Time:
        return current(_UNITS[match["unit"]], today, by)

    return make


def year_to_date(match: re.Match[str], today: dt.date) -> Time:
    """Make the year until today."""
    return Span(dt.date(_year(match, today) or today.year, 1, 1), today)


def this_year(match: re.Match[str], today: dt.date) -> Time:
    """Make the year until today of "2026 so far". Raises ValueError for another year."""
    if int(match["y"] or match["y2"]) != today.year:
        raise ValueError("only the present year is not over")
    return Span(dt.date(today.year, 1, 1), today)


def unit_to_date(match: re.Match[str], today: dt.date) -> Time:
    """Make the present year, quarter, month or week until today."""
    return Span(current(_UNITS[match["unit"]], today).first, today)


def last_days(match: re.Match[str], today: dt.date) -> Time:
    """Make so many days or weeks until today."""
    days = numeral(match["n"]) * (7 if match["unit"] in {"tuan", "week"} else 1)
    return Span(today - dt.timedelta(days=days - 1), today)


def rolling(match: re.Match[str], today: dt.date) -> Time:
    """So many months until today; the other reading is `whole`, so that it is asked about."""
    months = numeral(match["n"]) * _MONTHS_OF[_UNITS[match["unit"]]]
    return Span(months_back(today, months) + dt.timedelta(days=1), today)


def whole(match: re.Match[str], today: dt.date) -> Time:
    """So many whole months, quarters or years before the present one."""
    grain, many = _UNITS[match["unit"]], numeral(match["n"])
    return Span(current(grain, today, many).first, current(grain, today, 1).last)


def months_of_year(match: re.Match[str], today: dt.date) -> Time:
    """The first n months of a year, as reports count: "6 tháng đầu năm", "9 tháng"."""
    return _first_months(numeral(match["n"]), match, today)


def quarters_of_year(match: re.Match[str], today: dt.date) -> Time:
    """Make the first n quarters of a year: "3 quý đầu năm"."""
    return _first_months(numeral(match["n"]) * _MONTHS_OF[Grain.QUARTER], match, today)


def _first_months(months: int, match: re.Match[str], today: dt.date) -> Time:
    if months in {3, 6, 12}:
        grain = {3: Grain.QUARTER, 6: Grain.HALF, 12: Grain.YEAR}[months]
        return Moment(grain, 1, _year(match, today))
    year = _year(match, today) or today.year
    return Span(dt.date(year, 1, 1), part(Grain.MONTH, year, months).last)


def _month_said(match: re.Match[str], today: dt.date) -> Span:
    """The month that a phrase names by number or by name."""
    said = match.groupdict()
    number = _month(said["name"]) if said.get("name") else numeral(said.get("n") or said["m"])
    return settled(Moment(Grain.MONTH, number, _year(match, today)), today)


def days_of_month(match: re.Match[str], today: dt.date) -> Time:
    """Read "1-15/10", "từ ngày 1 đến ngày 15 tháng 10", "October 1 to 15"."""
    month = _month_said(match, today).first
    first, last = (month.replace(day=int(match[end])) for end in ("a", "b"))
    return joined(Span(first, first), Span(last, last))


def part_of_month(match: re.Match[str], today: dt.date) -> Time:
    """Read "nửa đầu tháng 10" (to the 15th), "2 tuần cuối tháng 9"."""
    month, said = _month_said(match, today), match.groupdict()
    begins = said["end"] in {"dau", "first"}
    if (many := said.get("k")) is None:
        half = month.first.replace(day=15)
        return Span(month.first, half) if begins else Span(half + dt.timedelta(days=1), month.last)
    days = numeral(many) * (7 if said["unit"] in {"tuan", "week"} else 1) - 1
    stretch = dt.timedelta(days=days)
    return (
        Span(month.first, month.first + stretch)
        if begins
        else Span(month.last - stretch, month.last)
    )


def so_many_days(many: int) -> Maker:
    """Make a fixed number of days until today."""
    return lambda _, today: Span(today - dt.timedelta(days=many - 1), today)


def years(match: re.Match[str], today: dt.date) -> Time:
    """Make a range of years: "2024-2025"."""
    del today
    return joined(part(Grain.YEAR, int(match["a"])), part(Grain.YEAR, int(match["b"])))


def weekend(match: re.Match[str], today: dt.date) -> Time:
    """Make last Saturday and Sunday."""
    del match
    monday = current(Grain.WEEK, today, 1).first
    return Span(monday + dt.timedelta(days=5), monday + dt.timedelta(days=6))


def lunar(match: re.Match[str], today: dt.date) -> Time:
    """Make the days of Tết."""
    return tet.holiday(_year(match, today), today)


def named_number(grain: Grain) -> Maker:
    """Make a part of the year by an ordinal: "third quarter"."""
    ordinals = {"first": 1, "second": 2, "third": 3, "fourth": 4}

    def make(match: re.Match[str], today: dt.date) -> Time:
        said = match["o"]
        number = int(said[0]) if said[0].isdigit() else ordinals[said]
        return Moment(grain, number, _year(match, today))

    return make
