"""A number in words, with its unit, in either language."""

from __future__ import annotations

from ai.answering.numbers import Language, number_words, share_words
from ai.catalogue import Names, Unit, Words

#: The unit of fractions, which are said as per cent.
SHARE = "share"


def said(words: Words, language: Language) -> str:
    """Give a text in the language."""
    return words.vi if language is Language.VI else words.en


def named(names: Names, language: Language) -> str:
    """Give the shown name in the language."""
    return names.vi[0] if language is Language.VI else names.en[0]


def unit_words(unit: Unit, language: Language, value: float = 2) -> str:
    """Give the unit as that language writes it beside a value."""
    if language is Language.VI:
        return unit.vi
    return unit.one if abs(value) == 1 else unit.many


def value_words(unit: Unit, value: float | None, language: Language) -> str:
    """Give a value with its unit; a dash for what cannot be computed."""
    if value is None:
        return "–"
    if unit.id == SHARE:
        return share_words(value, language)
    rounded = round(value, unit.decimals)
    return f"{number_words(rounded, language)} {unit_words(unit, language, rounded)}"


def day_words(iso: str) -> str:
    """Give a day as both languages of the city write it.

    >>> day_words("2026-08-09")
    '09/08/2026'
    """
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"
