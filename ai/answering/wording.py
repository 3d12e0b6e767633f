"""A number of a metric in words, with its unit, in either language."""

from __future__ import annotations

from ai.answering.numbers import Language, number_words, share_words
from ai.catalogue import Metric, Names, Words

_UNITS_EN = {
    "lượt": "encounters",
    "ca": "cases",
    "người": "people",
    "ngày": "days",
    "đồng": "đồng",
    "đơn": "prescriptions",
    "chuỗi": "chains",
    "chẩn đoán": "diagnoses",
    "trẻ": "children",
    "per 100,000": "per 100,000",
}
_UNITS_VI = {"per 100,000": "trên 100.000 dân"}


def said(words: Words, language: Language) -> str:
    """Give a text in the language."""
    return words.vi if language is Language.VI else words.en


def named(names: Names, language: Language) -> str:
    """Give the shown name in the language."""
    return names.vi[0] if language is Language.VI else names.en[0]


def unit_words(metric: Metric, language: Language) -> str:
    """Give the unit as that language writes it; empty for shares, whose sign is %."""
    if metric.unit == "share":
        return ""
    table = _UNITS_VI if language is Language.VI else _UNITS_EN
    return table.get(metric.unit, metric.unit)


def value_words(metric: Metric, value: float | None, language: Language) -> str:
    """Give a value with its unit; a dash for what cannot be computed."""
    if value is None:
        return "–"
    if metric.unit == "share":
        return share_words(value, language)
    return f"{number_words(value, language)} {unit_words(metric, language)}"


def day_words(iso: str) -> str:
    """Give a day as both languages of the city write it.

    >>> day_words("2026-08-09")
    '09/08/2026'
    """
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"
