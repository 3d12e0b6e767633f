"""Numbers: what their digits say, when they are none, and what a pair of them says."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpi.compare.numbers import (
    InsuranceLevel,
    NumberLevel,
    compare_insurance,
    compare_numbers,
)
from mpi.dates import PartialDate
from mpi.identity import Identity, Sex
from mpi.numbers import NumberKind, insurance_number, personal_number
from mpi.profile import profile
from mpi.provinces import BIRTH_PROVINCES
from tests.mpi.citizens import ADULT


@pytest.mark.parametrize(
    ("text", "kind", "valid", "sex", "year"),
    [
        ("001085012345", NumberKind.CCCD, True, Sex.MALE, 1985),
        ("001 185 012 345", NumberKind.CCCD, True, Sex.FEMALE, 1985),
        ("079224000123", NumberKind.CCCD, True, Sex.MALE, 2024),
        ("034310000123", NumberKind.CCCD, True, Sex.FEMALE, 2010),
        ("003085012345", NumberKind.CCCD, False, Sex.MALE, 1985),
        ("001985012345", NumberKind.CCCD, False, Sex.FEMALE, 2385),
        ("012345678", NumberKind.CMND, True, Sex.UNKNOWN, 0),
        ("B1234567", NumberKind.PASSPORT, True, Sex.UNKNOWN, 0),
        ("nguyenvana@vneid", NumberKind.OTHER, False, Sex.UNKNOWN, 0),
        ("12345", NumberKind.OTHER, False, Sex.UNKNOWN, 0),
    ],
)
def test_reading(text: str, kind: NumberKind, *, valid: bool, sex: Sex, year: int) -> None:
    """The structure says kind, sex and birth year; there is no check digit to say more."""
    number = personal_number(text)
    assert number is not None
    assert (number.kind, number.valid, number.sex, number.birth_year) == (kind, valid, sex, year)


@pytest.mark.parametrize("text", ["", " ", "000000000000", "999999999"])
def test_no_number(text: str) -> None:
    """Empty, or one digit all along, is what senders put for no number."""
    assert personal_number(text) is None


@pytest.mark.parametrize(
    ("card", "number"),
    [
        ("GD4010123456789", "0123456789"),
        ("gd4-01-0123456789", "0123456789"),
        ("TE1 01 0123456789", "0123456789"),
        ("0123456789", "0123456789"),
        ("0000000000", ""),
        ("GD9010123456789", ""),
        ("GD401012345678", ""),
        ("", ""),
    ],
)
def test_lifelong_digits_of_a_card(card: str, number: str) -> None:
    """The last ten digits stay for life; a card of no possible form gives nothing."""
    assert insurance_number(card) == number


@given(st.text("0123456789ABC .-", max_size=20))
def test_reading_twice_is_reading_once(text: str) -> None:
    """A number that was read reads as itself."""
    number = personal_number(text)
    assert number is None or personal_number(number.text) == number
    assert insurance_number(insurance_number(text)) == insurance_number(text)


@pytest.mark.parametrize(
    ("other", "level"),
    [
        ("001085012345", NumberLevel.SAME),
        ("001085012346", NumberLevel.ONE_DIGIT),
        ("001085012354", NumberLevel.ONE_DIGIT),
        ("00108501234", NumberLevel.ONE_DIGIT),
        ("034085999888", NumberLevel.DIFFERENT),
        ("034185999888", NumberLevel.DIFFERENT_UNSURE),
        ("003085999888", NumberLevel.DIFFERENT_UNSURE),
        ("034055999888", None),
        ("012345678", None),
        ("", None),
    ],
)
def test_level_of_two_personal_numbers(other: str, level: NumberLevel | None) -> None:
    """Only two valid numbers that fit their bearers contradict; a parent's or a CMND does not."""
    left, right = profile(ADULT), profile(replace(ADULT, personal_number=other))
    assert compare_numbers(left, right) is compare_numbers(right, left) is level


def test_the_same_number_that_fits_nobody_is_weak() -> None:
    """A number whose sex and year are another's is agreed on less strongly."""
    child = replace(ADULT, birth_date=PartialDate(2015, 3, 1))
    assert profile(child).number_foreign
    assert compare_numbers(profile(child), profile(ADULT)) is NumberLevel.SAME_UNFIT


def test_two_old_numbers_that_differ() -> None:
    """Two CMND of one person may differ: they were given by province."""
    left, right = Identity(personal_number="012345678"), Identity(personal_number="145678901")
    assert compare_numbers(profile(left), profile(right)) is NumberLevel.DIFFERENT_UNSURE


@pytest.mark.parametrize(
    ("cards", "level"),
    [
        (("HC4010123456789",), InsuranceLevel.SAME),
        (("TE1011111111112", "0123456789"), InsuranceLevel.SAME),
        (("0123456780",), InsuranceLevel.ONE_DIGIT),
        (("9988776655",), InsuranceLevel.DIFFERENT),
        ((), None),
    ],
)
def test_level_of_two_insurance_numbers(
    cards: tuple[str, ...], level: InsuranceLevel | None
) -> None:
    """A changed card prefix is the same number, and any of several cards may agree."""
    other = replace(ADULT, insurance_numbers=cards)
    assert compare_insurance(profile(ADULT), profile(other)) is level
    assert compare_insurance(profile(other), profile(ADULT)) is level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("TE101KT00000012", "te1 01 KT00000012", InsuranceLevel.SAME),
        ("TE101KT00000012", "TE101KT00000013", InsuranceLevel.ONE_DIGIT),
        ("TE101KT00000012", "TE101KT00000977", InsuranceLevel.DIFFERENT),
        ("TE101KT00000012", "TE1010123456789", None),
    ],
)
def test_level_of_two_temporary_cards(one: str, other: str, level: InsuranceLevel | None) -> None:
    """A newborn's temporary card agrees with itself; against the real card it says nothing."""
    left, right = (profile(Identity(insurance_numbers=(card,))) for card in (one, other))
    assert compare_insurance(left, right) is compare_insurance(right, left) is level


@pytest.mark.shared
def test_every_province_of_the_register_is_known(shared: Path) -> None:
    """The project's own table has exactly the codes of the collected list."""
    rows = (shared / "domain/cccd_province_codes_63.tsv").read_text("utf-8").splitlines()[1:]
    assert dict(row.split("\t")[:2] for row in rows) == BIRTH_PROVINCES
