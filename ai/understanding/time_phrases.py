"""The table of phrases for one time: "tuần 32", "quý III/2026", "3/2026", "last month", "H1".

They are matched against words without marks in the spelling of `mpi.names.syllable` (quý is "qui").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from ai.understanding import tet
from ai.understanding.moments import Moment, current
from ai.understanding.numerals import NUMBER, numeral
from ai.understanding.spans import Grain, Span, joined, months_back, part

Time: TypeAlias = Moment | Span
Maker: TypeAlias = Callable[[re.Match[str], dt.date], Time]

_YEAR = (
    r"(?:(?:/|[.]|(?: cua)?(?: nam| of| in)? )(?P<y>(?:19|20)\d\d)"
    r"|(?P<yr>(?: cua)? nam (?:nay|ngoai|truoc)|(?: of| in)? (?:this|last) year))"
)
#: After "đầu năm": the year itself follows, so that "năm" belongs to it.
_NOT_YEAR = r"(?! (?:nay|ngoai|truoc|20))"
_N = rf"(?P<n>{NUMBER})"
_LAST = r"(?:truoc|roi|vua roi|qua|vua qua)"
_UNITS = {
    "ngay": Grain.DAY, "hom": Grain.DAY, "day": Grain.DAY, "tuan": Grain.WEEK, "week": Grain.WEEK,
    "thang": Grain.MONTH, "month": Grain.MONTH, "qui": Grain.QUARTER, "quarter": Grain.QUARTER,
    "nam": Grain.YEAR, "year": Grain.YEAR,
}  # fmt: skip
_MONTHS = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?",
    "aug(?:ust)?", "sep(?:t(?:ember)?)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_NAME = "(?P<name>" + "|".join(_MONTHS) + ")"
_MONTHS_OF = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
_RECENT = r"(?:qua|gan day nhat|gan day|gan nhat|vua qua|vua roi|tro lai day)"
_PAST = r"(?:last|past|previous|latest|trailing|most recent)"
#: After "9 tháng": then it is a stretch that moves with today, or lies ahead.
_NO_COUNT = "(?:qua|gan|vua|roi|truoc|tro|lien|toi|sau|tiep|cuoi|nay|dau)"
_NOW = "(?:nay|gio|hien tai|hom nay|thoi diem nay)"
_VI_UNIT = "(?P<unit>ngay|tuan|thang|qui|nam)"
_EN_UNIT = "(?P<unit>day|week|month|quarter|year)"


def _year(match: re.Match[str], today: dt.date) -> int | None:
    said = match.groupdict()
    if said.get("y"):
        return int(said["y"])
    if words := said.get("yr"):
        return today.year - ("ngoai" in words or "truoc" in words or "last" in words)
    return None


def _numbered(grain: Grain) -> Maker:
    def make(match: re.Match[str], today: dt.date) -> Time:
        return Moment(grain, numeral(match["n"]), _year(match, today))

    return make


def _fixed(grain: Grain, number: int) -> Maker:
    return lambda match, today: Moment(grain, number, _year(match, today))


def _named_month(match: re.Match[str], today: dt.date) -> Time:
    return Moment(Grain.MONTH, _month(match["name"]), _year(match, today))


def _named_day(match: re.Match[str], today: dt.date) -> Time:
    day = _month(match["name"]) * 100 + int(match["d"])
    return Moment(Grain.DAY, day, _year(match, today))


def _month(name: str) -> int:
    return next(n for n, each in enumerate(_MONTHS, 1) if re.fullmatch(each, name))


def _day(match: re.Match[str], today: dt.date) -> Time:
    number = int(match["m"]) * 100 + int(match["d"])
    return Moment(Grain.DAY, number, _year(match, today))


def _iso(match: re.Match[str], today: dt.date) -> Time:
    del today
    day = dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    return Span(day, day, Grain.DAY)


def _back(by: int) -> Maker:
    def make(match: re.Match[str], today: dt.date) -> Time:
        return current(_UNITS[match["unit"]], today, by)

    return make


def _year_to_date(match: re.Match[str], today: dt.date) -> Time:
    return Span(dt.date(_year(match, today) or today.year, 1, 1), today)


def _unit_to_date(match: re.Match[str], today: dt.date) -> Time:
    return Span(current(_UNITS[match["unit"]], today).first, today)


def _days(match: re.Match[str], today: dt.date) -> Time:
    days = numeral(match["n"]) * (7 if match["unit"] in {"tuan", "week"} else 1)
    return Span(today - dt.timedelta(days=days - 1), today)


def _rolling(match: re.Match[str], today: dt.date) -> Time:
    """So many months until today; the other reading is `_whole`, so that it is asked about."""
    months = numeral(match["n"]) * _MONTHS_OF[_UNITS[match["unit"]]]
    return Span(months_back(today, months) + dt.timedelta(days=1), today)


def _whole(match: re.Match[str], today: dt.date) -> Time:
    """So many whole months, quarters or years before the present one."""
    grain, many = _UNITS[match["unit"]], numeral(match["n"])
    return Span(current(grain, today, many).first, current(grain, today, 1).last)


def _months_of_year(match: re.Match[str], today: dt.date) -> Time:
    """The first n months of a year, as reports count: "6 tháng đầu năm", "9 tháng"."""
    months = numeral(match["n"])
    if months in {3, 6, 12} and _year(match, today) is None:
        grain = {3: Grain.QUARTER, 6: Grain.HALF, 12: Grain.YEAR}[months]
        return Moment(grain, 1)
    year = _year(match, today) or today.year
    return Span(dt.date(year, 1, 1), part(Grain.MONTH, year, months).last)


def _years(match: re.Match[str], today: dt.date) -> Time:
    del today
    return joined(part(Grain.YEAR, int(match["a"])), part(Grain.YEAR, int(match["b"])))


def _weekend(match: re.Match[str], today: dt.date) -> Time:
    del match
    monday = current(Grain.WEEK, today, 1).first
    return Span(monday + dt.timedelta(days=5), monday + dt.timedelta(days=6))


def _lunar(match: re.Match[str], today: dt.date) -> Time:
    return tet.holiday(_year(match, today), today)


def _named_number(grain: Grain) -> Maker:
    ordinals = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3}

    def make(match: re.Match[str], today: dt.date) -> Time:
        return Moment(grain, ordinals[match["o"]], _year(match, today))

    return make


_TABLE: tuple[tuple[str, Maker], ...] = (
    (r"(?:ngay )?(?:hom nay|today)", lambda _, today: current(Grain.DAY, today)),
    (r"(?:ngay )?(?:hom qua|yesterday)", lambda _, today: current(Grain.DAY, today, 1)),
    (r"(?:ngay )?hom kia|the day before yesterday", lambda _, t: current(Grain.DAY, t, 2)),
    (r"(?:ngay )?(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)", _iso),
    (r"(?:ngay |mung )?(?P<d>\d\d?)[/.-](?P<m>\d\d?)[/.-](?P<y>(?:19|20)\d\d)", _iso),
    (rf"(?:ngay |mung )?(?P<d>\d\d?)[/-](?P<m>1[0-2]|0?[1-9])(?:{_YEAR})?", _day),
    (rf"(?:ngay |mung )?(?P<d>\d\d?) thang (?P<m>\d\d?)(?:{_YEAR})?", _day),
    (r"ngay (?P<d>\d\d?) thang (?P<m>\d\d?)/(?P<y>\d{4})", _day),
    (rf"{_NAME} (?P<d>[123]?\d)(?:st|nd|rd|th)?(?:{_YEAR})?", _named_day),
    (rf"(?P<d>[123]?\d)(?: ?(?:st|nd|rd|th))?(?: of)? {_NAME}(?:{_YEAR})?", _named_day),
    (rf"(?:tuan|week|wk|w)(?: thu| so| le| le thu| number)? ?(?P<n>\d\d?)(?:{_YEAR})?",
     _numbered(Grain.WEEK)),
    (rf"(?:iso )?week (?P<n>\d\d?)(?:{_YEAR})?", _numbered(Grain.WEEK)),
    (rf"thang (?:thu )?{_N}(?:{_YEAR})?(?: vua qua| vua roi| qua)?", _numbered(Grain.MONTH)),
    (r"(?:thang |t)(?P<n>\d\d?)[/.-](?P<y>\d{4})", _numbered(Grain.MONTH)),
    (rf"t(?P<n>\d\d?)(?:{_YEAR})?", _numbered(Grain.MONTH)),
    (r"(?:thang )?(?P<n>1[0-2]|0?[1-9])[/.-](?P<y>(?:19|20)\d\d)", _numbered(Grain.MONTH)),
    (r"(?:thang )?(?P<y>(?:19|20)\d\d)[/-](?P<n>1[0-2]|0[1-9])", _numbered(Grain.MONTH)),
    (rf"(?:month of )?{_NAME}(?:{_YEAR})?", _named_month),
    (rf"(?:month )(?P<n>\d\d?)(?:{_YEAR})?", _numbered(Grain.MONTH)),
    (rf"(?:qui|quarter) (?:thu )?(?P<n>iv|i{{1,3}}|[1-4]|{NUMBER})(?:{_YEAR})?",
     _numbered(Grain.QUARTER)),
    (r"qui (?P<n>[1-4])[/.-](?P<y>\d{4})", _numbered(Grain.QUARTER)),
    (rf"q(?P<n>[1-4])(?:{_YEAR})?", _numbered(Grain.QUARTER)),
    (rf"(?:the )?(?P<o>first|second|third|fourth|1st|2nd|3rd) quarter(?:{_YEAR})?",
     _named_number(Grain.QUARTER)),
    (rf"(?:the )?(?P<o>first|second) half(?: of the year)?(?:{_YEAR})?", _named_number(Grain.HALF)),
    (rf"h1(?:{_YEAR})?", _fixed(Grain.HALF, 1)),
    (rf"h2(?:{_YEAR})?", _fixed(Grain.HALF, 2)),
    (rf"nua (?:dau nam{_NOT_YEAR}|nam dau|dau)(?:{_YEAR})?", _fixed(Grain.HALF, 1)),
    (rf"nua (?:cuoi nam{_NOT_YEAR}|nam cuoi|cuoi)(?:{_YEAR})?", _fixed(Grain.HALF, 2)),
    (rf"(?:6|sau) thang dau(?: nam{_NOT_YEAR})?(?:{_YEAR})?", _fixed(Grain.HALF, 1)),
    (rf"(?:6|sau) thang cuoi(?: nam{_NOT_YEAR})?(?:{_YEAR})?", _fixed(Grain.HALF, 2)),
    (rf"{_N} thang dau(?: nam{_NOT_YEAR})?(?:{_YEAR})?", _months_of_year),
    (rf"{_N} thang{_YEAR}", _months_of_year),
    (rf"{_N} thang(?! {_NO_COUNT})", _months_of_year),
    (rf"(?:trong )?(?:vong )?{_N} (?P<unit>thang|qui|nam) {_RECENT}", _rolling),
    (rf"(?:trong )?(?:vong )?{_N} (?P<unit>thang|qui|nam) {_RECENT}", _whole),
    (rf"(?:the )?{_PAST} {_N} (?P<unit>month|quarter|year)s", _rolling),
    (rf"(?:the )?{_PAST} {_N} (?P<unit>month|quarter|year)s", _whole),
    (rf"(?:the )?first {_N} months(?: of)?(?: the year)?(?:{_YEAR})?", _months_of_year),
    (rf"{_VI_UNIT} {_LAST}", _back(1)),
    (rf"{_VI_UNIT} truoc nua", _back(2)),
    (rf"(?:trong )?{_VI_UNIT} (?:nay|hien tai)", _back(0)),
    (r"(?P<unit>nam) (?:ngoai|truoc)", _back(1)),
    (r"(?P<unit>nam) kia", _back(2)),
    (rf"(?:the )?(?:last|previous|past|prior) {_EN_UNIT}", _back(1)),
    (rf"{_EN_UNIT} before last|the {_EN_UNIT.replace('unit', 'unit2')} before last", _back(2)),
    (rf"(?:this|the current|current) {_EN_UNIT}", _back(0)),
    (r"(?:cuoi tuan (?:truoc|qua|vua qua|roi|vua roi))|(?:the )?(?:last|past|previous) weekend",
     _weekend),
    (rf"(?:(?:ke |tinh )?tu )?dau (?P<unit>nam|qui|thang|tuan) (?:den|toi) {_NOW}", _unit_to_date),
    (r"(?:tu|ke tu|tinh tu) dau (?P<unit>nam|qui|thang|tuan)(?: nay)?", _unit_to_date),
    (r"luy ke(?: tu dau nam)?(?: den (?:nay|hien tai|hom nay))?(?: nam nay)?", _year_to_date),
    (r"luy ke ca nam|ca nam(?: nay)?", _year_to_date),
    (r"ytd|(?:the )?year to date|so far this year|this year so far|this year to date",
     _year_to_date),
    (r"since (?:the )?(?:start|beginning) of (?:the|this) (?P<unit>year|quarter|month|week)",
     _unit_to_date),
    (r"(?:(?:the )?(?P<unit>month|quarter|week) to date|so far this (?P<unit2>month))",
     _unit_to_date),
    (r"mtd", lambda _, today: Span(current(Grain.MONTH, today).first, today)),
    (r"qtd", lambda _, today: Span(current(Grain.QUARTER, today).first, today)),
    (rf"(?:trong )?(?:vong )?{_N} (?P<unit>ngay|hom|tuan) {_RECENT}", _days),
    (rf"trong vong {_N} (?P<unit>ngay|tuan)", _days),
    (rf"(?:the )?{_PAST} {_N} (?P<unit>day|week)s", _days),
    (r"(?:giai doan |nam )?(?P<a>20\d\d)-(?P<b>20\d\d)", _years),
    (r"nam (?P<y>(?:19|20)\d\d)|(?:year )?(?P<y2>(?:19|20)\d\d)",
     lambda match, _: part(Grain.YEAR, int(match["y"] or match["y2"]))),
    (rf"(?:(?:dip|ki nghi|nghi|ngay|tuan) )*tet(?: nguyen dan| am lich)?(?:{_YEAR})?", _lunar),
    (rf"(?:the )?(?:tet|lunar new year)(?: holidays?)?(?:{_YEAR})?", _lunar),
)  # fmt: skip
_COMPILED = tuple((re.compile(rf"(?:{pattern})(?= |$)"), make) for pattern, make in _TABLE)


def phrases_at(text: str, today: dt.date) -> Iterator[tuple[int, Time]]:
    """Every reading of the beginning of `text` as a time: where it ends, and what it says."""
    for pattern, make in _COMPILED:
        if (match := pattern.match(text)) and (time := _made(make, match, today)):
            yield match.end(), time


def _made(make: Maker, match: re.Match[str], today: dt.date) -> Time | None:
    try:
        time = make(match, today)
        if isinstance(time, Moment):
            time.span(time.year or 2024)
    except ValueError:
        return None
    return time
