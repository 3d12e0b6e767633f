"""Dates of any data set in finer levels than a hospital's: for records copied by hand or old."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA, Hamming

from mpi.compare.levels import Alike, Row, ValueKind, otherwise
from mpi.compare.sieves import Counted
from mpi.dates import PartialDate
from mpi.names import fold

_PARTS = re.compile(r"\d+")
#: How months begin in registers of Europe and America, by month, without marks.
_BEGINNINGS = (
    "jan gen ene", "feb fev", "mar maa mrz", "apr abr avr", "may mai maj mei mag", "jun juin giu",
    "jul juil lug", "aug aou ago", "sep set", "oct okt out ott", "nov", "dec dez dic des dek",
)  # fmt: skip
_MONTHS = {name: n for n, names in enumerate(_BEGINNINGS, start=1) for name in names.split()}
#: Words that begin like a month and are a day of the week.
_TUESDAYS = frozenset({"mardi", "martes", "martedi", "marti"})
_WORD = re.compile(r"[^\W\d_]{3,}")
#: A day and a year with a word between them that is no month of ours: only the year is known.
_OTHER_MONTH = re.compile(
    r"\D*\d{1,2}\D*?(?<![^\W\d_])(?!n[aă]m\b)[^\W\d_]{3,}\D*\d{4}\D*", re.IGNORECASE
)
_TIME = re.compile(r"(?<=\d)[T ]\d{1,2}:.*")
#: A number from here on is a year; one of two digits is of this century below 30, else of the last.
_FIRST_YEAR, _OF_LAST_CENTURY = 1000, 30


@lru_cache(maxsize=65536)
def read_date(text: str) -> PartialDate | None:
    """Read ISO, `yyyymmdd`, `d/m/yyyy` (month first where only that is possible), `yyyy`.

    None for what is no date. Zeros are unknown parts; a time of day is left out, and so is what
    else stands beside the numbers ("about 1850").

    >>> read_date("4/7/1985").iso, read_date("1685").iso, read_date("7/28/85").iso
    ('1985-07-04', '1685', '1985-07-28')
    """
    numbers = _numbers(_TIME.sub("", text))
    return next((d for order in _orders(numbers) if (d := _in_order(numbers, order))), None)


def _orders(numbers: list[int]) -> tuple[tuple[int, ...], ...]:
    """Places of year, month and day, the likelier first."""
    if numbers and numbers[0] >= _FIRST_YEAR:
        return (0, 1, 2), (0, 2, 1)
    return ((1, 0),) if len(numbers) == 2 else ((2, 1, 0), (2, 0, 1))


def _numbers(text: str) -> list[int]:
    digits = _PARTS.findall(text)
    month = _month(text)
    if month:
        return _about_month(month, [int(part) for part in digits])
    if _OTHER_MONTH.fullmatch(text):
        return [int(digits[-1])]
    if len(digits) == 1 and len(digits[0]) in {6, 8, 12, 14}:
        whole = digits[0]
        return [int(whole[:4]), int(whole[4:6]), int(whole[6:8] or 0)]
    return [int(part) for part in digits[:3]]


def _month(text: str) -> int:
    """Give the month that a word of a text begins like, 0 for none."""
    words = (fold(word) for word in _WORD.findall(text))
    known = (w for w in words if w not in _TUESDAYS)
    return next((_MONTHS[w[:n]] for w in known for n in (4, 3) if w[:n] in _MONTHS), 0)


def _about_month(month: int, others: list[int]) -> list[int]:
    """Put a month that was a word between the day and the year."""
    return [min(others), month, max(others)] if len(others) == 2 else [*others[-1:], month]


def _in_order(numbers: list[int], order: tuple[int, ...]) -> PartialDate | None:
    given = ([*numbers, 0, 0])[:3] if numbers and numbers[0] >= _FIRST_YEAR else numbers
    if len(given) != len(order):
        return None
    year, *rest = (given[place] for place in order)
    try:
        return PartialDate(_whole(year, rest), *rest)
    except ValueError:
        return None


def _whole(year: int, rest: list[int]) -> int:
    """Give the century of a year of two digits, where month and day are said."""
    return year if len(rest) < 2 or 0 in rest else with_century(year)


def with_century(year: int) -> int:
    """Give a year of two digits its century; any other stays."""
    if year >= 100:
        return year
    return year + (1900 if year >= _OF_LAST_CENTURY else 2000)


def digits(date: PartialDate) -> str:
    """Give yyyymmdd, zeros where unknown."""
    return f"{date.year:04}{date.month:02}{date.day:02}"


def _numbers_of(date: PartialDate) -> tuple[int, ...]:
    """Year, month, day; whether it is vague; whether its month is unknown or looks defaulted."""
    return date.year, date.month, date.day, date.vague, date.month == 0 or date.defaulted


def _exact(a: Any, b: Any) -> Any:
    return (a[3] | b[3]) == 0


def _same(a: Any, b: Any) -> Any:
    return _exact(a, b) & (a[0] == b[0]) & (a[1] == b[1]) & (a[2] == b[2])


def _same_year(a: Any, b: Any) -> Any:
    months = (a[1] == b[1]) | ((a[4] | b[4]) > 0)
    return (a[0] == b[0]) & ((a[3] | b[3]) > 0) & months


def _swapped(a: Any, b: Any) -> Any:
    return _exact(a, b) & (a[0] == b[0]) & (a[1] == b[2]) & (a[2] == b[1])


def _near_vague(a: Any, b: Any) -> Any:
    return ((a[3] | b[3]) > 0) & _near(a, b)


def _two_parts(a: Any, b: Any) -> Any:
    year, month, day = (a[0] == b[0]), (a[1] == b[1]), (a[2] == b[2])
    either = (year & month) | (year & day) | (month & day)
    return _exact(a, b) & either & ((year & month & day) == 0)


def _near(a: Any, b: Any) -> Any:
    return abs(a[0] - b[0]) <= 1


def _ten(a: Any, b: Any) -> Any:
    return abs(a[0] - b[0]) <= 10


def _counted(test: Callable[[Any, Any], Any]) -> Counted:
    return Counted(_numbers_of, test)


def _value(date: PartialDate) -> str:
    if date.vague:
        return ""
    low, high = sorted((date.month, date.day))
    return f"{date.year:04}{low:02}{high:02}"


DATE = ValueKind(
    lambda values: read_date(values[0]),
    (
        Row("same", _counted(_same), 0.8, rare=True),
        Row("same year, rest unknown or defaulted", _counted(_same_year), 0.05, rare=True),
        Row("day and month swapped", _counted(_swapped), 0.01),
        Row("one year or less apart, vague", _counted(_near_vague), 0.01),
        Row("one digit", Alike(OSA.distance, most=1, text=digits), 0.04),
        Row("two parts agree", _counted(_two_parts), 0.03),
        Row("two digits", Alike(Hamming.distance, most=2, text=digits), 0.02),
        Row("about the same year", _counted(_near), 0.02),
        Row("ten years or less apart", _counted(_ten), 0.01),
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
        Row("same", _counted(lambda a, b: a[0] == b[0]), 0.75, rare=True),
        Row("one year apart", _counted(_near), 0.1),
        Row("two years apart", _counted(lambda a, b: abs(a[0] - b[0]) <= 2), 0.05),
        Row("one digit", Alike(OSA.distance, most=1, text=digits), 0.03),
        Row("ten years or less apart", _counted(_ten), 0.04),
        otherwise(start=0.03),
    ),
    {"value": lambda d: digits(d)[:4]},
    lambda date: f"{date.year}",
)
