"""Codes in a question: ICD-10 with ranges and chapters, departments, and plain numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ai.understanding.numerals import NUMBER_WORDS, amount
from ai.understanding.senses import Role, Sense
from ai.understanding.words import Word

_CODE = re.compile(r"[A-Za-z]\d\d(?:\.\d{1,2})?")
_DEPARTMENT = re.compile(r"K\d{1,2}(?:\.\d{1,2})?", re.IGNORECASE)
_CHAPTER_WORDS = {"chuong", "chapter"}
_ROMAN = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII", "XVIII", "XIX", "XX", "XXI", "XXII",
)  # fmt: skip
_TO = {"den", "to"}
_BEFORE_A_CODE = {"ma", "icd", "code", "codes", "coded", "icd10"}
#: What may stand before a range of codes: "nhóm J12-J18", "block J00-J06".
_BEFORE_A_RANGE = {"nhom", "khoi", "block", "group"}
#: A number of nine digits or more, or a card's number, is somebody's.
_SOMEBODY = re.compile(r"\d{9,15}")


def codes_at(words: Sequence[Word], at: int) -> Iterator[tuple[int, Sense]]:
    """Readings of the words from `at` on as a code: the word before which they end, the meaning."""
    word = words[at]
    if word.plain in _CHAPTER_WORDS and at + 1 < len(words):
        yield from _chapter(words[at + 1], at + 2)
    if word.plain in _BEFORE_A_CODE and at + 1 < len(words) and _is_code(words[at + 1]):
        yield from _icd(words, at + 1)
    if word.plain in _BEFORE_A_RANGE and at + 1 < len(words) and _is_code(words[at + 1]):
        yield from (each for each in _icd(words, at + 1) if "-" in each[1].members[0])
    if _in_department(words, at + 1):
        yield at + 2, Sense(Role.MEMBER, "department", (words[at + 1].text.upper(),))
    if word.exact in NUMBER_WORDS:
        yield at + 1, Sense(Role.NUMBER, number=NUMBER_WORDS[word.exact])
    if _is_code(word):
        yield from _icd(words, at)
    if _SOMEBODY.fullmatch(word.text.replace(".", "").replace("-", "")):
        yield at + 1, Sense(Role.CUE, "person")
    elif (number := amount(word.text)) is not None:
        yield at + 1, Sense(Role.NUMBER, number=int(number))


def _is_code(word: Word) -> bool:
    return bool(_CODE.fullmatch(word.text))


def _in_department(words: Sequence[Word], at: int) -> bool:
    """True for the code after "khoa": K01 is a department there, dental disease elsewhere."""
    named = 0 < at < len(words) and words[at - 1].plain in {"khoa", "department"}
    return named and bool(_DEPARTMENT.fullmatch(words[at].text))


def _month(words: Sequence[Word], at: int) -> bool:
    """True for "t10" without "mã" in front: October, not the injuries of T10."""
    named = at > 0 and words[at - 1].plain in _BEFORE_A_CODE
    return not named and bool(re.fullmatch(r"[Tt](?:0[1-9]|1[0-2])", words[at].text))


def _icd(words: Sequence[Word], at: int) -> Iterator[tuple[int, Sense]]:
    first = words[at].text.upper()
    following = at + 1
    if following < len(words) and words[following].plain in _TO:
        following += 1
    joined = following > at + 1 or (following < len(words) and words[following].dashed)
    if following < len(words) and joined and _CODE.fullmatch(words[following].text):
        last = words[following].text.upper()
        if len(first) == len(last) == 3 and first < last:
            yield following + 1, Sense(Role.MEMBER, "icd", (f"{first}-{last}",))
    elif not _in_department(words, at) and not _month(words, at):
        yield at + 1, Sense(Role.MEMBER, "icd", (first,))


def _chapter(word: Word, end: int) -> Iterator[tuple[int, Sense]]:
    said = word.text.upper()
    if said.isdigit() and 1 <= int(said) <= len(_ROMAN):
        said = _ROMAN[int(said) - 1]
    if said in _ROMAN:
        yield end, Sense(Role.MEMBER, "icd", (said,))
