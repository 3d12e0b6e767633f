"""What a pair of sexes says."""

from __future__ import annotations

from enum import StrEnum

from mpi.identity import Sex
from mpi.profile import Profile


class SexLevel(StrEnum):
    """Comparison levels, best first."""

    SAME = "same"
    DIFFERENT = "different"


def compare_sexes(a: Profile, b: Profile) -> SexLevel | None:
    """Compare two profiles' sexes; None when either is unknown (GIOI_TINH 3)."""
    if Sex.UNKNOWN in {a.sex, b.sex}:
        return None
    return SexLevel.SAME if a.sex is b.sex else SexLevel.DIFFERENT
