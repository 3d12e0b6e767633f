"""Small numbers as digits, Roman numerals, and words in both languages; large ones with dots."""

from __future__ import annotations

import re

from mpi.names import syllable

_VI = ("mot", "hai", "ba", "bon", "nam", "6", "bay", "tam", "chin", "muoi")
_EN = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_WORDS = {
    **{word: n for n, word in enumerate(_VI, 1)},
    **{word: n for n, word in enumerate(_EN, 1)},
    **{word: n for n, word in enumerate(("i", "ii", "iii", "iv"), 1)},
    "tu": 4, "gieng": 1, "muoi mot": 11, "muoi hai": 12, "chap": 12, "twenty": 20, "thirty": 30,
    "hai muoi": 20, "ba muoi": 30,
}  # fmt: skip
_MARKED = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
#: Words that limit a ranking, with their marks: "mười bệnh viện", "top ten".
NUMBER_WORDS = {
    **{syllable(word): n for n, word in enumerate(_MARKED, 1)},
    **{word: n for n, word in enumerate(_EN, 1)},
}
#: A pattern for a number up to three digits, or one of the words; longer words first.
NUMBER = "(?:" + r"\d{1,3}|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"
#: "Tháng tư" is April, "tháng, từ …" is not; both are "thang tu" without marks.
NUMBER = NUMBER.replace("|tu", r"|tu(?! (?:dau|cuoi|ngay|thang|qui|tuan|hom|\d|nam \d{4} den))")
_GROUPED = re.compile(r"\d{1,3}(?:[.]\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:[.]\d+)?")


def numeral(text: str) -> int:
    """Read a small number that `NUMBER` matched.

    >>> numeral("iii"), numeral("muoi hai"), numeral("12")
    (3, 12, 12)
    """
    return int(text) if text.isdigit() else _WORDS[text]


def amount(text: str) -> float | None:
    """Read a number as Vietnamese write it, with dots between thousands and a decimal comma.

    >>> amount("1.234,5"), amount("60"), amount("12/3")
    (1234.5, 60.0, None)
    """
    if text.isdigit():
        return float(text)
    if _GROUPED.fullmatch(text) or re.fullmatch(r"\d+,\d+", text):
        return float(text.replace(".", "").replace(",", "."))
    return None
