"""What members of time, and what no fact names, are called in a sentence or a picture."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from importlib import resources

import orjson

from ai.answering.numbers import Language
from ai.answering.wording import day_words
from ai.catalogue import Words
from ai.choosing import UNKNOWN
from mpi.typed_json import decode

_ROMAN = ("I", "II", "III", "IV")
_DAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def member_words(dimension: str, member: str, language: Language) -> str | None:
    """Give the words of a member; None for one that has a name of its own.

    >>> member_words("month", "2026-03", Language.VI), member_words("week", "2026-W32", Language.EN)
    ('tháng 3/2026', 'week 32/2026')
    """
    vietnamese = language is Language.VI
    if member == UNKNOWN:
        return "không rõ" if vietnamese else "unknown"
    if dimension == "icd_chapter" and member in chapters():
        words = chapters()[member]
        return f"chương {member}, {words.vi}" if vietnamese else f"chapter {member}, {words.en}"
    say = _TIMES.get(dimension)
    return say(member)[0 if vietnamese else 1] if say else None


@functools.cache
def chapters() -> Mapping[str, Words]:
    """Give the chapters of ICD-10 by number, in words (QĐ 4469/QĐ-BYT 2020, WHO 2019)."""
    raw = resources.files(__package__).joinpath("chapters.json").read_bytes()
    return decode(dict[str, Words], orjson.loads(raw), "chapters")


def _month(member: str) -> tuple[str, str]:
    year, month = member.split("-")
    return f"tháng {int(month)}/{year}", f"{_MONTHS_EN[int(month) - 1]} {year}"


def _week(member: str) -> tuple[str, str]:
    year, week = member.split("-W")
    return f"tuần {int(week)}/{year}", f"week {int(week)}/{year}"


def _quarter(member: str) -> tuple[str, str]:
    year, quarter = member.split("-Q")
    return f"quý {_ROMAN[int(quarter) - 1]}/{year}", f"Q{quarter} {year}"


_TIMES: Mapping[str, Callable[[str], tuple[str, str]]] = {
    "day": lambda member: (day_words(member),) * 2,
    "week": _week,
    "month": _month,
    "quarter": _quarter,
    "year": lambda member: (f"năm {member}", member),
    "weekday": lambda member: (_DAYS_VI[int(member) - 1], _DAYS_EN[int(member) - 1]),
}
