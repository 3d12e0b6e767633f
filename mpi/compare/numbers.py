"""What a pair of personal or insurance numbers says. Agreement is strong but is not proof."""

from __future__ import annotations

from enum import StrEnum

from rapidfuzz.distance import OSA

from mpi.numbers import NumberKind, PersonalNumber
from mpi.profile import Profile


class NumberLevel(StrEnum):
    """Levels of two personal numbers, best first.

    `SAME_UNFIT` is the same text, but of no possible structure or contradicting the sex or birth
    year stated beside it. `DIFFERENT` is kept for two valid CCCDs that fit their bearers.
    """

    SAME = "same"
    SAME_UNFIT = "same, but not fitting"
    ONE_DIGIT = "one digit apart"
    DIFFERENT_UNSURE = "different, not both certain"
    DIFFERENT = "different, both valid"


class InsuranceLevel(StrEnum):
    """Levels of the ten lifelong digits of insurance numbers, best first."""

    SAME = "same"
    ONE_DIGIT = "one digit apart"
    DIFFERENT = "different"


def compare_numbers(a: Profile, b: Profile) -> NumberLevel | None:
    """Compare two profiles' personal numbers; None when a kind is missing or kinds cannot meet.

    A CMND and a CCCD of one person have no digits in common, so such a pair says nothing. A number
    a generation off its bearer is a parent's: that it differs from the own number says nothing.
    """
    if a.number is None or b.number is None:
        return None
    if a.number.text == b.number.text:
        sure = a.number.valid and a.number_fits and b.number_fits
        return NumberLevel.SAME if sure else NumberLevel.SAME_UNFIT
    if a.number_foreign or b.number_foreign:
        return None
    return _apart(a.number, b.number, fitting=a.number_fits and b.number_fits)


def _apart(a: PersonalNumber, b: PersonalNumber, *, fitting: bool) -> NumberLevel | None:
    if _one_digit(a.text, b.text):
        return NumberLevel.ONE_DIGIT
    if a.kind is not b.kind:
        return None
    sure = a.kind is NumberKind.CCCD and a.valid and b.valid and fitting
    return NumberLevel.DIFFERENT if sure else NumberLevel.DIFFERENT_UNSURE


def compare_insurance(a: Profile, b: Profile) -> InsuranceLevel | None:
    """Compare the last ten digits of any card of each; None when either has no card.

    Temporary cards of newborns compare among themselves: a real card always differs from them.
    """
    if not a.temporary.isdisjoint(b.temporary):
        return InsuranceLevel.SAME
    if a.insurance and b.insurance:
        return _insurance_level(a.insurance, b.insurance)
    if a.temporary and b.temporary:
        return _insurance_level(a.temporary, b.temporary)
    return None


def _insurance_level(a: frozenset[str], b: frozenset[str]) -> InsuranceLevel:
    if a & b:
        return InsuranceLevel.SAME
    near = any(_one_digit(x, y) for x in a for y in b)
    return InsuranceLevel.ONE_DIGIT if near else InsuranceLevel.DIFFERENT


def _one_digit(a: str, b: str) -> bool:
    """One character wrong, missing or extra, or two neighbours exchanged."""
    return OSA.distance(a, b, score_cutoff=1) <= 1
