"""What a rule may call. Each is pure; of an unknown value it says so instead of guessing."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from typing import Any

from graph.model import HANOI
from graph.wordings import english
from ingest.codes.icd_lists import IcdLists, lists_of, may_be_main
from ingest.qd130.checks import codes
from ingest.quality.expressions import Unknown
from ingest.reference.provinces import provinces
from ingest.reference.wards import present as present_wards
from mpi.dates import PartialDate
from mpi.identity import Sex
from mpi.numbers import NumberKind, insurance_number, personal_number
from mpi.phones import phone

#: Dengue before it became A97, in QĐ 4469/QĐ-BYT 2020 still.
_FORMER = frozenset({"A90", "A91"})
#: By the name under which an expression calls them.
Functions = Mapping[str, Callable[..., Any]]

_DIGIT = re.compile(r"\d")


def present(value: object) -> bool:
    """Tell whether something was said: a text that is not empty, a list with an item, a value."""
    return bool(value) or (value is not None and value != "" and not hasattr(value, "__len__"))


@functools.cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


def matches(text: str, pattern: str) -> bool:
    """Tell whether the whole text has a form (a regular expression, ASCII)."""
    return _pattern(pattern).fullmatch(text) is not None


def listed(text: str, name: str) -> bool:
    """Tell whether a code is in a list of `codes.tsv`. Raises KeyError for an unknown list."""
    return text in codes()[name]


def day(at: dt.datetime | dt.date | None) -> dt.date:
    """The day in Hanoi of an instant."""
    if at is None:
        raise Unknown
    return at.astimezone(HANOI).date() if isinstance(at, dt.datetime) else at


def days_between(first: dt.datetime | dt.date | None, last: dt.datetime | dt.date | None) -> int:
    """Days from the day of one instant to that of another; negative when the second is earlier."""
    return (day(last) - day(first)).days


def minutes_between(first: dt.datetime | None, last: dt.datetime | None) -> float:
    """Minutes from one instant to another."""
    if first is None or last is None:
        raise Unknown
    return (last - first).total_seconds() / 60


def age(born: PartialDate | None, at: dt.datetime | dt.date | None) -> int:
    """Whole years of life, at least: a date without month or day counts as the last of its year."""
    if born is None:
        raise Unknown
    on = day(at)
    had = (on.month, on.day) >= (born.month or 12, born.day or 31)
    return on.year - born.year - (0 if had else 1)


def number_kind(text: str) -> str:
    """What a personal number is by its form: cccd, cmnd, passport, other; empty when none."""
    number = personal_number(text)
    return number.kind.value if number else ""


def number_fits_sex(text: str, sex: Sex) -> bool:
    """Tell whether a CCCD says the sex that the record says (TT 59/2021/TT-BCA art. 3)."""
    number = personal_number(text)
    if number is None or number.kind is not NumberKind.CCCD or sex is Sex.UNKNOWN:
        raise Unknown
    return number.sex is sex


def number_fits_year(text: str, born: PartialDate | None) -> bool:
    """Tell whether a CCCD says the birth year that the record says."""
    number = personal_number(text)
    if number is None or number.kind is not NumberKind.CCCD or born is None:
        raise Unknown
    return number.birth_year == born.year


def province_known(text: str) -> bool:
    """Tell whether a CCCD begins with one of the 63 codes of birth provinces."""
    if number_kind(text) != "cccd":
        raise Unknown
    return text[:3] in provinces()


def card_readable(text: str) -> bool:
    """Tell whether the last ten digits of an insurance card, which stay for life, can be read."""
    return bool(insurance_number(text))


def phone_readable(text: str) -> bool:
    """Tell whether a phone number can be dialled."""
    return bool(phone(text))


def icd_known(code: str) -> bool:
    """Tell whether ICD-10 (WHO 2019) has the category of a code; A90 and A91 are still taken."""
    return code[:3] in _FORMER or bool(english(code[:3]))


def icd_current(lists: IcdLists, code: str, *days: dt.datetime | dt.date | None) -> bool:
    """Tell whether a code stands in the list of ICD-10 of the first day that is known."""
    on = next((day(each) for each in days if each is not None), None)
    known = lists.has(code, on) if on else None
    if known is None:
        raise Unknown
    return known


def facility_form(code: str) -> bool:
    """Tell whether a facility code has five capitals or digits (MA_CSKCB)."""
    return matches(code, "[0-9A-Z]{5}")


def ward_present(code: str) -> bool:
    """Tell whether a ward exists since 1 July 2025 (Resolution 1656/NQ-UBTVQH15)."""
    return code in present_wards()


def digits(text: str) -> int:
    """Count the digits of a text."""
    return len(_DIGIT.findall(text))


def distinct(values: list[object]) -> int:
    """Count different values."""
    return len(set(values))


def count(values: list[object]) -> int:
    """Count the values that hold."""
    return sum(1 for value in values if value)


#: By the name under which an expression calls it.
FUNCTIONS: Functions = {
    each.__name__: each
    for each in (
        present, matches, listed, day, days_between, minutes_between, age, number_kind,
        number_fits_sex, number_fits_year, province_known, card_readable, phone_readable,
        icd_known, may_be_main, facility_form, ward_present, digits, distinct, count,
    )
} | {"any": any, "all": all, "len": len, "sum": sum, "lower": str.lower, "abs": abs}  # fmt: skip


def functions_of(icd_list: str = "") -> Functions:
    """Give every function; `icd_list` is the path of a deployment's own list of ICD-10."""
    return {**FUNCTIONS, "icd_current": functools.partial(icd_current, lists_of(icd_list))}
