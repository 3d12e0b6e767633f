"""Vietnamese names as cohorts gave them: surname, middle, given; frequent ones frequently."""

from __future__ import annotations

import functools
import random

from simulator.chance import Weighted, happens
from simulator.tables import rows, shares, weights

#: A child sometimes carries the mother's surname as its first middle name.
_MOTHERS_SURNAME = 0.04
_MODERN = 2005


def surname(rng: random.Random) -> str:
    """Draw a surname as often as Hanoi's families carry it."""
    return shares("surnames", "surname", "share").pick(rng)


def given(rng: random.Random, sex: str, year: int) -> tuple[str, str]:
    """Draw the middle and given name of someone born in that year; `sex` is `F` or `M`."""
    return _names(sex, year, "middle").pick(rng), _names(sex, year, "given").pick(rng)


def child(rng: random.Random, sex: str, year: int, mother: str) -> tuple[str, str]:
    """Draw a child's middle and given name; `mother` is her surname, empty if it is the same."""
    middle, name = given(rng, sex, year)
    if mother and year >= _MODERN and " " not in middle and happens(rng, _MOTHERS_SURNAME):
        middle = f"{mother} {middle}"
    return middle, name


def full(family: str, middle: str, name: str) -> str:
    """Write a name in its order.

    >>> full("Nguyễn", "Thị", "Hà")
    'Nguyễn Thị Hà'
    """
    return " ".join(part for part in (family, middle, name) if part)


@functools.cache
def _names(sex: str, year: int, part: str) -> Weighted[str]:
    found = (
        row["names"]
        for row in rows("given_names")
        if row["sex"] == sex and row["part"] == part and int(row["from"]) <= year <= int(row["to"])
    )
    return weights(next(found))
