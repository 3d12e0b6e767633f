"""What members of time, and what no fact names, are called in a sentence or a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ai.answering.numbers import Language
from ai.answering.wording import day_words
from ai.choosing import UNKNOWN

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
    say = _TIMES.get(dimension)
    return say(member)[0 if vietnamese else 1] if say else None


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
