"""Dates of any data set in finer levels than a hospital's: for records copied by hand or old."""

from __future__ import annotations

import calendar
import re
from functools import lru_cache

from rapidfuzz.distance import OSA, Hamming

from mpi.compare.levels import Alike, Holds, Row, ValueKind, otherwise
from mpi.dates import PartialDate

_PARTS = re.compile(r"\d+")
_MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if number}
_WORD = re.compile(r"[A-Za-z]{3,}")
_FIRST_YEAR = 1500


@lru_cache(maxsize=65536)
def read_date(text: str) -> PartialDate | None:
    """Read ISO, `yyyymmdd`, `d/m/yyyy` (month first where only that is possible), `yyyy`.

    None for what is no date. Zeros are unknown parts; a time of day is left out.

    >>> read_date("4/7/1985").iso, read_date("1985").iso, read_date("7/28/1985").iso
    ('1985-07-04', '1985', '1985-07-28')
    """
    numbers = _numbers(text.split("T", maxsplit=1)[0])
    orders = ((0, 1, 2), (0, 2, 1)) if numbers and numbers[0] >= _FIRST_YEAR else _YEAR_LAST
    return next((d for order in orders if (d := _in_order(numbers, order))), None)


_YEAR_LAST = ((2, 1, 0), (2, 0, 1))


def _numbers(text: str) -> list[int]:
    word = _WORD.search(text)
    month = _MONTHS.get(word[0][:3].title()) if word else None
    digits = _PARTS.findall(text.split(" ", maxsplit=1)[0] if month is None else text)
    if month is not None and len(digits) == 2:
        return [*sorted([int(digits[0]), int(digits[1])])[:1], month, max(map(int, digits))]
    if len(digits) == 1 and len(digits[0]) in {6, 8, 12, 14}:
        whole = digits[0]
        return [int(whole[:4]), int(whole[4:6]), int(whole[6:8] or 0)]
    return [int(part) for part in digits[:3]]


def _in_order(numbers: list[int], order: tuple[int, int, int]) -> PartialDate | None:
    given = ([*numbers, 0, 0])[:3] if numbers and numbers[0] >= _FIRST_YEAR else numbers
    if len(given) != 3:
        return None
    try:
        return PartialDate(*(given[place] for place in order))
    except ValueError:
        return None


def digits(date: PartialDate) -> str:
    """Give yyyymmdd, zeros where unknown."""
    return f"{date.year:04}{date.month:02}{date.day:02}"


def _exact(a: PartialDate, b: PartialDate) -> bool:
    return not (a.vague or b.vague)


def _same(a: PartialDate, b: PartialDate) -> bool:
    return a == b and _exact(a, b)


def _same_year(a: PartialDate, b: PartialDate) -> bool:
    months = 0 in {a.month, b.month} or a.month == b.month or a.defaulted or b.defaulted
    return a.year == b.year and not _exact(a, b) and months


def _swapped(a: PartialDate, b: PartialDate) -> bool:
    return _exact(a, b) and (a.year, a.month, a.day) == (b.year, b.day, b.month)


def _near_vague(a: PartialDate, b: PartialDate) -> bool:
    return not _exact(a, b) and abs(a.year - b.year) <= 1


def _two_parts(a: PartialDate, b: PartialDate) -> bool:
    equal = ((a.year == b.year), (a.month == b.month), (a.day == b.day))
    return _exact(a, b) and sum(equal) == 2


def _near(a: PartialDate, b: PartialDate) -> bool:
    return abs(a.year - b.year) <= 1


def _ten(a: PartialDate, b: PartialDate) -> bool:
    return abs(a.year - b.year) <= 10


def _value(date: PartialDate) -> str:
    if date.vague:
        return ""
    low, high = sorted((date.month, date.day))
    return f"{date.year:04}{low:02}{high:02}"


DATE = ValueKind(
    lambda values: read_date(values[0]),
    (
        Row("same", Holds(_same), 0.8, rare=True),
        Row("same year, rest unknown or defaulted", Holds(_same_year), 0.05, rare=True),
        Row("day and month swapped", Holds(_swapped), 0.01),
        Row("one year or less apart, vague", Holds(_near_vague), 0.01),
        Row("one digit", Alike(OSA.distance, most=1, text=digits), 0.04),
        Row("two parts agree", Holds(_two_parts), 0.03),
        Row("two digits", Alike(Hamming.distance, most=2, text=digits), 0.02),
        Row("about the same year", Holds(_near), 0.02),
        Row("ten years or less apart", Holds(_ten), 0.01),
        otherwise(start=0.01),
    ),
    {
        "value": _value,
        "month": lambda d: "" if d.vague else digits(d)[:6],
        "day of year": lambda d: "" if d.vague else digits(d)[4:],
        "year": lambda d: digits(d)[:4],
    },
    lambda date: date.iso if not date.vague else f"{date.year}",
)


def read_year(values: tuple[str, ...]) -> PartialDate | None:
    """Read the year of a date or of a number of four digits."""
    date = read_date(values[0])
    return PartialDate(date.year) if date else None


YEAR = ValueKind(
    read_year,
    (
        Row("same", Holds(lambda a, b: a == b), 0.75, rare=True),
        Row("one year apart", Holds(_near), 0.1),
        Row("two years apart", Holds(lambda a, b: abs(a.year - b.year) <= 2), 0.05),
        Row("one digit", Alike(OSA.distance, most=1, text=digits), 0.03),
        Row("ten years or less apart", Holds(_ten), 0.04),
        otherwise(start=0.03),
    ),
    {"value": lambda d: digits(d)[:4]},
    lambda date: f"{date.year}",
)
