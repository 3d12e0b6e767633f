"""The table of phrases for one time: "tuần 32", "quý III/2026", "3/2026", "last month", "H1".

They are matched against words without marks in the spelling of `mpi.names.syllable` (quý is "qui").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ai.understanding.moments import Moment, current
from ai.understanding.numerals import NUMBER
from ai.understanding.spans import Grain, Span, part
from ai.understanding.time_makers import (
    MONTHS,
    Maker,
    Time,
    back,
    day,
    days_of_month,
    fixed,
    iso_day,
    last_days,
    lunar,
    months_of_year,
    named_day,
    named_month,
    named_number,
    numbered,
    part_of_month,
    quarters_of_year,
    rolling,
    so_many_days,
    this_year,
    unit_to_date,
    weekend,
    whole,
    year_to_date,
    years,
)

_YEAR = (
    r"(?:(?:/|[.]|(?: cua)?(?: nam| of| in)? )(?P<y>(?:19|20)\d\d)"
    r"|(?P<yr>(?: cua)? nam (?:nay|ngoai|truoc)|(?: of| in)? (?:this|last) year))"
)
#: After "đầu năm": the year itself follows, so that "năm" belongs to it.
_NOT_YEAR = r"(?! (?:nay|ngoai|truoc|20))"
_N = rf"(?P<n>{NUMBER})"
_LAST_WORD = "truoc|roi|vua roi|qua|vua qua"
_LAST = f"(?:{_LAST_WORD})"
_NAME = "(?P<name>" + "|".join(MONTHS) + ")"
_RECENT = r"(?:qua|gan day nhat|gan day|gan nhat|vua qua|vua roi|tro lai day)"
_PAST = r"(?:last|past|previous|latest|trailing|most recent)"
#: After "9 tháng": then it is a stretch that moves with today, or lies ahead.
_NO_COUNT = "(?:qua|gan|vua|roi|truoc|tro|lien|toi|sau|tiep|cuoi|nay|dau)"
_NOW = "(?:nay|gio|hien tai|hom nay|thoi diem nay)"
_VI_UNIT = "(?P<unit>ngay|tuan|thang|qui|nam)"
_EN_UNIT = "(?P<unit>day|week|month|quarter|year)"
_MONTH = rf"(?:(?:thang |t ?){_N}|{_NAME})(?:{_YEAR})?"
_TH = "(?: ?(?:st|nd|rd|th))?"
_DAYS = (
    rf"(?:tu |from |between )?(?:ngay )?(?P<a>\d\d?){_TH}(?:-| - | den | to | toi | and )"
    rf"(?:ngay |the )?(?P<b>\d\d?){_TH}(?: of)?(?: thang {_N}|/(?P<m>1[0-2]|0?[1-9])| {_NAME})"
    rf"(?:{_YEAR})?"
)
_LATER = "(?: vua qua| vua roi| qua| nay| gan nhat)?"

_TABLE: tuple[tuple[str, Maker], ...] = (
    (r"(?:ngay )?(?:hom nay|today)", lambda _, today: current(Grain.DAY, today)),
    (r"(?:ngay )?(?:hom qua|yesterday)", lambda _, today: current(Grain.DAY, today, 1)),
    (r"(?:ngay )?hom kia|the day before yesterday", lambda _, t: current(Grain.DAY, t, 2)),
    (r"(?:ngay )?(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)", iso_day),
    (r"(?:ngay |mung )?(?P<d>\d\d?)(?P<s>[/.-])(?P<m>\d\d?)(?P=s)(?P<y>(?:19|20)\d\d)", iso_day),
    (rf"(?:ngay |mung )(?!\d\d?-\d\d?/)(?P<d>\d\d?)[/-](?P<m>1[0-2]|0?[1-9])(?:{_YEAR})?", day),
    (rf"(?P<d>\d\d?)/(?P<m>1[0-2]|0?[1-9])(?:{_YEAR})?", day),
    # Without a word, 9-10 may be two months: only what is no month is a day.
    (r"(?P<d>1[3-9]|2\d|3[01])-(?P<m>1[0-2]|0?[1-9])", day),
    (rf"(?:ngay |mung )?(?P<d>\d\d?) thang (?P<m>\d\d?)(?:{_YEAR})?", day),
    (r"ngay (?P<d>\d\d?) thang (?P<m>\d\d?)/(?P<y>\d{4})", day),
    (_DAYS, days_of_month),
    (rf"{_NAME} (?P<a>\d\d?)(?:-| - | to )(?P<b>\d\d?)(?:{_YEAR})?", days_of_month),
    (rf"nua (?P<end>dau|cuoi)(?: cua)? {_MONTH}", part_of_month),
    (rf"(?:the )?(?P<end>first|second) half of {_MONTH}", part_of_month),
    (rf"(?P<k>\d\d?|{NUMBER}) (?P<unit>ngay|tuan) (?P<end>dau|cuoi)(?: tien)?(?: cua)? {_MONTH}",
     part_of_month),
    (rf"(?:the )?(?P<end>first|last) (?P<k>{NUMBER}) (?P<unit>day|week)s of {_MONTH}",
     part_of_month),
    (r"(?:the )?(?:last|past|previous) fortnight", so_many_days(14)),
    (r"nua thang (?:qua|vua qua|gan day)", so_many_days(15)),
    (rf"{_NAME} (?P<d>[123]?\d)(?:st|nd|rd|th)?(?:{_YEAR})?", named_day),
    (rf"(?P<d>[123]?\d)(?: ?(?:st|nd|rd|th))?(?: of)? {_NAME}(?:{_YEAR})?", named_day),
    (rf"(?:tuan|week|wk|w)(?: thu| so| le| le thu| number)? ?(?P<n>\d\d?)(?:{_YEAR})?",
     numbered(Grain.WEEK)),
    (rf"(?:iso )?week (?P<n>\d\d?)(?:{_YEAR})?", numbered(Grain.WEEK)),
    (rf"thang (?:thu )?{_N}(?:{_YEAR})?{_LATER}", numbered(Grain.MONTH)),
    (r"(?:thang |t)(?P<n>\d\d?)[/.-](?P<y>\d{4})", numbered(Grain.MONTH)),
    (rf"t(?P<n>\d\d?)(?:{_YEAR})?", numbered(Grain.MONTH)),
    (r"(?:thang )?(?P<n>1[0-2]|0?[1-9])[/.-](?P<y>(?:19|20)\d\d)", numbered(Grain.MONTH)),
    (r"(?:thang )?(?P<y>(?:19|20)\d\d)[/-](?P<n>1[0-2]|0[1-9])", numbered(Grain.MONTH)),
    (rf"(?:(?:the )?month of )?{_NAME}(?:{_YEAR})?", named_month),
    (rf"(?:month )(?P<n>\d\d?)(?:{_YEAR})?", numbered(Grain.MONTH)),
    (rf"(?:qui|quarter) (?:thu )?(?P<n>iv|i{{1,3}}|[1-4]|{NUMBER})(?:{_YEAR})?{_LATER}",
     numbered(Grain.QUARTER)),
    (rf"qui dau nam{_NOT_YEAR}(?:{_YEAR})?", fixed(Grain.QUARTER, 1)),
    (rf"qui cuoi nam{_NOT_YEAR}(?:{_YEAR})?", fixed(Grain.QUARTER, 4)),
    (r"qui (?P<n>[1-4])[/.-](?P<y>\d{4})", numbered(Grain.QUARTER)),
    (rf"q(?P<n>[1-4])(?:{_YEAR})?", numbered(Grain.QUARTER)),
    (rf"(?:the )?(?P<o>first|second|third|fourth|1 ?st|2 ?nd|3 ?rd|4 ?th) quarter(?:{_YEAR})?",
     named_number(Grain.QUARTER)),
    (rf"(?:the )?(?P<o>first|second) half(?: of the year)?(?:{_YEAR})?", named_number(Grain.HALF)),
    (rf"h1(?:{_YEAR})?", fixed(Grain.HALF, 1)),
    (rf"h2(?:{_YEAR})?", fixed(Grain.HALF, 2)),
    (rf"nua (?:dau nam{_NOT_YEAR}|nam dau|dau)(?:{_YEAR})?", fixed(Grain.HALF, 1)),
    (rf"nua (?:cuoi nam{_NOT_YEAR}|nam cuoi|cuoi)(?:{_YEAR})?", fixed(Grain.HALF, 2)),
    (rf"(?:6|sau) thang dau(?: nam{_NOT_YEAR})?(?:{_YEAR})?", fixed(Grain.HALF, 1)),
    (rf"(?:6|sau) thang cuoi(?: nam{_NOT_YEAR})?(?:{_YEAR})?", fixed(Grain.HALF, 2)),
    (rf"{_N} thang dau(?: nam{_NOT_YEAR})?(?:{_YEAR})?", months_of_year),
    (rf"{_N} qui dau(?: nam{_NOT_YEAR})?(?:{_YEAR})?", quarters_of_year),
    (rf"(?:the )?first {_N} quarters(?: of)?(?: the year)?(?:{_YEAR})?", quarters_of_year),
    (rf"{_N} thang{_YEAR}", months_of_year),
    (rf"{_N} ?t(?:hang)? ?dau(?: nam{_NOT_YEAR})?(?:{_YEAR})?", months_of_year),
    (rf"{_N} ?t{_YEAR}", months_of_year),
    (rf"{_N} thang(?! {_NO_COUNT})", months_of_year),
    (rf"(?:trong )?(?:vong )?{_N} (?P<unit>thang|qui|nam) {_RECENT}", rolling),
    (rf"(?:trong )?(?:vong )?{_N} (?P<unit>thang|qui|nam) {_RECENT}", whole),
    (rf"(?:the )?{_PAST} {_N} (?P<unit>month|quarter|year)s", rolling),
    (rf"(?:the )?{_PAST} {_N} (?P<unit>month|quarter|year)s", whole),
    (rf"(?:the )?first {_N} months(?: of)?(?: the year)?(?:{_YEAR})?", months_of_year),
    (rf"{_VI_UNIT} {_LAST}", back(1)),
    (r"(?P<unit>tuan|thang|qui) (?:gan (?:day )?nhat|vua ket thuc|da ket thuc)", back(1)),
    (rf"(?:the )?(?:last|latest|most recent)(?: full| complete| completed| whole)? {_EN_UNIT}",
     back(1)),
    (rf"{_VI_UNIT} truoc nua", back(2)),
    (rf"(?:trong )?{_VI_UNIT} (?:nay|hien tai)", back(0)),
    (r"(?P<unit>nam) (?:ngoai|truoc)", back(1)),
    (r"(?P<unit>nam) kia", back(2)),
    (rf"(?:the )?(?:last|previous|past|prior) {_EN_UNIT}", back(1)),
    (rf"(?:the )?{_EN_UNIT} before last", back(2)),
    (rf"(?:this|the current|current) {_EN_UNIT}", back(0)),
    (r"(?:cuoi tuan (?:truoc|qua|vua qua|roi|vua roi))|(?:the )?(?:last|past|previous) weekend",
     weekend),
    (rf"(?:(?:ke |tinh )?tu )?dau (?P<unit>nam|qui|thang|tuan) (?:den|toi) {_NOW}", unit_to_date),
    (r"(?:tu|ke tu|tinh tu) dau (?P<unit>nam|qui|thang|tuan)(?: nay)?", unit_to_date),
    (r"luy ke(?: tu dau nam)?(?: den (?:nay|hien tai|hom nay))?(?: nam nay)?", year_to_date),
    (r"cong don(?: tu dau nam)?(?: den (?:nay|hien tai|hom nay))?(?: nam nay)?", year_to_date),
    (r"(?:ytd|year to date) (?P<y>20\d\d)", year_to_date),
    (r"so far in (?P<y>20\d\d)|(?P<y2>20\d\d) (?:to date|so far)", this_year),
    (r"luy ke ca nam|ca nam(?: nay)?", year_to_date),
    (rf"trong nam(?! (?:nay|ngoai|kia|hoc|20|{_LAST_WORD}|gan|ngay|tuan|thang|qui|nam|gio))",
     year_to_date),
    (r"ytd|(?:the )?year to date|so far this year|this year so far|this year to date",
     year_to_date),
    (r"since (?:the )?(?:start|beginning) of (?:the|this) (?P<unit>year|quarter|month|week)",
     unit_to_date),
    (r"(?:(?:the )?(?P<unit>month|quarter|week) to date|so far this (?P<unit2>month))",
     unit_to_date),
    (r"mtd", lambda _, today: Span(current(Grain.MONTH, today).first, today)),
    (r"qtd", lambda _, today: Span(current(Grain.QUARTER, today).first, today)),
    (rf"(?:trong )?(?:vong )?{_N} (?P<unit>ngay|hom|tuan) {_RECENT}", last_days),
    (rf"trong vong {_N} (?P<unit>ngay|tuan)", last_days),
    (rf"(?:the )?{_PAST} {_N} (?P<unit>day|week)s", last_days),
    (r"(?:giai doan |nam )?(?P<a>20\d\d)-(?P<b>20\d\d)", years),
    (r"nam (?P<y>(?:19|20)\d\d)|(?:year )?(?P<y2>(?:19|20)\d\d)",
     lambda match, _: part(Grain.YEAR, int(match["y"] or match["y2"]))),
    (rf"(?:(?:dip|ki nghi|nghi|ngay|tuan) )*tet(?: nguyen dan| am lich)?(?:{_YEAR})?{_LATER}",
     lunar),
    (rf"(?:the )?(?:tet|lunar new year)(?: holidays?)?(?:{_YEAR})?", lunar),
)  # fmt: skip
_COMPILED = tuple((re.compile(rf"(?:{pattern})(?= |$)"), make) for pattern, make in _TABLE)

#: In front of a time, saying that all of it is meant.
_WHOLE = re.compile(
    r"(?:trong )?(?:toan bo|ca|tron|suot)(?= (?:nam (?:20|ngoai|truoc)|qui|thang|tuan) ?) |"
    r"(?:the )?(?:whole|entire|full|calendar)(?: of)? |(?:all )?(?:of |the )?year (?=20)"
)


def phrases_at(text: str, today: dt.date) -> Iterator[tuple[int, Time]]:
    """Every reading of the beginning of `text` as a time: where it ends, and what it says."""
    whole = _WHOLE.match(text)
    for begin in {0, whole.end() if whole else 0}:
        for pattern, make in _COMPILED:
            match = pattern.match(text, begin)
            if match and (time := _made(make, match, today)):
                yield match.end(), time


def _made(make: Maker, match: re.Match[str], today: dt.date) -> Time | None:
    try:
        time = make(match, today)
        if isinstance(time, Moment):
            time.span(time.year or 2024)
    except ValueError:
        return None
    return time
