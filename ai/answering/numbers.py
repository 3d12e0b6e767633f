"""Numbers in words: 1.234,5 in Vietnamese, 1,234.5 in English; shares as per cent."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """In which language an answer speaks."""

    VI = "vi"
    EN = "en"


_TO_VIETNAMESE = str.maketrans(",.", ".,")


def number_words(value: float, language: Language, places: int = 1) -> str:
    """Write a number as that language does; whole numbers without a decimal sign.

    >>> number_words(1234.5, Language.VI)
    '1.234,5'
    >>> number_words(1234, Language.EN)
    '1,234'
    """
    whole = float(value).is_integer()
    text = f"{value:,.0f}" if whole else f"{value:,.{places}f}"
    return text.translate(_TO_VIETNAMESE) if language is Language.VI else text


def share_words(fraction: float, language: Language) -> str:
    """Write a fraction as per cent with one decimal.

    >>> share_words(0.1234, Language.VI)
    '12,3 %'
    """
    text = f"{fraction * 100:,.1f}"
    return f"{text.translate(_TO_VIETNAMESE) if language is Language.VI else text} %"
