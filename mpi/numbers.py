"""Numbers that name a person: CCCD, CMND, passport, health-insurance card. None has a check digit.

A number is judged by its structure alone; whether it is its bearer's is for the comparison to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from mpi.identity import Sex
from mpi.provinces import BIRTH_PROVINCES

_SEPARATORS = re.compile(r"[\s.\-_/]+")
_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,8}")
_CARD = re.compile(r"(?:[A-Z]{2}[1-5]\d{2})?(\d{10})")
_TEMPORARY = re.compile(r"[A-Z]{2}[1-5](\d{2}KT\d{8})")
#: The century of which the first two digits of sex and century in a CCCD speak.
FIRST_CENTURY = 1900


class NumberKind(StrEnum):
    """What SO_CCCD may hold (QĐ 4750 table 1)."""

    CCCD = "cccd"
    CMND = "cmnd"
    PASSPORT = "passport"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A number with what its digits say; `sex` and `birth_year` are only known of a CCCD.

    `valid` says that the structure is possible; a mistyped serial cannot be seen from it.
    """

    text: str
    kind: NumberKind
    valid: bool
    sex: Sex = Sex.UNKNOWN
    birth_year: int = 0


def personal_number(text: str) -> PersonalNumber | None:
    """Read CCCD (12 digits), CMND (9) or passport; None when empty or filled with one digit.

    CCCD: province of birth registration (3), century and sex (1; 0 is a man of the 1900s, 1 a
    woman, 2 and 3 of the 2000s ...), year (2), serial (6): Circular 59/2021/TT-BCA, article 3.

    >>> personal_number("001 185 012345").birth_year
    1985
    """
    plain = _SEPARATORS.sub("", text).upper()
    if len(set(plain)) <= 1:
        return None
    if plain.isascii() and plain.isdigit():
        return _digits(plain)
    kind = NumberKind.PASSPORT if _PASSPORT.fullmatch(plain) else NumberKind.OTHER
    return PersonalNumber(plain, kind, kind is NumberKind.PASSPORT)


def _digits(plain: str) -> PersonalNumber:
    if len(plain) == 12:
        return _cccd(plain)
    if len(plain) == 9:
        return PersonalNumber(plain, NumberKind.CMND, valid=True)
    return PersonalNumber(plain, NumberKind.OTHER, valid=False)


def _cccd(plain: str) -> PersonalNumber:
    century, woman = divmod(int(plain[3]), 2)
    year = FIRST_CENTURY + 100 * century + int(plain[4:6])
    sex = Sex.FEMALE if woman else Sex.MALE
    valid = plain[:3] in BIRTH_PROVINCES and year < FIRST_CENTURY + 200
    return PersonalNumber(plain, NumberKind.CCCD, valid, sex, year)


def insurance_number(text: str) -> str:
    """Take the ten digits of the social-insurance (BHXH) number that a card carries, or empty.

    The five characters before them change with job and age (QĐ 1351/2015/QĐ-BHXH); the ten are
    kept for life, and cards since QĐ 1666/2020 may show them alone.

    >>> insurance_number("GD4 01 0123456789")
    '0123456789'
    """
    found = _CARD.fullmatch(_SEPARATORS.sub("", text).upper())
    if found is None or len(set(found[1])) == 1:
        return ""
    return found[1]


def temporary_card(text: str) -> str:
    """Take province and serial of a newborn's temporary card (MA_THE_TAM), or nothing.

    Such a card has no lifelong number; a real one with another number follows.

    >>> temporary_card("TE101KT00000012")
    '01KT00000012'
    """
    found = _TEMPORARY.fullmatch(_SEPARATORS.sub("", text).upper())
    return found[1] if found else ""
