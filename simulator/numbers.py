"""Numbers that people carry, with the structure that the law gives them.

Personal number (Circular 59/2021/TT-BCA): province of birth registration, digit of century and
sex, two digits of the year, six of order; it has no check digit. Insurance: ten digits for life.
"""

from __future__ import annotations

import datetime as dt
import random

from simulator.tables import shares

_MOBILE = ("032", "033", "034", "035", "036", "037", "038", "039", "070", "076", "079")
_MOBILE_OLD = ("086", "090", "091", "094", "096", "097", "098", "081", "082", "083", "084")


class Numbers:
    """Gives out numbers, none of them twice."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._given: set[str] = set()

    def personal(self, sex: str, born: dt.date, province: str) -> str:
        """Give a personal number of twelve digits."""
        century = (born.year // 100 - 19) * 2 + (sex == "F")
        return self._fresh(f"{province}{century}{born.year % 100:02}", 6)

    def old(self) -> str:
        """Give an identity card number of nine digits, as issued in Hanoi until 2016."""
        return self._fresh(self._rng.choice(("01", "11")), 7)

    def insurance(self) -> str:
        """Give the social insurance number: province of first issue and eight digits."""
        return self._fresh("01", 8)

    def phone(self) -> str:
        """Give a mobile number of ten digits."""
        return self._fresh(self._rng.choice(_MOBILE + _MOBILE_OLD), 7)

    def _fresh(self, head: str, digits: int) -> str:
        while True:
            number = f"{head}{self._rng.randrange(10**digits):0{digits}}"
            if number not in self._given:
                self._given.add(number)
                return number


def province(rng: random.Random) -> str:
    """Draw the province where somebody who lives in Hanoi was registered at birth."""
    return shares("provinces", "code", "share").pick(rng)


def temporary_card(order: int) -> str:
    """Write the card that a newborn has until it is registered: object TE, no number yet.

    >>> temporary_card(12)
    'TE101KT00000012'
    """
    return f"TE101KT{order:08}"
