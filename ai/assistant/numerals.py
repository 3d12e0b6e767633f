"""Every number that a text says, in Vietnamese and English writing: digits, per cent, words, dates.

Two texts say the same numbers when these are the same, each as often.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from ai.answering.numbers import Language
from ai.assistant.masking import lists

_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{2})-(\d{2})")
_SAID = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_PER_CENT = re.compile(r"\s*(?:%|‰|phần trăm|phần nghìn|per\s?cent|percentage|pct)")
_WORD = re.compile(r"[^\W\d_]+")


def numbers_in(text: str, language: Language) -> Counter[str]:
    """Count the numbers of a text; a date is one, and so is each word for a number.

    >>> sorted(numbers_in("1.234,5 lượt, 12 %, từ 01/03/2026", Language.VI))
    ['12%', '1234.5', '2026-03-01']
    >>> sorted(numbers_in("twenty-one of 1,234.50", Language.EN))
    ['1234.5', 'one', 'twenty']
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    found, rest = _dates(plain)
    digits, rest = _digits(rest, language)
    words = [each for each in _WORD.findall(rest) if each in lists().numbers]
    odd = [c for c in rest if unicodedata.category(c).startswith("N")]
    return Counter([*found, *digits, *words, *odd])


def _dates(text: str) -> tuple[list[str], str]:
    found = list[str]()

    def kept(match: re.Match[str]) -> str:
        parts = [part for part in match.groups() if part]
        year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
        try:
            found.append(dt.date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            return match.group()
        return " "

    rest = _SAID.sub(kept, text)
    return found, _DATE.sub(kept, rest)


def _digits(text: str, language: Language) -> tuple[list[str], str]:
    found, rest, at = list[str](), list[str](), 0
    for match in _NUMBER.finditer(text):
        sign = _PER_CENT.match(text, match.end())
        found.append(_value(match.group(), language) + ("%" if sign else ""))
        rest.append(text[at : match.start()])
        at = sign.end() if sign else match.end()
    return found, " ".join([*rest, text[at:]])


def _value(text: str, language: Language) -> str:
    """Read digits as the language writes them; a text that it does not write so stays as it is."""
    return next(_values(text, language), text)


def _values(text: str, language: Language) -> Iterator[str]:
    group, point = (".", ",") if language is Language.VI else (",", ".")
    pattern = rf"\d{{1,3}}(?:\{group}\d{{3}})+(?:\{point}\d+)?|\d+(?:\{point}\d+)?"
    if re.fullmatch(pattern, text):
        value = float(text.replace(group, "").replace(point, "."))
        yield str(int(value)) if value.is_integer() else repr(value)
