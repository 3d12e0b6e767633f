"""What a pair of birth dates says; a date of which only the year is sure can agree only in it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from mpi.dates import PartialDate
from mpi.profile import GENERATION_YEARS, Profile


class DateLevel(StrEnum):
    """Comparison levels, best first; the model file gives m and u for each."""

    SAME = "same"
    SAME_YEAR = "same year, rest unknown or defaulted"
    SWAPPED = "day and month swapped"
    ONE_DIGIT = "one digit apart"
    OTHER_YEAR = "same day, other year"
    GENERATION = "a generation apart"
    DIFFERENT = "different"


def compare_dates(a: Profile, b: Profile) -> DateLevel | None:
    """Compare two profiles' birth dates; None when either is unknown."""
    if a.birth_date is None or b.birth_date is None:
        return None
    return date_level(a.birth_date, b.birth_date)


@lru_cache(maxsize=262144)
def date_level(a: PartialDate, b: PartialDate) -> DateLevel:
    """Give the best level that holds for two birth dates."""
    return next(level for level, holds in _LEVELS if holds(a, b))


def _exact(a: PartialDate, b: PartialDate) -> bool:
    return not (a.vague or b.vague)


def _same_year(a: PartialDate, b: PartialDate) -> bool:
    months_agree = 0 in {a.month, b.month} or a.month == b.month or a.defaulted or b.defaulted
    return a.year == b.year and not _exact(a, b) and months_agree


def _swapped(a: PartialDate, b: PartialDate) -> bool:
    return _exact(a, b) and (a.year, a.month, a.day) == (b.year, b.day, b.month)


def _one_digit(a: PartialDate, b: PartialDate) -> bool:
    """One digit typed wrong or two neighbours exchanged; a vague date gives no digits to trust."""
    return _exact(a, b) and OSA.distance(_digits(a), _digits(b), score_cutoff=1) <= 1


def _digits(date: PartialDate) -> str:
    return f"{date.year:04}{date.month:02}{date.day:02}"


def _other_year(a: PartialDate, b: PartialDate) -> bool:
    near = abs(a.year - b.year) < GENERATION_YEARS
    return near and _exact(a, b) and (a.month, a.day) == (b.month, b.day)


_LEVELS: tuple[tuple[DateLevel, Callable[[PartialDate, PartialDate], bool]], ...] = (
    (DateLevel.SAME, lambda a, b: a == b and _exact(a, b)),
    (DateLevel.SAME_YEAR, _same_year),
    (DateLevel.SWAPPED, _swapped),
    (DateLevel.ONE_DIGIT, _one_digit),
    (DateLevel.OTHER_YEAR, _other_year),
    (DateLevel.GENERATION, lambda a, b: abs(a.year - b.year) >= GENERATION_YEARS),
    (DateLevel.DIFFERENT, lambda a, b: True),  # noqa: ARG005 - the row that always holds
)
