"""What time and rank of birth say: they tell the children of one birth apart."""

from __future__ import annotations

from enum import StrEnum

from mpi.profile import Profile

#: Minutes between the births of twins: nearly always less than an hour.
_TWIN_MINUTES = 60
_DAY_MINUTES = 24 * 60


class BirthLevel(StrEnum):
    """Levels of two births on one day, best first."""

    SAME_TIME = "same time"
    OTHER_CHILD = "other child of one birth"
    CLOSE = "within the hour"
    OTHER_TIME = "other time"


class SingleLevel(StrEnum):
    """What the number of children of one birth says of two born on one day."""

    ONLY_CHILD = "only child of the birth"


def compare_single_births(a: Profile, b: Profile) -> SingleLevel | None:
    """Say that a twin is ruled out: one of two born on the same complete date was born alone."""
    if a.birth_date is None or a.birth_date != b.birth_date or a.birth_date.vague:
        return None
    return SingleLevel.ONLY_CHILD if 1 in {a.births, b.births} else None


def compare_births(a: Profile, b: Profile) -> BirthLevel | None:
    """Compare time and rank of two births on the same complete date; None otherwise."""
    if a.birth_date is None or a.birth_date != b.birth_date or a.birth_date.vague:
        return None
    if a.birth_order and b.birth_order and a.birth_order != b.birth_order:
        return BirthLevel.OTHER_CHILD
    if not (a.birth_time and b.birth_time):
        return None
    return _by_minutes(abs(_minutes(a.birth_time) - _minutes(b.birth_time)))


def _by_minutes(apart: int) -> BirthLevel:
    apart = min(apart, _DAY_MINUTES - apart)
    if apart == 0:
        return BirthLevel.SAME_TIME
    return BirthLevel.CLOSE if apart <= _TWIN_MINUTES else BirthLevel.OTHER_TIME


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[2:4])
